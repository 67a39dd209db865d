"""Why a title is not among a person's recommendations: what removed it, or what it lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from catalog.filter_chips import filter_chips
from catalog.models import Title
from catalog.title_filters import active_filters
from recommendations.personal.recommend import (
    HYBRID,
    Answered,
    PersonalTitle,
    ask,
    new_scored,
    shown,
)
from recommendations.recommenders.candidates import passing
from recommendations.recommenders.personal import PersonalQuery, Scored
from recommendations.taste import Taste

#: Up to this place, only titles that may be shown are counted.
COUNTED = 2000


@dataclass(frozen=True)
class WhyNot:
    """What keeps a title out (``removed_by``, sentences), and where it stands otherwise.

    ``place`` is None if that cannot be told; then ``problem`` says why. ``last`` is the score of
    the last title that is shown, ``n`` how many are.
    """

    title: Title
    removed_by: list[str]
    by: str = ""
    n: int = 0
    place: int | None = None
    score: float = 0.0
    last: float = 0.0
    personal: PersonalTitle | None = None
    problem: str = ""

    @property
    def is_shown(self) -> bool:
        return not self.removed_by and self.place is not None and self.place <= self.n

    @property
    def last_text(self) -> str:
        """Return the score of the last title that is shown, as reasons are written."""
        return f"{100 * self.last:.1f}"

    @property
    def gap_text(self) -> str:
        """Return what the title lacks; it and its own score, as written, sum to ``last_text``."""
        return f"{(round(1000 * self.last) - round(1000 * self.score)) / 10:.1f}"


def why_not(
    taste: Taste, title: Title, n: int, filters: Mapping[str, Any], recommender: str = HYBRID
) -> WhyNot:
    """Tell why ``title`` is not among the first ``n``.

    Its place is among what passes the filters, or among all titles if it does not. A title that is
    seen or not wanted has the place that it would have otherwise; a rated one has none.
    """
    removed = [*_own_removal(taste, title), *_filtered_out(title, filters)]
    if title.pk in taste.ratings or not title.is_released:
        return WhyNot(title, removed)
    passes = not _filtered_out(title, filters)
    without = frozenset({title.pk})
    asked = replace(
        taste,
        marked=taste.marked - without,
        starting=tuple(pk for pk in taste.starting if pk != title.pk),
    )
    answered = ask(PersonalQuery(asked, filters if passes else {}), recommender)
    if answered is None:
        return WhyNot(title, removed, problem="Nothing is known of your taste yet.")
    return _placed(asked, WhyNot(title, removed, answered.by, n), answered)


def _own_removal(taste: Taste, title: Title) -> Iterator[str]:
    if not title.is_released:
        yield "It is not released yet."
    if said := taste.why_left_out(title.pk):
        yield said


def _filtered_out(title: Title, filters: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each filter that the title does not pass."""
    active = active_filters(filters)
    alone: list[dict[str, Any]] = []
    for name, value in active.items():
        if name == "match":
            continue
        is_split = isinstance(value, list) and (name != "genre" or "match" not in active)
        alone += [{name: [each]} for each in value] if is_split else [{name: value}]
    if "match" in active:
        alone = [each | ({"match": "any"} if "genre" in each else {}) for each in alone]
    wanted = np.array([title.pk], np.int64)
    return [
        f"It does not pass the filter “{filter_chips(each)[0].words}”."
        for each, passes in zip(alone, passing(alone, wanted), strict=True)
        if not passes[0]
    ]


def _placed(taste: Taste, about: WhyNot, answered: Answered) -> WhyNot:
    scored, pk = answered.scored, about.title.pk
    found = scored.place_of(pk)
    if found is None:
        return replace(about, problem=_unknown(taste, about.title, scored))
    place, score = found
    before = scored.best(place).title_ids[: place - 1]
    if place <= COUNTED:
        may = Title.objects.recommendable().filter(pk__in=before.tolist())
        place = may.count() + 1
    (personal,) = shown(taste, scored.only(np.flatnonzero(scored.title_ids == pk)), 1)
    listed = shown(taste, scored, about.n)
    last = listed[-1].score if listed else score
    return replace(about, place=place, score=score, last=last, personal=personal)


def _unknown(taste: Taste, title: Title, scored: Scored) -> str:
    if not scored.is_whole:
        return f"It is not among the {len(scored):,} titles that fit best."
    new = new_scored(PersonalQuery(taste))
    if new and new.place_of(title.pk):
        return "Nobody here has rated it yet: such titles have places of their own."
    return "Too little is known of it: nobody here has rated it, and too few facts tell what it is."
