"""VADER's rules, with NLTK's results to the last digit and a tenth of its time. [pure]

Hutto and Gilbert 2014, "VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social
Media Text", as ``nltk.sentiment.vader`` has it, oddities included: a word that comes twice is
judged both times by what stands before the first. The lists of words are NLTK's own; tests and
``bench sentiment`` compare the results.

What is fast: all that a token is by itself (its word without punctuation, its valence, whether it
negates) is worked out once per process, and the rules look only where a word has a valence.
"""

import math
import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from nltk.sentiment.vader import VaderConstants

#: Tokens remembered; English reviews have about 300,000 different ones in 25,000.
MOST_TOKENS: Final = 200_000

NORMALISE: Final = 15  # about the highest sum that is to be expected
EXCLAMATION, MOST_EXCLAMATIONS = 0.292, 4
QUESTION, MANY_QUESTIONS = 0.18, 0.96
BEFORE_BUT, AFTER_BUT = 0.5, 1.5
#: How much of a booster is left one, two, three words before.
FADING: Final = (1.0, 0.95, 0.9)
WITHOUT_PUNCTUATION = str.maketrans("", "", string.punctuation)
PUNCTUATION: Final = frozenset(VaderConstants.PUNC_LIST)
NEGATIONS: Final = frozenset(VaderConstants.NEGATE)
BOOSTERS: Final[dict[str, float]] = VaderConstants.BOOSTER_DICT
IDIOMS: Final[dict[str, float]] = VaderConstants.SPECIAL_CASE_IDIOMS
CAPITALS: Final[float] = VaderConstants.C_INCR
NEGATED: Final[float] = VaderConstants.N_SCALAR
DAMPENED: Final[float] = VaderConstants.B_DECR
#: No phrase of several words is there unless one of these is.
LAST_OF_PHRASE = frozenset(phrase.split()[-1] for phrase in (*IDIOMS, *BOOSTERS) if " " in phrase)


@dataclass(slots=True)  # not frozen: making one would take twice as long
class Token:
    """What a token is by itself."""

    word: str
    small: str
    is_upper: bool
    in_lexicon: bool
    #: What the word feels like; 0 for a booster.
    valence: float
    booster: float
    negates: bool
    #: Whether a rule begins here: a word with a valence, or "but".
    matters: bool


class Tokens(dict[str, Token | None]):
    """Token by its text between white space; None for a single character, which VADER skips."""

    def __init__(self, lexicon: Mapping[str, float]) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, text: str) -> Token | None:
        token = self._token(_stripped(text)) if len(text) > 1 else None
        if len(self) < MOST_TOKENS:
            self[text] = token
        return token

    def _token(self, word: str) -> Token:
        small = word.lower()
        booster = BOOSTERS.get(small, 0.0)
        valence = 0.0 if small in BOOSTERS else self._lexicon.get(small, 0.0)
        return Token(
            word,
            small,
            word.isupper(),
            small in self._lexicon,
            valence,
            booster,
            small in NEGATIONS or "n't" in small,
            valence != 0 or small == "but",
        )


def _stripped(text: str) -> str:
    """Return the token without punctuation before or after it, if that is of VADER's list."""
    word = text.translate(WITHOUT_PUNCTUATION)
    extra = len(text) - len(word)
    if len(word) > 1 and extra:
        if text.endswith(word) and text[:extra] in PUNCTUATION:
            return word
        if text.startswith(word) and text[-extra:] in PUNCTUATION:
            return word
    return text


class VaderRules:
    """VADER with a lexicon of small words -> valence in [-4, 4]."""

    def __init__(self, lexicon: Mapping[str, float]) -> None:
        self._tokens = Tokens(lexicon)

    def compound(self, text: str) -> float:
        """Return NLTK's compound of ``text``, in [-1, 1], to four digits."""
        tokens = [token for one in text.split() if (token := self._tokens[one])]
        total = float(sum(_valences(tokens)))
        if total > 0:
            total += _emphasis(text)
        elif total < 0:
            total -= _emphasis(text)
        return round(total / math.sqrt(total * total + NORMALISE), 4)


