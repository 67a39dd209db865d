"""Pieces of a text around the words that were looked for. [pure]"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from catalog.names import WORD
from catalog.words import searchable

#: Characters of a snippet, at most.
LENGTH = 220
#: What comes before the first word that was found, at most.
LEAD = 60


class Piece(NamedTuple):
    """A part of a text, and whether it is a word that was looked for."""

    text: str
    is_marked: bool


def words_in(text: str, stems: Collection[str]) -> set[str]:
    """Return those of ``stems`` that the words of ``text`` have."""
    return {stem for stem, _ in searchable(text) if stem in stems}


def snippet(text: str, stems: Collection[str], length: int = LENGTH) -> list[Piece]:
    """Return the part of ``text`` with most of the stems, in pieces; of several the first.

    Joined, the pieces are ``text`` with single spaces, or a stretch of whole words of it with "…"
    where something is left out.

    >>> [piece.text for piece in snippet("A thief dreams. He steals dreams.", {"dream"}, 20)]
    ['A thief ', 'dreams', '. He…']
    """
    text = " ".join(text.split())
    words = [match.span() for match in WORD.finditer(text)]
    marked = [(start, end) for start, end in words if words_in(text[start:end], stems)]
    begin, end = _stretch(text, words, marked, length)
    pieces = [Piece("…", False)] if begin else []
    place = begin
    for first, last in marked:
        if begin <= first and last <= end:
            pieces += [Piece(text[place:first], False), Piece(text[first:last], True)]
            place = last
    pieces.append(Piece(text[place:end] + ("…" if end < len(text) else ""), False))
    return [piece for piece in pieces if piece.text]


def _stretch(
    text: str, words: list[tuple[int, int]], marked: list[tuple[int, int]], length: int
) -> tuple[int, int]:
    """Return where the part to be shown begins and ends."""
    if len(text) <= length:
        return 0, len(text)
    begin = 0
    if marked:
        best = max(marked, key=lambda word: _worth(text, marked, word[0], length - LEAD))
        earliest = min(best[0] - LEAD, len(text) - length)
        begin = next(start for start, _ in words if start >= earliest) if earliest > 0 else 0
    if begin + length >= len(text):
        return begin, len(text)
    ends = [end for start, end in words if start >= begin and end <= begin + length]
    return begin, max(ends, default=begin + length)


def _worth(text: str, marked: list[tuple[int, int]], begin: int, length: int) -> int:
    """Return how many different marked words a part of the text has."""
    within = [text[a:b] for a, b in marked if a >= begin and b <= begin + length]
    return len({stem for word in within for stem, _ in searchable(word)})
