"""Which aspects of a film a sentence is about, and what it says of each. [pure]

A sentence is about an aspect when it holds a term of ``aspect_lexicon``; it may be about several,
or none. What it says of each is read from the clause that names it, so that "great acting but a
dull story" praises the one and blames the other:

1. Sentences are cut into clauses at semicolons, dashes and words of contrast ("but", "although",
   "shame about"), and clauses into parts at commas, colons and "and".
2. The part that names the aspect is asked for its words of praise and blame (``opinion_words``);
   a negation within a few words before one turns it.
3. A part that says neither asks the rest of its clause: "story, acting, music: all superb". "the
   pace is not", on its own, turns what was said before it.
4. Where none of these words is, the engine's reading of the clause decides.

How often this is right is in docs/aspects.md.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from catalog.aspects import ASPECTS
from reviews.sentiment.aspect_lexicon import NOT_ABOUT_THE_FILM, TERMS
from reviews.sentiment.opinion_words import BLAME, NEGATIONS, NO_NEGATION, PRAISE
from reviews.sentiment.phrases import Found, Phrases, Token, tokens_of

#: Counts changes of this module and its lexicons that change what is found.
REVISION = 1

#: Words between a negation and what it turns.
WINDOW = 4

_terms = Phrases(TERMS | {"": NOT_ABOUT_THE_FILM})
_opinions = Phrases({"+": PRAISE, "-": BLAME, "not": NEGATIONS, "": NO_NEGATION})

CONTRAST = re.compile(
    r"\s*(?:;|\s[-–—]+\s|—|\.\.\.|…|\(|\)|,?\s\b(?:but|yet|although|though|while|whereas|however"
    r"|except|despite|in spite of|apart from|even if|shame about|let down by|cannot hide"
    r"|can't hide|wasted on|buried under|which is|so why|because|opposite|until|up to)\b)\s*",
    re.IGNORECASE,
)
PART = re.compile(r"\s*(?:[,:]|\band\b|\bor\b|\bwith\b)\s*", re.IGNORECASE)
TURNED = re.compile(
    r"\b(?:is|are|was|were|does|do|did|has|had|can|could)(?:\s+not|n['’]t)\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mention:
    """What a sentence says of one aspect; ``compound`` in [-1, 1]."""

    aspect: str
    #: None if no word of praise or blame is near: an engine may be asked about the clause.
    compound: float | None
    #: Where in the sentence the clause begins and ends.
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a sentence between two cuts: its words, its clause, and what it says."""

    first: int
    last: int
    clause: int
    #: (word, +1 for praise or -1 for blame).
    opinions: tuple[tuple[int, int], ...]
    is_turned: bool

    @property
    def opinion(self) -> int:
        return sum(sign for _, sign in self.opinions)

    def opinion_near(self, found: Found) -> int:
        """Return what the part says of a term: the nearest opinion where it says both."""
        if len({sign for _, sign in self.opinions}) < 2:
            return self.opinion
        return min(self.opinions, key=lambda each: _distance(each[0], found))[1]


def read_aspects(sentence: str) -> list[Mention]:
    """Return what ``sentence`` says of each aspect that it names, in the order of ASPECTS."""
    tokens = tokens_of(sentence)
    named = [found for found in _terms.find(tokens) if found.names != {""}]
    if not named:
        return []
    read = _Sentence(sentence, tokens, named)
    said: dict[str, list[Mention]] = {}
    for found in named:
        compound, (start, end) = read.said_of(found)
        for aspect in found.names:
            said.setdefault(aspect, []).append(Mention(aspect, compound, start, end))
    return [_together(said[name]) for name in ASPECTS if name in said]


def _together(mentions: Sequence[Mention]) -> Mention:
    """Return one mention for several of one aspect: the mean of what they say."""
    known = [mention.compound for mention in mentions if mention.compound is not None]
    compound = round(sum(known) / len(known), 4) if known else None
    return replace(mentions[0], compound=compound)


class _Sentence:
    """A sentence cut into parts, and what they say of the terms in it."""

    def __init__(self, text: str, tokens: Sequence[Token], named: Sequence[Found]) -> None:
        self.text, self.tokens, self.named = text, tokens, named
        opinions = list(_opinions.find(tokens))
        inside = {word for f in [*named, *opinions] for word in range(f.first + 1, f.last)}
        contrasts = _cuts(CONTRAST, text, tokens) - inside
        cuts = sorted(contrasts | (_cuts(PART, text, tokens) - inside))
        self.parts: list[_Part] = []
        clause = 0
        for first, last in zip([0, *cuts], [*cuts, len(tokens)], strict=True):
            clause += first in contrasts
            signed = tuple(_signed(first, last, opinions))
            is_turned = bool(TURNED.search(self._text_of(first, last)))
            self.parts.append(_Part(first, last, clause, signed, is_turned))

    def said_of(self, found: Found) -> tuple[float | None, tuple[int, int]]:
        """Return what the sentence says of a term, steps 2 and 3 of the module, and its clause."""
        here = next(i for i, part in enumerate(self.parts) if found.first < part.last)
        part = self.parts[here]
        clause = [other for other in self.parts if other.clause == part.clause]
        span = self.tokens[clause[0].first].start, self.tokens[clause[-1].last - 1].end
        several = len({name for other in self._named_in(part) for name in other.names}) > 1
        if opinion := part.opinion_near(found) if several else part.opinion:
            return _compound(opinion), span
        if part.is_turned:
            before = (other.opinion for other in reversed(self.parts[:here]) if other.opinion)
            return -_compound(next(before, 1)), span
        place = clause.index(part)
        around = clause[place:] + clause[place::-1]
        opinion = next((other.opinion for other in around if other.opinion), 0)
        return _compound(opinion) if opinion else None, span

    def _text_of(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def _named_in(self, part: _Part) -> Iterator[Found]:
        return (found for found in self.named if part.first <= found.first < part.last)


def _compound(opinion: int) -> float:
    """Return ±0.5 for one word of opinion, ±0.75 for two in net, ±0.875 for three …"""
    strength = 1 - 0.5 ** abs(opinion)
    return strength if opinion > 0 else -strength


def _cuts(pattern: re.Pattern[str], text: str, tokens: Sequence[Token]) -> set[int]:
    """Return the words before which ``pattern`` cuts."""
    starts = [token.start for token in tokens]
    cuts = {bisect_left(starts, match.start()) for match in pattern.finditer(text)}
    return cuts - {0, len(tokens)}


def _signed(first: int, last: int, opinions: Sequence[Found]) -> Iterator[tuple[int, int]]:
    """Yield (word, +1 or -1) for each opinion in words ``first`` to ``last``."""
    negated_until = -1
    for found in opinions:
        if not first <= found.first < last:
            continue
        if "not" in found.names:
            negated_until = found.last + WINDOW
        elif sign := ("+" in found.names) - ("-" in found.names):
            yield found.first, -sign if found.first < negated_until else sign


def _distance(word: int, found: Found) -> int:
    """Return how far an opinion is from a term; what stands before it counts as nearer."""
    return 2 * (found.first - word) if word < found.first else 2 * (word - found.last) + 3
