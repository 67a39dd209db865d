"""What somebody typed, read as a search for words in plots and keywords. [pure]"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from catalog.names import fold
from catalog.search_query import MAX_LENGTH
from catalog.words import searchable

_QUOTES = str.maketrans("“”„«»", '"""""')
#: A minus sign counts where a word begins: "spider-man" is two words.
_PART = re.compile(r'(?<!\S)(-?)(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True)
class TextQuery:
    """One search in texts.

    ``words`` are stems, each once, that a text should have, those of the phrases among them;
    ``phrases`` are folded texts that it must have as they are. ``without`` are stems that it must
    not have, and ``without_phrases`` folded texts.
    """

    words: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    without_phrases: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> TextQuery:
        """Read ``text``; words that only join others ("the", "of") are left out.

        >>> TextQuery.parse('"time travel" robots -comedy')
        TextQuery(words=('time', 'travel', 'robot'), phrases=('time travel',), without=('comedi',), without_phrases=())
        """  # noqa: E501
        wanted, unwanted = _parts(text)
        return cls(
            words=_stems(part for part, _ in wanted),
            phrases=_phrases(wanted),
            without=_stems(part for part, is_quoted in unwanted if not is_quoted),
            without_phrases=_phrases(unwanted),
        )


def without_exclusions(text: str) -> str:
    """Return ``text`` less what it excludes, for a search by name; "-30-" alone stays.

    >>> without_exclusions("heist -robbery")
    'heist'
    """
    wanted, unwanted = _parts(text)
    return " ".join(part for part, _ in wanted) if wanted and unwanted else text


def _parts(text: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Return what is wanted and what is not, each with whether it is quoted."""
    parts = _PART.findall(text[:MAX_LENGTH].translate(_QUOTES))
    read = [(minus, (phrase or word).strip(), bool(phrase)) for minus, phrase, word in parts]
    read = [part for part in read if fold(part[1])]
    return (
        [(part, is_quoted) for minus, part, is_quoted in read if not minus],
        [(part, is_quoted) for minus, part, is_quoted in read if minus],
    )


def _stems(parts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem for part in parts for stem, _ in searchable(part)))


def _phrases(parts: list[tuple[str, bool]]) -> tuple[str, ...]:
    """Return the quoted parts folded; one word in quotes is a phrase, too: as it is written."""
    return tuple(dict.fromkeys(fold(part) for part, is_quoted in parts if is_quoted))
