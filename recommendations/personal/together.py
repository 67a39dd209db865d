"""What several people may like together; what each of them rated stays its own secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from recommendations.explanations import Reason
from recommendations.features import Floats, Ints
from recommendations.models import WatchGroup
from recommendations.personal.reading import taste_of_viewer
from recommendations.personal.recommend import HYBRID, POPULAR, PROFILE, PersonalTitle, ask, shown
from recommendations.recommenders.personal import Grounds, PersonalQuery, Scored
from recommendations.taste import NOBODY, Taste

LEAST, AVERAGE = "least", "average"
#: How people are made one, in words.
WAYS = {
    LEAST: "nobody is miserable: who likes it least decides",
    AVERAGE: "happiest together: the average decides",
}


@dataclass(frozen=True)
class Together:
    """Titles for a group, best first, and whose tastes counted; ``silent`` have none to count."""

    titles: list[PersonalTitle]
    counted: list[str]
    silent: list[str]


def tastes_of(group: WatchGroup) -> dict[str, Taste]:
    """Return the taste of each member by its name; 4 queries each."""
    members = group.members.select_related("user").order_by("memberships__pk")
    return {
        viewer.user.get_username(): taste_of_viewer(viewer)
        for viewer in members
        if viewer.user is not None
    }


def together(
    tastes: Mapping[str, Taste], n: int, way: str = LEAST, filters: Mapping[str, Any] | None = None
) -> Together:
    """Return the ``n`` titles that fit a group best; nothing that anybody knows or does not want.

    Each score is compared with the best one of the same person, which is 1. All are asked by the
    same recommender; who has rated nothing, or wants no recommendations, does not count.
    """
    without = frozenset[int]().union(*(taste.left_out for taste in tastes.values()))
    queries = {
        name: PersonalQuery(replace(taste, marked=taste.marked | without), filters or {})
        for name, taste in tastes.items()
    }
    answers: dict[str, Scored] = {}
    for recommender in (HYBRID, PROFILE):
        asked = {name: ask(query, recommender) for name, query in queries.items()}
        answers = {
            name: answered.scored
            for name, answered in asked.items()
            if answered and answered.by == recommender
        }
        if answers:
            break
    silent = [name for name in tastes if name not in answers]
    if not answers:
        nobody = PersonalQuery(replace(NOBODY, marked=without), filters or {})
        popular = ask(nobody, POPULAR)
        return Together(shown(NOBODY, popular.scored, n) if popular else [], [], silent)
    return Together(shown(NOBODY, as_one(answers, way), n), list(answers), silent)


def as_one(answers: Mapping[str, Scored], way: str) -> Scored:
    """Return titles with the least, or the mean, of what they are worth to each person."""
    names = list(answers)
    title_ids = np.unique(np.concatenate([each.title_ids for each in answers.values()]))
    worth = np.zeros((len(title_ids), len(names)))
    for column, each in enumerate(answers.values()):
        if len(each):
            best = max(float(each.scores.max()), np.finfo(float).tiny)
            rows = np.searchsorted(title_ids, each.title_ids)
            worth[rows, column] = np.maximum(each.scores / best, 0)
    scores = worth.min(axis=1) if way == LEAST else worth.mean(axis=1)

    def grounds_of(wanted: Ints, _: Floats) -> list[Grounds]:
        rows = worth[np.searchsorted(title_ids, wanted)]
        return [Grounds(beside=_reasons(names, row, way)) for row in rows]

    return Scored(title_ids, scores, grounds_of)


def _reasons(names: Sequence[str], worth: Floats, way: str) -> tuple[Reason, ...]:
    """Return what each person adds to the score; of the least that is one person's worth."""
    if way == LEAST:
        place = int(np.argmin(worth))
        least = float(worth[place])
        return (Reason("member", f"what it is worth to {names[place]}, the least", least),)
    return tuple(
        Reason("member", f"what it is worth to {name}", float(each) / len(names))
        for name, each in zip(names, worth, strict=True)
    )
