import random
import unicodedata

import pytest
from rapidfuzz.distance import OSA

from bench.damage import EDITS, KINDS, beginning, draw_damaged, once_or_twice, without_diacritics
from bench.search_names import made_names, names_of_files

pytestmark = pytest.mark.any_database

NAMES = [
    "The Glass Ferry",
    "Amélie",
    "千と千尋の神隠し",
    "Up",
    "A Long Way Down",
    "Мастер и Маргарита",
]


def test_search_reports_quality_and_speed_beside_peers(run_bench):
    found = run_bench("search", "--titles", 300, "--queries", 40, "--rounds", 2, "--no-server")

    assert (found["titles"], found["rounds"]) == (300, 2)
    assert {"p50_ms", "p99_ms", "build_seconds", "build_peak_rss_mb", "index_mb"} <= set(found)
    assert found["top5"] >= found["top1"] > 0.5
    assert found["top1"] == found["made_by_votes"]["top1"]
    assert set(found["made_by_votes"]["by_kind"]) == set(found["made_alike"]["by_kind"])
    assert {"speedup_over_rapidfuzz", "speedup_over_difflib"} <= set(found)
    assert "speedup_over_pg_trgm" not in found
    assert found["rapidfuzz"]["queries"] == 40


def test_names_of_files_join_those_that_are_made_up(run_bench, tmp_path):
    movies = tmp_path / "movies.csv"
    names = [f"Ferry {word} Nine" for word in ("Glass", "Steel", "Paper", "Amber", "Café")]
    rows = [f'{n},"{name}, The ({1990 + n})",Drama' for n, name in enumerate(names)]
    movies.write_text("\n".join(["movieId,title,genres", *rows, ""]))

    found = run_bench("search", "--titles", 200, "--queries", 16, "--rounds", 1, "--names", movies,
                      "--no-server")  # fmt: skip

    assert found["titles"] == 205
    assert found["given_alike"]["top5"] == found["given_by_votes"]["top5"] == 1


def test_search_has_pg_trgm_beside_it_where_a_server_answers(run_bench, db):
    if db != "postgresql":
        pytest.skip("the tests run on SQLite")
    found = run_bench("search", "--titles", 300, "--queries", 16, "--rounds", 1)

    assert found["pg_trgm"]["top5"] > 0.5


def test_equal_names_of_one_year_in_files_are_one_with_most_votes(tmp_path):
    path = tmp_path / "tmdb.csv"
    path.write_text("title,original_title,release_date,vote_count\nUp,,2009-05-16,7\n,Y,,\n")
    assert made_names(path).rows() == [("Up", None, 2009, 7), (None, "Y", None, None)]

    movies = tmp_path / "movies.csv"
    movies.write_text("movieId,title,genres\n1,Up (2009),Drama\n2,Up (2009),Drama\n3,Up (1984),\n")
    names = names_of_files([movies], ["catalog.datasets.movielens_movies.DATASET"])
    assert names.rows() == [("Up", None, 2009, 0), ("Up", None, 1984, 0)]


def test_the_same_seed_damages_alike():
    assert draw_damaged(NAMES, None, 80, 1) == draw_damaged(NAMES, None, 80, 1)
    assert draw_damaged(NAMES, None, 80, 1) != draw_damaged(NAMES, None, 80, 2)


def test_every_kind_is_drawn_equally_often_and_changes_the_name():
    drawn = draw_damaged(NAMES, None, 80, 1)

    assert {kind: sum(one.kind == kind for one in drawn) for kind in KINDS} == dict.fromkeys(
        KINDS, 10
    )
    assert all(one.typed != NAMES[one.place].lower() for one in drawn)
    assert all(NAMES[one.place] != "Up" for one in drawn)


def test_names_are_drawn_by_weight():
    drawn = draw_damaged(["Glass Ferry", "Paper Moon"], [0, 1], 20, 1)
    assert {one.place for one in drawn} == {1}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("name", ["glass ferry", "мастер", "up!!"])
def test_an_edit_is_one_and_hits_no_space(edit, name):
    for seed in range(30):
        typed = edit(name, random.Random(seed))
        assert OSA.distance(name, typed) == 1
        assert typed.count(" ") == name.count(" ")


def test_only_long_names_are_damaged_twice():
    once, twice = (
        {OSA.distance(name, once_or_twice(EDITS[0])(name, random.Random(n))) for n in range(30)}
        for name in ("amélie", "glass ferry")
    )
    assert (once, twice) == ({1}, {1, 2})


def test_a_beginning_has_two_thirds_to_nine_tenths():
    name = "the glass ferry"
    lengths = {len(beginning(name, random.Random(seed)).replace(" ", "")) for seed in range(60)}
    assert lengths == set(range(9, 12))
    assert beginning("amélie", random.Random(0)) is None


def test_diacritics_fall_from_latin_letters():
    assert without_diacritics("amélie", random.Random(0)) == "amelie"
    assert without_diacritics(unicodedata.normalize("NFC", "й"), random.Random(0)) is None
