"""Steering in words, for pages and the terminal. [pure]"""

from __future__ import annotations

from recommendations.diversity import TradeOff
from recommendations.steering import TermRef

#: Slider -> what it is called.
LABELS = {
    "genre": "Genre",
    "theme": "Themes",
    "plot": "Plot",
    "director": "Director",
    "cast": "Cast",
    "writer": "Writer",
    "collection": "Collection",
    "company": "Company",
    "origin": "Country and language",
    "era": "Era",
    "kind": "Movie or show",
    "popularity": "How widely known",
    "rating": "How well rated",
}


def percent(share: float) -> int:
    """Return a share as a whole percentage: 0.3 is 30."""
    return round(100 * share)


def slider_words(slider: str, factor: float) -> str:
    """Return what a slider says: "genre 150 %", "plot does not count"."""
    name = LABELS[slider].lower()
    return f"{name} {percent(factor)} %" if factor else f"{name} does not count"


def trade_off_words(diversity: float, trade_off: TradeOff) -> str:
    """Return what diversity costs and brings in one sentence; points and percent as on the page."""
    likeness = [f"{100 * each:.1f}" for each in (trade_off.plain_score, trade_off.score)]
    apart = [percent(each) for each in (trade_off.plain_unlikeness, trade_off.unlikeness)]
    if likeness[0] == likeness[1] and apart[0] == apart[1]:
        return f"Diversity {percent(diversity)} % changes nothing here."
    return (
        f"Diversity {percent(diversity)} %: likeness {likeness[0]} → {likeness[1]} of 100 on "
        f"average; the titles differ from each other by {apart[1]} % instead of {apart[0]} %."
    )


def unknown_words(ref: TermRef) -> str:
    """Return that a term asked for does not occur."""
    return f"No title has the {ref.family} “{ref.slug}”: it changes nothing."
