"""Why a title is recommended: reasons that sum to its score. [pure]

A reason is not a second opinion: its weight is the part of the score that its terms brought.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import NamedTuple

from catalog.words import stems


class SharedTerm(NamedTuple):
    """What a term adds to the score of a title; ``usual`` is what it adds to any title's.

    ``is_asked``: not because a title that it is compared with has it, but because a person asked
    for more, or less, of it.
    """

    family: str
    value: str
    label: str
    weight: float
    usual: float = 0.0
    is_asked: bool = False


#: Family -> (kind of reason, its words, its words when compared with several titles).
KINDS = {
    "collection": ("collection", "both part of", "part of"),
    "director": ("director", "both {made} by", "{made} by"),
    "cast": ("cast", "both with", "with"),
    "keyword": ("keyword", "both about", "about"),
    "theme": ("keyword", "both about", "about"),
    "plot": ("plot", "both plots mention", "the plot mentions"),
    "name": ("name", "both names say", "the name says"),
    "genre": ("genre", "genres in common:", ""),
    "writer": ("writer", "both written by", "written by"),
    "company": ("company", "both produced by", "produced by"),
    "country": ("country", "both from", "from"),
    "language": ("language", "both in", "in"),
    "era": ("era", "from the same era", "from the same era"),
    "kind": ("kind", "both", "one of the"),
}
#: Kinds that many titles share. They come after what is particular.
GENERAL = ("era", "language", "country", "kind")
#: What a director or creator did to titles of one kind.
MADE = {"movie": "directed", "show": "created"}
#: Parts of the prior -> words.
PRIORS = {"popularity": "how widely it is known", "rating": "how well it is rated"}
#: Families whose values the browse page can filter by -> its parameter. There can be more or less
#: of the same values, under the same names.
PARAMETERS = {
    "genre": "genre",
    "keyword": "keyword",
    "director": "person",
    "writer": "person",
    "cast": "person",
    "collection": "collection",
    "company": "company",
    "country": "country",
    "language": "language",
    "kind": "kind",
}
WITHOUT_VALUES = ("era",)
#: Values that a reason names.
SHOWN = 3
AGAINST = "against it, as in what you like less:"
MORE, LESS = "you asked for more:", "against it, as you asked for less:"


class Item(NamedTuple):
    """One shared value; ``parameter`` and ``value`` filter the browse page by it, if it can."""

    label: str
    weight: float
    parameter: str = ""
    value: str = ""

    @property
    def term(self) -> str:
        """Return what asks for more or less of it, "keyword:heist"; "" if nothing does."""
        return f"{self.parameter}:{self.value}" if self.parameter else ""


class Reason(NamedTuple):
    """One line of an explanation; ``weight`` is its part of the score.

    ``telling`` is how much of the weight sets this title apart from any other: being in English
    weighs much and tells little.
    """

    kind: str
    lead: str
    weight: float
    telling: float = 0.0
    items: tuple[Item, ...] = ()

    @property
    def shown(self) -> tuple[Item, ...]:
        """Return the heaviest values, as many as are named."""
        return self.items[:SHOWN]

    @property
    def more(self) -> int:
        """Return how many values are not named."""
        return len(self.items) - len(self.shown)

    @property
    def text(self) -> str:
        """Return the reason as a phrase: "both with A, B, C and 2 more"."""
        more = f" and {self.more} more" if self.more else ""
        return f"{self.lead} {', '.join(item.label for item in self.shown)}{more}".strip()


@dataclass(frozen=True)
class Line:
    """A reason as drawn: its points, and its stretch of the bar in percent."""

    reason: Reason
    points: float
    start: float
    width: float

    @property
    def points_text(self) -> str:
        """Return the points as they are written: "12.3", "−1.2"."""
        return f"{self.points:.1f}".replace("-", "−")

    @property
    def style(self) -> str:
        """Return the style classes of the reason: its kind, and whether it speaks against it."""
        return f"is-{self.reason.kind}" + (" is-against" if self.points < 0 else "")


@dataclass(frozen=True)
class Explanation:
    """The reasons for a recommendation, most telling first."""

    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """Return the sum of the reasons, which is the score that ranked."""
        return math.fsum(reason.weight for reason in self.reasons)

    @property
    def headline(self) -> str:
        """Return the most telling reasons in one line."""
        speaking = (reason.text for reason in self.reasons if reason.weight > 0)
        return "; ".join(islice(speaking, 2))

    @property
    def points(self) -> list[float]:
        """Return the weights x 100 with one decimal, such that they sum to the rounded score."""
        tenths = [reason.weight * 1000 for reason in self.reasons]
        down = [math.floor(value) for value in tenths]
        missing = round(self.score * 1000) - sum(down)
        nearest = sorted(range(len(down)), key=lambda i: down[i] - tenths[i])
        for i in nearest[:missing]:
            down[i] += 1
        return [value / 10 for value in down]

    @property
    def total_points(self) -> float:
        """Return the score x 100 with one decimal: the sum of ``points``."""
        return round(self.score * 1000) / 10

    @property
    def total_text(self) -> str:
        """Return the sum of the points as it is written."""
        return f"{self.total_points:.1f}".replace("-", "−")

    @property
    def lines(self) -> list[Line]:
        """Return the reasons as stretches of a bar of length 100, one behind the other.

        Reasons that round to no points are left out; the sum of the points stays what it is.
        """
        all_points = self.points
        unit = 100 / (math.fsum(abs(points) for points in all_points) or 1)
        widths = [round(abs(points) * unit, 2) for points in all_points]
        starts = [round(start, 2) for start in accumulate(widths, initial=0.0)]
        drawn = zip(self.reasons, all_points, starts, widths, strict=False)
        return [Line(*each) for each in drawn if each[1]]


def explain(
    shared: Iterable[SharedTerm], prior: Mapping[str, float], *, seeds: int = 1
) -> Explanation:
    """Group shared terms into readable reasons; ``seeds`` is how many titles it is compared with.

    What speaks against the title (it is like a disliked one) is a reason of its own, below 0; what
    adds nothing is none.
    """
    shared = [term for term in shared if term.weight]
    kinds = (term.value for term in shared if term.family == "kind" and not term.is_asked)
    made = next((MADE[kind] for kind in kinds), "made")
    groups: dict[tuple[str, bool, bool], list[SharedTerm]] = {}
    for term in shared:
        kind = KINDS[term.family][0]
        groups.setdefault((kind, term.weight < 0, term.is_asked), []).append(term)
    reasons = [_reason(terms, seeds, made) for terms in groups.values()]
    reasons += [Reason(name, PRIORS[name], weight) for name, weight in prior.items() if weight]
    return Explanation(tuple(sorted(reasons, key=_order)))


def _order(reason: Reason) -> tuple[int, float, float, str]:
    """Put what is particular first, then what is general, then popularity and rating."""
    rank = 2 if reason.kind in PRIORS else reason.kind in GENERAL
    return rank, -reason.telling, -reason.weight, reason.kind


def _reason(terms: Sequence[SharedTerm], seeds: int, made: str) -> Reason:
    kind, both, alone = KINDS[terms[0].family]
    weight = math.fsum([term.weight for term in terms])
    telling = weight - math.fsum([term.usual for term in terms])
    lead = AGAINST if weight < 0 else both if seeds == 1 else alone
    if terms[0].is_asked:
        lead = LESS if weight < 0 else MORE
    if kind in WITHOUT_VALUES:
        return Reason(kind, f"{lead} the {kind}" if weight < 0 else lead, weight, telling)
    items = _items(terms)
    return Reason(kind, lead.format(made=made), weight, telling, items)


def _items(terms: Sequence[SharedTerm]) -> tuple[Item, ...]:
    """Return the values, heaviest first; a theme word counts with the keyword it is part of."""
    if len(terms) == 1:  # as half of them are
        return (Item(terms[0].label, terms[0].weight, *_filter(terms[0])),)
    weights = {(term.family, term.value): term.weight for term in terms}
    for keyword in (term for term in terms if term.family == "keyword"):
        for stem, _ in stems(keyword.label):
            weights["keyword", keyword.value] += weights.pop(("theme", stem), 0.0)
    items = [
        Item(term.label, weights[term.family, term.value], *_filter(term))
        for term in terms
        if (term.family, term.value) in weights
    ]
    return tuple(sorted(items, key=lambda item: (-abs(item.weight), item.label)))


def _filter(term: SharedTerm) -> tuple[str, str]:
    parameter = PARAMETERS.get(term.family, "")
    return parameter, term.value if parameter else ""
