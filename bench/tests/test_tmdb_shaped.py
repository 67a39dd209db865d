import polars as pl
import pytest

from bench.tmdb_shaped import make_tmdb_shaped
from bench.words import Words, read_words
from catalog.datasets import tmdb_v11

N = 60_000  # more than one chunk


@pytest.fixture(scope="module")
def words() -> Words:
    return read_words()


@pytest.fixture(scope="module")
def titles(words, tmp_path_factory) -> pl.DataFrame:
    path = make_tmdb_shaped(tmp_path_factory.mktemp("made") / "titles.csv", N, words)
    return pl.read_csv(path, infer_schema=False)


def test_same_seed_makes_the_same_bytes(words, tmp_path):
    first, again, other = (
        make_tmdb_shaped(tmp_path / f"{number}.csv", 500, words, seed).read_bytes()
        for number, seed in enumerate((7, 7, 8))
    )
    assert first == again != other


def test_columns_are_those_of_the_published_file(titles):
    assert titles.columns == [*tmdb_v11.DATASET.header, *tmdb_v11.DATASET.optional]
    assert len(titles) == N


def test_ids_are_distinct_but_for_some_repeated_rows(titles):
    repeated = titles.filter(pl.col("id").is_duplicated())
    assert 0 < len(repeated) < N / 100
    assert repeated.drop("popularity").unique().height == repeated["id"].n_unique()
    once = titles.unique("id")["imdb_id"].drop_nulls()
    assert once.n_unique() == len(once)
    assert 0.55 < len(once) / N < 0.65


@pytest.mark.parametrize(
    ("condition", "least", "most"),
    [
        (pl.col("title").is_null(), 0, 0.001),
        (pl.col("adult") == "True", 0, 0.002),
        (pl.col("status") != "Released", 0, 0.002),
        (pl.col("runtime") == "0", 0.2, 0.35),
        (pl.col("vote_count") == "0", 0.6, 0.7),
        (pl.col("overview").is_null(), 0.45, 0.55),
        (pl.col("title").str.len_bytes() > pl.col("title").str.len_chars(), 0.02, 0.08),
        (pl.struct("title", "release_date").is_duplicated(), 0.02, 0.2),
    ],
    ids=["blank", "adult", "unreleased", "runtime", "votes", "overview", "non-ASCII", "repeated"],
)
def test_shares_are_like_those_of_the_published_file(titles, condition, least, most):
    assert least < titles.select(condition.mean()).item() < most


def test_titles_with_links_and_ratings_are_about_six_rows(titles):
    links = ("genres", "production_companies", "production_countries", "spoken_languages")
    names = titles.select(pl.col(*links, "keywords").str.split(", ").list.len().fill_null(0).mean())
    ratings = (titles["vote_count"] != "0").mean()
    assert 5.8 < 1 + names.sum_horizontal().item() + ratings < 6.8


def test_words_come_from_the_file_that_is_given(tmp_path, words):
    source = tmp_path / "source.csv"
    row = dict.fromkeys(tmdb_v11.DATASET.header, "Zyzzyva é") | {"keywords": "Zyzzyva"}
    pl.DataFrame(row).write_csv(source)
    path = make_tmdb_shaped(tmp_path / "made.csv", 50, read_words(source))
    assert set(" ".join(pl.read_csv(path)["title"]).split()) <= {"Zyzzyva", "é"}
