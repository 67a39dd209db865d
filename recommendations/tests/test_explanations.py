import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.explanations import KINDS, Explanation, Reason, SharedTerm, explain
from recommendations.features import FAMILIES


def shared(
    text: str, weight: float = 0.1, label: str = "", usual: float = 0.0, *, asked: bool = False
) -> SharedTerm:
    family, _, value = text.partition(":")
    return SharedTerm(family, value, label or value, weight, usual, asked)


MOVIE = shared("kind:movie", 0.01, "movies")


def texts(explanation: Explanation) -> dict[str, str]:
    return {reason.kind: reason.text for reason in explanation.reasons}


def test_terms_of_a_family_become_one_reason_heaviest_first():
    explanation = explain([shared("cast:b", 0.1, "B"), shared("cast:a", 0.2, "A")], {})
    assert [reason.text for reason in explanation.reasons] == ["both with A, B"]


def test_the_score_is_the_sum_of_all_reasons():
    terms = [shared("cast:a", 0.1), shared("genre:b", 0.2), shared("era:1990", 0.05)]
    explanation = explain(terms, {"popularity": 0.07, "rating": 0.03})
    assert explanation.score == pytest.approx(0.45)


@pytest.mark.parametrize(
    ("kind", "text"),
    [("movie", "both directed by A"), ("show", "both created by A")],
)
def test_movies_are_directed_and_shows_created(kind, text):
    explanation = explain([shared("director:a", label="A"), shared(f"kind:{kind}")], {})
    assert texts(explanation)["director"] == text


def test_a_movie_and_a_show_are_made():
    assert texts(explain([shared("director:a", label="A")], {}))["director"] == "both made by A"


def test_a_comparison_with_several_does_not_say_both():
    explanation = explain([shared("director:a", label="A"), MOVIE], {}, seeds=2)
    assert texts(explanation)["director"] == "directed by A"


def test_theme_words_count_with_the_keyword_they_are_part_of():
    terms = [
        shared("keyword:time-travel", 0.1, "time travel"),
        shared("theme:travel", 0.2, "travels"),
        shared("theme:heist", 0.05, "heist"),
    ]
    (reason,) = explain(terms, {}).reasons
    assert [(item.label, round(item.weight, 6)) for item in reason.items] == [
        ("time travel", 0.3),
        ("heist", 0.05),
    ]
    assert math.fsum(item.weight for item in reason.items) == pytest.approx(reason.weight)


def test_values_that_browse_can_filter_by_carry_its_parameter():
    (reason,) = explain([shared("director:ridley-scott", label="Ridley Scott")], {}).reasons
    assert (reason.items[0].parameter, reason.items[0].value) == ("person", "ridley-scott")


def test_what_sets_a_title_apart_comes_before_what_it_shares_with_all():
    terms = [shared("genre:drama", 0.3, usual=0.29), shared("cast:a", 0.1), shared("language:en")]
    kinds = [reason.kind for reason in explain(terms, {"popularity": 0.2}).reasons]
    assert kinds == ["cast", "genre", "language", "popularity"]


def test_what_speaks_against_a_title_is_a_reason_below_nothing():
    explanation = explain([shared("genre:a", 0.3), shared("genre:b", -0.1, "Horror")], {})
    against = explanation.reasons[-1]
    assert against.weight < 0
    assert against.text.endswith("Horror")
    assert "Horror" not in explanation.headline


def test_only_three_values_are_named():
    terms = [shared(f"cast:{name}", label=name) for name in "ABCDE"]
    assert texts(explain(terms, {}))["cast"] == "both with A, B, C and 2 more"


@pytest.mark.parametrize(
    "weights",
    [(0.0333,) * 7, (0.1, 0.2, 0.3), (0.00049,) * 3, (0.2, -0.0777, 0.0111), (), (0.0,)],
)
def test_points_sum_to_the_rounded_score(weights):
    explanation = Explanation(tuple(Reason("cast", "with", weight) for weight in weights))
    assert math.fsum(explanation.points) == pytest.approx(explanation.total_points)
    assert explanation.total_points == pytest.approx(100 * explanation.score, abs=0.051)


def test_the_bar_is_filled_end_to_end():
    lines = explain([shared("cast:a", 0.3), shared("genre:b", -0.1)], {"rating": 0.2}).lines
    assert lines[0].start == 0
    assert lines[-1].start + lines[-1].width == pytest.approx(100, abs=0.05)


def only(*terms: SharedTerm, seeds: int = 1) -> str:
    (reason,) = explain(terms, {}, seeds=seeds).reasons
    return reason.text


