"""The colours of the design are readable: every pair of words and ground, light and dark."""

import re
from pathlib import Path

import pytest

from catalog.tests.test_posters import contrast

TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"

#: Words on the grounds that they stand on.
PAIRS = [
    *(
        (word, ground)
        for word in ("text", "muted", "accent")
        for ground in ("page", "surface", "sunken")
    ),
    *(
        (word, ground)
        for word in ("positive", "mixed", "negative")
        for ground in ("page", "surface")
    ),
    ("positive", "positive-wash"),
    ("negative", "negative-wash"),
    ("text", "accent-wash"),
    ("text", "negative-wash"),
    ("on-accent", "accent-fill"),
    ("on-accent", "accent-fill-hover"),
]


def colours(scheme: int) -> dict[str, str]:
    """Return the tokens that are colours: scheme 0 is light, 1 is dark."""
    pairs = re.findall(
        r"--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));", TOKENS.read_text()
    )
    return {name: both or (light, dark)[scheme] for name, light, dark, both in pairs}


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), PAIRS, ids="-on-".join)
def test_words_stand_out_from_their_ground(word, ground, scheme):
    colour = colours(scheme)
    assert contrast(colour[word], colour[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_border_of_an_input_can_be_seen(scheme):
    colour = colours(scheme)
    assert contrast(colour["line-strong"], colour["page"]) >= 3
