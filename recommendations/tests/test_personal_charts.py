"""Tables and charts of an evaluation, from made-up figures."""

import pytest

from recommendations.evaluation.personal import charts, table

pytestmark = pytest.mark.any_database


def row(name, split, gain, is_peer=True, **more):
    figures = {"ndcg_10": gain, "ndcg_10_low": gain - 0.05, "ndcg_10_high": gain + 0.05}
    about = {"recommender": name, "split": split, "is_peer": is_peer, "source": "ml-x"}
    against = {"people": 9, "rival": "kNN", "baseline": "popularity", "over_rival": gain / 0.2}
    return about | figures | against | more


ROWS = [
    row("popularity", "temporal", 0.1),
    row("hybrid", "temporal", 0.3, is_peer=False),
    row("kNN", "temporal", 0.2),
    *(row("hybrid", f"cold {n}", 0.1 + n / 100, is_peer=False) for n in (1, 3, 5, 10)),
    *(row("popularity", f"cold {n}", 0.1) for n in (1, 3, 5, 10)),
]
RATINGS = [{"predictor": "biases", "is_peer": True, "source": "ml-x", "split": "random",
            "rmse": 0.9, "rmse_low": 0.8, "rmse_high": 1.0, "mae": 0.7}]  # fmt: skip
RESULTS = {"rows": ROWS, "ratings": RATINGS, "sources": [], "not_run": [
    {"source": "ml-x", "recommender": "implicit ALS", "reason": "implicit is not installed."}
]}  # fmt: skip


def test_bars_are_to_scale_and_the_best_comes_first():
    (drawn,) = charts.bar_charts(RESULTS)
    assert [bar.name for bar in drawn.bars] == ["hybrid", "kNN", "popularity"]
    widths = [bar.length for bar in drawn.bars]
    assert [w / widths[0] for w in widths] == pytest.approx([1, 2 / 3, 1 / 3], abs=0.01)
    assert drawn.bars[0].high == charts.BAR_LENGTH
    assert all(bar.low < bar.length < bar.high for bar in drawn.bars)
    assert [bar.is_own for bar in drawn.bars] == [True, False, False]


def test_lines_rise_with_what_is_known_and_only_who_matters_is_drawn():
    (drawn,) = charts.line_charts(RESULTS)
    assert [tick for _, tick in drawn.ticks] == ["1", "3", "5", "10"]
    assert [line.name for line in drawn.lines] == ["hybrid", "popularity"]
    heights = [mark.y for mark in drawn.lines[0].marks]
    assert heights == sorted(heights, reverse=True) and heights[-1] == 20


def test_tables_have_a_row_for_everybody_and_a_dash_for_what_is_unknown():
    shown = table.tables(RESULTS)
    first = shown["ml-x, temporal"]
    assert first.rows[0][:2] == ["hybrid", "0.3000"]
    assert all(len(cells) == len(first.headings) for cells in first.rows)
    assert table.UNKNOWN in first.rows[0]
    assert shown["Predicted ratings, ml-x, random"].rows == [
        ["peer: biases", "0.9000", "0.8000", "1.0000", "0.7000"]
    ]


def test_it_says_what_was_not_run_and_how_it_came_out():
    assert "Not run on ml-x: implicit ALS: implicit is not installed." in [*table.basis(RESULTS)]
    assert table.verdict(RESULTS) == "hybrid: ml-x nDCG@10 0.3000, 1.50 × kNN."
    assert table.verdict({"rows": [], "ratings": RATINGS}) == "peer: biases: RMSE 0.9000."
    assert table.verdict({}) == "Nothing was evaluated."