def test_every_family_has_words():
    assert KINDS.keys() == set(FAMILIES)


@pytest.mark.parametrize(
    ("text", "one", "several"),
    [
        ("collection:v", "both part of v", "part of v"),
        ("cast:v", "both with v", "with v"),
        ("keyword:v", "both about v", "about v"),
        ("theme:v", "both about v", "about v"),
        ("plot:v", "both plots mention v", "the plot mentions v"),
        ("name:v", "both names say v", "the name says v"),
        ("genre:v", "genres in common: v", "v"),
        ("writer:v", "both written by v", "written by v"),
        ("company:v", "both produced by v", "produced by v"),
        ("country:v", "both from v", "from v"),
        ("language:v", "both in v", "in v"),
        ("era:", "from the same era", "from the same era"),
        ("kind:movie", "both movie", "one of the movie"),
    ],
)
def test_a_reason_in_words(text, one, several):
    assert only(shared(text)) == one
    assert only(shared(text), seeds=2) == several


def test_what_was_asked_for_says_so():
    assert only(shared("keyword:heist", asked=True)) == "you asked for more: heist"
    less = only(shared("kind:show", -0.1, "shows", asked=True), seeds=2)
    assert less == "against it, as you asked for less: shows"


@pytest.mark.parametrize(
    ("text", "words"), [("cast:a", "a"), ("era:", "the era"), ("language:en", "en")]
)
def test_what_is_like_the_disliked_says_so(text, words):
    assert only(shared(text, -0.1)) == f"against it, as in what you like less: {words}"


def test_what_is_shared_and_what_is_asked_for_are_two_reasons():
    terms = [shared("genre:a", 0.2), shared("genre:a", 0.3, asked=True), shared("genre:b", -0.1)]
    found = {reason.text: reason.weight for reason in explain(terms, {}).reasons}
    assert found == {
        "genres in common: a": 0.2,
        "you asked for more: a": 0.3,
        "against it, as in what you like less: b": -0.1,
    }


def test_asking_for_shows_does_not_say_who_created_a_movie():
    terms = [shared("director:a", label="A"), shared("kind:show", asked=True)]
    assert texts(explain(terms, {}))["director"] == "both made by A"


def test_what_adds_nothing_is_no_reason():
    assert explain([shared("cast:a", 0.0), shared("era:", 0.0)], {"rating": 0.0}).reasons == ()


def test_the_headline_says_what_speaks_for_a_title():
    against = [shared("cast:a", -0.2, usual=-0.9), shared("plot:b", -0.1, usual=-0.8)]
    explanation = explain([*against, shared("genre:Drama", 0.1), MOVIE], {})
    assert explanation.headline == "genres in common: Drama; both movies"


@given(
    st.lists(
        st.tuples(
            st.sampled_from([f for f in FAMILIES if f != "kind"]),
            st.sampled_from(["heist", "bank heist", "bank", "七"]),
            st.floats(-0.3, 0.3),
            st.booleans(),
        ),
        unique_by=lambda term: (term[0], term[1], term[3]),
    )
)
def test_nothing_is_lost_on_the_way_to_the_page(given_terms):
    terms = [shared(f"{family}:{value}", w, asked=a) for family, value, w, a in given_terms]
    explanation = explain(terms, {})
    assert explanation.score == pytest.approx(math.fsum(term.weight for term in terms), abs=1e-12)
    for reason in explanation.reasons:
        if reason.kind != "era":
            of_items = math.fsum(item.weight for item in reason.items)
            assert of_items == pytest.approx(reason.weight, abs=1e-12)
            assert reason.more == len(reason.items) - len(reason.shown)
    assert sum(round(10 * line.points) for line in explanation.lines) == round(
        10 * explanation.total_points
    )


def test_what_is_asked_for_is_a_reason_of_its_own():
    asked = shared("genre:a", -0.2)._replace(is_asked=True)
    explanation = explain([shared("genre:a", 0.3), asked], {})
    assert [(reason.weight, reason.lead) for reason in explanation.reasons] == [
        (0.3, "genres in common:"),
        (-0.2, "against it, as you asked for less:"),
    ]


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("cast:tom-hanks", "person:tom-hanks"),
        ("director:ann-ray", "person:ann-ray"),
        ("collection:alien", "collection:alien"),
        ("country:US", "country:US"),
        ("kind:movie", "kind:movie"),
        ("plot:bank", ""),
    ],
)
def test_a_value_says_how_to_ask_for_more_or_less_of_it(value, term):
    [reason] = explain([shared(value)], {}).reasons
    assert [item.term for item in reason.items] == [term]
