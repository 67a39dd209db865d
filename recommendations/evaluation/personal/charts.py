"""Where the marks of the charts of an evaluation go; a template draws them. [pure]"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recommendations.evaluation.personal.judging import TOP
from recommendations.evaluation.personal.own import HYBRID
from recommendations.evaluation.personal.splits import COLD, KNOWN
from recommendations.evaluation.personal.table import Row, groups

#: Units of the drawings: a bar's is as long as the longest interval reaches.
BAR_LENGTH = 100
LINE_WIDTH, LINE_HEIGHT, LINE_LEFT, LINE_RIGHT, LINE_BOTTOM = 640, 220, 40, 600, 190


@dataclass(frozen=True, slots=True)
class Bar:
    """One recommender: its bar, the interval on it, and its number."""

    name: str
    is_own: bool
    number: str
    length: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class BarChart:
    """nDCG of everybody in one source and split."""

    heading: str
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Mark:
    """One point of a line."""

    x: float
    y: float
    number: str


@dataclass(frozen=True, slots=True)
class Line:
    """How one recommender does, the more is known of a person."""

    name: str
    is_own: bool
    marks: Sequence[Mark]

    @property
    def points(self) -> str:
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)


@dataclass(frozen=True, slots=True)
class LineChart:
    """nDCG by the ratings that are known of somebody who is new."""

    heading: str
    lines: Sequence[Line]
    ticks: Sequence[tuple[float, str]]


def charts(results: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the template of the charts needs."""
    return {
        "bar_charts": bar_charts(results),
        "line_charts": line_charts(results),
        "chart": {
            "width": LINE_WIDTH,
            "height": LINE_HEIGHT,
            "left": LINE_LEFT,
            "right": LINE_RIGHT,
            "bottom": LINE_BOTTOM,
        },
    }


def bar_charts(results: Mapping[str, Any]) -> list[BarChart]:
    """Return a chart for each source and split, but for newcomers, who have lines."""
    return [
        _bars(heading, rows)
        for heading, rows in groups(results["rows"]).items()
        if not rows[0]["split"].startswith(COLD)
    ]


def line_charts(results: Mapping[str, Any]) -> list[LineChart]:
    """Return for each source the lines of the hybrid, of popularity and of the best peers."""
    cold = [row for row in results["rows"] if row["split"].startswith(COLD)]
    sources = dict.fromkeys(row["source"] for row in cold)
    return [_lines(source, [r for r in cold if r["source"] == source]) for source in sources]


def _bars(heading: str, rows: Sequence[Row]) -> BarChart:
    best_first = sorted(rows, key=lambda row: -row[f"ndcg_{TOP}"])
    most = max(row[f"ndcg_{TOP}_high"] for row in rows) or 1
    unit = BAR_LENGTH / most
    return BarChart(
        heading,
        [
            Bar(
                row["recommender"],
                not row["is_peer"],
                f"{row[f'ndcg_{TOP}']:.4f}",
                round(row[f"ndcg_{TOP}"] * unit, 1),
                round(row[f"ndcg_{TOP}_low"] * unit, 1),
                round(row[f"ndcg_{TOP}_high"] * unit, 1),
            )
            for row in best_first
        ],
    )


def _lines(source: str, rows: Sequence[Row]) -> LineChart:
    """Shown are the hybrid, popularity, and whoever is the best peer at one of the splits."""
    shown = [HYBRID, *dict.fromkeys(n for row in rows for n in (row["baseline"], row["rival"]))]
    most = max(row[f"ndcg_{TOP}"] for row in rows if row["recommender"] in shown) or 1
    step = (LINE_RIGHT - LINE_LEFT) / (len(KNOWN) - 1)
    places = {f"{COLD} {n}": LINE_LEFT + place * step for place, n in enumerate(KNOWN)}
    lines = []
    for name in shown:
        mine = [row for row in rows if row["recommender"] == name]
        marks = [
            Mark(
                round(places[row["split"]], 1),
                round(LINE_BOTTOM - row[f"ndcg_{TOP}"] / most * (LINE_BOTTOM - 20), 1),
                f"{row[f'ndcg_{TOP}']:.4f}",
            )
            for row in mine
        ]
        if marks:
            lines.append(Line(name, not mine[0]["is_peer"], marks))
    ticks = [(round(x, 1), split.removeprefix(f"{COLD} ")) for split, x in places.items()]
    return LineChart(f"{source}: newcomers", lines, ticks)
