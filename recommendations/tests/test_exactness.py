"""Random questions about random catalogues: the answers, and their reasons, are exact."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations import similarity
from recommendations.explanations import KINDS
from recommendations.index import current_index
from recommendations.live_index import live_index
from recommendations.recommenders.base import Query, Ranking, TooFewFacts, recommender
from recommendations.recommenders.personal import PersonalQuery, personal_recommender
from recommendations.steering import MOST, SLIDERS, Steering, TermRef
from recommendations.taste import Taste
from recommendations.tests import dense
from recommendations.tests.dense import DenseTitle, Scored
from recommendations.tests.plain_titles import catalogues, publish_index

pytestmark = [pytest.mark.any_database, pytest.mark.django_db]
#: A sum of terms so near 0 may be either side of it in float32, and it decides who is a neighbour.
NOTHING = 1e-6
NO_PRIOR = {"popularity": 0.0, "rating": 0.0}

TERMS = [
    TermRef.parse(text)
    for text in (
        "genre:crime",
        "genre:science-fiction",
        "keyword:time-travel",
        "person:person-a",
        "cast:person-b",
        "company:toho",
        "collection:vaults",
        "country:fr",
        "language:fr",
        "kind:show",
        "keyword:nobody-has-it",
    )
]
few_terms = st.lists(st.sampled_from(TERMS), max_size=2).map(tuple)
few = st.integers(1, 4)
seeds = st.lists(st.integers(0, 13).map(lambda place: 3 * place + 1), max_size=3).map(tuple)
steerings = st.builds(
    Steering,
    sliders=st.dictionaries(st.sampled_from(list(SLIDERS)), st.sampled_from([0, 0.5, 1, 2, MOST])),
    more=few_terms,
    less=few_terms,
)


@st.composite
def questions(draw):
    """Draw a catalogue and questions; its first title is among those liked in each of them."""
    titles = draw(catalogues(smallest=2))
    first = (titles[0].id,)
    return titles, [
        Query(first + draw(seeds), draw(seeds), draw(steerings)) for _ in range(draw(few))
    ]


def random_questions(examples: int = 8):
    """Return a decorator that asks random questions; the database is made anew for each."""
    suppressed = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    options = settings(max_examples=examples, suppress_health_check=suppressed)
    return lambda test: options(given(questions())(test))


def recommend(query: Query, n: int = 100) -> Ranking:
    """Return what the recommender finds, [] if it cannot compare; all that there is by default."""
    try:
        return recommender("content").recommend(query, n)
    except TooFewFacts:
        return Ranking()


def same(one: Ranking, other: Ranking) -> bool:
    """Tell whether two rankings agree, but for how floats were rounded on the way."""
    by_id = {each.title_id: each.score for each in other}
    return {each.title_id: pytest.approx(each.score, abs=1e-9) for each in one} == by_id


def exact_scores(vectors: Sequence[DenseTitle], query: Query) -> list[Scored]:
    """Return the scores of all titles by dense arithmetic; [] if none that is liked is known."""
    if not {title.id for title in vectors} & {*query.liked}:
        return []
    return dense.scores(vectors, query.liked, query.disliked, query.steering)


#: Lengths are kept in float32, of which one digit is 6e-8 of a score.
ROUNDING = 1e-8


@random_questions(16)
def test_neighbours_are_those_of_dense_arithmetic(asked):
    titles, queries = asked
    vectors = dense.stored(publish_index(titles))
    for query in queries:
        exact = {
            each.title_id: each
            for each in exact_scores(vectors, query)
            if not 0 < abs(each.by_terms) < NOTHING
        }
        expected = [
            each
            for each in exact.values()
            if each.by_terms > 0 and each.score > 0 and each.title_id not in query.left_out
        ]
        found = [each for each in recommend(query) if each.title_id in exact]
        assert {each.title_id for each in found} == {each.title_id for each in expected}
        for one, other in zip(found, expected, strict=True):
            assert abs(one.score - exact[one.title_id].score) < ROUNDING
            assert abs(one.score - other.score) < ROUNDING
        ranked = [(-each.score, each.title_id) for each in found]
        assert ranked == sorted(ranked)


@random_questions()
def test_vectors_made_of_facts_give_the_same_scores(asked):
    titles, queries = asked
    publish_index(titles)
    vectors = dense.vectors(titles)
    for query in queries:
        exact = {each.title_id: each.score for each in exact_scores(vectors, query)}
        for each in recommend(query):
            assert each.score == pytest.approx(exact[each.title_id], abs=2e-6)


@random_questions()
def test_fewer_are_the_first_of_all(asked):
    titles, queries = asked
    publish_index(titles)
    for query in queries:
        everything = recommend(query)
        for n in (0, 1, 3):
            assert list(recommend(query, n)) == everything[:n]


@random_questions(16)
def test_reasons_sum_to_the_score(asked):
    titles, queries = asked
    publish_index(titles)
    for query in queries:
        for each in recommend(query):
            explanation = each.explanation
            assert abs(explanation.score - each.score) < 1e-9
            points = sum(round(10 * line.points) for line in explanation.lines)
            assert points == round(10 * explanation.total_points) == round(1000 * each.score)
            for reason in explanation.reasons:
                assert reason.weight
                if reason.items:
                    summed = sum(item.weight for item in reason.items)
                    assert summed == pytest.approx(reason.weight, abs=1e-9)


@random_questions()
def test_what_is_turned_off_is_no_reason(asked):
    titles, queries = asked
    publish_index(titles)
    for query in queries:
        off = {name for name, factor in query.steering.sliders.items() if factor == 0}
        parts = {part for name in off for part in SLIDERS[name]}
        kinds = {KINDS[part][0] if part in KINDS else part for part in parts}
        found = recommend(query)
        assert not kinds & {reason.kind for each in found for reason in each.explanation.reasons}


@random_questions()
def test_seeds_have_no_order_and_count_once(asked):
    titles, queries = asked
    publish_index(titles)
    for query in queries:
        turned = replace(query, liked=query.liked[::-1] * 2, disliked=query.disliked[::-1] * 2)
        assert list(recommend(turned)) == list(recommend(query))


@random_questions()
def test_turning_everything_up_alike_changes_nothing(asked):
    titles, queries = asked
    publish_index(titles)
    for query in queries:
        plain = replace(query.steering, sliders={})
        turned = replace(plain, sliders=dict.fromkeys(SLIDERS, 2.5))
        assert same(
            recommend(replace(query, steering=turned)), recommend(replace(query, steering=plain))
        )


@random_questions(16)
def test_a_profile_finds_what_is_like_its_titles_and_each_adds_what_it_alone_would(asked):
    titles, queries = asked
    publish_index(titles)
    for query in queries:
        plain = Query(query.liked, tuple({*query.disliked} - {*query.liked}))
        taste = Taste(ratings={**dict.fromkeys(plain.liked, 9), **dict.fromkeys(plain.disliked, 1)})
        try:
            scored = personal_recommender("profile").rank(PersonalQuery(taste))
        except TooFewFacts:
            assert not recommend(plain)
            continue
        assert dict(zip(scored.title_ids.tolist(), scored.scores.tolist(), strict=True)) == {
            each.title_id: each.score for each in recommend(plain)
        }
        for score, grounds in zip(scored.scores.tolist(), scored.grounds, strict=True):
            beside = math.fsum(reason.weight for reason in grounds.beside)
            assert math.fsum(grounds.own.values()) + beside == pytest.approx(score, abs=1e-9)
            kinds = math.fsum(reason.weight for reason in grounds.kinds)
            assert kinds == pytest.approx(score, abs=1e-9)


@random_questions()
def test_what_each_of_several_adds_is_its_score_alone_without_the_prior(asked):
    titles, _ = asked
    publish_index(titles)
    live = live_index()
    vectors = [live.vector(title.id) for title in titles]
    alone = [replace(each, factors=NO_PRIOR) for each in vectors if each is not None]
    found = live.found(np.array([title.id for title in titles]), np.zeros(len(titles)))
    rows = np.array([each.row for each in found], np.int64)
    for adds, query in zip(live.likeness(alone, found), alone, strict=True):
        expected = similarity.scores(query, current_index().titles.rows, rows)
        assert adds == pytest.approx(expected, abs=1e-12)
