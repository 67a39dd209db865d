"""VADER as it is: one compound of the whole text, the same as NLTK's. [pure]

It is here to compare with. It was made for one short message and sums the words of a whole
review: of 25,000 labelled film reviews it has 70 in 100 right at its own threshold.
"""

from collections.abc import Sequence
from functools import cached_property
from importlib import metadata

from reviews.sentiment.base import ModelCard, SentenceScore, SentimentScore, label_of
from reviews.sentiment.cards import training_facts
from reviews.sentiment.lexicon import valences
from reviews.sentiment.sentences import sentence_spans
from reviews.sentiment.vader_rules import VaderRules

#: Counts changes of this module and of the rules that change scores.
REVISION = 1


class VaderEngine:
    """Score reviews with VADER. Making one reads the lexicon; make one per process."""

    version = f"vader-{metadata.version('vaderSentiment')}-{REVISION}"
    languages = frozenset({"en"})

    def __init__(self) -> None:
        self._rules = VaderRules(valences())

    @cached_property
    def card(self) -> ModelCard:
        return ModelCard(
            what="VADER by Hutto and Gilbert (2014): a list of 7,500 words and smileys with how "
            "they feel, and rules for negation, emphasis and capitals. The whole review is one "
            "message. The compound is VADER's own, not a probability.",
            figures=training_facts().figures.get("vader", ()),
            weaknesses=(
                "Calls most reviews positive.",
                "Takes what happens in a film for what is thought of it: murder, war, fear.",
                'Reads "without a doubt" as a reproach, and no emoji.',
                "Irony, comparisons, and every language but English.",
            ),
        )

    def compound(self, text: str) -> float:
        """Return what NLTK's ``polarity_scores`` calls "compound"."""
        return self._rules.compound(text)

    def score(self, text: str) -> SentimentScore:
        compound = self._rules.compound(text)
        sentences = tuple(
            SentenceScore(start, end, self._rules.compound(text[start:end]))
            for start, end in sentence_spans(text)
        )
        return SentimentScore(compound, label_of(compound), sentences)

    def score_many(self, texts: Sequence[str]) -> list[SentimentScore]:
        return [self.score(text) for text in texts]
