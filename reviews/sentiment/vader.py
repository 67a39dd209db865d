"""NLTK's VADER, read sentence by sentence and calibrated on film reviews. [pure]

VADER was made for one short message, and sums the words of a whole review. How often it is right
about 25,000 labelled film reviews (what is fitted: 5-fold):

    the whole text, VADER's own threshold        69.7 %
    the whole text, the best threshold           72.5 %
    sentence by sentence, combined               74.3 %
    … without the words of plots                 77.5 %

Nothing is downloaded: the lexicon is a text file in the package ``vaderSentiment``.
"""

import math
import re
from collections.abc import Iterator, Sequence
from importlib import metadata, resources

from nltk.sentiment.vader import SentimentIntensityAnalyzer, VaderConstants
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from reviews.sentiment.base import SentenceScore, SentimentScore, label_of
from reviews.sentiment.plot_words import PLOT_WORDS

#: log odds of "liked it" = SLOPE * sum(c - CENTRE) / sqrt(m), over the m sentences whose VADER
#: compound c is not 0. A logistic fit on those 25,000. The root says that ten sentences are more
#: evidence than one, but not ten times as much; it has the best likelihood of five powers tried.
SLOPE, CENTRE = 2.40, 0.198

#: Counts changes of this module that change scores.
REVISION = 1

#: Followed by a name more often than by a new sentence; "no." and "etc." are not.
# fmt: off
ABBREVIATIONS = {
    "capt", "col", "dr", "e.g", "gen", "hon", "i.e", "jr", "lt", "messrs", "mr", "mrs", "ms", "mt",
    "prof", "sen", "sgt", "sr", "st", "vol", "vs",
}
# fmt: on

#: VADER reads "without" as a negation and "doubt" as a complaint, and so turns "Without a doubt,
#: the greatest" into a reproach. "undoubtedly" means the same and is in neither list.
NO_DOUBT = re.compile(r"\b(?:without (?:a |any )?(?:doubt|question)|no doubt)\b", re.IGNORECASE)

LINE = re.compile(r"[^\n]+")


class _Analyser(SentimentIntensityAnalyzer):  # type: ignore[misc]
    """VADER with the lexicon's text, where NLTK itself would look for a download."""

    def __init__(self) -> None:
        lexicon = resources.files("vaderSentiment").joinpath("vader_lexicon.txt")
        self.lexicon_file = lexicon.read_text(encoding="utf-8").rstrip()
        words = self.make_lex_dict().items()
        self.lexicon = {word: valence for word, valence in words if word not in PLOT_WORDS}
        self.constants = VaderConstants()


def _sentence_tokenizer() -> PunktSentenceTokenizer:
    parameters = PunktParameters()
    parameters.abbrev_types = set(ABBREVIATIONS)
    return PunktSentenceTokenizer(parameters)


def combine(compounds: Sequence[float]) -> float:
    """Return the compound of a review from its sentences' compounds; 0.0 if none shows feeling."""
    felt = [compound for compound in compounds if compound]
    if not felt:
        return 0.0
    log_odds = SLOPE * sum(compound - CENTRE for compound in felt) / math.sqrt(len(felt))
    return round(math.tanh(log_odds / 2), 4)  # tanh(x / 2) = 2 * sigmoid(x) - 1


class VaderEngine:
    """Score reviews with VADER. Making one reads the lexicon; make one per process."""

    version = f"vader-{metadata.version('vaderSentiment')}-film-{REVISION}"

    def __init__(self) -> None:
        self._analyser = _Analyser()
        self._tokenizer = _sentence_tokenizer()

    def score(self, text: str) -> SentimentScore:
        sentences = tuple(self.score_sentences(text))
        compound = combine([sentence.compound for sentence in sentences])
        return SentimentScore(compound, label_of(compound), sentences)

    def score_sentences(self, text: str) -> Iterator[SentenceScore]:
        """Yield each sentence's place in ``text`` and VADER's own compound of it."""
        for start, end in self._spans(text):
            sentence = NO_DOUBT.sub("undoubtedly", text[start:end])
            compound = self._analyser.polarity_scores(sentence)["compound"]
            yield SentenceScore(start, end, compound)

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield (start, end) of each sentence; the end of a line always ends a sentence."""
        for line in LINE.finditer(text):
            for start, end in self._tokenizer.span_tokenize(line.group()):
                yield line.start() + start, line.start() + end
