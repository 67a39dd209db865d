"""Review texts from elsewhere as plain text. [pure]"""

import html
import re

LINE_BREAK = re.compile(r"<(?:br|/p)\s*/?>", re.IGNORECASE)
TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)
#: Control characters other than tab and newline, and characters that turn the reading direction.
UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
BLANK = re.compile(r"[^\S\n]+")
EMPTY_LINES = re.compile(r"\s*\n\s*\n\s*")


def plain_text(markup: str) -> str:
    """Return ``markup`` without tags and entities; line breaks stay, paragraphs are two of them.

    The result is text, not safe HTML: "&lt;b&gt;" becomes "<b>", to be escaped when shown.
    """
    text = LINE_BREAK.sub("\n", markup.replace("\r\n", "\n").replace("\r", "\n"))
    text = UNWANTED.sub("", html.unescape(TAG.sub("", text)))
    return EMPTY_LINES.sub("\n\n", BLANK.sub(" ", text)).strip()
