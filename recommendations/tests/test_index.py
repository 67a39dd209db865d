"""The index of random catalogues against the same computed densely (``dense``)."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.index_store import IndexMissing
from catalog.tests.factories import make_title
from recommendations.build import build_index
from recommendations.index import current_index, home
from recommendations.tests import dense
from recommendations.tests.plain_titles import PlainTitle, build, catalogues

pytestmark = pytest.mark.any_database

quick = settings(max_examples=25)


@given(titles=catalogues())
@quick
def test_vectors_are_what_the_docstrings_say(new_folder, titles):
    found, expected = dense.stored(build(new_folder(), titles)), dense.vectors(titles)
    assert [title.id for title in found] == [title.id for title in expected]
    for one, other in zip(found, expected, strict=True):
        assert one.weights == pytest.approx(dict(other.weights), abs=1e-6)
        assert one.length == pytest.approx(other.length, abs=1e-5)
        assert (one.codes, one.popularity) == (other.codes, other.popularity)
        assert one.rating == pytest.approx(other.rating)


@given(titles=catalogues())
@quick
def test_no_vector_is_longer_than_one(new_folder, titles):
    for title in dense.stored(build(new_folder(), titles)):
        of_codes = sum(dense.WEIGHTS[family] for family in title.codes) / title.length**2
        assert sum(weight**2 for weight in title.weights.values()) + of_codes <= 1 + 1e-6


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@given(titles=catalogues(), stretch=st.sampled_from([1, 2, 7]))
@quick
def test_files_do_not_depend_on_how_many_titles_are_read_at_a_time(new_folder, titles, stretch):
    at_once, streamed = new_folder(), new_folder()
    build(at_once, titles)
    build(streamed, titles, stretch)
    assert contents(streamed) == contents(at_once)


@given(titles=catalogues())
@quick
def test_postings_and_vectors_are_the_same_pairs(new_folder, titles):
    segment = build(new_folder(), titles).titles
    pairs = []
    for index in (segment.postings, segment.rows.vectors):
        terms, others, values = index.postings_of(np.arange(index.n_terms))
        found = zip(terms.tolist(), others.tolist(), values.tolist(), strict=True)
        pairs.append({(term, other): value for term, other, value in found})
    by_term, by_row = pairs
    assert by_term == {(term, row): weight for (row, term), weight in by_row.items()}


@given(titles=catalogues(smallest=1))
@quick
def test_usual_is_the_mean_weight_of_a_term(new_folder, titles):
    index = build(new_folder(), titles)
    total = np.zeros(len(index.terms))
    for title in dense.stored(index):
        for (family, slug), weight in title.weights.items():
            total[index.terms.find(family, slug)] += weight
    n = max(1, len(index.titles.title_ids))
    assert index.terms.usual.tolist() == pytest.approx((total / n).tolist(), abs=1e-6)


@pytest.mark.parametrize(
    "titles",
    [
        [],
        [PlainTitle(5, name="A name is not enough", year=1999, language="en")],
        [PlainTitle(5, genre=("Crime",))],
    ],
    ids=["no title", "none that says enough", "one title"],
)
def test_small_catalogues_can_be_indexed_and_opened(new_folder, titles):
    index = build(new_folder(), titles)
    assert index.titles.title_ids.tolist() == [t.id for t in titles if t.genre]
    assert list(index.self_cosines) == ["language", "era", "kind"]


def test_rows_are_found_by_their_ids(new_folder):
    segment = build(new_folder(), [PlainTitle(i, genre=("Crime",)) for i in (3, 5, 8)]).titles
    assert [segment.row_of(each) for each in (3, 5, 8)] == [0, 1, 2]
    assert [segment.row_of(each) for each in (0, 4, 9)] == [None] * 3
    assert segment.rows_of(np.array([9, 8, 4, 3])).tolist() == [2, 0]
    nobody = build(new_folder(), []).titles
    assert nobody.row_of(1) is None
    assert nobody.rows_of(np.array([1, 2])).tolist() == []


def test_what_is_not_known_has_the_number_that_nothing_has(new_folder):
    index = build(new_folder(), [PlainTitle(1, genre=("Crime",))])
    columns = index.titles.rows.columns
    assert columns.profiles[columns.profile[0]].tolist() == [0, 0, 1]  # a movie, nothing more
    assert columns.standings[columns.standing[0]].tolist() == [0, -1]
    filters = {name: column.tolist() for name, column in index.titles.filters.items()}
    assert filters == {"rating": [-1], "runtime": [-1], "votes": [0], "certification": [0]}


def test_labels_are_what_people_read(new_folder):
    one = PlainTitle(1, genre=("Crime",), director=("Ann Ray",), overview="Thieves, a thief.")
    index = build(new_folder(), [one, PlainTitle(2, overview="More thieves")])
    labels = {(term.family, term.slug): term.label for term in index.terms}
    assert labels["director", "ann-ray"] == "Ann Ray"
    assert labels["plot", "thiev"] == "thieves"


@pytest.mark.django_db
class TestOnDisk:
    """What is published and opened again."""

    def test_without_a_build_the_index_is_missing(self):
        with pytest.raises(IndexMissing):
            current_index()

    def test_a_new_build_is_noticed_without_a_restart(self, indexed):
        before = current_index()
        make_title("Heist Again", genres=["Crime"], keywords=["heist"])
        build_index()
        assert len(current_index().titles.title_ids) == len(before.titles.title_ids) + 1

    def test_it_is_opened_once(self, indexed):
        assert current_index() is current_index()

    @pytest.mark.parametrize(
        "name", ["postings/values.npy", "terms/slugs/text.npy", "columns/title_id.npy"]
    )
    def test_a_flipped_bit_is_detected(self, indexed, name):
        path = current_file(name)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        with pytest.raises(IndexMissing):
            current_index()

    def test_a_truncated_file_is_detected_and_the_next_build_heals(self, indexed):
        path = current_file("postings/rows.npy")
        path.write_bytes(path.read_bytes()[:-10])
        with pytest.raises(IndexMissing):
            current_index()
        assert build_index() is not None
        assert len(current_index().titles.title_ids) == 5


def current_file(name: str) -> Path:
    return home() / (home() / "current").read_text().split()[0] / name
