"""What was left in texts: words for "nothing", HTML, control characters, broken letters."""

import re
from collections.abc import Callable
from html.entities import html5
from typing import Any

from django.db.models import Model, Q
from django.db.models.functions import Lower, Trim
from django.db.models.lookups import In

from catalog.models import Person, Title
from catalog.quality.expectations import Expectation, Rows, Texts

THEME = "texts"
#: What exports write where they know nothing. Films called so exist (*Unknown*, 2011), so a name
#: is only noted.
NOTHING = frozenset(
    {"", "-", "--", "?", "n/a", "na", "nan", "nil", "none", "null", "tba", "tbd", "undefined",
     "unknown", "untitled", "#n/a", "\\n"}
)  # fmt: skip
NO_OVERVIEW = (
    *sorted(NOTHING - {""}),
    "no overview", "no overview.", "no overview found", "no overview found.",
    "no overview available", "no overview available.", "no description", "no description.",
    "no description available", "no description available.", "add a plot", "add a plot.",
    "plot unknown", "plot unknown.", "no plot", "overview",
)  # fmt: skip

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|([a-zA-Z][a-zA-Z0-9]{1,31}));")
_CONTROLS = re.compile("[" + "".join(map(chr, [*range(32), *range(127, 160)])) + "\u2028\u2029]")
#: U+FFFD stands for a letter that could not be read; the rest is UTF-8 that was read as
#: Windows-1252: "Ã©" for "é", "â€™" for "’".
_BROKEN = re.compile("\ufffd|[ÃÂ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€|ï»¿")


def is_nothing(name: str) -> bool:
    """Tell whether a name is a word for "nothing"."""
    return name.strip().lower() in NOTHING


def has_entity(text: str) -> bool:
    """Tell whether HTML is left in a text: ``&amp;``, not ``R&B; live``."""
    if "&" not in text:
        return False
    return any(match[1] is None or f"{match[1]};" in html5 for match in _ENTITY.finditer(text))


def has_control(text: str) -> bool:
    """Tell whether a text has characters that are no text, line breaks among them."""
    return not text.isprintable() and _CONTROLS.search(text) is not None


def is_broken(text: str) -> bool:
    """Tell whether a text has lost letters to a wrong encoding."""
    return not text.isascii() and _BROKEN.search(text) is not None


def _any(is_bad: Callable[[str], bool]) -> Callable[[Any], bool]:
    """Return the test that any of a row's texts is bad; one text comes as it is."""
    return lambda texts: is_bad(texts) if isinstance(texts, str) else any(map(is_bad, texts))


def _of_names(
    noun: str, whose: str, model: type[Model], fields: tuple[str, ...]
) -> list[Expectation]:
    return [
        Expectation(
            f"{noun}_names_mean_something",
            THEME,
            f"no name of {whose} stands for nothing, such as N/A",
            Texts(model, ("name",), is_nothing),
        ),
        Expectation(
            f"{noun}_names_have_no_controls",
            THEME,
            f"no name of {whose} has control characters or line breaks",
            Texts(model, fields, _any(has_control)),
            required=True,
        ),
        Expectation(
            f"{noun}_names_have_no_html",
            THEME,
            f"no name of {whose} has HTML in it, such as &amp;",
            Texts(model, fields, _any(has_entity)),
        ),
        Expectation(
            f"{noun}_names_are_whole",
            THEME,
            f"no name of {whose} has lost letters, such as � or Ã©",
            Texts(model, fields, _any(is_broken)),
        ),
    ]


EXPECTATIONS = (
    *_of_names("title", "a title", Title, ("name", "original_name")),
    *_of_names("person", "a person", Person, ("name",)),
    Expectation(
        "overviews_say_something",
        THEME,
        "no overview stands for none, such as No overview found",
        Rows(Title, Q(In(Lower(Trim("overview")), NO_OVERVIEW)), ~Q(overview="")),
    ),
)
