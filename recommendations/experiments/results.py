"""The results of an experiment as a page shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from catalog.shares import Share
from recommendations.experiments.exposures import kept_since
from recommendations.experiments.running import Experiment, experiments
from recommendations.experiments.statistics import (
    ArmResult,
    Person,
    against,
    arm_result,
    is_uneven,
)
from recommendations.models import Exposure

#: The first is what an experiment is decided by; looking for the best of all finds chance.
OUTCOMES = {
    "clicked": "opened one",
    "rated": "rated one",
    "watchlisted": "want to see one",
}


@dataclass(frozen=True)
class Results:
    """What is known of one experiment; ``moved`` people saw several arms and are left out.

    What was first shown before ``kept_since`` is deleted.
    """

    experiment: Experiment
    arms: Sequence[ArmResult]
    moved: int
    since: datetime | None
    until: datetime | None
    is_uneven: bool
    kept_since: datetime

    @property
    def headings(self) -> list[str]:
        first, *others = (f"people who {words}" for words in OUTCOMES.values())
        return ["arm", "people", first, "beside the control", *others, "titles shown", "opened"]

    @property
    def rows(self) -> list[list[str]]:
        return [self._row(arm) for arm in self.arms]

    def _row(self, arm: ArmResult) -> list[str]:
        first, *others = (_percent(arm.shares[outcome]) for outcome in OUTCOMES)
        opened = _percent(arm.rates["clicked"])
        return [
            arm.name,
            f"{arm.people:,}",
            first,
            self._beside(arm),
            *others,
            f"{arm.shown:,}",
            opened,
        ]

    def _beside(self, arm: ArmResult) -> str:
        control = self.arms[0]
        if arm is control:
            return "control"
        found = against(arm, control, "clicked")
        bounds = f"{100 * found.low:+.1f} to {100 * found.high:+.1f}"
        return f"{100 * found.value:+.1f} points ({bounds}): {found.verdict}"


def all_results() -> list[Results]:
    """Return the results of every experiment in settings; 2 queries for each."""
    return [results_of(each) for each in experiments()]


def results_of(experiment: Experiment) -> Results:
    """Sum up one experiment, the control first. 2 queries."""
    mine = Exposure.objects.filter(experiment=experiment.name).order_by()
    counts = [Count(f"{outcome}_at") for outcome in OUTCOMES]
    rows = mine.values_list("viewer_id", "arm").annotate(Count("pk"), *counts)
    by_viewer: dict[int, list[tuple[str, Person]]] = defaultdict(list)
    for viewer_id, arm, shown, *done in rows:
        person = Person(shown, dict(zip(OUTCOMES, done, strict=True)))
        by_viewer[viewer_id].append((arm, person))
    by_arm: dict[str, list[Person]] = {arm: [] for arm in experiment.weights}
    for seen in by_viewer.values():
        if len(seen) == 1 and seen[0][0] in by_arm:
            by_arm[seen[0][0]].append(seen[0][1])
    arms = [arm_result(arm, people, list(OUTCOMES)) for arm, people in by_arm.items()]
    span = mine.aggregate(since=Min("first_shown_at"), until=Max("first_shown_at"))
    return Results(
        experiment,
        arms,
        moved=sum(len(seen) > 1 for seen in by_viewer.values()),
        is_uneven=is_uneven(arms, experiment.weights),
        kept_since=kept_since(),
        **span,
    )


def _percent(share: Share) -> str:
    if not share.n:
        return "–"
    return f"{100 * share.value:.1f} % ({100 * share.low:.1f} to {100 * share.high:.1f})"
