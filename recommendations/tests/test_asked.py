"""Addresses of steered pages: what is asked for, written and read again, is the same."""

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from recommendations.asked import Asked
from recommendations.forms import SteerForm
from recommendations.steering import ASKABLE, MOST_TERMS, SLIDERS, Steering, TermRef

many = settings(max_examples=200, derandomize=True)
slugs = st.from_regex(r"[a-z0-9é語]{1,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)
terms = st.builds(lambda family, slug: f"{family}:{slug}", st.sampled_from(ASKABLE), slugs)
flags = st.sampled_from(["on", "off", "true", "0", ""])
junk = st.text(max_size=12) | st.sampled_from(["NaN", "-1", "1e9", "\0", "9" * 5000, "genre:", "²"])
#: What a person, or a program, may put behind each name.
VALUES = {
    **{f"weight_{name}": st.integers(0, 12).map(lambda step: str(25 * step)) for name in SLIDERS},
    "plus": slugs,
    "minus": slugs,
    "diversity": st.integers(0, 20).map(lambda step: str(5 * step)),
    "more": terms,
    "less": terms,
    "one_per_collection": flags,
    "unseen": flags,
    "n": st.integers(1, 96).map(str),
    "kind": st.sampled_from(["movie", "show"]),
    "genre": slugs,
    "not_genre": slugs,
    "match": st.sampled_from(["all", "any"]),
    "year_min": st.integers(1870, 1980).map(str),
    "year_max": st.integers(1981, 2100).map(str),
    "rating_min": st.floats(0, 10).map(str),
    "votes_min": st.integers(0, 9999).map(str),
    "language": st.sampled_from(["en", "EN", "fr"]),
    "country": st.sampled_from(["us", "GB"]),
    "certification": st.sampled_from(["PG-13", " R ", "12.0"]),
    "person": slugs,
    "keyword": slugs,
    "company": slugs,
    "collection": slugs,
}
good = st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.tuples(st.just(name), VALUES[name]))
bad = st.tuples(st.sampled_from([*VALUES, "weight_", "weight_sound", "utm_source"]), junk)


def query(pairs) -> QueryDict:
    given = QueryDict(mutable=True)
    for name, value in pairs:
        given.appendlist(name, value)
    return given


def read(pairs) -> SteerForm:
    form = SteerForm(query(pairs))
    form.is_valid()
    return form


@many
@given(st.lists(good, max_size=25))
def test_what_an_address_asks_for_is_asked_for_by_its_canonical_address(pairs):
    asked = read(pairs).asked
    again = read(asked.parameters)
    assert again.asked == asked
    assert again.ignored == []
    assert again.asked.parameters == asked.parameters


@many
@given(st.lists(good | bad, max_size=25))
def test_whatever_an_address_says_the_rest_of_it_is_understood(pairs):
    form = read(pairs)
    again = read(form.asked.parameters)
    assert again.asked == form.asked
    assert again.ignored == []
    assert all(sentence.isprintable() for sentence in form.ignored)


@many
@given(st.lists(good, max_size=20), st.randoms())
def test_the_order_of_names_and_of_what_is_repeated_does_not_matter(pairs, random):
    single = {name: value for name, value in pairs if name not in ("plus", "minus")}
    few = [(n, v) for n, v in pairs if n in ("plus", "minus")][:5]
    shuffled = [*single.items(), *few]
    random.shuffle(shuffled)
    assert read(shuffled).asked == read([*single.items(), *few]).asked


@many
@given(st.builds(TermRef.parse, terms), st.lists(terms, max_size=5))
def test_asking_for_more_and_then_for_less_leaves_less(ref, others):
    asked = read([("more", text) for text in others]).asked
    less = asked.with_term("more", ref).with_term("less", ref)
    assert ref in less.steering.less
    assert ref not in less.steering.more
    assert less.without_term(ref) == asked.without_term(ref)


def test_what_is_so_by_default_is_not_in_the_address():
    defaults = [(f"weight_{name}", "100") for name in SLIDERS]
    defaults += [("diversity", "0"), ("one_per_collection", "off"), ("match", "all"), ("kind", "")]
    assert read(defaults).asked == Asked()
    assert Asked().address("/blend/") == "/blend/"


def test_an_address_is_short_and_can_be_read():
    asked = Asked(
        plus=("alien-1979",),
        steering=Steering({"plot": 0.0, "genre": 1.5}, less=(TermRef("genre", "horror"),)),
        filters={"rating_min": 7.0, "genre": ["drama", "war"]},
    )
    assert asked.address("/blend/") == (
        "/blend/?plus=alien-1979&weight_genre=150&weight_plot=0&less=genre:horror"
        "&genre=drama&genre=war&rating_min=7"
    )


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        ([("weight_genre", "325")], "weight of genre. It is a percentage from 0 to 300"),
        ([("weight_genre", "110")], "in steps of 25"),
        ([("weight_genre", "NaN")], "weight of genre"),
        ([("weight_genre", "9" * 10_000)], "weight of genre"),
        ([("weight_sound", "50")], "no weight called “sound”"),
        ([("diversity", "-5")], "diversity. It is a percentage from 0 to 100 in steps of 5"),
        ([("diversity", "1\0")], "diversity"),
        ([("one_per_collection", "perhaps")], "It is on, or left out"),
        ([("more", "heist")], "“heist” cannot be asked for"),
        ([("more", "plot:bank")], "“plot:bank” cannot be asked for"),
        ([("less", "genre:a b")], "cannot be asked for"),
        ([("less", "keyword:" + "x" * 10_000)], "xxx…” cannot be asked for"),
        ([("more", f"keyword:k{i}") for i in range(MOST_TERMS + 1)], "Only the first 10"),
        ([("plus", "a\0b")], "no title at the address “a�b”"),
        ([("plus", f"t{i}") for i in range(6)], "At most 5 titles"),
        ([("n", "97")], "at most 96"),
        ([("year_min", "2000"), ("year_max", "1990")], "1990 is less than 2000"),
        ([("rating_min", "NaN")], "Please enter a number"),
        ([("kind", "opera")], "kind. “opera” is not one of the choices"),
        ([("country", "USA")], "two letters"),
    ],
)
def test_what_cannot_be_understood_is_said_in_one_sentence_and_ignored(pairs, sentence):
    form = read([*pairs, ("weight_plot", "50")])
    assert len(form.ignored) == 1
    assert sentence in form.ignored[0]
    assert len(form.ignored[0]) < 250
    assert form.asked.steering.sliders == {"plot": 0.5}


def test_of_several_terms_the_good_ones_count():
    form = read([("more", "keyword:heist"), ("more", "nonsense"), ("more", "genre:war")])
    assert [str(ref) for ref in form.asked.steering.more] == ["genre:war", "keyword:heist"]


def test_a_title_has_one_sign_and_a_term_is_wanted_more_or_less():
    asked = read(
        [("minus", "a"), ("plus", "a"), ("less", "genre:war"), ("more", "genre:war")]
    ).asked
    assert (asked.plus, asked.minus) == (("a",), ())
    assert (asked.steering.more, asked.steering.less) == ((TermRef("genre", "war"),), ())


def test_a_page_says_ten_sentences_at_most():
    assert len(read([(f"weight_w{i}", "1") for i in range(500)]).ignored) == 10
