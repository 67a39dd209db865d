import pytest

from catalog.aspects import ASPECTS
from reviews.engines import default_engine
from reviews.reading import feelings_of
from reviews.sentiment.aspect_lexicon import TERMS
from reviews.sentiment.aspects import read_aspects
from reviews.tests.aspect_figures import figures, labelled


def said(sentence: str) -> dict[str, str]:
    signs = {None: "?", True: "+", False: "-"}
    return {
        mention.aspect: signs[mention.compound and mention.compound > 0]
        for mention in read_aspects(sentence)
    }


def test_every_aspect_has_terms():
    assert set(TERMS) == set(ASPECTS)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Great acting but a dull story.", {"acting": "+", "story": "-"}),
        ("The performances are fine, the pace is not.", {"acting": "+", "pacing": "-"}),
        ("Not a bad performance.", {"acting": "+"}),
        ("Story, acting and music are superb.", {"story": "+", "acting": "+", "music": "+"}),
        ("The music is not good.", {"music": "-"}),
        ("A dull plot; the songs are lovely.", {"story": "-", "music": "+"}),
        ("The story takes place in Rome.", {"story": "?"}),
        ("Fine actors stuck with awful lines.", {"acting": "+", "dialogue": "-"}),
        ("Superb acting in a dull story.", {"acting": "+", "story": "-"}),
        ("Dull story wastes superb actors.", {"story": "-", "acting": "+"}),
        ("It is on at the Odeon.", {}),
        ("", {}),
    ],
)
def test_each_aspect_gets_what_its_own_clause_says(sentence, expected):
    assert said(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "He was acting as my lawyer.",
        "I give it a score of 8.",
        "Her music video was on.",
        "In the end I left.",
        "The train goes direct.",
        "It plays at the Odeon.",
        "The plot of land is sold.",
        "To cut a long story short, I left.",
    ],
)
def test_words_with_another_meaning_are_no_mention(sentence):
    assert said(sentence) == {}


def test_a_mention_says_where_its_clause_is():
    sentence = "Set in Rome, but the story takes place in May."
    (mention,) = read_aspects(sentence)
    assert sentence[mention.start : mention.end] == "but the story takes place in May"


def test_aspects_come_in_their_order_however_they_are_named():
    assert list(said("An ending, a score and a plot.")) == ["story", "music", "ending"]


@pytest.fixture(scope="module")
def held_out():
    held_out = [each for each in labelled() if each.part == "held out"]
    return figures(held_out, feelings_of(default_engine()))


def test_more_than_320_sentences_are_labelled_and_both_parts_are_large():
    parts = [each.part for each in labelled()]
    assert len(parts) >= 320
    assert min(parts.count("tune"), parts.count("held out")) >= 150


def test_aspects_of_held_out_sentences_are_found(held_out):
    assert held_out.macro_f1 >= 0.75


def test_polarities_of_held_out_sentences_are_right(held_out):
    assert held_out.polarity_accuracy >= 0.85
