"""Names as people mistype them, drawn from a seed.

Letters and digits are hit, never spaces or punctuation. A letter that comes in is from a to z,
or in a name of another script one of the name's own.
"""

import random
import re
import string
import unicodedata
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

#: Names that are damaged have so many letters; of so many, two may be wrong; of so many, the
#: beginning is typed, and of that so many letters at least.
SHORTEST, LONG, WHOLE, BEGUN = 4, 8, 8, 6
#: Between which shares of a name its beginning ends.
LEAST_SHARE, MOST_SHARE = 2 / 3, 0.9
_ARTICLE = re.compile(r"(?:the|a|an) (?=\S)")

#: Damages a name in lower case; None if it cannot be damaged so.
Damage = Callable[[str, random.Random], str | None]


class Damaged(NamedTuple):
    """What was typed, how it came about, and the place of the name that was meant."""

    kind: str
    typed: str
    place: int


def draw_damaged(
    names: Sequence[str], weights: Sequence[float] | None, n: int, seed: int
) -> list[Damaged]:
    """Return ``n`` damaged names, equally many of each kind, in any order.

    Names are drawn by ``weights``, or each alike; those that a kind does not fit are drawn anew.
    """
    rng = random.Random(seed)  # noqa: S311  # no secret
    sums = list(accumulate(weights)) if weights is not None else None
    places = range(len(names))
    found: list[Damaged] = []
    for kind, damage in KINDS.items():
        wanted = len(found) + n // len(KINDS)
        for _ in range(1_000 * n):
            if len(found) == wanted:
                break
            place = rng.choices(places, cum_weights=sums)[0] if sums else rng.choice(places)
            name = " ".join(names[place].lower().split())
            typed = damage(name, rng) if len(_letters(name)) >= SHORTEST else None
            if typed and typed != name:
                found.append(Damaged(kind, typed, place))
    rng.shuffle(found)
    return found


def delete(name: str, rng: random.Random) -> str:
    """Leave a letter out."""
    at = rng.choice(_letters(name))
    return name[:at] + name[at + 1 :]


def insert(name: str, rng: random.Random) -> str:
    """Put a letter in."""
    at = rng.choice(_letters(name))
    return name[:at] + rng.choice(_alphabet(name)) + name[at:]


def substitute(name: str, rng: random.Random) -> str:
    """Take another letter for one."""
    at = rng.choice(_letters(name))
    others = [letter for letter in _alphabet(name) if letter != name[at]]
    return name[:at] + rng.choice(others or ["x"]) + name[at + 1 :]


def swap(name: str, rng: random.Random) -> str:
    """Swap two neighbours that differ, if there are any."""
    letters = set(_letters(name))
    pairs = [i for i in letters if i + 1 in letters and name[i] != name[i + 1]]
    if not pairs:
        return name
    at = rng.choice(sorted(pairs))
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def without_article(name: str, rng: random.Random) -> str | None:
    """Leave out the article in front."""
    return _ARTICLE.sub("", name, count=1) if _ARTICLE.match(name) else None


def without_diacritics(name: str, rng: random.Random) -> str | None:
    """Leave diacritics out, if there are any on letters from a to z."""
    split = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in split if not unicodedata.combining(letter))
    return plain if len(set(plain) & set(string.ascii_lowercase)) > 1 else None


def beginning(name: str, rng: random.Random) -> str | None:
    """Type the first two thirds to nine tenths."""
    letters = _letters(name)
    if len(letters) < WHOLE:
        return None
    least = max(BEGUN, round(len(letters) * LEAST_SHARE))
    n = rng.randint(least, max(least, int(len(letters) * MOST_SHARE)))
    return name[: letters[n - 1] + 1]


def mistyped_beginning(name: str, rng: random.Random) -> str | None:
    """Type a beginning with one letter wrong."""
    begun = beginning(name, rng)
    return rng.choice(EDITS)(begun, rng) if begun else None


def once_or_twice(edit: Callable[[str, random.Random], str]) -> Damage:
    """Return the damage that makes one edit, or in a long name as often two."""

    def damage(name: str, rng: random.Random) -> str:
        for _ in range(rng.choice((1, 2)) if len(_letters(name)) >= LONG else 1):
            name = edit(name, rng)
        return name

    return damage


def _letters(name: str) -> list[int]:
    return [place for place, letter in enumerate(name) if letter.isalnum()]


def _alphabet(name: str) -> str:
    own = sorted({letter for letter in name if letter.isalpha()})
    return string.ascii_lowercase if "".join(own).isascii() else "".join(own)


EDITS = (delete, insert, swap, substitute)
KINDS: dict[str, Damage] = {
    **{edit.__name__: once_or_twice(edit) for edit in EDITS},
    "article": without_article,
    "diacritics": without_diacritics,
    "beginning": beginning,
    "mistyped_beginning": mistyped_beginning,
}
