"""The index of a small catalogue, against dense arithmetic over the same vectors."""

import numpy as np
import pytest

from catalog.index_store import IndexMissing
from catalog.tests.factories import make_title
from recommendations import similarity
from recommendations.build import build_index
from recommendations.explanations import explain
from recommendations.facts import facts_of
from recommendations.index import current_index, home

pytestmark = pytest.mark.django_db


def dense(index) -> np.ndarray:
    matrix = np.zeros((len(index.title_ids), len(index.vocabulary)))
    for row in range(len(matrix)):
        terms, weights = index.vectors.posting(row)
        matrix[row, terms] = weights
    return matrix


def test_no_vector_is_longer_than_one(indexed):
    lengths = np.linalg.norm(dense(current_index()), axis=1)
    assert (lengths <= 1 + 1e-6).all()
    assert lengths.min() > 0.7


def test_scores_are_those_of_dense_float64(indexed):
    index = current_index()
    matrix = dense(index)
    for row, title_id in enumerate(index.title_ids.tolist()):
        query = index.vector(row)
        prior = sum(similarity.prior(query, index.columns).values())
        exact = (1 - similarity.PRIOR_SHARE) * (matrix @ matrix[row]) + prior
        for other_id, score in index.neighbours(query, 10, [title_id]):
            assert score == pytest.approx(exact[index.row_of(other_id)], abs=1e-6)


def test_reasons_sum_to_the_score(indexed):
    index = current_index()
    for row in range(len(index.title_ids)):
        query = index.vector(row)
        for title_id, score in index.neighbours(query, 10):
            explanation = explain(*index.explain(query, title_id))
            assert explanation.score == pytest.approx(score, abs=1e-6)


def test_a_vector_made_of_facts_is_the_one_that_was_built(indexed, vault):
    index = current_index()
    built, made = index.vector(index.row_of(vault.pk)), index.vector_of(facts_of(vault.pk))
    assert made.terms.tolist() == built.terms.tolist()
    assert made.weights == pytest.approx(built.weights, abs=1e-6)
    assert (made.popularity, made.rating) == pytest.approx((built.popularity, built.rating))


def test_terms_that_no_title_had_lengthen_a_new_vector_and_match_nothing(indexed):
    title = make_title(genres=["Crime", "Western"], overview="Thieves ride.", start_year=2001)
    vector = current_index().vector_of(facts_of(title.pk))
    texts = [current_index().vocabulary[int(term)] for term in vector.terms]
    assert "genre:crime" in texts
    assert "genre:western" not in texts
    assert vector.weights[texts.index("genre:crime")] < 0.5


def test_labels_are_what_people_read(indexed):
    index = current_index()
    labels = {index.vocabulary[i]: index.labels[i] for i in range(len(index.vocabulary))}
    assert labels["director:ann-ray"] == "Ann Ray"
    assert labels["language:en"] == "English"
    assert labels["plot:thiev"] == "thieves"


def test_a_new_build_is_noticed_without_a_restart(indexed):
    before = current_index()
    make_title("Heist Again", genres=["Crime"], keywords=["heist"])
    build_index()
    assert len(current_index().title_ids) == len(before.title_ids) + 1


def test_without_a_build_the_index_is_missing():
    with pytest.raises(IndexMissing):
        current_index()


def current_file(name: str):
    return home() / (home() / "current").read_text().split()[0] / name


@pytest.mark.parametrize("name", ["postings/values.npy", "vocabulary/text.npy", "title_ids.npy"])
def test_a_flipped_bit_is_detected(indexed, name):
    path = current_file(name)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(IndexMissing):
        current_index()


def test_a_truncated_file_is_detected_and_the_next_build_heals(indexed):
    path = current_file("postings/rows.npy")
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(IndexMissing):
        current_index()
    assert build_index() is not None
    assert len(current_index().title_ids) == 5
