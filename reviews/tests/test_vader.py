import csv
import gzip
import math
from importlib import resources

import pytest

from reviews.sentiment.plot_words import PLOT_WORDS
from reviews.sentiment.vader import CENTRE, SLOPE, VaderEngine, combine
from reviews.texts import plain_text


@pytest.fixture(scope="module")
def engine():
    return VaderEngine()


def test_a_doubt_that_there_is_not_is_no_reproach(engine):
    assert engine.score("Without a doubt, the greatest film.").label == "positive"
    assert engine.score("No doubt a great film.").label == "positive"


def test_a_real_doubt_stays_one(engine):
    assert (
        engine.score("I doubt that anybody enjoyed it.").compound
        < engine.score("I think that everybody enjoyed it.").compound
    )


def test_what_happens_in_a_film_is_no_opinion_of_it(engine):
    assert engine.score("Two killers, a murder and a war.").compound == 0


def test_every_plot_word_is_one_that_vader_takes_for_a_reproach():
    text = resources.files("vaderSentiment").joinpath("vader_lexicon.txt").read_text("utf-8")
    valences = {line.split("\t")[0]: float(line.split("\t")[1]) for line in text.splitlines()}
    assert {word for word in PLOT_WORDS if valences.get(word, 0) >= 0} == set()


def test_sentences_end_at_points_and_at_line_ends(engine):
    text = "A joy. Dr. Jones is back\nDreadful music!"
    sentences = [text[s.start : s.end] for s in engine.score_sentences(text)]
    assert sentences == ["A joy.", "Dr. Jones is back", "Dreadful music!"]


def test_each_sentence_has_its_own_compound(engine):
    first, second = engine.score_sentences("I love it. I hate it.")
    assert first.compound > 0 > second.compound


def test_combine_of_one_sentence_is_the_fitted_curve():
    expected = math.tanh(SLOPE * (0.8 - CENTRE) / 2)
    assert combine([0.8]) == pytest.approx(expected, abs=1e-4)


def test_combine_ignores_sentences_without_feeling():
    assert combine([0.8, 0, 0, 0]) == combine([0.8])
    assert combine([0, 0]) == 0


def test_combine_believes_ten_sentences_more_than_one():
    assert combine([0.5]) < combine([0.5] * 10)


@pytest.mark.real_files
def test_accuracy_on_labelled_reviews_is_what_the_module_says(engine, real_files):
    path = real_files / "reviews" / "imdb_reviews_train_25k.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[::25]
    right = sum(
        (engine.score(plain_text(row["text"])).compound > 0) == (row["label"] == "pos")
        for row in rows
    )
    assert 0.74 < right / len(rows) < 0.81
