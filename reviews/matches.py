"""Find the words of a search in a text, to be marked where it is shown. [pure]"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; all pieces in order are the whole text."""

    text: str
    is_match: bool


def pieces(text: str, query: str) -> Iterator[Piece]:
    """Yield ``text`` in pieces, cut where a word of ``query`` begins or ends; case is ignored."""
    words = sorted(set(query.split()), key=len, reverse=True)
    if not words:
        yield Piece(text, False)
        return
    pattern = "|".join(re.escape(word) for word in words)
    for position, part in enumerate(re.split(f"({pattern})", text, flags=re.IGNORECASE)):
        if part:
            yield Piece(part, position % 2 == 1)
