"""Review texts from elsewhere as plain text. [pure]"""

import html
import re

from catalog.datasets.cleaning import INVISIBLE, JOINERS

LINE_BREAK = re.compile(r"<(?:br|/p)\s*/?>", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)
BLANK = re.compile(r"[^\S\n]+")
EMPTY_LINES = re.compile(r"\s*\n\s*\n\s*")


def plain_text(markup: str) -> str:
    """Return ``markup`` without tags and entities; line breaks stay, paragraphs are two of them.

    The result is text, not safe HTML: "&lt;b&gt;" becomes "<b>", to be escaped when shown.
    """
    text = LINE_BREAK.sub("\n", markup.replace("\r\n", "\n").replace("\r", "\n"))
    text = INVISIBLE.sub("", html.unescape(TAG.sub("", text)))
    return EMPTY_LINES.sub("\n\n", BLANK.sub(" ", text)).strip(f" \n{JOINERS}")
