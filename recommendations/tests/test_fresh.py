"""Titles that change after a build are served as they are now."""

from datetime import timedelta

import pytest
from django.db import OperationalError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import Credit, Genre, Person, Title
from catalog.tests.factories import make_credit, make_title, named
from recommendations import fresh as fresh_module
from recommendations.build import build_index
from recommendations.fresh import FreshTitles
from recommendations.index import current_index
from recommendations.live_index import LiveIndex
from recommendations.recommend import similar_titles
from recommendations.recommenders.base import Query, TooFewFacts, recommender
from recommendations.tests.plain_titles import catalogues, plain_title, save, scratch_database

pytestmark = pytest.mark.django_db
CHANGED = 14  # queries: what has changed, 7 for facts, 6 for values


def names(title: Title, n: int = 20) -> list[str]:
    return [each.title.name for each in similar_titles(title, n)]


def reasons(one: Title, other: Title) -> dict[str, str]:
    (found,) = (each for each in similar_titles(one, 50) if each.title == other)
    return {reason.kind: reason.text for reason in found.explanation.reasons}


def fresh_ids(fresh: FreshTitles) -> list[int]:
    titles = fresh.get().titles
    return titles.title_ids.tolist() if titles else []


def test_nothing_is_fresh_after_a_build(indexed):
    fresh = FreshTitles(current_index()).get()
    assert (fresh.title_ids, fresh.titles) == (frozenset(), None)


def test_an_added_title_is_an_answer_and_a_question(indexed, vault):
    new = make_title("Third Vault", start_year=2004, genres=["Crime"], directors=["Ann Ray"])
    assert "Third Vault" in names(vault)
    assert "The Vault" in names(new)[:2]
    assert reasons(vault, new)["director"] == reasons(new, vault)["director"]


def test_an_edited_title_has_its_new_facts_only(indexed, vault):
    wedding = indexed["june-wedding-2002"]
    vault.genres.set(wedding.genres.all())
    vault.keywords.set(wedding.keywords.all())
    vault.credits.all().delete()
    vault.overview, vault.name = wedding.overview, "Vows"
    vault.save()
    assert reasons(vault, wedding)["keyword"] == "both about wedding"
    second = indexed["the-second-vault-2003"]
    assert "Vows" not in names(second)
    assert "The Second Vault" not in names(vault)


def test_a_renamed_person_still_links_the_titles(indexed, vault):
    person = Person.objects.get(name="Ann Ray")
    person.name = "Ann Lang"
    person.save()
    assert "director" in reasons(vault, indexed["the-second-vault-2003"])


def test_a_credit_that_is_added_or_removed_counts_at_once(indexed, vault):
    shift = indexed["night-shift-1974"]
    credit = make_credit(shift, "Ann Ray", Credit.Category.DIRECTOR)
    assert reasons(vault, shift)["director"] == "both directed by Ann Ray"
    credit.delete()
    assert "director" not in reasons(vault, shift)


@pytest.mark.parametrize(
    "change", [{"is_adult": True}, {"status": Title.Status.PLANNED}], ids=["adult", "unreleased"]
)
def test_a_title_that_may_not_be_shown_vanishes(indexed, vault, change):
    second = indexed["the-second-vault-2003"]
    for field, value in change.items():
        setattr(second, field, value)
    second.save()
    assert "The Second Vault" not in names(vault)


def test_a_deleted_title_vanishes_fresh_or_not(indexed, vault):
    new = make_title("Third Vault", genres=["Crime"])
    assert "Third Vault" in names(vault)
    new.delete()
    indexed["the-second-vault-2003"].delete()
    assert not {"Third Vault", "The Second Vault"} & {*names(vault)}


def test_a_keyword_that_only_fresh_titles_have_makes_them_neighbours(indexed):
    one = make_title("Rain", keywords=["monsoon"], language="ko")
    two = make_title("Flood", keywords=["monsoon"], language="ko", start_year=1950)
    assert names(one) == ["Flood"]
    found = reasons(two, one)
    assert found["keyword"] == "both about monsoon"
    assert found["language"] == "both in Korean"


def test_a_genre_that_is_new_counts_as_much_as_any_other(indexed):
    title = make_title("War", genres=["Crime", "War"])
    live = LiveIndex(current_index(), FreshTitles(current_index()))
    vector = live.vector(title.pk)
    numbers = [live.find("genre", slug) for slug in ("crime", "war")]
    weights = [vector.weights[vector.terms == number].tolist() for number in numbers]
    assert weights[0] == weights[1] != []


def test_a_title_with_too_few_facts_is_neither_answer_nor_question(indexed, vault):
    bare = make_title("The Vault", directors=(), genres=())
    assert "The Vault" not in names(vault)
    with pytest.raises(TooFewFacts):
        similar_titles(bare)


def test_a_title_that_has_lost_its_facts_cannot_be_compared(indexed, vault):
    shift = indexed["night-shift-1974"]
    shift.genres.clear()
    shift.keywords.clear()
    shift.overview = ""
    shift.save()
    assert "Night Shift" not in names(vault)
    with pytest.raises(TooFewFacts):
        similar_titles(shift)


