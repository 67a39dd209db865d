"""VADER for films: read sentence by sentence, and calibrated on film reviews. [pure]

VADER was made for one short message, and sums the words of a whole review. How often it is right
about 25,000 labelled film reviews (what is fitted: 5-fold):

    the whole text, VADER's own threshold                    69.7 %
    the whole text, the best threshold                       72.5 %
    sentence by sentence, combined                           74.3 %
    … without words of plots, and praise that is none        78.6 %
    … sentences that name neither film nor writer apart      78.8 %
"""

import math
import re
from collections.abc import Sequence
from functools import cached_property
from importlib import metadata
from typing import Final

from reviews.sentiment.base import ModelCard, SentenceScore, SentimentScore, label_of
from reviews.sentiment.cards import training_facts
from reviews.sentiment.lexicon import SAD, SMILE, emoji_marks, valences
from reviews.sentiment.plot_words import NO_PRAISE, PLOT_WORDS
from reviews.sentiment.sentences import sentence_spans
from reviews.sentiment.vader_rules import VaderRules

#: Counts changes of this module, of the rules and of the words that change scores.
REVISION: Final = 2

#: log odds of "liked it" = BIAS + OPINION·(sum c, m)/√m + PLOT·(sum c, m)/√m + LAST·c of the last
#: sentence, over the m sentences of a kind whose VADER compound c is not 0: a logistic fit on
#: those 25,000. The root says that ten sentences are more evidence than one, not ten times as
#: much. A sentence of opinion tells twice what one of plot does.
BIAS: Final = -0.123
OPINION: Final = (2.375, -0.578)
PLOT: Final = (1.139, -0.054)
LAST: Final = 0.334

#: Of each ten sentences six name the film, its makers or the writer: those may be opinion.
OPINION_WORDS: Final = re.compile(
    r"\b(?:i|i'm|i've|i'd|me|my|you|films?|movies?|picture|cinema|show|series|episodes?|dvd"
    r"|acting|act(?:or|ress)(?:e?s)?|cast|performances?|director|directed|directing|direction"
    r"|script|screenplay|writing|written|plot|story|dialog(?:ue)?s?|music|score|soundtrack|scenes?"
    r"|effects|camera|cinematography|photography|ending|characters?|sequel|book|novel|stars?"
    r"|watch(?:ing|ed)?|see(?:n|ing)?|recommend|rent(?:ed)?|worth|fans?|entertain\w*|funny"
    r"|comed(?:y|ies))\b",
    re.IGNORECASE,
)

#: VADER reads "without" as a negation and "doubt" as a complaint, and so turns "Without a doubt,
#: the greatest" into a reproach. "undoubtedly" means the same and is in neither list.
NO_DOUBT: Final = re.compile(
    r"\b(?:without (?:a |any )?(?:doubt|question)|no doubt)\b", re.IGNORECASE
)
#: An emoji becomes a smiley that VADER knows.
SMILEYS: Final = {code: {SMILE: " :) ", SAD: " :( "}[mark] for code, mark in emoji_marks().items()}


class VaderFilmEngine:
    """Score reviews with VADER for films. Making one reads the lexicon; make one per process."""

    version = f"vader-{metadata.version('vaderSentiment')}-film-{REVISION}"
    languages = frozenset({"en"})

    def __init__(self) -> None:
        silent = PLOT_WORDS | NO_PRAISE
        lexicon = {word: felt for word, felt in valences().items() if word not in silent}
        self._rules = VaderRules(lexicon)

    @cached_property
    def card(self) -> ModelCard:
        return ModelCard(
            what="VADER (Hutto and Gilbert 2014) for film reviews: sentence by sentence, without "
            "words that tell the plot (murder, war, fear) or praise nothing (please, hope), with "
            "emoji; sentences that name neither film nor writer count half. Six numbers of how "
            "sentences combine are fitted on labelled reviews; the words are VADER's.",
            weaknesses=(
                "Knows 7,500 words, and no phrase such as “a waste of time”.",
                "Irony, comparisons with other films, and every language but English.",
            ),
            trained_on="25,000 labelled film reviews (six numbers only)",
            figures=training_facts().figures.get("vader-film", ()),
        )

    def score(self, text: str) -> SentimentScore:
        sentences = tuple(
            SentenceScore(start, end, self.sentence_compound(text[start:end]))
            for start, end in sentence_spans(text)
        )
        is_opinion = [bool(OPINION_WORDS.search(text, s.start, s.end)) for s in sentences]
        compound = combine([s.compound for s in sentences], is_opinion)
        return SentimentScore(compound, label_of(compound), sentences)

    def score_many(self, texts: Sequence[str]) -> list[SentimentScore]:
        return [self.score(text) for text in texts]

    def sentence_compound(self, sentence: str) -> float:
        """Return VADER's compound of one sentence, in [-1, 1]."""
        if not sentence.isascii():
            sentence = sentence.translate(SMILEYS)
        return self._rules.compound(NO_DOUBT.sub("undoubtedly", sentence))


def combine(compounds: Sequence[float], is_opinion: Sequence[bool]) -> float:
    """Return the compound of a review from its sentences'; 0.0 if none shows feeling."""
    if not any(compounds):
        return 0.0
    log_odds = BIAS + LAST * compounds[-1]
    for kind, (slope, length) in ((True, OPINION), (False, PLOT)):
        pairs = zip(compounds, is_opinion, strict=True)
        felt = [compound for compound, opinion in pairs if compound and opinion is kind]
        if felt:
            log_odds += (slope * sum(felt) + length * len(felt)) / math.sqrt(len(felt))
    return round(math.tanh(log_odds / 2), 4)  # tanh(x / 2) = 2 * sigmoid(x) - 1
