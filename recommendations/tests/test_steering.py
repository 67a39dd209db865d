import numpy as np
import pytest

from recommendations.features import CODED, FAMILIES, WEIGHTS
from recommendations.similarity import PRIOR_SHARE, Vector
from recommendations.steering import PEOPLE, SHARES, SLIDERS, Steering, TermRef, steer


def query(*families: str) -> tuple[Vector, np.ndarray]:
    """Return a vector with one term of weight 1 in each family, and the families' positions."""
    n = len(families)
    tables = {family: np.ones(2) for family in CODED}
    places = np.array([FAMILIES.index(family) for family in families], int)
    return Vector(np.arange(n), np.ones(n), tables), places


def steered(factors: dict[str, float], *families: str) -> Vector:
    return steer(*query(*families), factors)


@pytest.mark.parametrize(
    ("text", "family", "slug"),
    [
        ("keyword:time-travel", "keyword", "time-travel"),
        (" genre : horror ", "genre", "horror"),
        ("person:bo-lund", "person", "bo-lund"),
        ("country:gb", "country", "GB"),
        ("language:EN", "language", "en"),
        ("kind:Show", "kind", "show"),
        ("keyword:a:b", "keyword", "a:b"),
    ],
)
def test_a_term_is_read_as_browse_pages_spell_it(text, family, slug):
    assert TermRef.parse(text) == TermRef(family, slug)


@pytest.mark.parametrize("text", ["", ":", "heist", "keyword:", "plot:heist", "era:1999", "a:b"])
def test_what_cannot_be_asked_for_is_no_term(text):
    assert TermRef.parse(text) is None


def test_a_term_comes_back_as_it_is_written():
    assert str(TermRef("keyword", "heist")) == "keyword:heist"


def test_a_person_is_looked_for_in_every_role():
    assert TermRef("person", "a").families == PEOPLE
    assert TermRef("cast", "a").families == ("cast",)


def test_every_family_and_part_of_the_prior_has_one_slider():
    moved = [part for parts in SLIDERS.values() for part in parts]
    assert sorted(moved) == sorted([*FAMILIES, "popularity", "rating"])


def test_shares_are_of_one_whole():
    assert sum(SHARES.values()) == pytest.approx(1)
    assert sum(SHARES[family] for family in WEIGHTS) == pytest.approx(1 - PRIOR_SHARE)


def test_a_slider_moves_all_of_its_families():
    assert Steering(sliders={"theme": 2.0, "cast": 1.0}).factors == {"keyword": 2.0, "theme": 2.0}


def test_nothing_turned_is_the_query_itself():
    vector, families = query("genre", "plot")
    assert steer(vector, families, Steering(sliders={"genre": 1.0}).factors) is vector


def test_nothing_takes_a_family_out():
    vector = steered({"genre": 0, "era": 0, "rating": 0}, "genre", "plot", "genre")
    assert vector.terms.tolist() == [1]
    assert vector.tables["era"].tolist() == [0, 0]
    assert vector.factors["rating"] == 0


def test_what_remains_counts_so_much_more():
    vector = steered({"genre": 0}, "genre", "plot")
    assert vector.weights.tolist() == pytest.approx([1 / (1 - SHARES["genre"])])
    assert vector.factors["popularity"] == pytest.approx(1 / (1 - SHARES["genre"]))


def test_families_are_turned_against_each_other():
    vector = steered({"genre": 3, "plot": 0.5}, "genre", "plot", "cast")
    genre, plot, cast = vector.weights
    assert (genre / cast, plot / cast) == pytest.approx((3, 0.5))


@pytest.mark.parametrize("factor", [0.25, 3])
def test_turning_everything_up_alike_changes_nothing(factor):
    everything = Steering(sliders=dict.fromkeys(SLIDERS, factor))
    vector = steered(everything.factors, *FAMILIES)
    assert vector.weights.tolist() == pytest.approx([1] * len(FAMILIES))
    assert list(vector.factors.values()) == pytest.approx([1] * len(SHARES))


def test_with_everything_off_nothing_is_left():
    vector = steered(Steering(sliders=dict.fromkeys(SLIDERS, 0)).factors, *FAMILIES)
    assert vector.terms.tolist() == []
    assert set(vector.factors.values()) == {0}
    assert not any(table.any() for table in vector.tables.values())
