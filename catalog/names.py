"""Names as keys: folding for comparison, slugs for addresses. [pure]"""

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(?:the|a|an) (?=.)")


def fold(text: str) -> str:
    """Return ``text`` without case, diacritics and punctuation, words split by one space.

    Any script survives: only combining marks on Latin letters are dropped. "" stays "".

    >>> fold("Amélie  &  the Wall·E!")
    'amelie and the wall e'
    """
    spaced = text.replace("&", " and ").replace("½", " ½")
    decomposed = unicodedata.normalize("NFKD", spaced.casefold())
    kept = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
    kept = unicodedata.normalize("NFC", kept.replace("'", "").replace("’", ""))
    return _NOT_WORD.sub(" ", kept).strip()


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
