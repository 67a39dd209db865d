"""The trained engine and the file of its weights."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.sentiment.linear import WEIGHTS, LinearEngine
from reviews.sentiment.linear_model import SHORT, LinearModel, ModelFileError
from reviews.tests.factories import BAD, GOOD


@pytest.fixture(scope="module")
def engine():
    return LinearEngine()


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("This is good.", "This is not good."),
        ("I would watch it again.", "I would not watch it again."),
        ("9/10", "2/10"),
        ("Wonderful 😍", "Wonderful 👎"),
        ("The best film of the year.", "The worst film of the year."),
        ("THE BEST FILM", "THE WORST FILM"),
        (
            "It was dull at first. In the end I loved it.",
            "I loved it at first. In the end it was dull.",
        ),
    ],
)
def test_what_is_better_than_what(engine, better, worse):
    assert engine.score(better).compound > engine.score(worse).compound


def test_each_sentence_has_its_own_compound(engine):
    first, second = engine.score("I love it. I hate it.").sentences
    assert first.compound > 0 > second.compound


def test_capitals_and_html_change_nothing(engine):
    assert (
        engine.score("A fine film<br />of old").compound
        == engine.score("A fine film\nof old").compound
    )
    assert engine.score(GOOD.upper()).compound == engine.score(GOOD).compound


def test_a_text_of_no_known_word_is_nought(engine):
    for text in ("", "...", "Привет, мир.", "映画はよかった。", "qzxw"):
        assert engine.score(text).compound == 0


@settings(max_examples=60)
@given(st.lists(st.text(max_size=60) | st.sampled_from([GOOD, BAD, "", "No.\n" * 9]), max_size=6))
def test_scores_of_many_are_those_of_each(texts):
    engine = LinearEngine.__new__(LinearEngine)
    engine._model = MODEL
    assert engine.score_many(texts) == [engine.score(text) for text in texts]


MODEL = LinearModel.of_bytes(WEIGHTS.read_bytes())


def test_nothing_to_score_is_nothing(engine):
    assert engine.score_many([]) == []


def test_long_and_short_texts_are_calibrated_apart(engine):
    short, long = "Fine. " * SHORT, "Fine. " * (SHORT + 1)
    assert len(engine.score(short).sentences) == SHORT
    assert engine.score(short).compound != engine.score(long).compound


def test_the_weights_are_small_and_hold_no_pickle():
    assert WEIGHTS.stat().st_size < 6_000_000
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype != object for name in arrays.files)


def test_other_weights_have_another_version(engine, tmp_path):
    arrays = dict(np.load(WEIGHTS))
    arrays["words_steps"][0] += 1
    np.savez_compressed(tmp_path / "other.npz", **arrays)
    other = LinearEngine(tmp_path / "other.npz")
    assert other.version != engine.version
    assert other.card.figures == ()


def test_what_is_saved_is_what_was_read(tmp_path):
    MODEL.save(tmp_path / "again.npz")
    with np.load(tmp_path / "again.npz") as again, np.load(WEIGHTS) as first:
        assert set(again.files) == set(first.files)
        assert all((again[name] == first[name]).all() for name in first.files)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04", None])
def test_a_broken_file_of_weights_is_one_clear_error(tmp_path, content):
    path = tmp_path / "linear.npz"
    path.write_bytes(WEIGHTS.read_bytes()[:100_000] if content is None else content)
    with pytest.raises(ModelFileError, match="no file of weights"):
        LinearEngine(path)


def test_a_missing_file_of_weights_is_named(tmp_path):
    with pytest.raises(ModelFileError, match=r"gone\.npz cannot be read"):
        LinearEngine(tmp_path / "gone.npz")


@pytest.mark.parametrize(
    ("name", "value"), [("revision", 0), ("words_bits", 40), ("long", None), ("words_marks", [])]
)
def test_weights_that_do_not_fit_are_refused(tmp_path, name, value):
    arrays = dict(np.load(WEIGHTS))
    if value is None:
        del arrays[name]
    else:
        arrays[name] = np.array(value)
    np.savez(tmp_path / "linear.npz", **arrays)
    with pytest.raises(ModelFileError):
        LinearEngine(tmp_path / "linear.npz")


def test_the_card_tells_where_the_weights_come_from(engine):
    facts = json.loads(WEIGHTS.with_suffix(".json").read_text())
    card = engine.card
    assert card.weights_sha256 == facts["weights_sha256"] == engine.sha256
    assert len(card.trained_on_sha256) == 64
    assert card.trained_at == facts["trained_at"]
    assert "accuracy" in {figure.name for figure in card.figures}
