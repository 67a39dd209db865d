"""How texts are put right: every rule with its name, in the order of use. [pure]

Names keep their commas, hyphens, apostrophes, diacritics and single letters: no rule touches them.
"""

import html
import re
from collections.abc import Callable
from typing import NamedTuple

#: Joiners that Persian, Indic scripts and emoji need inside a word, and nobody at its ends.
JOINERS = "\u200c\u200d"


class Rule(NamedTuple):
    """One repair: what ``pattern`` finds is replaced by ``instead``."""

    name: str
    pattern: re.Pattern[str]
    instead: str | Callable[[re.Match[str]], str]


#: Control, zero-width and text-direction characters, lone surrogates; not what ``str.split`` takes
#: for space.
CONTROL = "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]"
FORMATTING = "[\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
INVISIBLE = re.compile(f"{CONTROL}|{FORMATTING}")
RULES = (
    Rule(
        "HTML entity decoded",
        re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]*);"),
        lambda entity: html.unescape(entity[0]),
    ),
    Rule("control character removed", re.compile(CONTROL), ""),
    Rule("invisible character removed", re.compile(FORMATTING), ""),
    Rule("no-break space made a space", re.compile("[\xa0\u202f]"), " "),
    Rule("line break made a space", re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]+"), " "),
    Rule("spaces at the ends removed", re.compile(rf"^[\s{JOINERS}]+|[\s{JOINERS}]+$"), ""),
    Rule("repeated or other spaces made one", re.compile(r"\s{2,}|[^\S ]"), " "),
)


def clean(text: str) -> str:
    """Return the text on one line, without entities and invisible characters."""
    if "&" in text:
        text = RULES[0].pattern.sub(RULES[0].instead, text)
    if not text.isprintable():
        for rule in RULES[1:3]:
            text = rule.pattern.sub(rule.instead, text)
    return " ".join(text.split()).strip(f" {JOINERS}")


def repairs(text: str) -> list[str]:
    """Return the names of the rules by which ``clean`` changes the text; [] if it does not."""
    if "&" not in text and "  " not in text and text.isprintable() and text == text.strip(" "):
        return []  # nearly all
    names = []
    for rule in RULES:
        changed = rule.pattern.sub(rule.instead, text)
        if changed != text:
            names.append(rule.name)
        text = changed
    return names
