"""The blocks of an index as matrices, to be fitted; its settings, to start from."""

from __future__ import annotations

import numpy as np

from recommendations import similarity
from recommendations.evaluation.fitting import Blocks, Matrix, Setting
from recommendations.evaluation.truth import Bools, Ints
from recommendations.features import CODED, FAMILIES, WEIGHTS, Floats
from recommendations.index import SimilarityIndex
from recommendations.similarity import PRIOR_SHARE, PRIORS, UNKNOWN

#: Terms that are unfolded into a dense array at a time.
TERMS_AT_ONCE = 4_096


def current_setting() -> Setting:
    """Return the numbers that are in force."""
    return Setting(dict(WEIGHTS), UNKNOWN, PRIOR_SHARE, dict(PRIORS))


def read_blocks(index: SimilarityIndex, title_ids: Ints) -> Blocks:
    """Return how these titles, all of which must be in the index, compare family by family.

    A family whose weight is 0 has no terms in an index: it stays at 0.
    """
    rows = index.titles.rows_of(title_ids)
    cosines, known = _of_terms(index, rows)
    of_codes, codes_known = _of_codes(index, rows)
    return Blocks(cosines | of_codes, known | codes_known, _of_prior(index, rows))


def _of_terms(index: SimilarityIndex, rows: Ints) -> tuple[dict[str, Matrix], dict[str, Bools]]:
    places, terms, weights = index.titles.rows.vectors.postings_of(rows)
    families = index.terms.families(terms)
    cosines: dict[str, Matrix] = {}
    known: dict[str, Bools] = {}
    for position, family in enumerate(FAMILIES):
        if family in CODED:
            continue
        mine = families == position
        squares = np.bincount(places[mine], weights[mine].astype(np.float64) ** 2, len(rows))
        known[family] = squares > 0
        values = weights[mine] / np.sqrt(squares)[places[mine]]
        cosines[family] = _products(places[mine], terms[mine], values, len(rows))
    return cosines, known


def _products(places: Ints, terms: Ints, values: Floats, n_rows: int) -> Matrix:
    """Return the dot products of every two rows."""
    products = np.zeros((n_rows, n_rows), np.float32)
    _, columns = np.unique(terms, return_inverse=True)
    for first in range(0, int(columns.max(initial=-1)) + 1, TERMS_AT_ONCE):
        part = (columns >= first) & (columns < first + TERMS_AT_ONCE)
        unfolded = np.zeros((n_rows, TERMS_AT_ONCE), np.float32)
        unfolded[places[part], columns[part] - first] = values[part]
        products += unfolded @ unfolded.T
    return products


def _of_codes(index: SimilarityIndex, rows: Ints) -> tuple[dict[str, Matrix], dict[str, Bools]]:
    columns = index.titles.rows.columns
    codes = columns.profiles[columns.profile[rows]]
    cosines: dict[str, Matrix] = {}
    known: dict[str, Bools] = {}
    for place, family in enumerate(CODED):
        mine = codes[:, place]
        known[family] = mine > 0
        alike = index.self_cosines[family]
        table = [similarity.alikeness(family, int(code), alike)[mine] for code in np.unique(mine)]
        _, which = np.unique(mine, return_inverse=True)
        cosines[family] = np.array(table, np.float32)[which]
    return cosines, known


def _of_prior(index: SimilarityIndex, rows: Ints) -> dict[str, Matrix]:
    titles = index.titles.rows
    standing = titles.columns.standing[rows]
    parts: dict[str, list[Floats]] = {name: [] for name in PRIORS}
    for row in rows:
        query = similarity.vector_of(titles, int(row), index.self_cosines)
        for name, part in similarity.prior_parts(query, titles.columns).items():
            parts[name].append(part[standing].astype(np.float32))
    return {name: np.array(each, np.float32) for name, each in parts.items()}
