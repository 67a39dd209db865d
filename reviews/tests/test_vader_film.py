from itertools import islice

import pytest

from reviews.sentiment.lexicon import valences
from reviews.sentiment.plot_words import NO_PRAISE, PLOT_WORDS
from reviews.sentiment.vader_film import BIAS, LAST, OPINION, PLOT, VaderFilmEngine, combine
from reviews.training_files import read_labelled


@pytest.fixture(scope="module")
def engine():
    return VaderFilmEngine()


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
    assert engine.score("A horror film of haunting, terrifying violence.").compound == 0


def test_an_emoji_tells_how_the_writer_feels(engine):
    assert engine.score("The ending 😍").label == "positive"
    assert engine.score("The ending 👎").label == "negative"


@pytest.mark.parametrize(("words", "sign"), [(PLOT_WORDS, -1), (NO_PRAISE, 1)])
def test_every_word_that_is_silenced_is_one_that_vader_hears(words, sign):
    assert {word for word in words if valences().get(word, 0) * sign <= 0} == set()


def test_each_sentence_has_its_own_compound(engine):
    first, second = engine.score("I love it. I hate it.").sentences
    assert first.compound > 0 > second.compound


def test_an_opinion_counts_more_than_a_plot(engine):
    said = combine([0.5, 0.0], [True, True])
    assert 0 < combine([0.5, 0.0], [False, True]) < said


def test_combine_is_the_fitted_curve():
    log_odds = BIAS + LAST * 0.8 + OPINION[0] * 0.8 + OPINION[1]
    assert combine([0.8], [True]) == pytest.approx(2 / (1 + 2.718281828**-log_odds) - 1, abs=1e-4)
    log_odds = BIAS + LAST * 0.8 + PLOT[0] * 0.8 + PLOT[1]
    assert combine([0.8], [False]) == pytest.approx(2 / (1 + 2.718281828**-log_odds) - 1, abs=1e-4)


def test_combine_ignores_sentences_without_feeling():
    assert combine([0, 0, 0.8], [True, True, True]) == combine([0.8], [True])
    assert combine([0, 0], [True, False]) == 0


def test_combine_believes_ten_sentences_more_than_one():
    assert combine([0.5], [True]) < combine([0.5] * 10, [True] * 10)


@pytest.mark.real_files
def test_accuracy_on_labelled_reviews_is_what_the_module_says(engine, real_files):
    reviews = read_labelled(real_files / "reviews" / "imdb_reviews_train_25k.csv.gz")
    pairs = list(islice(zip(reviews.texts, reviews.liked, strict=True), 0, None, 25))
    right = sum((engine.score(text).compound > 0) == liked for text, liked in pairs)
    assert 0.75 < right / len(pairs) < 0.82
