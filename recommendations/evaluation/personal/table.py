"""The figures as tables of texts, and what they come to in a sentence. [pure]"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from recommendations.evaluation.personal.judging import TOP
from recommendations.evaluation.personal.own import HYBRID
from recommendations.evaluation.personal.splits import TEMPORAL
from recommendations.evaluation.table import UNKNOWN, Table

Row = Mapping[str, Any]

#: Heading -> figure and its form.
FIGURES = {
    f"nDCG@{TOP}": (f"ndcg_{TOP}", ".4f"),
    "from": (f"ndcg_{TOP}_low", ".4f"),
    "to": (f"ndcg_{TOP}_high", ".4f"),
    f"recall@{TOP}": (f"recall_{TOP}", ".3f"),
    "MRR": ("mrr", ".3f"),
    "disliked": (f"disliked_{TOP}", ".3f"),
    f"coverage@{TOP}": (f"coverage_{TOP}", ".3f"),
    "novelty": ("novelty_bits", ".2f"),
    "diversity": (f"diversity_{TOP}", ".3f"),
    "× baseline": ("over_baseline", ".2f"),
    "× best peer": ("over_rival", ".2f"),
    "at least": ("over_rival_low", ".2f"),
}
ERRORS = {
    "RMSE": ("rmse", ".4f"),
    "from": ("rmse_low", ".4f"),
    "to": ("rmse_high", ".4f"),
    "MAE": ("mae", ".4f"),
}


def tables(results: Mapping[str, Any]) -> dict[str, Table]:
    """Return by heading a table for each source and split, best first."""
    found = {}
    for heading, rows in groups(results["rows"]).items():
        best_first = sorted(rows, key=lambda row: -row[f"ndcg_{TOP}"])
        found[heading] = Table(["recommender", *FIGURES], _cells(best_first, FIGURES))
    for heading, rows in groups(results["ratings"]).items():
        best_first = sorted(rows, key=lambda row: row["rmse"])
        heading = f"Predicted ratings, {heading}"
        found[heading] = Table(["predictor", *ERRORS], _cells(best_first, ERRORS))
    return found


def groups(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return rows by source and split, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(f"{row['source']}, {row['split']}", []).append(row)
    return found


def name_of(row: Row) -> str:
    """Return how a row is called: peers say that they are."""
    name: str = row.get("recommender") or row["predictor"]
    return f"peer: {name}" if row["is_peer"] else name


def basis(results: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the figures rest on, sentence by sentence."""
    for source in results["sources"]:
        yield (
            f"{source['source']}: {source['ratings']:,} ratings of {source['titles']:,} titles "
            f"({source['known_titles']:,} in the catalogue) by {source['people']:,} people."
        )
        if (difference := source.get("parts_difference")) is not None:
            yield f"Scores differ from the sums of their shown parts by at most {difference:.1e}."
    for heading, rows in groups(results["rows"]).items():
        first = rows[0]
        against = first["rival"] or "nobody"
        yield f"{heading}: {first['people']:,} people are judged; the best peer is {against}."
    for missing in results["not_run"]:
        reason = missing["reason"].rstrip(".")
        yield f"Not run on {missing['source']}: {missing['recommender']}: {reason}."


def verdict(results: Mapping[str, Any]) -> str:
    """Return in one line how the hybrid compares with the best peer of each source."""
    own = [row for row in results.get("rows", []) if row["recommender"] == HYBRID]
    chosen = [row for row in own if row["split"] == TEMPORAL] or own[:1]
    if not chosen:
        best = min(results.get("ratings", []), key=lambda row: row["rmse"], default=None)
        return f"{name_of(best)}: RMSE {best['rmse']:.4f}." if best else "Nothing was evaluated."
    parts = []
    for row in chosen:
        text = f"{row['source']} nDCG@{TOP} {row[f'ndcg_{TOP}']:.4f}"
        if row["over_rival"] is not None:
            text += f", {row['over_rival']:.2f} × {row['rival']}"
        parts.append(text)
    return f"{HYBRID}: {'; '.join(parts)}."


def _cells(rows: Sequence[Row], figures: Mapping[str, tuple[str, str]]) -> list[list[str]]:
    return [
        [name_of(row), *(_number(row.get(key), form) for key, form in figures.values())]
        for row in rows
    ]


def _number(value: float | None, form: str) -> str:
    return UNKNOWN if value is None else format(value, form)
