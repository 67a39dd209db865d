import pytest
from django.db import connection

from bench.text_peers import Fts5, count_tsvectors, make_tsvectors, search_tsvectors
from bench.texts import common_words, pairs_of_words
from catalog.tests.factories import make_title

pytestmark = pytest.mark.any_database


def test_every_engine_answers_the_same_queries(run_bench, db):
    found = run_bench("texts", "--titles", 200, "--queries", 5, "--rounds", 1, "--db", db)

    assert 0 < found["indexed_titles"] <= found["titles"]
    assert (found["queries"], found["db"]) == ({"pairs": 5, "common": 5}, db)
    peers = ("fts5", "ts_rank", "ts_count") if db == "postgresql" else ("fts5",)
    for name in ("project", *peers):
        for kind in ("pairs", "common"):
            assert 0 < found[f"{name}_{kind}_p50_ms"] <= found[f"{name}_{kind}_p99_ms"]


@pytest.fixture
def overviews():
    """Make titles whose overviews differ in words and in their forms."""
    return {
        text: make_title(text, overview=text).pk
        for text in ("Dreams of cities.", "A city dreaming of a dream, a dream.", "A city.")
    }


@pytest.mark.django_db
def test_fts5_finds_forms_of_both_words(overviews, tmp_path):
    fts5 = Fts5(tmp_path)
    fts5.make()

    found = [pk for (pk,) in fts5.search(["dream", "cities"])]

    assert sorted(found) == sorted(list(overviews.values())[:2])
    fts5.close()


@pytest.mark.django_db(transaction=True)  # VACUUM
def test_tsvectors_find_forms_of_both_words(overviews, db):
    if db != "postgresql":
        pytest.skip("PostgreSQL's own search")
    make_tsvectors()

    found = [pk for (pk,) in search_tsvectors(["dream", "cities"])]

    assert sorted(found) == sorted(list(overviews.values())[:2])
    assert count_tsvectors(["dream", "cities"]) == 2
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_texts")


@pytest.mark.django_db
def test_pairs_of_words_are_of_one_overview_and_of_two_stems(overviews):
    make_title("Short", overview="An ox.")

    assert [sorted(pair) for pair in pairs_of_words(9, seed=0)] == [["cities", "dreams"]]


@pytest.mark.django_db
def test_common_words_are_those_of_most_overviews(overviews):
    make_title("More", overview="Cities, cities and dreams; a city of robots.")
    make_title("Most", overview="The city at night.")

    assert len({word for (word,) in common_words(2)} & {"cities", "dreams", "dreaming"}) == 2
    assert len(common_words(99)) == 4
