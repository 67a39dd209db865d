"""Titles compared by meaning. The encoder is a small one of ours; a real one where it is there."""

import os
from importlib.util import find_spec

import numpy as np
import pytest
from django.core.management import call_command

from catalog.index_store import IndexMissing
from conftest import skip_unless
from recommendations.embedding_index import (
    EmbeddingIndex,
    build_embeddings,
    current_embeddings,
    small,
)
from recommendations.encoders import EncoderMissing, SentenceEncoder, encoder
from recommendations.evaluation.peers import ENCODED
from recommendations.recommenders.base import Query, TooFewFacts, recommender
from recommendations.tests.evaluated import make_rated_catalogue
from recommendations.tests.hashing_encoder import HashingEncoder
from recommendations.tests.test_commands import output_of
from recommendations.tests.test_evaluate_similar import rows_of

pytestmark = pytest.mark.any_database

MODEL = os.environ.get("EMBED_MODEL", "")


@pytest.fixture
def hashing(settings):
    """Titles are compared by hashed words."""
    settings.EMBED_MODEL = "words"
    settings.EMBED_ENCODER = "recommendations.tests.hashing_encoder.HashingEncoder"
    settings.RECOMMENDERS = settings.RECOMMENDERS | {
        "embeddings": "recommendations.recommenders.embeddings.EmbeddingRecommender"
    }


@pytest.fixture
def embedded(catalogue, hashing):
    """The catalogue of five films, and its vectors."""
    build_embeddings()
    return catalogue


def names(found, catalogue) -> list[str]:
    by_id = {title.pk: title.name for title in catalogue.values()}
    return [by_id[each.title_id] for each in found]


def test_small_vectors_have_unit_length_and_nearly_the_same_direction():
    vectors = np.random.default_rng(0).normal(size=(50, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows, factors = small(vectors)
    kept = rows * factors[:, None]
    assert np.linalg.norm(kept, axis=1) == pytest.approx(np.ones(50), abs=1e-6)
    assert (kept * vectors).sum(axis=1).min() > 0.999
    assert small(np.zeros((1, 3), np.float32))[0].tolist() == [[0, 0, 0]]


def test_cosines_are_exact_for_what_is_kept(monkeypatch):
    monkeypatch.setattr("recommendations.embedding_index.ROWS_AT_ONCE", 7)
    rows, factors = small(np.random.default_rng(0).normal(size=(50, 64)).astype(np.float32))
    index = EmbeddingIndex(np.arange(50), rows, factors, np.zeros(50, np.uint64), "", "")
    dense = rows.astype(np.float64) * factors[:, None]
    assert index.cosines(index.vectors(np.array([3]))[0]) == pytest.approx(
        dense @ dense[3], abs=1e-6
    )


def test_the_nearest_share_names(embedded):
    embeddings = recommender("embeddings")
    vault = embedded["the-vault-2001"]
    found = embeddings.recommend(Query((vault.pk,)), 3)
    assert names(found, embedded)[:2] == ["The Second Vault", "Night Shift"]
    assert all(each.explanation.score == each.score for each in found)
    ids = np.array([each.title_id for each in found])
    scores = embeddings.scores_of(Query((vault.pk,)), ids)
    assert scores == pytest.approx([each.score for each in found], abs=1e-6)
    assert embeddings.scores_of(Query((vault.pk,)), np.array([0])).tolist() == [0]


def test_what_is_disliked_filtered_out_or_deleted_is_not_near(embedded):
    vault, night = embedded["the-vault-2001"], embedded["night-shift-1974"]
    second = embedded["the-second-vault-2003"]
    embeddings = recommender("embeddings")
    plain = {each.title_id: each.score for each in embeddings.recommend(Query((vault.pk,)), 9)}
    less = embeddings.recommend(Query((vault.pk,), (second.pk,)), 9)
    assert second.pk not in [each.title_id for each in less]
    assert {each.title_id: each.score for each in less}[night.pk] < plain[night.pk]
    old = embeddings.recommend(Query((vault.pk,), filters={"year_max": 1990}), 9)
    assert names(old, embedded) == ["Night Shift"]
    night.delete()
    assert night.pk not in [each.title_id for each in embeddings.recommend(Query((vault.pk,)), 9)]


def test_only_texts_that_have_changed_are_encoded_again(embedded):
    HashingEncoder.encoded = 0
    assert build_embeddings() is None
    title = embedded["june-wedding-2002"]
    title.name = "July Wedding"
    title.save()
    before = current_embeddings().vectors(np.arange(5))
    assert build_embeddings() == 5
    assert HashingEncoder.encoded == 1
    after = current_embeddings().vectors(np.arange(5))
    assert [bool(np.array_equal(*pair)) for pair in zip(before, after, strict=True)].count(
        False
    ) == 1


def test_another_model_encodes_everything_anew(embedded, settings):
    HashingEncoder.encoded = 0
    settings.EMBED_MODEL = "other words"
    build_embeddings()
    assert HashingEncoder.encoded == 5


def test_a_title_without_a_vector_has_no_neighbours(embedded):
    with pytest.raises(TooFewFacts):
        recommender("embeddings").recommend(Query((0,)), 3)


def test_without_a_build_the_index_is_missing(catalogue, hashing):
    with pytest.raises(IndexMissing):
        recommender("embeddings").recommend(Query((1,)), 3)


def test_it_is_off_unless_a_model_is_named(catalogue, settings):
    settings.EMBED_MODEL = ""
    assert "by meaning" not in output_of("build_index")
    with pytest.raises(EncoderMissing, match="names no model"):
        encoder()


def test_a_build_makes_vectors_too(catalogue, hashing):
    assert "5 titles compared by meaning" in output_of("build_index")
    assert len(current_embeddings().title_ids) == 5


def test_a_model_that_is_not_there_costs_nothing_else(catalogue, settings, capsys):
    settings.EMBED_MODEL = "/nowhere"
    call_command("build_index")
    told = capsys.readouterr()
    assert "5 titles" in told.out
    assert "Titles are not compared by meaning: " in told.err


@pytest.mark.django_db
def test_it_is_evaluated_beside_the_others(hashing):
    make_rated_catalogue()
    output_of("build_index")
    rows = rows_of(output_of("evaluate_similar", "--json"))
    assert rows["embeddings"]["ndcg_10"] > rows["random"]["ndcg_10"]
    assert rows[ENCODED]["is_peer"] and not rows["embeddings"]["is_peer"]
    assert rows["embeddings"]["not_run"] == {}


@pytest.mark.django_db
def test_what_is_not_there_is_named_by_the_evaluation(hashing, settings):
    make_rated_catalogue()
    output_of("build_index")
    settings.EMBED_MODEL = "never built"
    settings.INDEX_DIR.joinpath("embeddings", "current").unlink()
    text = output_of("evaluate_similar", "-n", "30")
    assert "Not run: embeddings: " in text
    settings.EMBED_MODEL = ""
    assert f"Not run: {ENCODED}: EMBED_MODEL names no model." in output_of("evaluate_similar")


def test_a_real_model_finds_what_means_the_like():
    skip_unless(
        bool(MODEL and find_spec("sentence_transformers")), "embed", "no EMBED_MODEL is here"
    )
    sea, ocean, tax = SentenceEncoder(MODEL).encode(["the sea", "an ocean", "income tax return"])
    assert np.linalg.norm(sea) == pytest.approx(1, abs=1e-5)
    assert sea @ ocean > sea @ tax + 0.2
