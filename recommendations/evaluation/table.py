"""The figures of an evaluation as tables of texts, for the terminal and the admin. [pure]"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from recommendations.evaluation.measuring import LONG, SHORT

#: Heading -> figure and its form.
FIGURES = {
    f"nDCG@{SHORT}": (f"ndcg_{SHORT}", ".4f"),
    "from": (f"ndcg_{SHORT}_low", ".4f"),
    "to": (f"ndcg_{SHORT}_high", ".4f"),
    f"recall@{LONG}": (f"recall_{LONG}", ".3f"),
    f"coverage@{SHORT}": (f"coverage_{SHORT}", ".3f"),
    "diversity": (f"diversity_{SHORT}", ".3f"),
    "bias": ("popularity_bias", "+.3f"),
    "novelty": ("novelty_bits", ".2f"),
    "× best peer": ("ratio", ".2f"),
    "at least": ("ratio_low", ".2f"),
}
UNKNOWN = "–"


class Table(NamedTuple):
    """Headings, the first of which is of names, and rows as long."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def tables(results: Mapping[str, Any]) -> dict[str, Table]:
    """Return by heading the tables of a page."""
    return {"Figures": figures(results), "By truth": by_truth(results)}


def figures(results: Mapping[str, Any]) -> Table:
    """Return all figures, a row for each recommender and peer."""
    rows = [
        [name_of(row), *(_number(row.get(figure), form) for figure, form in FIGURES.values())]
        for row in results["recommenders"]
    ]
    return Table(["recommender", *FIGURES], rows)


def by_truth(results: Mapping[str, Any]) -> Table:
    """Return nDCG by truth, and of this project's recommenders the ratio to its best peer."""
    truths = list(results["recommenders"][0][f"ndcg_{SHORT}_by_truth"])
    rows = []
    for row in results["recommenders"]:
        gains = row[f"ndcg_{SHORT}_by_truth"]
        ratios = {} if row["is_peer"] else row["ratio_by_truth"]
        cells = [_number(gains[truth], ".4f") for truth in truths]
        for place, truth in enumerate(truths):
            if ratios.get(truth):
                cells[place] += f" ({ratios[truth]:.2f} ×)"
        rows.append([name_of(row), *cells])
    return Table(["recommender", *truths], rows)


def name_of(row: Mapping[str, Any]) -> str:
    """Return how a row is called: peers say that they are."""
    name: str = row["recommender"]
    return f"peer: {name}" if row["is_peer"] else name


def basis(results: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the figures rest on, a sentence for each source."""
    for source in results["sources"]:
        left_out = f", {source['left_out']:,} more left out" if source["left_out"] else ""
        yield (
            f"{source['source']}: {source['ratings']:,} ratings by {source['people']:,} people; "
            f"{source['candidates']:,} candidates{left_out}; {source['queries']:,} queries "
            f"({results['half']}). What the same people like has a diversity of "
            f"{source['liked_diversity']:.3f} and a bias of {source['liked_popularity_bias']:+.3f}."
        )
    for name, reason in results.get("not_run", {}).items():
        yield f"Not run: {name}: {reason.rstrip('.')}."


def verdict(results: Mapping[str, Any]) -> str:
    """Return in one line how the best recommender compares with the peers."""
    own = [row for row in results.get("recommenders", []) if not row["is_peer"]]
    if not own:
        return "Nothing was evaluated."
    best = own[0]
    if best["ratio"] is None:
        return f"{best['recommender']}: nDCG@{SHORT} {best[f'ndcg_{SHORT}']:.4f}."
    return (
        f"{best['recommender']}: nDCG@{SHORT} {best[f'ndcg_{SHORT}']:.4f}, "
        f"{best['ratio']:.2f} × the best peer (95 %: at least {best['ratio_low']:.2f} ×)."
    )


def lines(table: Table) -> Iterator[str]:
    """Yield a table for the terminal, names to the left and numbers to the right."""
    widths = [max(map(len, column)) for column in zip(table.headings, *table.rows, strict=True)]
    for cells in (table.headings, *table.rows):
        first, *others = [
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        yield "  ".join([first, *others]).rstrip()


def _number(value: float | None, form: str) -> str:
    return UNKNOWN if value is None else format(value, form)
