"""VADER's word list and its names of emoji, read from the package ``vaderSentiment``. [pure]

Nothing is downloaded. Emoji also become one of two marks, for engines that count words: what a
reviewer means by a smiling face is said by the words of its name, "smiling face".
"""

from functools import cache
from importlib import resources
from typing import Final

#: One character each, that no text holds: a smile, a frown.
SMILE: Final = "\x01"
SAD: Final = "\x02"
#: Sum of the valences in an emoji's name from which it is a mark.
FELT: Final = 1.0
#: Names that say nothing, or something else than is meant about a film.
MEANT: Final = dict.fromkeys("👍👏🔥💯🙌⭐🌟❤♥🏆", SMILE) | dict.fromkeys("👎💩🤮🤢💤🥱😴🗑🙄", SAD)
#: An emoji is a mark if its name says a face or a heart: a gun is none of feeling.
FACES: Final = frozenset({"face", "heart", "hearts", "cat"})


@cache
def lexicon_text(name: str) -> str:
    """Return a text file of the package, without the blank lines at its end."""
    return resources.files("vaderSentiment").joinpath(name).read_text(encoding="utf-8").rstrip()


@cache
def valences() -> dict[str, float]:
    """Return word or smiley -> valence in [-4, 4], as NLTK reads the list: the last one wins."""
    rows = (line.strip().split("\t") for line in lexicon_text("vader_lexicon.txt").split("\n"))
    return {row[0]: float(row[1]) for row in rows}


@cache
def emoji_names() -> dict[str, str]:
    """Return emoji -> name; some emoji are several characters."""
    lines = lexicon_text("emoji_utf8_lexicon.txt").split("\n")
    return dict(line.strip().split("\t")[:2] for line in lines)


@cache
def emoji_marks() -> dict[int, str]:
    """Return a table for ``str.translate``: emoji of one character -> SMILE or SAD."""
    marks = {
        ord(emoji): mark
        for emoji, name in emoji_names().items()
        if len(emoji) == 1 and (mark := _mark(name))
    }
    return marks | {ord(emoji): mark for emoji, mark in MEANT.items()}


def _mark(name: str) -> str:
    words = name.split()
    felt = sum(valences().get(word, 0) for word in words)
    if FACES.isdisjoint(words) or abs(felt) < FELT:
        return ""
    return SMILE if felt > 0 else SAD
