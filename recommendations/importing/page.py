"""What the page of one import shows: how far it is, what it changes, its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count

from catalog import jobs
from catalog.models import Job, Title
from recommendations.importing.formats.entries import RATING, SCALES, stars
from recommendations.importing.forms import CHOICES_SHOWN
from recommendations.importing.reading import can_choose_scale, label_of
from recommendations.importing.runs import BUSY, KIND
from recommendations.models import ImportRow, RatingImport

Match, State = ImportRow.Match, RatingImport.State
ROWS_SHOWN = 50
#: The tabs: their names in the address, what they are called, whose rows they show.
TABS = {
    "choose": ("Which one is it?", (Match.CHOOSE, Match.CHOSEN)),
    "found": ("Found", (Match.FOUND,)),
    "missing": ("Not found", (Match.NOT_FOUND,)),
    "unreadable": ("Not readable", (Match.UNREADABLE,)),
}
#: What is said of one row and of several, by what they say and what becomes of them; the rest goes
#: without saying.
CHANGES = {
    "rating:added": ("new rating", "new ratings"),
    "rating:changed": (
        "rating that replaces an older one of yours",
        "ratings that replace older ones of yours",
    ),
    "rating:kept": (
        "rating left alone: yours is newer, or this has no date",
        "ratings left alone: yours are newer, or these have no date",
    ),
    "rating:same": ("rating that is here already", "ratings that are here already"),
    "rating:older": (
        "rating left out: the file has a newer one of the same title",
        "ratings left out: the file has newer ones of the same titles",
    ),
    "watchlist:added": ("title for your watchlist", "titles for your watchlist"),
    "watchlist:same": (
        "title that is on your watchlist already",
        "titles that are on your watchlist already",
    ),
    "watchlist:kept": (
        "title kept off your watchlist: you said something else later",
        "titles kept off your watchlist: you said something else later",
    ),
    "seen:added": ("title marked as seen", "titles marked as seen"),
    "seen:same": (
        "title that is marked as seen already",
        "titles that are marked as seen already",
    ),
}
#: Ratings by which a scale is shown.
EXAMPLES = {"5": ("5", "3.5"), "10": ("8", "7"), "100": ("85", "60")}


@dataclass(frozen=True)
class ShownRow:
    """One row: what the file says, and the titles that it means or may mean."""

    row: ImportRow
    given: str
    stars: str
    candidates: Sequence[Title] = ()


@dataclass(frozen=True)
class Tab:
    """A way to look at some of the rows, and how many they are."""

    name: str
    label: str
    n: int
    is_current: bool


@dataclass(frozen=True)
class ImportPage:
    """One import as it is shown; ``asked_tab`` and ``asked_page`` are what the address asks for."""

    run: RatingImport
    asked_tab: str = ""
    asked_page: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, run: RatingImport, tab: str, page: str) -> ImportPage:
        """Count the rows by whether their titles are known. 1 query."""
        rows = run.rows.order_by().values_list("match").annotate(n=Count("pk"))
        return cls(run, tab, page, dict(rows))

    @property
    def label(self) -> str:
        return label_of(self.run.format)

    @property
    def is_busy(self) -> bool:
        return self.run.state in BUSY

    @cached_property
    def job(self) -> Job | None:
        return jobs.state_of(KIND, self.run.pk) if self.is_busy else None

    @property
    def has_given_up(self) -> bool:
        return self.job is None or self.job.state == Job.State.DEAD

    @property
    def has_no_worker(self) -> bool:
        """Tell whether the job waits, and nobody is there to do it."""
        if self.job is None or self.job.state != Job.State.WAITING:
            return False
        beat = jobs.seconds_since_beat()
        return beat is None or beat > jobs.ALIVE_SECONDS

    @cached_property
    def tabs(self) -> list[Tab]:
        counts = {
            name: sum(self.counts.get(match, 0) for match in matches)
            for name, (_, matches) in TABS.items()
        }
        there = [name for name in TABS if counts[name]]
        current = self.asked_tab if self.asked_tab in there else next(iter(there), "")
        labels = {name: label for name, (label, _) in TABS.items()}
        if self.run.state == State.DONE:
            labels["choose"] = "Unclear"  # nobody is asked any more
        return [Tab(name, labels[name], counts[name], name == current) for name in there]

    @property
    def current(self) -> str:
        return next((tab.name for tab in self.tabs if tab.is_current), "")

    @property
    def still_to_choose(self) -> int:
        return self.counts.get(Match.CHOOSE, 0)

    @property
    def left_out(self) -> int:
        """Return how many rows have no title, and so change nothing."""
        matches = (Match.CHOOSE, Match.NOT_FOUND, Match.UNREADABLE)
        return sum(self.counts.get(match, 0) for match in matches)

    @cached_property
    def changes(self) -> list[tuple[int, str]]:
        """Return how many rows change what, or did."""
        plan = self._done() if self.run.state == State.DONE else self.run.plan
        counted = [(plan.get(key, 0), words) for key, words in CHANGES.items()]
        return [(n, one if n == 1 else several) for n, (one, several) in counted if n]

    @property
    def changes_anything(self) -> bool:
        plan = self.run.plan
        return any(n and key.endswith((":added", ":changed")) for key, n in plan.items())

    @property
    def has_ratings(self) -> bool:
        return any(key.startswith("rating:") for key in self.run.plan)

    @property
    def scale_examples(self) -> list[tuple[str, str]]:
        """Return ratings as the file has them, and as they become."""
        scale = SCALES[self.run.scale]
        examples = EXAMPLES[scale.name]
        return [(f"{each}/{scale.name}", stars(scale.half_stars(each) or 1)) for each in examples]

    @property
    def other_scales(self) -> list[str]:
        if not can_choose_scale(self.run.format) or self.run.state != State.PREVIEW:
            return []
        return [name for name in SCALES if name != self.run.scale]

    @cached_property
    def page(self) -> Page[ImportRow]:
        matches = TABS[self.current][1] if self.current else ()
        rows = self.run.rows.filter(match__in=matches).select_related("title")
        rows = rows.defer("title__overview", "title__provenance").order_by("pk")
        shown = CHOICES_SHOWN if self.current == "choose" else ROWS_SHOWN
        return Paginator(rows, shown).get_page(self.asked_page)

    @property
    def page_numbers(self) -> list[Any]:
        return list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1))

    @cached_property
    def rows(self) -> list[ShownRow]:
        wanted = {pk for row in self.page for pk in row.candidates}
        titles = Title.objects.visible().for_cards().in_bulk(wanted) if wanted else {}
        return [
            ShownRow(
                row,
                given=f"{row.given}/{self.run.scale}" if row.given else "",
                stars=stars(row.value) if row.value else "",
                candidates=[titles[pk] for pk in row.candidates if pk in titles],
            )
            for row in self.page
        ]

    def _done(self) -> dict[str, int]:
        rows = self.run.rows.order_by().values_list("what", "outcome").annotate(n=Count("pk"))
        return {f"{what or RATING}:{outcome}": n for what, outcome, n in rows}
