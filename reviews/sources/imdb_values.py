"""What the cells of an IMDb page mean: texts, ratings, dates, votes, ids. [pure]

Every function takes whatever the page holds, of any type, and returns None, or "", for what it
does not understand: pages change without notice, and one odd value must cost no more than itself.
"""

import re
from datetime import UTC, datetime

from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup

from catalog.datasets.cleaning import INVISIBLE, JOINERS
from reviews.sources.base import MAX_BODY

REVIEW_ID = re.compile(r"rw[0-9]{1,12}")
#: "2021-03-14", "Mar 14, 2021", "14 March 2021".
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?", re.DOTALL)
DAY_FIRST = re.compile(r"([0-9]{1,2})\s+([A-Za-z]{3,9})\.?\s+([0-9]{4})")
MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+([0-9]{1,2}),?\s+([0-9]{4})")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: Where the next page begins, as far as it may stand in an address.
CURSOR = re.compile(r"[A-Za-z0-9_=+/.-]{1,500}")
NUMBER = re.compile(r"[0-9][0-9,.]*(?:\s?[KM])?")
SCALES = {"K": 1_000, "M": 1_000_000}
#: The largest number that the columns for votes hold.
MOST = 2**31 - 1
DECLARATION = re.compile(r"<[!?]")
LINE_BREAK = re.compile(r"<br\b[^<>]{0,100}>", re.IGNORECASE)
PARAGRAPH = re.compile(r"</p\s{0,10}>", re.IGNORECASE)
#: Pages of IMDb have 3,000 to 7,000.
MOST_TAGS = 50_000
#: A text of MAX_BODY characters, were every one of them written as an entity.
MOST_MARKUP = 8 * MAX_BODY
BLANK = re.compile(r"[^\S\n]+")
EMPTY_LINES = re.compile(r"\s*\n\s*\n\s*")


def soup_of(markup: str) -> BeautifulSoup:
    """Return the parsed page; an empty one if it cannot be parsed at all, or is an endless one.

    Without comments, declarations and what is left open at the end: Python's parser looks for the
    end of each of them to the end of the page, which a page of nothing else makes take hours.
    """
    parts = markup.split("<!--")
    closed = [part.partition("-->") for part in parts[1:]]
    markup = DECLARATION.sub(" ", parts[0] + "".join(rest for _, _, rest in closed))
    if markup.count("<") > MOST_TAGS:
        markup = ""
    try:
        return BeautifulSoup(markup[: markup.rfind(">") + 1], "html.parser")
    except (ParserRejectedMarkup, RecursionError):
        return BeautifulSoup("", "html.parser")


def text_of(markup: object) -> str:
    """Return HTML as plain text; line breaks stay, paragraphs are two of them; "" for no text."""
    if not isinstance(markup, str):
        return ""
    markup = " ".join(markup[:MOST_MARKUP].splitlines())
    # The last bracket closes nothing, but is the last one.
    lines = PARAGRAPH.sub("\n\n", LINE_BREAK.sub("\n", markup))
    return tidy(soup_of(f"{lines}<br>").get_text())


def tidy(text: object) -> str:
    """Return plain text without invisible characters and repeated space; "" for no text."""
    if not isinstance(text, str):
        return ""
    text = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return EMPTY_LINES.sub("\n\n", BLANK.sub(" ", text)).strip(f" \n{JOINERS}")


def one_line(text: object, most: int) -> str:
    """Return plain text on one line, of at most ``most`` characters."""
    return " ".join(tidy(text).split())[:most].rstrip()


def body(text: str) -> str:
    """Return at most MAX_BODY characters of a review, cut between words."""
    if len(text) <= MAX_BODY:
        return text
    cut = text[: MAX_BODY - 1]
    return f"{cut[: cut.rfind(' ') if ' ' in cut[-200:] else None].rstrip()}…"


def review_id(value: object) -> str:
    """Return an id such as "rw2858099", which may stand in an address; "" if there is none."""
    found = REVIEW_ID.search(value) if isinstance(value, str) else None
    return found[0] if found else ""


def url(source_id: str) -> str:
    """Return the address of a review, made of its id: the page's own links are not believed."""
    return f"https://www.imdb.com/review/{source_id}/" if source_id else ""


def cursor(value: object) -> str:
    """Return a cursor that may stand in an address; "" if there is none."""
    return value if isinstance(value, str) and CURSOR.fullmatch(value) else ""


def rating(value: object) -> int | None:
    """Return a rating of 1-10, from a number or from "8" or "8/10"."""
    if isinstance(value, str):
        found = re.match(r"\s*([0-9]{1,2})(?:\.0)?\s*(?:/\s*10)?\s*\Z", value)
        value = int(found[1]) if found else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if value in range(1, 11) else None


def date(value: object) -> datetime | None:
    """Return midnight UTC of a day, written in one of three ways."""
    text = value.strip()[:40] if isinstance(value, str) else ""
    if found := ISO_DATE.fullmatch(text):
        year, month, day = found[1], found[2], found[3]
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = found[1], _month(found[2]), found[3]
    elif found := MONTH_FIRST.fullmatch(text):
        month, day, year = _month(found[1]), found[2], found[3]
    else:
        return None
    try:
        return datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None


def _month(name: str) -> str:
    return str(MONTHS.index(name[:3].lower()) + 1) if name[:3].lower() in MONTHS else "0"


def count(value: object) -> int | None:
    """Return how many: an int, or the number in "2,984" or "1.2K"; None above 2**31 - 1."""
    if isinstance(value, str):
        value = _number(value)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= MOST else None


def _number(text: str) -> int | None:
    """Return the first number in ``text``; "1.2K" is 1,200."""
    found = NUMBER.search(text[:200])
    if not found:
        return None
    if scale := SCALES.get(found[0][-1]):
        digits = found[0][:-1].strip().replace(",", "").rstrip(".")
        return round(float(digits) * scale) if digits.count(".") <= 1 else None
    digits = found[0].rstrip(".,").replace(",", "").replace(".", "")
    return int(digits)
