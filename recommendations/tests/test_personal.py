"""What is recommended to a person: never what it knows, always with reasons that sum."""

import numpy as np
import pytest
from django.contrib.auth.models import AnonymousUser

from catalog.models import Title
from catalog.tests.factories import make_title
from recommendations.build import build_index
from recommendations.diary import mark, rate
from recommendations.models import LessOf, Rating, StartingTitle
from recommendations.personal import (
    NOBODY,
    popular_titles,
    recommend_for,
    taste_of,
    taste_of_viewer,
)
from recommendations.personal.recommend import (
    NO_MODEL,
    NOTHING_KNOWN,
    OPTED_OUT,
    new_titles_for,
)
from recommendations.tests.personal_builders import (
    make_titles,
    make_viewer,
    publish_model,
    rated,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def titles(db) -> list[Title]:
    titles = make_titles(40)
    build_index()
    return titles


@pytest.fixture
def ada(titles):
    return rated(make_viewer(), (titles[0], 10), (titles[1], 9), (titles[2], 3), (titles[3], 8))


def ids(personal) -> list[int]:
    return [each.title.pk for each in personal.titles]


def off_by(found) -> float:
    """Return how far scores are from the sums of their reasons, and of their kinds, at most."""
    return max(
        abs(explanation.score - each.score)
        for each in found
        for explanation in (each.explanation, each.kinds)
    )


@pytest.mark.parametrize("recommender", ["hybrid", "profile", "popular"])
def test_each_score_is_the_sum_of_its_reasons(titles, recommender):
    publish_model(titles)
    for seed in range(10):
        pairs = ((titles[3 * i + seed], 1 + (7 * i + seed) % 10) for i in range(9))
        viewer = rated(make_viewer(f"v{seed}"), *pairs)
        less = (("genre", "crime"), ("kind", "movie"), (LessOf.OWN, str(titles[seed].pk)))
        for parameter, value in less[: seed % 4]:
            LessOf.objects.create(viewer=viewer, parameter=parameter, value=value)
        found = recommend_for(viewer, 20, recommender)
        assert found.by == recommender
        assert found.titles
        assert off_by(found.titles) < 1e-6
        scores = [each.score for each in found.titles]
        assert scores == sorted(scores, reverse=True)


def test_what_a_person_knows_is_never_recommended(ada, titles):
    publish_model(titles)
    mark(ada, titles[10], "seen")
    mark(ada, titles[11], "not_interested")
    mark(ada, titles[12], "watchlist")
    Title.objects.filter(pk=titles[13].pk).update(is_adult=True)
    Title.objects.filter(pk=titles[14].pk).update(status="planned")
    for recommender in ("hybrid", "profile", "popular"):
        found = set(ids(recommend_for(ada, 40, recommender)))
        assert not found & {titles[i].pk for i in (0, 1, 2, 3, 10, 11, 13, 14)}
        assert titles[12].pk in found


def test_a_rating_counts_at_the_next_request(ada, titles):
    publish_model(titles)
    before = recommend_for(ada, 10)
    liked = before.titles[0].title
    rate(ada, liked, 10)
    after = recommend_for(ada, 10)
    assert liked.pk not in ids(after)
    assert any(f"{liked.name} ★★★★★" in each.headline for each in recommend_for(ada, 36).titles)
    assert [each.score for each in after.titles] != [each.score for each in before.titles[1:]]


def test_what_is_like_a_disliked_title_comes_later_and_says_so(ada, titles):
    """The same rating, once as a dislike and once as neither: its reason is all that differs."""
    model = publish_model(titles)
    column = int(np.searchsorted(model.title_ids, titles[2].pk))
    like_it = {int(model.title_ids[other]) for other in model.content.posting(column)[0].tolist()}
    disliked = {each.title.pk: each for each in recommend_for(ada, 40).titles}
    rate(ada, titles[2], 6)
    neither = {each.title.pk: each for each in recommend_for(ada, 40).titles}
    fallen = {pk for pk in neither if disliked[pk].score < neither[pk].score - 1e-9}
    assert fallen == like_it & neither.keys()
    assert fallen
    for pk, each in disliked.items():
        against = [r for r in each.explanation.reasons if r.lead == "against it: you rated"]
        named = [r.weight for r in against if r.items[0].label == "Film 002 ★½"]
        assert named == ([pytest.approx(each.score - neither[pk].score)] if pk in fallen else [])


def test_the_headline_names_own_titles_with_their_stars_and_shares(ada, titles):
    publish_model(titles)
    first = recommend_for(ada, 1).titles[0]
    assert first.headline.startswith("Because you rated Film 00")
    assert "★★★★" in first.headline
    assert "\u00a0%)" in first.headline  # no line ends between
    assert "Film 002" not in first.headline  # a bad rating is no reason for


def test_without_ratings_it_is_popular_and_says_so(titles):
    publish_model(titles)
    for who in (None, NOBODY, make_viewer()):
        found = recommend_for(who, 5)
        assert (found.by, found.problem) == ("popular", NOTHING_KNOWN)
    assert ids(found) == [title.pk for title in popular_titles(5)]
    assert popular_titles(1, without={popular_titles(1)[0].pk}) == [popular_titles(2)[1]]


def test_without_a_model_it_is_the_profile_and_says_so(ada):
    found = recommend_for(ada, 5)
    assert (found.by, found.problem) == ("profile", NO_MODEL)
    assert off_by(found.titles) < 1e-6
    assert found.titles[0].headline


def test_without_any_index_it_is_popular(db):
    titles = make_titles(5)
    found = recommend_for(rated(make_viewer(), (titles[0], 10)), 3)
    assert found.by == "popular"
    assert found.problem
    assert len(found.titles) == 3


def test_who_opted_out_sees_popular_titles_only(ada, titles):
    publish_model(titles, titles[30:])
    ada.wants_recommendations = False
    for recommender in ("hybrid", "profile", "demographic"):
        found = recommend_for(ada, 5, recommender)
        assert (found.by, found.problem) == ("popular", OPTED_OUT)
    assert new_titles_for(ada, 5) == []


def test_a_model_that_knows_nothing_that_is_liked_is_not_asked(ada, titles):
    publish_model(titles[20:])
    assert recommend_for(ada, 5).by == "profile"


def test_less_of_a_genre_takes_half_and_is_a_reason(ada, titles):
    publish_model(titles)
    before = {each.title.pk: each.score for each in recommend_for(ada, 40).titles}
    LessOf.objects.create(viewer=ada, parameter="genre", value="crime")
    after = recommend_for(ada, 40).titles
    for each in after:
        is_crime = each.title.genres.filter(slug="crime").exists()
        kept = 0.5 if is_crime and before[each.title.pk] > 0 else 1
        assert each.score == pytest.approx(kept * before[each.title.pk])
        texts = [reason.text for reason in each.explanation.reasons]
        assert ("against it, as you asked for less: Crime" in texts) == (kept != 1)


def test_a_muted_title_is_no_reason_and_stays_left_out(ada, titles):
    publish_model(titles)
    LessOf.objects.create(viewer=ada, parameter=LessOf.OWN, value=str(titles[0].pk))
    found = recommend_for(ada, 40)
    assert titles[0].pk not in ids(found)
    assert not any(titles[0].name in each.headline for each in found.titles)


@pytest.mark.parametrize("has_index", [True, False])
def test_filters_hold_for_everybody(ada, titles, has_index, settings, tmp_path):
    if not has_index:
        settings.INDEX_DIR = tmp_path / "other"
    publish_model(titles)
    for recommender in ("hybrid", "profile", "popular"):
        found = recommend_for(ada, 40, recommender, {"genre": ["crime"], "votes_min": 1000})
        assert found.titles
        for each in found.titles:
            assert each.title.num_votes >= 1000
            assert {genre.slug for genre in each.title.genres.all()} == {"crime"}


def test_new_titles_have_places_of_their_own(ada, titles):
    publish_model(titles[:30], titles[30:])
    found = new_titles_for(ada, 5)
    assert {each.title.pk for each in found} <= {title.pk for title in titles[30:]}
    assert off_by_own(found) < 1e-6
    assert not {title.pk for title in titles[30:]} & set(ids(recommend_for(ada, 40)))


def off_by_own(found) -> float:
    return max(abs(each.explanation.score - each.score) for each in found)


def test_what_was_chosen_at_the_start_counts_until_there_are_ratings(titles):
    publish_model(titles)
    viewer = make_viewer()
    StartingTitle.objects.create(viewer=viewer, title=titles[5], group="crime")
    found = recommend_for(viewer, 40)
    assert found.by == "hybrid"
    assert titles[5].pk not in ids(found)
    assert any("you chose Film 005" in each.headline for each in found.titles)
    rated(viewer, *((titles[i], 9) for i in range(10, 15)))
    assert not any("you chose" in each.headline for each in recommend_for(viewer, 30).titles)


def test_by_director_or_actor(ada, titles):
    one = make_title("As Director", directors=["Ann Ray"], num_votes=9)
    two = make_title("As Actor", cast=["Ann Ray"], num_votes=99)
    filters = {"person": "ann-ray"}
    for role, expected in (("director", [one]), ("actor", [two]), ("", [two, one])):
        assert ids(recommend_for(ada, 5, "person", filters, role=role)) == [t.pk for t in expected]
    assert recommend_for(ada, 5, "person").titles == []


def test_by_genre_and_the_rating_one_wishes_for(ada, titles):
    found = recommend_for(ada, 40, "genre", {"genre": ["drama"]}, target=6.2)
    votes = [each.title.num_votes for each in found.titles]
    assert votes == sorted(votes, reverse=True)
    assert {each.title.average_rating for each in found.titles} == {6.0}
    assert off_by(found.titles) < 1e-6
    rated(ada, (found.titles[0].title, 5))
    rest = recommend_for(ada, 40, "genre", {"genre": ["drama"]}, target=6.2)
    assert ids(rest) == ids(found)[1:]


def test_people_like_one_are_asked_from_the_nearest_group_on(titles):
    for i in range(12):
        like = make_viewer(f"f{i}", gender="female", age=30 + i % 3, is_training_data=i != 11)
        Rating.objects.bulk_create(
            Rating(viewer=like, title=title, value=10 if title == titles[7] else 5)
            for title in titles[: 25 if i < 11 else 40]
        )
    me = make_viewer("me", gender="female", age=33, occupation="writer")
    found = recommend_for(me, 5, "demographic")
    assert found.by == "demographic"
    assert found.titles[0].title == titles[7]
    assert found.titles[0].explanation.reasons[0].text.endswith("female and 28–38 years old")
    assert off_by(found.titles) < 1e-9
    other = make_viewer("other", gender="male", age=33)
    assert recommend_for(other, 5, "demographic").by == "popular"


def test_every_recommender_keeps_to_the_contract(ada, titles, settings):
    publish_model(titles)
    make_title("By Ann", directors=["Ann Ray"], genres=["Crime"], average_rating=6, num_votes=5)
    Title.objects.filter(pk=titles[20].pk).update(is_adult=True)
    known = {title.pk for title in titles[:4]} | {titles[20].pk}
    for name in settings.PERSONAL_RECOMMENDERS:
        filters = {"person": "ann-ray"} if name == "person" else {"genre": ["crime"]}
        found = recommend_for(ada, 7, name, filters, target=6)
        assert found.by == (name if name != "demographic" else "popular")
        assert 0 < len(found.titles) <= 7
        assert not known & set(ids(found))
        assert off_by(found.titles) < 1e-6
        assert found == recommend_for(ada, 7, name, filters, target=6)


def test_a_taste_is_read_in_few_queries(ada, django_assert_max_num_queries):
    user = ada.user
    with django_assert_max_num_queries(3):
        taste = taste_of(user)
    assert taste == taste_of_viewer(ada)
    assert taste_of(AnonymousUser()) == NOBODY


def test_a_page_of_recommendations_takes_few_queries(ada, titles, django_assert_max_num_queries):
    publish_model(titles)
    with django_assert_max_num_queries(6):
        assert len(recommend_for(ada, 20).titles) == 20