def test_what_was_rolled_back_never_was(indexed, vault):
    with transaction.atomic():
        make_title("Third Vault", genres=["Crime"], keywords=["monsoon"])
        vault.overview = "A bride runs."
        vault.save()
        assert "Third Vault" in names(vault)
        transaction.set_rollback(True)
    vault.refresh_from_db()
    assert "Third Vault" not in names(vault)
    assert FreshTitles(current_index()).get().title_ids == frozenset()


def test_an_error_while_reading_changes_nothing(indexed, vault, monkeypatch):
    fresh = FreshTitles(current_index())
    vault.save()
    assert fresh_ids(fresh) == [vault.pk]

    def fail(*args):
        raise OperationalError("canceling statement due to statement timeout")

    with transaction.atomic(), monkeypatch.context() as patch:
        patch.setattr(fresh_module, "read_values", fail)
        indexed["the-second-vault-2003"].save()
        with pytest.raises(OperationalError):
            fresh.get()
        transaction.set_rollback(True)
    assert fresh_ids(fresh) == [vault.pk]
    indexed["june-wedding-2002"].save()
    assert fresh_ids(fresh) == [vault.pk, indexed["june-wedding-2002"].pk]


def test_a_question_costs_one_query_more_unless_something_has_changed(
    indexed, vault, django_assert_num_queries
):
    fresh = FreshTitles(current_index())
    with django_assert_num_queries(1):
        fresh.get()
    vault.companies.add(named(vault.companies.model, "Regency"))
    vault.collection = named(type(vault)._meta.get_field("collection").related_model, "Vaults")
    vault.save()
    with django_assert_num_queries(CHANGED):
        fresh.get()
    with django_assert_num_queries(1):
        fresh.get()
    vault.delete()
    with django_assert_num_queries(1):
        assert fresh.get().title_ids == frozenset()


def test_only_what_has_changed_is_read_again(indexed, vault):
    fresh = FreshTitles(current_index())
    vault.save()
    indexed["june-wedding-2002"].save()
    before = fresh.get().titles
    Genre.objects.filter(name="Crime").delete()  # touches no title: genres are for the next build
    indexed["june-wedding-2002"].save()
    after = fresh.get().titles
    row = after.row_of(vault.pk)
    assert after.rows.vectors.posting(row)[0].tolist() == (
        before.rows.vectors.posting(before.row_of(vault.pk))[0].tolist()
    )


def test_of_too_many_changes_the_latest_count(indexed, vault, monkeypatch):
    monkeypatch.setattr(fresh_module, "MOST_FRESH", 2)
    now = timezone.now()
    titles = [make_title(f"New {i}", genres=["Crime"]) for i in range(4)]
    for i, title in enumerate(titles):
        Title.objects.filter(pk=title.pk).update(updated_at=now + timedelta(seconds=i))
    assert {name for name in names(vault) if name.startswith("New")} == {"New 2", "New 3"}
    vault.save()  # is earlier than those, so that it stays as it was built
    assert "The Second Vault" in names(vault)


def test_a_build_takes_over_what_was_fresh(indexed, vault):
    new = make_title("Third Vault", genres=["Crime"], keywords=["monsoon"])
    before = names(vault)
    build_index()
    assert FreshTitles(current_index()).get().title_ids == frozenset()
    assert set(names(vault)) == set(before)
    assert names(new)


random_catalogues = settings(
    max_examples=6,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def answers(title_ids: list[int]) -> dict[int, dict[int, float]]:
    """Return for each title its neighbours and their scores."""
    content, found = recommender("content"), {}
    for title_id in title_ids:
        try:
            ranking = content.recommend(Query((title_id,)), 50)
        except TooFewFacts:
            continue
        found[title_id] = {each.title_id: each.score for each in ranking}
        for each in ranking:
            assert abs(each.explanation.score - each.score) < 1e-9
    return found


@given(titles=catalogues(largest=8), added=st.lists(plain_title(0), max_size=4))
@random_catalogues
def test_fresh_titles_have_the_neighbours_that_a_build_gives_them(titles, added):
    with scratch_database():
        for title in titles:
            save(title)
        build_index()
        for title in added:
            save(title)
        Title.objects.filter(pk__in=Title.objects.values("pk")[1:3]).delete()
        ids = list(Title.objects.values_list("pk", flat=True))
        fresh = answers(ids)
        build_index()
        built = answers(ids)
        # How rare a term is differs, and with it the scores: who shares something does not.
        assert {pk: set(each) for pk, each in fresh.items()} == {
            pk: set(each) for pk, each in built.items()
        }


@given(titles=catalogues(smallest=2, largest=8), touched=st.sets(st.integers(0, 7)))
@random_catalogues
def test_titles_that_were_touched_but_not_changed_score_the_same(titles, touched):
    with scratch_database():
        rows = [save(title) for title in titles]
        build_index()
        ids = [row.pk for row in rows]
        built = answers(ids)
        chosen = [row.pk for i, row in enumerate(rows) if i in touched]
        Title.objects.filter(pk__in=chosen).touch()
        for title_id, found in answers(ids).items():
            assert found == pytest.approx(built[title_id], abs=1e-9)
            assert list(found) == list(built[title_id])
