"""Lexicons of words and phrases that a person can read, and how they are found in a text. [pure]

A lexicon is text: terms between commas or line ends, each of one or more words. In a term,
``plot*`` is any word that begins with "plot", ``a|b`` is either, ``_`` is any one word and ``#``
is a number. Letters are compared without case; a hyphen divides words, an apostrophe does not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

#: Words whose entries are remembered; real reviews have some 100,000 different words.
REMEMBERED_WORDS = 200_000


class Token(NamedTuple):
    """One word of a text in small letters: ``text[start:end]``."""

    word: str
    start: int
    end: int


@lru_cache(maxsize=4_096)  # a sentence is read for one thing and then for another
def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the words of ``text`` in order."""
    return tuple(
        Token(match.group().lower().replace("’", "'"), match.start(), match.end())
        for match in WORD.finditer(text)
    )


def terms_of(lexicon: str) -> Iterator[str]:
    """Yield the terms of a lexicon's text."""
    for term in re.split(r"[,\n]", lexicon):
        if words := " ".join(term.replace("-", " ").split()):
            yield words


class Found(NamedTuple):
    """A term in a text: ``tokens[first:last]``, and the names it was listed under."""

    first: int
    last: int
    names: frozenset[str]


class _Place:
    """What a term allows in one of its places, after the first."""

    def __init__(self, pattern: str) -> None:
        options = pattern.split("|")
        self.words = frozenset(option for option in options if option[-1] not in "*#_")
        self._prefixes = tuple(option[:-1] for option in options if option.endswith("*"))
        self._takes_numbers, self._takes_all = "#" in options, "_" in options
        self.is_plain = len(self.words) == len(options)

    def __contains__(self, word: str) -> bool:
        return (
            word in self.words
            or self._takes_all
            or (self._takes_numbers and word[0].isdigit())
            or (self._prefixes != () and word.startswith(self._prefixes))
        )


#: What follows the first word of a term, and the names it is listed under.
_Entry = tuple[tuple[_Place, ...], frozenset[str]]
#: The terms that begin with a word, the longest first, and the words one of which must be next.
_Beginning = tuple[list[_Entry], frozenset[str]]


class Phrases:
    """The terms of some lexicons; a term may be listed under several names."""

    def __init__(self, lexicons: Mapping[str, str]) -> None:
        listed: dict[str, set[str]] = {}
        for name, lexicon in lexicons.items():
            for term in terms_of(lexicon):
                listed.setdefault(term, set()).add(name)
        #: By what the term allows as its first word.
        self._entries: dict[str, list[_Entry]] = {}
        for term, names in listed.items():
            first, *rest = term.split(" ")
            entry = tuple(_Place(pattern) for pattern in rest), frozenset(names)
            for option in first.split("|"):
                self._entries.setdefault(option, []).append(entry)
        self._prefixes = tuple(word[:-1] for word in self._entries if word.endswith("*"))
        self._remembered: dict[str, _Beginning] = {}

    def find(self, tokens: Sequence[Token]) -> Iterator[Found]:
        """Yield the terms in ``tokens`` from left to right: the longest first, none overlap."""
        remembered, free_from, last = self._remembered, 0, len(tokens) - 1
        for position, (word, _, _) in enumerate(tokens):
            beginning = remembered.get(word)
            if beginning is None:
                beginning = self._beginning_with(word)
            entries, seconds = beginning
            if not entries or position < free_from:
                continue
            if seconds and (position == last or tokens[position + 1].word not in seconds):
                continue
            if found := _longest(entries, tokens, position):
                free_from = found.last
                yield found

    def _beginning_with(self, word: str) -> _Beginning:
        entries = list(self._entries.get(word, ()))
        if word.startswith(self._prefixes):
            for length in range(2, len(word) + 1):
                entries += self._entries.get(f"{word[:length]}*", ())
        entries.sort(key=lambda entry: -len(entry[0]))
        beginning = entries, _seconds(entries)
        if len(self._remembered) < REMEMBERED_WORDS:
            self._remembered[word] = beginning
        return beginning


def _seconds(entries: Sequence[_Entry]) -> frozenset[str]:
    """Return the words one of which must follow; empty if something else may, or nothing need."""
    if not all(places and places[0].is_plain for places, _ in entries):
        return frozenset()
    return frozenset().union(*(places[0].words for places, _ in entries))


def _longest(entries: Sequence[_Entry], tokens: Sequence[Token], position: int) -> Found | None:
    """Return the first of ``entries`` that fits at ``position``."""
    for places, names in entries:
        last = position + 1 + len(places)
        if last > len(tokens):
            continue
        for place, token in zip(places, tokens[position + 1 : last], strict=True):
            if token.word not in place:
                break
        else:
            return Found(position, last, names)
    return None
