"""Set a name in type without measuring a font: estimate widths, wrap, and size to fit. [pure]

Widths are in units of the type size (em). A line carries its estimated width, and the SVG makes
the viewer's font keep it, so a wider font never leaves the poster.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lettering:
    """A typeface by its family list.

    ``stretch`` is its width against WIDTHS; ``pitch`` the width of every letter, if it has one.
    """

    family: str
    leading: float
    largest: int
    stretch: float = 1.0
    pitch: float = 0.0


SANS = Lettering("Helvetica Neue, Helvetica, Arial, Liberation Sans, sans-serif", 1.02, 46)
SERIF = Lettering(
    "Palatino, Palatino Linotype, Georgia, Liberation Serif, serif", 1.04, 46, stretch=0.95
)
TYPEWRITER = Lettering("Menlo, Consolas, Liberation Mono, monospace", 1.1, 40, pitch=0.602)

SMALLEST = 9.0
MOST_LINES = 6
#: Type so small may break a word; larger type shrinks first.
BREAKS_BELOW = 20

WIDTHS = {
    character: width
    for width, characters in {
        0.27: " iIjl.,'’|",
        0.34: "ftr-!:;()[]/·",
        0.56: "acekszvxyJ0123456789$–",
        0.61: "bdghnopquFLTZ?+=",
        0.68: "EPSVXY",
        0.73: "ABCDHKNRU&",
        0.78: "GOQw",
        0.88: "mM",
        0.95: "W…—%@",
    }.items()
    for character in characters
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and its width in pixels; 0 where the script must choose its own."""

    text: str
    width: float


def fit(name: str, lettering: Lettering, width: float, height: float) -> tuple[float, list[Line]]:
    """Return the largest size at which ``name`` fits the box, and its lines.

    Words are broken only at small sizes. What does not fit at the smallest one ends in "…".
    """
    size = float(lettering.largest)
    while size > SMALLEST:
        lines = list(wrapped(name, lettering, width / size, may_break=size < BREAKS_BELOW))
        fits = all(em(line, lettering) * size <= width for line in lines)
        if fits and len(lines) <= MOST_LINES and block(len(lines), size, lettering) <= height:
            return size, [line_of(line, size, lettering) for line in lines]
        size -= 1
    lines = list(wrapped(name, lettering, width / size, may_break=True))
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1] + "…"]
    return size, [line_of(line, size, lettering) for line in lines]


def block(lines: int, size: float, lettering: Lettering) -> float:
    """Return the height of so many lines, from the first capitals to the last descenders."""
    return size * (0.96 + lettering.leading * (lines - 1))


def wrapped(text: str, lettering: Lettering, width: float, *, may_break: bool) -> Iterator[str]:
    """Yield lines of at most ``width`` em; longer words only where they may not be broken."""
    line = ""
    for word in pieces(text, lettering, width, may_break=may_break):
        joined = f"{line} {word}" if line else word
        if line and em(joined, lettering) > width:
            yield line
            line = word
        else:
            line = joined
    yield line


def pieces(text: str, lettering: Lettering, width: float, *, may_break: bool) -> Iterator[str]:
    """Yield the words; one that is wider than a line in as many pieces as it needs."""
    for word in text.split() or [text]:
        piece = ""
        for character in word:
            if may_break and piece and em(piece + character, lettering) > width:
                yield piece
                piece = ""
            piece += character
        yield piece


def em(text: str, lettering: Lettering) -> float:
    """Return the estimated width of ``text`` in units of the type size."""
    return sum(character_em(character, lettering) for character in text)


def character_em(character: str, lettering: Lettering) -> float:
    """Return the estimated width of one character; marks that sit on another have none."""
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if lettering.pitch:
        return lettering.pitch
    plain = unicodedata.normalize("NFD", character)[0]
    return lettering.stretch * WIDTHS.get(plain, 0.74 if character.isupper() else 0.64)


def line_of(text: str, size: float, lettering: Lettering) -> Line:
    """Fix the width of Latin, Greek and Cyrillic lines; other scripts join and stack letters."""
    is_simple = all(character < "\u0530" for character in text)
    return Line(text, em(text, lettering) * size if is_simple else 0)