def _valences(tokens: list[Token]) -> list[float]:
    """Return the valences that are not 0, in order."""
    found: list[tuple[int, float]] = []
    known: dict[str, float] = {}
    but = -1
    for i, token in enumerate(tokens):
        if not token.matters:
            continue
        if token.small == "but":
            but = i if but < 0 else but
            continue
        if token.word not in known:
            known[token.word] = _valence(tokens, i)
        found.append((i, known[token.word]))
    if but < 0:
        return [valence for _, valence in found]
    return [
        valence * BEFORE_BUT if i < but else valence * AFTER_BUT if i > but else valence
        for i, valence in found
    ]


def _valence(tokens: list[Token], i: int) -> float:
    """Return what the word at ``i`` feels like where it stands."""
    token = tokens[i]
    if token.small == "kind" and i + 1 < len(tokens) and tokens[i + 1].small == "of":
        return 0.0
    valence = token.valence
    if token.is_upper and _shouts(tokens):
        valence += math.copysign(CAPITALS, valence)
    for back in range(1, min(i, 3) + 1):
        before = tokens[i - back]
        if before.in_lexicon:
            continue
        if before.booster:
            valence += _boost(before, valence, tokens) * FADING[back - 1]
        valence = _negate(valence, tokens, i, back)
        if back == 3:
            valence = _phrases(valence, tokens, i)
    return valence * NEGATED if _is_least(tokens, i) else valence


def _is_least(tokens: list[Token], i: int) -> bool:
    """Tell whether "least" is before ``i``, and neither "at least" nor "very least"."""
    if not i or tokens[i - 1].small != "least" or tokens[i - 1].in_lexicon:
        return False
    return i == 1 or tokens[i - 2].small not in {"at", "very"}


def _shouts(tokens: list[Token]) -> bool:
    """Tell whether some words, but not all, are in capitals."""
    return 0 < sum(token.is_upper for token in tokens) < len(tokens)


def _boost(booster: Token, valence: float, tokens: list[Token]) -> float:
    scalar = booster.booster
    if valence < 0:
        scalar *= -1
    if booster.is_upper and _shouts(tokens):
        scalar += CAPITALS if valence > 0 else -CAPITALS
    return scalar


def _negate(valence: float, tokens: list[Token], i: int, back: int) -> float:
    """Return the valence after the word ``back`` words before it, which may negate it."""
    before = tokens[i - back]
    if back == 2 and before.word == "never" and _is_so(tokens[i - 1]):
        return valence * 1.5
    if back == 3:
        never_so = before.word == "never" and _is_so(tokens[i - 2])
        if never_so or _is_so(tokens[i - 1]):
            return valence * 1.25
    return valence * NEGATED if before.negates else valence


def _is_so(token: Token) -> bool:
    return token.word in {"so", "this"}


def _phrases(valence: float, tokens: list[Token], i: int) -> float:
    """Return the valence after idioms around ``i`` and "sort of" before it."""
    words = [token.word for token in tokens[i - 3 : i + 3]]
    if LAST_OF_PHRASE.isdisjoint(words):
        return valence
    three, two, one, zero, *after = words
    before = (
        f"{one} {zero}",
        f"{two} {one} {zero}",
        f"{two} {one}",
        f"{three} {two} {one}",
        f"{three} {two}",
    )
    valence = next((IDIOMS[phrase] for phrase in before if phrase in IDIOMS), valence)
    for n in range(1, len(after) + 1):
        valence = IDIOMS.get(" ".join((zero, *after[:n])), valence)
    if f"{three} {two}" in BOOSTERS or f"{two} {one}" in BOOSTERS:
        valence += DAMPENED
    return valence


def _emphasis(text: str) -> float:
    """Return what exclamation and question marks add."""
    questions = text.count("?")
    asked = 0.0
    if questions > 1:
        asked = questions * QUESTION if questions <= 3 else MANY_QUESTIONS
    return min(text.count("!"), MOST_EXCLAMATIONS) * EXCLAMATION + asked
