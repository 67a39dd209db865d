"""The contract of every engine in SENTIMENT_ENGINES, and how they are found."""

import math

import pytest
from django.conf import settings

from reviews.engines import default_engine, engine_named
from reviews.models import Review
from reviews.sentiment.base import label_of
from reviews.tests.factories import BAD, GOOD

TEXTS = [
    GOOD,
    BAD,
    "I saw it on a Tuesday.",
    "",
    " \n ",
    "!!! ... ???",
    "." * 10_000,
    "a" * 10_000,
    "good bad " * 1_100,
    "No.\n\nYes! 😀 Привет, мир. 映画はよかった。",
    "<script>alert('great')</script>",
]


@pytest.fixture(params=settings.SENTIMENT_ENGINES)
def engine(request):
    return engine_named(request.param)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_score_is_finite_within_one_and_labelled_by_the_common_rule(engine, text):
    score = engine.score(text)
    assert math.isfinite(score.compound)
    assert -1 <= score.compound <= 1
    assert score.label == label_of(score.compound)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_sentences_are_stretches_of_the_text_in_order(engine, text):
    places = [place for s in engine.score(text).sentences for place in (s.start, s.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


def test_good_is_positive_and_bad_is_negative(engine):
    assert engine.score(GOOD).label == "positive"
    assert engine.score(BAD).label == "negative"


def test_a_text_without_feeling_is_nought_or_hardly_more(engine):
    assert engine.score("").compound == 0
    # A trained engine has seen which way such sentences lean; it must not be sure.
    assert abs(engine.score("I saw it on a Tuesday.").compound) < 0.4


def test_the_same_text_has_the_same_score(engine):
    assert engine.score(GOOD) == engine.score(GOOD)


def test_the_version_fits_its_column(engine):
    assert 0 < len(engine.version) <= Review._meta.get_field("scored_by").max_length


def test_the_first_engine_in_settings_is_the_default(settings):
    settings.SENTIMENT_ENGINES = {
        "words": "reviews.tests.factories.WordEngine",
        "vader": "reviews.sentiment.vader.VaderEngine",
    }
    assert default_engine().version == "words-1"


def test_an_engine_is_made_once():
    assert default_engine() is default_engine()


def test_an_unknown_engine_is_a_key_error():
    with pytest.raises(KeyError):
        engine_named("crystal-ball")
