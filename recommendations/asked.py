"""What a page, a program or a command line asks for, and the address that asks for it.

Names are those of addresses everywhere: ``plus=alien-1979&weight_genre=150&less=genre:horror``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from catalog.models import Title
from catalog.title_filters import active_filters
from recommendations.recommenders.base import Query
from recommendations.steering import SLIDERS, Steering, TermRef
from recommendations.steering_words import percent

MOST_SEEDS = 5
PLUS, MINUS = "plus", "minus"
MORE, LESS = "more", "less"
WEIGHT = "weight_"
#: Titles on a page, and on the longest one.
SHOWN, MOST_SHOWN = 24, 96


@dataclass(frozen=True)
class Asked:
    """Titles by slug, and how the ranking is steered and filtered; equal if the same is meant.

    ``unseen`` leaves out what the person has rated, ``n`` is how many titles a page shows.
    """

    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    steering: Steering = field(default_factory=Steering)
    unseen: bool = False
    filters: Mapping[str, Any] = field(default_factory=dict)
    n: int = SHOWN

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Read values by their names in addresses; what is not there is as it is by default.

        A title has one sign, a term is wanted more or less: the first of both counts. At most
        MOST_SEEDS titles, those with + first.
        """
        plus = list(dict.fromkeys(values.get(PLUS) or ()))[:MOST_SEEDS]
        minus = [slug for slug in dict.fromkeys(values.get(MINUS) or ()) if slug not in plus]
        more = {*(values.get(MORE) or ())}
        weights = {name: values.get(WEIGHT + name) for name in SLIDERS}
        steering = Steering(
            sliders={
                name: weight / 100 for name, weight in weights.items() if weight not in (None, 100)
            },
            more=tuple(sorted(more)),
            less=tuple(sorted({*(values.get(LESS) or ())} - more)),
            diversity=(values.get("diversity") or 0) / 100,
            one_per_collection=bool(values.get("one_per_collection")),
        )
        return cls(
            plus=tuple(sorted(plus)),
            minus=tuple(sorted(minus[: MOST_SEEDS - len(plus)])),
            steering=steering,
            unseen=bool(values.get("unseen")),
            filters={
                name: sorted(value) if isinstance(value, list) else value
                for name, value in active_filters(values).items()
            },
            n=values.get("n") or SHOWN,
        )

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of the address, nothing that is so by default, always in order."""
        steering = self.steering
        pairs = [(PLUS, slug) for slug in self.plus] + [(MINUS, slug) for slug in self.minus]
        pairs += [
            (WEIGHT + name, str(percent(steering.sliders[name])))
            for name in SLIDERS
            if name in steering.sliders
        ]
        pairs += [("diversity", str(percent(steering.diversity)))] * bool(steering.diversity)
        pairs += [(MORE, str(ref)) for ref in steering.more]
        pairs += [(LESS, str(ref)) for ref in steering.less]
        pairs += [("one_per_collection", "on")] * steering.one_per_collection
        pairs += [("unseen", "on")] * self.unseen
        for name, value in active_filters(self.filters).items():
            each = value if isinstance(value, list) else [value]
            pairs += [(name, _text(one)) for one in each]
        return pairs + [("n", str(self.n))] * (self.n != SHOWN)

    def address(self, path: str) -> str:
        """Return the address of the page at ``path`` that asks for this."""
        query = urlencode(self.parameters, safe=":")
        return f"{path}?{query}" if query else path

    def query(
        self, liked: Iterable[Title], disliked: Iterable[Title], rated: frozenset[int]
    ) -> Query:
        """Return the question to a recommender; ``rated`` counts if ``unseen`` is asked for."""
        return Query(
            liked=tuple(title.pk for title in liked),
            disliked=tuple(title.pk for title in disliked),
            steering=self.steering,
            filters=self.filters,
            without=rated if self.unseen else frozenset(),
        )

    def with_seed(self, sign: str, slug: str) -> Self:
        """Return this with one more title; one that is there already gets the new sign."""
        rest = self.without_seeds([slug])
        if sign == MINUS:
            return replace(rest, minus=tuple(sorted((*rest.minus, slug))))
        return replace(rest, plus=tuple(sorted((*rest.plus, slug))))

    def without_seeds(self, slugs: Iterable[str]) -> Self:
        gone = {*slugs}
        plus, minus = ([s for s in seeds if s not in gone] for seeds in (self.plus, self.minus))
        return replace(self, plus=tuple(plus), minus=tuple(minus))

    def with_term(self, sign: str, ref: TermRef) -> Self:
        """Return this with more or less of a term."""
        rest = self.without_term(ref)
        return rest.steered(**{sign: tuple(sorted((*getattr(rest.steering, sign), ref)))})

    def without_term(self, ref: TermRef) -> Self:
        more, less = (
            tuple(other for other in refs if other != ref)
            for refs in (self.steering.more, self.steering.less)
        )
        return self.steered(more=more, less=less)

    def steered(self, **changes: Any) -> Self:
        """Return this with other fields of its steering."""
        return replace(self, steering=replace(self.steering, **changes))


def _text(value: Any) -> str:
    return str(value).removesuffix(".0") if isinstance(value, float) else str(value)
