"""Whether a model may come into use: what speaks against it, a sentence for each reason. [pure]"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: With fewer people asked about, chance decides.
FEWEST_PEOPLE = 20
#: The share of what the model in use reaches that another one must reach.
AS_GOOD = 0.98
#: The same between models of different ratings, whose figures vary with these.
AS_GOOD_ELSEWHERE = 0.95
#: Whoever learns from so small a share of the ratings has lost some.
SHARE_OF_RATINGS = 0.5
#: What people are called in sentences.
BASELINES = {"popularity": "popularity alone", "item_knn": "item-kNN"}

Facts = Mapping[str, Any]


def reasons_against(
    measured: Facts, n_ratings: int, current: Facts | None, same_split: Facts | None = None
) -> list[str]:
    """Return why a model should not replace the one in use; nothing if it may.

    ``measured`` are ``Measured.facts()`` of the new one; ``current`` is what was stored of the one
    in use (``metrics``, ``ratings``), None if there is none. ``same_split`` are the facts that its
    parameters reach on the very same ratings, if they are others.
    """
    if measured["people"] < FEWEST_PEOPLE:
        few = measured["people"]
        return [f"It could be measured with {few} people only; {FEWEST_PEOPLE} are needed."]
    reasons = list(_below_baselines(measured))
    if same_split is not None:
        reasons += _below(measured, same_split, AS_GOOD, "the parameters in use, on the same data")
    if current is not None:
        reasons += _below_current(measured, n_ratings, current)
    return reasons


def _below_baselines(measured: Facts) -> Iterator[str]:
    ndcg, rmse = measured["ndcg_10"], measured["rmse"]
    for name, told in BASELINES.items():
        if ndcg["model"] < ndcg[name]:
            yield f"Its nDCG@10 is {ndcg['model']:.4f}, that of {told} {ndcg[name]:.4f}."
    if rmse and rmse["model"] > rmse["biases"]:
        yield (
            f"Its predicted ratings are off by {rmse['model'] / 2:.3f} stars (RMSE), "
            f"those of means alone by {rmse['biases'] / 2:.3f}."
        )


def _below(measured: Facts, other: Facts, share: float, told: str) -> Iterator[str]:
    mine, theirs = measured["ndcg_10"]["model"], other["ndcg_10"]["model"]
    if mine < share * theirs:
        yield f"Its nDCG@10 is {mine:.4f}, that of {told} {theirs:.4f}."
    if measured["rmse"] and other["rmse"]:
        off, others = measured["rmse"]["model"], other["rmse"]["model"]
        if off * share > others:
            yield f"Its RMSE is {off / 2:.3f} stars, that of {told} {others / 2:.3f}."


def _below_current(measured: Facts, n_ratings: int, current: Facts) -> Iterator[str]:
    """Compare what both gain over popularity and over biases: data differ, so figures do."""
    metrics = current["metrics"]
    if n_ratings < SHARE_OF_RATINGS * current["ratings"]:
        yield (
            f"It has learned from {n_ratings:,} ratings, "
            f"the one in use from {current['ratings']:,}."
        )
    mine, theirs = _lift(measured), _lift(metrics)
    if mine < AS_GOOD_ELSEWHERE * theirs:
        yield f"It is {mine:.2f} times as good as popularity, the one in use was {theirs:.2f}."
    off, others = _share_off(measured), _share_off(metrics)
    if off * AS_GOOD_ELSEWHERE > others:
        yield (
            f"Its RMSE is {off:.1%} of that of means alone, "
            f"that of the one in use was {others:.1%}."
        )


def _lift(measured: Facts) -> float:
    ndcg = measured["ndcg_10"]
    return float(ndcg["model"] / ndcg["popularity"]) if ndcg["popularity"] else 1.0


def _share_off(measured: Facts) -> float:
    rmse = measured["rmse"]
    return float(rmse["model"] / rmse["biases"]) if rmse else 1.0
