"""The inverted index against dense arithmetic in float64, and its ties, bounds and files."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import inverted_index
from catalog.inverted_index import BLOCK, InvertedIndex, PostingsWriter, places_of, top


def random_matrix(n_rows: int, n_terms: int, density: float = 0.1) -> np.ndarray:
    random = np.random.default_rng(0)
    matrix = random.random((n_rows, n_terms), dtype=np.float32)
    return np.where(random.random(matrix.shape) < density, matrix, 0)


def index_of(matrix: np.ndarray) -> InvertedIndex:
    rows, terms = np.nonzero(matrix)
    return InvertedIndex.build(rows, terms, matrix[rows, terms], *matrix.shape)


def dense_top(scores: np.ndarray, n: int, exclude: tuple[int, ...] = ()) -> list[int]:
    ranked = sorted(range(len(scores)), key=lambda row: (-scores[row], row))
    return [row for row in ranked if scores[row] > 0 and row not in exclude][:n]


def test_scores_equal_the_dense_product():
    matrix = random_matrix(500, 40)
    terms, weights = [3, 17, 39], [0.5, 2.0, -1.0]

    scores = index_of(matrix).scores(terms, weights)

    expected = matrix[:, terms].astype(np.float64) @ weights
    assert np.abs(scores - expected).max() < 1e-6


def test_scores_are_float32_whatever_the_weights_are():
    scores = index_of(random_matrix(5, 3)).scores([0], np.array([1.0], np.float64))
    assert scores.dtype == np.float32


@pytest.mark.parametrize("together", [1, 7, 100, 10_000])
def test_scores_are_the_same_however_many_postings_are_added_at_once(monkeypatch, together):
    monkeypatch.setattr(inverted_index, "TOGETHER", together)
    index = index_of(random_matrix(300, 60))
    terms, weights = np.arange(0, 60, 2), np.linspace(-1, 2, 30).astype(np.float32)
    one_by_one = np.zeros(300, np.float32)
    for term, weight in zip(terms, weights, strict=True):
        rows, values = index.posting(term)
        one_by_one[rows] += weight * values
    assert np.array_equal(index.scores(terms, weights), one_by_one)


@given(
    known=st.sets(st.integers(0, 50), max_size=20).map(sorted),
    terms=st.lists(st.integers(0, 60), max_size=40),
    many=st.sampled_from([0, 5, 1_000]),
)
def test_places_are_those_of_equal_numbers(known, terms, many):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inverted_index, "MANY", many)
        places = places_of(np.array(known, np.int64), np.array(terms, np.int64))
    assert places.tolist() == [known.index(term) if term in known else -1 for term in terms]


@pytest.mark.parametrize("term", [-1, 3])
def test_scores_refuses_a_term_that_does_not_exist(term):
    with pytest.raises(IndexError):
        index_of(random_matrix(5, 3)).scores([term], [1.0])


def test_counts_are_how_many_of_the_terms_a_row_has():
    matrix = random_matrix(500, 40)
    terms = [3, 17, 39]

    counts = index_of(matrix).counts(terms)

    assert counts.dtype == np.uint8
    assert counts.tolist() == (matrix[:, terms] > 0).sum(axis=1).tolist()
    assert index_of(matrix).counts([]).tolist() == [0] * 500


def test_triples_may_come_in_any_order():
    index = InvertedIndex.build([2, 0, 1], [1, 0, 1], [5, 3, 4], n_rows=3, n_terms=2)
    rows, values = index.posting(1)
    assert (rows.tolist(), values.tolist()) == ([1, 2], [4, 5])


def test_build_refuses_a_row_that_has_a_term_twice():
    with pytest.raises(ValueError, match="twice"):
        InvertedIndex.build([0, 0], [1, 1], [1, 1], n_rows=1, n_terms=2)


def test_document_counts():
    index = InvertedIndex.build([0, 1, 1], [2, 2, 0], [1, 1, 1], n_rows=2, n_terms=4)
    assert index.document_counts().tolist() == [1, 0, 2, 0]


@pytest.mark.parametrize("n", [1, 10, 100, 5000])
@pytest.mark.parametrize("n_rows", [0, 3, BLOCK, BLOCK * 40 + 7])
def test_top_is_exact(n, n_rows):
    scores = np.random.default_rng(1).random(n_rows, dtype=np.float32) - 0.3
    rows, best = top(scores, n)
    assert rows.tolist() == dense_top(scores, n)
    assert np.array_equal(best, scores[rows])


def test_top_breaks_ties_by_row():
    scores = np.ones(BLOCK * 3 + 5, np.float32)
    scores[600] = 2
    assert top(scores, 4)[0].tolist() == [600, 0, 1, 2]


def test_top_never_returns_rows_that_score_nothing():
    scores = np.array([0, 1, 0, -1], np.float32)
    assert top(scores, 4)[0].tolist() == [1]


def test_top_leaves_out_what_is_excluded_and_still_returns_n():
    scores = np.random.default_rng(2).random(BLOCK * 5, dtype=np.float32)
    exclude = tuple(dense_top(scores, 3))
    assert top(scores, 6, exclude)[0].tolist() == dense_top(scores, 6, exclude)


def test_top_of_none_is_empty():
    assert top(np.ones(10, np.float32), 0)[0].tolist() == []


@given(
    tenths=st.lists(st.integers(-3, 10), max_size=3 * BLOCK),
    n=st.integers(0, 3 * BLOCK),
    margin=st.sampled_from([0.0, 0.15, 0.35]),
    exclude=st.sets(st.integers(0, 3 * BLOCK), max_size=5),
)
def test_with_a_margin_all_rows_follow_that_score_hardly_less(tenths, n, margin, exclude):
    scores = np.array(tenths, np.float32) / 10
    ranked = dense_top(scores, len(scores), tuple(exclude))
    bound = scores[ranked[n - 1]] - margin if 0 < n <= len(ranked) else 0
    expected = ranked[:n] + [row for row in ranked[n:] if n and margin and scores[row] >= bound]
    rows, best = top(scores, n, exclude, margin)
    assert rows.tolist() == expected
    assert best.tolist() == scores[expected].tolist()


def test_a_saved_index_opens_mapped_and_equal(tmp_path):
    index = index_of(random_matrix(50, 8))
    index.save(tmp_path / "index")

    opened = InvertedIndex.open(tmp_path / "index")

    assert not opened.values.flags.writeable
    assert (opened.n_rows, opened.n_terms) == (50, 8)
    assert np.array_equal(opened.scores([1, 5], [1, 2]), index.scores([1, 5], [1, 2]))


def test_an_empty_index_can_be_saved_and_asked(tmp_path):
    InvertedIndex.build([], [], [], n_rows=0, n_terms=0).save(tmp_path)
    assert InvertedIndex.open(tmp_path).scores([], []).shape == (0,)


def test_opening_what_is_not_there_raises_oserror(tmp_path):
    with pytest.raises(OSError):
        InvertedIndex.open(tmp_path)


def test_pickled_arrays_are_refused(tmp_path):
    index_of(random_matrix(3, 2)).save(tmp_path)
    np.save(tmp_path / "values.npy", np.array([object()]), allow_pickle=True)
    with pytest.raises(ValueError, match="objects"):
        InvertedIndex.open(tmp_path)


def test_a_negative_value_is_added_like_any_other():
    index = InvertedIndex.build([0, 1, 1], [0, 0, 1], [1, -2, 3], n_rows=2, n_terms=2)
    assert index.scores([0, 1], [1, 1]).tolist() == [1, 1]


@given(st.lists(st.integers(0, 7), max_size=12))
def test_postings_of_several_terms_lie_behind_each_other(terms):
    index = index_of(random_matrix(30, 8, 0.3))
    positions, rows, values = index.postings_of(np.array(terms, np.int64))
    found = list(zip(positions.tolist(), rows.tolist(), values.tolist(), strict=True))
    postings = [index.posting(term) for term in terms]
    assert found == [
        (place, row, value)
        for place, (rows, values) in enumerate(postings)
        for row, value in zip(rows.tolist(), values.tolist(), strict=True)
    ]


@given(
    matrix=st.lists(st.lists(st.integers(0, 2), min_size=5, max_size=5), max_size=12),
    cuts=st.sets(st.integers(0, 12)),
)
def test_an_index_written_in_stretches_is_the_one_built_at_once(matrix, cuts, tmp_path_factory):
    dense = np.array(matrix, np.float32).reshape(-1, 5)
    built = index_of(dense)
    folder = tmp_path_factory.mktemp("index")
    writer = PostingsWriter(folder, built.document_counts(), len(dense))
    for start, stop in pairwise(sorted({0, len(dense), *(c for c in cuts if c < len(dense))})):
        rows, terms = np.nonzero(dense[start:stop])
        writer.add(rows + start, terms, dense[start:stop][rows, terms])
    writer.close()

    written = InvertedIndex.open(folder)

    assert written.n_rows == built.n_rows
    assert written.offsets.tolist() == built.offsets.tolist()
    assert written.rows.tolist() == built.rows.tolist()
    assert written.values.tolist() == built.values.tolist()
    assert (written.rows.dtype, written.values.dtype) == (np.int32, np.float32)


@pytest.mark.parametrize("counts", [[2, 1], [1, 2], [0, 2]])
def test_a_writer_notices_that_it_was_told_wrong_counts(tmp_path, counts):
    writer = PostingsWriter(tmp_path, counts, n_rows=2)
    writer.add(np.array([0, 1]), np.array([0, 1]), np.array([1.0, 1.0]))
    with pytest.raises(ValueError, match="counts"):
        writer.close()
