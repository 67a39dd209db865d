import pytest

from catalog.models import Title
from catalog.tests.factories import make_title
from recommendations.build import build_index
from recommendations.recommend import blend, similar_titles
from recommendations.recommenders.base import Query, TooFewFacts, recommender

pytestmark = pytest.mark.django_db


def names(found) -> list[str]:
    return [each.title.name for each in found]


def test_the_nearest_come_first_and_never_the_title_itself(indexed, vault):
    assert names(similar_titles(vault))[:2] == ["The Second Vault", "Night Shift"]
    assert vault.name not in names(similar_titles(vault))


def test_the_reasons_say_what_is_shared(indexed, vault):
    first = similar_titles(vault)[0]
    texts = [reason.text for reason in first.explanation.reasons]
    assert "both directed by Ann Ray" in texts
    assert "both with Bo Lund" in texts
    assert "both about heist, safe" in texts
    assert first.explanation.score == pytest.approx(first.score, abs=1e-6)


def test_a_blend_of_one_is_similar_titles(indexed, vault):
    assert blend([vault], n=10) == similar_titles(vault, n=10)


def test_the_order_of_the_titles_does_not_matter(indexed):
    one, two, three, *_ = indexed.values()
    assert blend([one, three], [two]) == blend([three, one], [two])


def test_a_blend_lies_between_its_titles(indexed):
    found = names(blend([indexed["the-vault-2001"], indexed["june-wedding-2002"]], n=2))
    assert set(found) == {"The Second Vault", "May Wedding"}


def test_what_is_like_a_disliked_title_falls(indexed):
    liked, disliked = indexed["the-vault-2001"], indexed["may-wedding-2005"]
    before = {each.title: each.score for each in blend([liked])}
    after = {each.title: each.score for each in blend([liked], [disliked])}
    wedding = indexed["june-wedding-2002"]
    assert after.get(wedding, 0) < before[wedding]


def test_a_deleted_title_disappears_without_a_build(indexed, vault):
    indexed["the-second-vault-2003"].delete()
    assert names(similar_titles(vault))[0] == "Night Shift"


@pytest.mark.parametrize("change", [{"is_adult": True}, {"status": Title.Status.PLANNED}])
def test_a_title_that_was_hidden_since_the_build_disappears(indexed, vault, change):
    Title.objects.filter(name="The Second Vault").update(**change)
    assert "The Second Vault" not in names(similar_titles(vault))


def test_a_title_that_was_added_since_the_build_has_neighbours(indexed):
    new = make_title("Third Vault", start_year=2004, genres=["Crime"], directors=["Ann Ray"])
    assert names(similar_titles(new))[0] in ("The Vault", "The Second Vault")


def test_an_edited_title_is_compared_as_it_is_now(indexed, vault):
    for links in (vault.genres, vault.keywords, vault.credits):
        getattr(links, "clear", links.all().delete)()
    wedding = indexed["june-wedding-2002"]
    vault.genres.set(wedding.genres.all())
    vault.keywords.set(wedding.keywords.all())
    vault.overview = wedding.overview
    vault.save()
    assert "Wedding" in names(similar_titles(vault))[0]


def test_a_title_with_too_few_facts_cannot_be_compared(indexed):
    with pytest.raises(TooFewFacts):
        similar_titles(make_title("Bare", genres=["Crime"]))


def test_n_is_the_number_of_titles(indexed, vault):
    assert len(similar_titles(vault, n=2)) == 2


@pytest.mark.parametrize("n", [1, 4])
def test_the_number_of_queries_does_not_depend_on_n(indexed, vault, n, django_assert_num_queries):
    with django_assert_num_queries(4):
        similar_titles(vault, n=n)


def test_recommenders_answer_with_reasons_that_sum(indexed, vault, settings):
    for name in settings.RECOMMENDERS:
        found = recommender(name).recommend(Query((vault.pk,)), 3)
        assert found
        assert all(each.explanation.score == pytest.approx(each.score, abs=1e-6) for each in found)


def test_an_index_of_one_title_has_no_neighbours(db):
    only = make_title(genres=["Crime"], overview="Thieves.")
    build_index()
    assert similar_titles(only) == []
