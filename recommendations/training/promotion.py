"""Whether a model may come into use: what speaks against it, a sentence for each reason. [pure]"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

#: With fewer people asked about, chance decides.
FEWEST_PEOPLE = 20
#: The share of the error of the model in use that another one may have more.
AS_GOOD = 0.98
#: The share of what the model in use gains over popularity, and over biases, that one must reach.
#: Their ratings may differ, and by them who is asked: a tenth may be chance.
AS_GOOD_ELSEWHERE, AS_EXACT_ELSEWHERE = 0.9, 0.95
#: Whoever learns from so small a share of the ratings has lost some.
SHARE_OF_RATINGS = 0.5

Facts = Mapping[str, Any]


def reasons_against(
    measured: Facts, n_ratings: int, current: Facts | None, same_split: Facts | None = None
) -> list[str]:
    """Return why a model should not replace the one in use; nothing if it may.

    ``measured`` are ``Measured.facts()`` of the new one; ``current`` is what was stored of the one
    in use (``metrics``, ``ratings``), None if there is none. ``same_split`` are the facts that its
    parameters reach on the very same ratings, if they are others, with ``at_best`` as in
    ``Measured``: what may be chance counts for the new model.
    """
    if measured["people"] < FEWEST_PEOPLE:
        few = measured["people"]
        return [f"It could be measured with {few} people only; {FEWEST_PEOPLE} are needed."]
    reasons = list(_below_baselines(measured))
    if same_split is not None:
        reasons += _below_same_split(measured, same_split)
    if current is not None:
        reasons += _below_current(measured, n_ratings, current)
    return reasons


def _below_baselines(measured: Facts) -> Iterator[str]:
    ndcg, rmse = measured["ndcg_10"], measured["rmse"]
    # What is personal must be worth it: here even chance must not be against it.
    if ndcg["model"] <= ndcg["popularity"]:
        yield _told(ndcg["model"], "popularity alone", ndcg["popularity"])
    if measured["above_item_knn_at_best"] < 0:
        yield _told(ndcg["model"], "item-kNN", ndcg["item_knn"])
    if rmse and rmse["model"] > rmse["biases"]:
        yield (
            f"Its predicted ratings are off by {rmse['model'] / 2:.3f} stars (RMSE), "
            f"those of means alone by {rmse['biases'] / 2:.3f}."
        )


def _told(mine: float, whose: str, theirs: float) -> str:
    return f"Its nDCG@10 is {mine:.4f}, that of {whose} {theirs:.4f}."


def _below_same_split(measured: Facts, other: Facts) -> Iterator[str]:
    told = "the parameters in use, on the same data"
    if other["at_best"] < 0:
        yield _told(measured["ndcg_10"]["model"], told, other["ndcg_10"]["model"])
    if measured["rmse"] and other["rmse"]:
        off, others = measured["rmse"]["model"], other["rmse"]["model"]
        if off * AS_GOOD > others:
            yield f"Its RMSE is {off / 2:.3f} stars, that of {told} {others / 2:.3f}."


def _below_current(measured: Facts, n_ratings: int, current: Facts) -> Iterator[str]:
    """Compare what both gain over popularity and over biases: data differ, so figures do."""
    metrics = current["metrics"]
    if n_ratings < SHARE_OF_RATINGS * current["ratings"]:
        yield (
            f"It has learned from {n_ratings:,} ratings, "
            f"the one in use from {current['ratings']:,}."
        )
    if metrics.get("protocol") != measured.get("protocol"):
        return
    mine, theirs = _lift(measured), _lift(metrics)
    if mine < AS_GOOD_ELSEWHERE * theirs:
        yield f"It is {mine:.2f} times as good as popularity, the one in use was {theirs:.2f}."
    off, others = _share_off(measured), _share_off(metrics)
    if off * AS_EXACT_ELSEWHERE > others:
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
