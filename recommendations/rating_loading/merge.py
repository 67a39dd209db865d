"""Ratings of one file into the table: the newest of each person and title, against the stored."""

from collections.abc import Callable

import polars as pl
from django.db import connection

from catalog.bulk import filling, read_frame, update_frame
from catalog.loading.report import MAX_EXAMPLES
from recommendations.models import Rating
from recommendations.rating_loading.report import OLDER, RATED_TWICE, RatingReport
from recommendations.rating_loading.spill import Spill, Stretch

PAIR = ("viewer_id", "title_id")
#: Ratings in memory at a time.
STRETCH_ROWS = 250_000
#: Ratings in one COPY, as text.
INSERTED_ROWS = 100_000
STORED = {
    "id": pl.Int64, "viewer_id": pl.UInt32, "title_id": pl.UInt32, "stored_value": pl.UInt8,
    "stored_at": pl.Int64,
}  # fmt: skip


def merge_ratings(
    spill: Spill, last_stored: int, report: RatingReport, on_rows: Callable[[int], None]
) -> None:
    """Write the ratings that are new or newer; count what became of each.

    Viewers up to ``last_stored`` may have ratings already. ``on_rows`` is told how many are done.
    """
    done = 0
    with filling(Rating) as insert:
        for stretch in spill.stretches(STRETCH_ROWS):
            done += stretch.frame.height
            ratings = newest(stretch.frame, report)
            if stretch.first <= last_stored:
                ratings = _new_ones(ratings, stretch, report)
            for part in ratings.iter_slices(INSERTED_ROWS):
                insert(_as_stored(part))
            report.created += ratings.height
            on_rows(done)


def newest(frame: pl.DataFrame, report: RatingReport) -> pl.DataFrame:
    """Return the newest rating of each person and title, in the order of these.

    Of equally old ones the last in the file counts.
    """
    ordered = frame.sort(*PAIR, "rated_at", "line")
    follows = pl.all_horizontal(pl.col(name) == pl.col(name).shift(-1) for name in PAIR)
    is_beaten = ordered.select(follows.fill_null(False)).to_series()
    if not is_beaten.any():
        return ordered
    kept = ordered.filter(~is_beaten)
    beaten = ordered.filter(is_beaten).sort("line")
    winners = beaten.head(MAX_EXAMPLES).join(kept, on=PAIR, maintain_order="left", suffix="_kept")
    texts = [f"line {line} is kept" for line in winners["line_kept"]]
    report.skip_many(beaten["line"], RATED_TWICE, texts)
    return kept


def _new_ones(ratings: pl.DataFrame, stretch: Stretch, report: RatingReport) -> pl.DataFrame:
    """Change the stored ratings that differ and are not newer; return those that are not stored."""
    both = ratings.join(stored_ratings(stretch.first, stretch.last), on=PAIR, how="inner")
    is_older = pl.col("rated_at") < pl.col("stored_at")
    differs = (pl.col("value") != pl.col("stored_value")) | (
        pl.col("rated_at") != pl.col("stored_at")
    )
    older = both.filter(is_older & (pl.col("value") != pl.col("stored_value"))).sort("line")
    if older.height:
        examples = older.head(MAX_EXAMPLES)
        texts = [f"{value} stays" for value in examples["stored_value"]]
        report.note_all(older["line"], OLDER, texts)
    changed = both.filter(differs & ~is_older)
    update_frame(Rating, changed.select("id", "value", _time_of("rated_at")))
    report.changed += changed.height
    report.unchanged += both.height - changed.height
    return ratings.join(both, on=PAIR, how="anti", maintain_order="left")


def stored_ratings(first: int, last: int) -> pl.DataFrame:
    """Return the ratings by viewers from ``first`` to ``last``; ``stored_at`` in seconds, or 0."""
    seconds = (
        "CAST(FLOOR(EXTRACT(EPOCH FROM rated_at)) AS BIGINT)"
        if connection.vendor == "postgresql"
        else "CAST(STRFTIME('%%s', rated_at) AS INTEGER)"
    )
    return read_frame(
        f"SELECT id, viewer_id, title_id, value, COALESCE({seconds}, 0)"  # noqa: S608
        " FROM recommendations_rating WHERE viewer_id BETWEEN %s AND %s",
        STORED,
        [first, last],
    )


def _as_stored(ratings: pl.DataFrame) -> pl.DataFrame:
    return ratings.select("viewer_id", "value", "title_id", _time_of("rated_at"))


def _time_of(seconds: str) -> pl.Expr:
    time = pl.from_epoch(pl.col(seconds).cast(pl.Int64), "s").dt.replace_time_zone("UTC")
    return pl.when(pl.col(seconds) > 0).then(time).alias(seconds)
