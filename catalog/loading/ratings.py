"""How sources rate titles: one row per title and source, by precedence; then the summary."""

from dataclasses import dataclass

import polars as pl

from catalog.bulk import insert_frame, select_rows, update_frame
from catalog.canonical import Chunk
from catalog.loading.drafts import SUMMARY, Drafts
from catalog.loading.run import FileRun
from catalog.models import AggregateRating
from catalog.ratings import UNKNOWN_VOTES, bayesian_average

MAX_VOTES = 2**31 - 1
HELD = {
    "id": pl.Int64, "title_id": pl.Int64, "source": pl.String, "average": pl.Float64,
    "votes": pl.Int64, "file_id": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True)
class RatingChange:
    """New ratings, and old ones (with their ``id``) that change."""

    new: pl.DataFrame
    old: pl.DataFrame

    def write(self) -> None:
        """Write them; their titles must have been written before."""
        insert_frame(AggregateRating, self.new)
        update_frame(AggregateRating, self.old)


def merge_ratings(chunk: Chunk, drafts: Drafts, run: FileRun) -> tuple[RatingChange, pl.Series]:
    """Return the ratings that change, and the rows that changed any; put sums into drafts."""
    said = (
        chunk.many["ratings"]
        .join(drafts.frame.select("row", "is_new", title_id="id"), on="row", maintain_order="left")
        .unique(["title_id", "source"], keep="first", maintain_order=True)
        .with_columns(pl.col("votes").clip(upper_bound=MAX_VOTES))
    )
    known = said.filter(~pl.col("is_new"))["title_id"]
    held = select_rows(AggregateRating, HELD, "title_id", known)
    both = said.join(
        held, on=["title_id", "source"], how="left", suffix="_held", maintain_order="left"
    )
    changed = both.filter(_is_news(held, run))
    columns = {"title_id", "source", "average", "votes"}
    renewed = changed.select("id", *columns, "row", file_id=pl.lit(run.file_id, pl.Int64))
    drafts.set_summary(_summaries(held, renewed))
    new = renewed.filter(pl.col("id").is_null()).drop("id", "row")
    old = renewed.filter(pl.col("id").is_not_null()).drop("title_id", "source", "row")
    return RatingChange(new, old), changed["row"]


def _is_news(held: pl.DataFrame, run: FileRun) -> pl.Expr:
    """Tell whether the file may say what it says of a rating, and has not said so before."""
    holders = held["file_id"].unique().to_list()
    allowing = [pk for pk in holders if run.catalogue.precedence.allows(run.file_id, pk)]
    may = pl.col("id").is_null() | pl.col("file_id").is_in(allowing, nulls_equal=True)
    same = (
        (pl.col("average") == pl.col("average_held"))
        & pl.col("votes").eq_missing(pl.col("votes_held"))
        & pl.col("file_id").eq_missing(pl.lit(run.file_id))
    )
    return may & ~same.fill_null(False)


def _summaries(held: pl.DataFrame, renewed: pl.DataFrame) -> pl.DataFrame:
    """Return id and SUMMARY of the titles of which a rating is ``renewed``."""
    columns = ["title_id", "source", "average", "votes"]
    titles = renewed.select("title_id").unique()
    stays = held.join(titles, on="title_id", how="semi").join(
        renewed, on=["title_id", "source"], how="anti"
    )
    first = (
        pl.concat([stays.select(columns), renewed.select(columns)])
        .sort("title_id", -pl.col("votes").fill_null(0), "source")
        .unique("title_id", keep="first", maintain_order=True)
    )
    return first.select("title_id", "average", "votes").join(
        _summary_table(first), on=["average", "votes"], nulls_equal=True, maintain_order="left"
    ).select("title_id", *SUMMARY).rename({"title_id": "id"})  # fmt: skip


def _summary_table(ratings: pl.DataFrame) -> pl.DataFrame:
    """Return what each different pair of average and votes comes to, as ``summary_rating`` does."""
    votes = pl.col("votes").fill_null(0)
    weight = pl.when(votes > 0).then(votes).otherwise(UNKNOWN_VOTES)
    pairs = ratings.select("average", "votes").unique()
    weighted = pairs.select(bayesian_average(pl.col("average"), weight)).to_series()
    # Rounded by Python: polars rounds halves otherwise.
    return pairs.with_columns(
        votes.alias("num_votes"),
        pl.Series("average_rating", [round(x, 2) for x in pairs["average"]], pl.Float64),
        pl.Series("weighted_rating", [round(x, 4) for x in weighted], pl.Float64),
    )
