"""The results of an experiment as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Aggregate,
    BigIntegerField,
    Count,
    F,
    Max,
    Min,
    Q,
    QuerySet,
    Sum,
)  # fmt: skip

from catalog.shares import Share
from recommendations.experiments.exposures import kept_since
from recommendations.experiments.running import Experiment, experiments
from recommendations.experiments.statistics import (
    ArmResult,
    Done,
    Sums,
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
    """Sum up one experiment, the control first. 2 queries, whose answers are one row each."""
    mine = Exposure.objects.filter(experiment=experiment.name).order_by()
    by_arm, moved = sums_by_arm(mine, [*experiment.weights])
    arms = [arm_result(name, sums) for name, sums in by_arm.items()]
    span = mine.aggregate(since=Min("first_shown_at"), until=Max("first_shown_at"))
    return Results(
        experiment,
        arms,
        moved=moved,
        is_uneven=is_uneven(arms, experiment.weights),
        kept_since=kept_since(),
        **span,
    )


def sums_by_arm(shown: QuerySet[Exposure], arms: Sequence[str]) -> tuple[dict[str, Sums], int]:
    """Return the sums of each arm, and how many people saw several: summed up by the database.

    By person first, as people are what is counted.
    """
    by_person = shown.values("viewer_id").annotate(
        first=Min("arm"),
        last=Max("arm"),
        shown=Count("pk"),
        **{outcome: Count(f"{outcome}_at") for outcome in OUTCOMES},
    )
    sums: dict[str, Aggregate] = {"moved": Count("viewer_id", filter=~Q(first=F("last")))}
    for n, arm in enumerate(arms):
        mine = Q(first=arm, last=arm)
        sums[f"people_{n}"] = Count("viewer_id", filter=mine)
        sums[f"shown_{n}"] = _sum(F("shown"), mine)
        sums[f"squared_{n}"] = _sum(F("shown") * F("shown"), mine)
        for outcome in OUTCOMES:
            done = F(outcome)
            sums[f"{outcome}_people_{n}"] = Count(
                "viewer_id", filter=mine & Q(**{f"{outcome}__gt": 0})
            )
            sums[f"{outcome}_titles_{n}"] = _sum(done, mine)
            sums[f"{outcome}_squared_{n}"] = _sum(done * done, mine)
            sums[f"{outcome}_crossed_{n}"] = _sum(done * F("shown"), mine)
    row = by_person.aggregate(**sums)
    return {arm: _sums_of(row, n) for n, arm in enumerate(arms)}, row["moved"]


def _sum(what: Any, mine: Q) -> Sum:
    return Sum(what, filter=mine, default=0, output_field=BigIntegerField())


def _sums_of(row: Mapping[str, int], n: int) -> Sums:
    parts = ("people", "titles", "squared", "crossed")
    done = {
        outcome: Done(*(int(row[f"{outcome}_{part}_{n}"]) for part in parts))
        for outcome in OUTCOMES
    }
    return Sums(row[f"people_{n}"], int(row[f"shown_{n}"]), int(row[f"squared_{n}"]), done)


def _percent(share: Share) -> str:
    if not share.n:
        return "–"
    return f"{100 * share.value:.1f} % ({100 * share.low:.1f} to {100 * share.high:.1f})"
