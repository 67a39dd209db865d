"""Names as keys: folding for comparison, slugs for addresses. [pure]"""

import re
import unicodedata
from functools import lru_cache


def _of_category(first: int, last: int, category: str) -> str:
    """Return those characters as they stand in a class of a regular expression."""
    characters = map(chr, range(first, last + 1))
    return "".join(c for c in characters if unicodedata.category(c).startswith(category))


#: Vowel signs and the like, without which Indic and Arabic words fall apart: to ``re`` they are
#: no part of a word. The marks on symbols (U+20D0) and the choice of a glyph (U+FE00) are not
#: among them.
_MARKS = _of_category(0x300, 0x20CF, "M") + _of_category(0x2100, 0xFDFF, "M") + "\ufe20-\ufe2f"
_NOT_WORD = re.compile(rf"(?:^|[^\w{_MARKS}]|_)[\W_]*")
#: Diacritics, after NFKD, on Latin letters and on what is no letter at all.
_LATIN_MARKS = re.compile("(^|[\0-\u02ff\u1e00-\u1eff])[\u0300-\u036f]+")
#: Apostrophes and joiners stand inside words.
_INSIDE = str.maketrans("", "", "'’\u200c\u200d")
#: A word as it is written in a text.
WORD = re.compile(rf"[^\W_][\w{_MARKS}]*(?:['’][\w{_MARKS}]+)*")
#: What ``slug`` returns.
SLUG = re.compile(rf"[-\w{_MARKS}]{{1,220}}")
_ARTICLE = re.compile(r"^(?:the|a|an) (?=.)")


@lru_cache(maxsize=1 << 16)  # a name is folded for its key and for its slug
def fold(text: str) -> str:
    """Return ``text`` without case, diacritics and punctuation, words split by one space.

    Any script survives: only combining marks on Latin letters are dropped. "" stays "".

    >>> fold("Amélie  &  the Wall·E!")
    'amelie and the wall e'
    """
    plain = text.replace("&", " and ").replace("½", " ½").casefold()
    if not plain.isascii():
        bare = _LATIN_MARKS.sub(r"\1", unicodedata.normalize("NFKD", plain))
        plain = unicodedata.normalize("NFC", bare)
    return _NOT_WORD.sub(" ", plain.translate(_INSIDE)).strip()


def name_key(name: str) -> str:
    """Return the form under which two spellings of one name meet: folded, no leading article.

    A name of punctuation only ("***") is its own key, so that it meets nothing else.

    >>> name_key("The Matrix") == name_key("MATRIX")
    True
    """
    folded = fold(name)
    return _ARTICLE.sub("", folded) or name.strip()


def slug(name: str, year: int | None = None) -> str:
    """Return the readable part of an address: ``the-matrix-1999``; never empty.

    Latin letters lose their diacritics, other scripts stay as they are (addresses are UTF-8).

    >>> slug("Amélie", 2001)
    'amelie-2001'
    """
    stem = fold(name).replace(" ", "-")[:200].strip("-") or "untitled"
    return f"{stem}-{year}" if year else stem
