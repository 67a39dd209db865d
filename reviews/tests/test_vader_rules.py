"""Our VADER against NLTK's: the same compound, to the last digit, whatever the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants

from reviews.sentiment import vader_rules
from reviews.sentiment.lexicon import lexicon_text, valences
from reviews.sentiment.vader import VaderEngine
from reviews.sentiment.vader_rules import VaderRules
from reviews.training_files import read_labelled


class NltkVader(SentimentIntensityAnalyzer):
    """NLTK's analyser with the lexicon's text, where it would look for a download."""

    def __init__(self) -> None:
        self.lexicon_file = lexicon_text("vader_lexicon.txt")
        self.lexicon = self.make_lex_dict()
        self.constants = VaderConstants()

    def compound(self, text):
        return self.polarity_scores(text)["compound"]


NLTK, OURS = NltkVader(), VaderRules(valences())

PHRASES = [
    *VaderConstants.NEGATE,
    *VaderConstants.BOOSTER_DICT,
    *VaderConstants.SPECIAL_CASE_IDIOMS,
    *("but", "But", "BUT", "least", "at least", "very least", "never so", "never this", "so"),
    *("kind", "kind of", "KIND", "of", "this", "the", "a", "I", "no", "film", "x", "n't", "isn't"),
    *("good", "GOOD", "Good", "good,", '"good"', "!good", "good!!!", "(good)", "good?!?", "--good"),
    *("bad", "BAD", "bad.", "awful", "great", "hate", "love", "joy", ":)", ":-(", "<3", "8)", "…"),
    *("!", "!!", "?", "??", "???", "????", "!?!", "-", "''", "wow'", "İstanbul", "ﬁne", "\x1c"),
]
WORDS = st.one_of(
    st.sampled_from(PHRASES),
    st.sampled_from(PHRASES).map(str.upper),
    st.sampled_from(sorted(valences())),
    st.sampled_from(sorted(valences())).map(str.title),
    st.text(max_size=6),
)


def test_the_lexicon_is_read_as_nltk_reads_it():
    assert NLTK.lexicon == valences()


@settings(max_examples=600)
@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_odd_texts_have_the_same_compound(text):
    assert OURS.compound(text) == NLTK.compound(text)


@settings(max_examples=200)
@given(st.text(max_size=80))
def test_any_text_at_all_has_the_same_compound(text):
    assert OURS.compound(text) == NLTK.compound(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "VADER is smart, handsome, and funny!",
        "The plot was good, but the characters are uncompelling and the dialog is not great.",
        "At least it isn't a horrible book. The very least one asks. It was the least good.",
        "I never so loved. You never this good. It is so good. This good one.",
        "He was the bomb, the shit, bad ass; yeah right, kiss of death.",
        "sort of good, kind of bad, just enough fun",
        "good good GOOD not good",
    ],
)
def test_examples_of_each_rule_have_the_same_compound(text):
    assert OURS.compound(text) == NLTK.compound(text)


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(vader_rules, "MOST_TOKENS", 3)
    rules = VaderRules(valences())
    assert rules.compound("a good one and a bad one and a fine one") == NLTK.compound(
        "a good one and a bad one and a fine one"
    )
    assert len(rules._tokens) == 3


def test_the_engine_scores_the_whole_text_as_one_message():
    text = "A joy! I hate it, though. Not bad."
    assert VaderEngine().score(text).compound == NLTK.compound(text)


@pytest.mark.real_files
def test_real_reviews_have_the_same_compound(real_files):
    reviews = read_labelled(real_files / "reviews" / "imdb_reviews_train_25k.csv.gz")
    texts = reviews.texts[::50]
    assert [text for text in texts if OURS.compound(text) != NLTK.compound(text)] == []
