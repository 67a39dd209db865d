"""Files of ratings: which layout one has, its rows as columns, what lies beside it."""

import gzip
from pathlib import Path

import pytest

from catalog.datasets.errors import DatasetError
from recommendations.rating_files import (
    LAYOUTS,
    find_rating_file,
    read_movies,
    read_people,
    read_ratings,
)
from recommendations.tests.rating_builders import (
    GOOD,
    GOOD_WORD,
    MOVIELENS_HEADER,
    an_ml_1m,
    an_ml_100k,
    movielens,
    movielens_1m,
    movielens_100k,
    read,
    words,
    write,
)

BUILDERS = {
    "movielens": lambda folder: movielens(folder, GOOD),
    "movielens_100k": an_ml_100k,
    "movielens_1m": an_ml_1m,
    "movies_csv": lambda folder: words(folder, GOOD_WORD, people=["ann,34,writer,F"]),
}
FIRST_ROWS = {
    "movielens": (2, 7, 31, 5, 1260759144),
    "movielens_100k": (1, 1, 7, 8, 881250949),
    "movielens_1m": (1, 1, 31, 10, 978300760),
    "movies_csv": (2, "ann", "the+vault+2001", 8, 1260759144),
}


def test_every_layout_has_a_builder_here():
    assert [layout.name for layout in LAYOUTS] == list(BUILDERS)


# Which layout -----------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", BUILDERS)
def test_a_layout_is_recognised_by_its_file_or_its_folder_gzipped_or_not(tmp_path, layout):
    path = BUILDERS[layout](tmp_path / "plain")
    for beside in path.parent.iterdir():
        packed = tmp_path / "packed" / f"{beside.name}.gz"
        write(packed).write_bytes(gzip.compress(beside.read_bytes()))

    for given in (path, path.parent, tmp_path / "packed", tmp_path / "packed" / f"{path.name}.gz"):
        file = find_rating_file(given)
        assert file.layout.name == layout
        assert read(given) == ([FIRST_ROWS[layout]], [])
        beside = {found.name.removesuffix(".gz") for found in (file.people, file.movies) if found}
        assert beside == {entry.name for entry in path.parent.iterdir()} - {path.name}


@pytest.mark.parametrize("layout", BUILDERS)
def test_a_ratings_file_may_have_any_name(tmp_path, layout):
    path = BUILDERS[layout](tmp_path)
    renamed = path.rename(path.with_name("mine.txt"))
    assert find_rating_file(renamed).layout.name == layout


def test_columns_may_stand_in_any_order_and_others_are_ignored(tmp_path):
    lines = ["note,rating,movieId,timestamp,userId", "x y,2.5,31,1260759144,7", ',4.0,32,,"8"']
    assert read(write(tmp_path / "r.csv", *lines)) == (
        [(2, 7, 31, 5, 1260759144), (3, 8, 32, 8, 0)],
        [],
    )


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (["movieId,title,genres", "1,The Vault (2001),Crime"], "is no file of ratings: it begins"),
        (["1;7;4;881250949"], "is no file of ratings"),
        ([f"{MOVIELENS_HEADER},rating", GOOD], "repeats the column rating in its header"),
        ([MOVIELENS_HEADER], "has a header but no rows"),
        ([MOVIELENS_HEADER, "", "  "], "has a header but no rows"),
        ([MOVIELENS_HEADER, "a,b,c,d", "e,f"], r"has no row that is a rating \(line 2: user id"),
    ],
)
def test_other_files_are_refused_in_one_sentence(tmp_path, lines, problem):
    with pytest.raises(DatasetError, match=rf"^ratings\.csv {problem}.*\.$") as refused:
        read(write(tmp_path / "ratings.csv", *lines))
    assert "\n" not in str(refused.value)


PACKED = gzip.compress(f"{MOVIELENS_HEADER}\n{GOOD}\n".encode() * 999)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (f"{MOVIELENS_HEADER}\n{GOOD}\n".encode("utf-16"), "is UTF-16"),
        (b"\0" * 4096, "begins with NUL bytes"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n", "Git LFS pointer"),
        (PACKED[:-40], "damaged or cut-off gzip archive"),
        (PACKED[:200] + b"x" * 9 + PACKED[209:], "damaged or cut-off gzip archive"),
        (f"{MOVIELENS_HEADER}\n{GOOD}\n7,32".encode(), r"the last row is cut off \(line 3\)"),
        (b"userId,movieId,rating,timestamp\n" + b"1" * 2_000_000, "has a line of over"),
    ],
)
def test_damaged_files_are_refused_in_one_sentence(tmp_path, data, problem):
    path = tmp_path / "ratings.csv"
    path.write_bytes(data)
    with pytest.raises(DatasetError, match=problem) as refused:
        read(path)
    assert "\n" not in str(refused.value)


def test_a_folder_needs_ratings_of_one_layout(tmp_path):
    with pytest.raises(DatasetError, match=r"is a folder without ratings: none of ratings\.csv"):
        find_rating_file(tmp_path)
    an_ml_1m(tmp_path)
    movielens(tmp_path, GOOD)
    with pytest.raises(DatasetError, match=r"several layouts: name ratings\.csv, ratings\.dat"):
        find_rating_file(tmp_path)


def test_ml_100k_is_refused_without_its_movies(tmp_path):
    path = an_ml_100k(tmp_path)
    path.with_name("u.item").unlink()
    with pytest.raises(DatasetError, match=r"u\.item must lie beside it"):
        find_rating_file(path)


# What lies beside -------------------------------------------------------------------------------


def people_of(path: Path) -> tuple[list[tuple], list[tuple[int, str]], dict[str, int]]:
    file = find_rating_file(path)
    people = read_people(file.people, file.layout.people, has_numbers=file.layout.has_numbers)
    skipped = [(row.line, row.reason) for row in people.skipped]
    return people.frame.rows(), skipped, dict(people.nulled)


def test_people_of_ml_100k(tmp_path):
    path = an_ml_100k(tmp_path)
    rows = ["1|24|M|Technician|85711", "02|0|F|none|", "1|30|F|writer|1", "x|1|F|writer|1", "3|4"]
    write(path.with_name("u.user"), *rows)
    assert people_of(path) == (
        [(1, "1", 24, "male", "technician"), (2, "2", None, "female", "none")],
        [(3, "repeats an earlier row"), (4, "no user id"), (5, "too few cells")],
        {"age not 1-120": 1},
    )


def test_people_of_ml_1m_are_told_in_the_words_of_ml_100k(tmp_path):
    rows = ["1,F,1,10,48067", "2,M,56,16,70072", "3,M,25,21,1", "4,F,26,0,1", "5,,35,,"]
    path = movielens_1m(tmp_path, "1,31,5,978300760", people=rows, movies=["31::V (2001)::"])
    assert people_of(path) == (
        [
            (1, "1", 17, "female", "student"),
            (2, "2", 56, "male", "self-employed"),
            (3, "3", 25, "male", ""),
            (4, "4", None, "female", "other"),
            (5, "5", 35, "", ""),
        ],
        [],
        {"occupation is none of the codes": 1, "age is none of the groups": 1},
    )


def test_people_beside_ratings_of_words(tmp_path):
    people = ['ann,34,"sales, marketing",F', "bob,abc,writer,Non-binary"]
    path = words(tmp_path, GOOD_WORD, people=people)
    assert people_of(path) == (
        [(2, "ann", 34, "female", "sales, marketing"), (3, "bob", None, "non-binary", "writer")],
        [],
        {"age not 1-120": 1},
    )


def test_a_file_of_other_people_is_left_alone(tmp_path):
    file = find_rating_file(words(tmp_path, GOOD_WORD, people=["ann,34,writer,F"]))
    write(tmp_path / "users.csv", "id,name", "1,Ann")
    assert read_people(file.people, file.layout.people, has_numbers=False) is None


def test_movies_have_their_names_with_years(tmp_path):
    path = an_ml_100k(tmp_path)
    movies = [
        "7|Vault, The (Coffre, Le) (2001)", "8|unknown", "9|Amélie (2001)", "10|(1999)",
        "x|A (1990)", "12|Dinosaurs III (1995) (V)", "11|Cop (a.k.a. Le Flic) (1988)",
    ]  # fmt: skip
    movielens_100k(tmp_path, "1,7,4,1", people=["1|1|M|other|1"], movies=movies)
    file = find_rating_file(path)
    assert read_movies(file.movies, file.layout.movies) == {
        7: [("The Vault", 2001), ("Le Coffre", 2001)],
        9: [("Amélie", 2001)],
        12: [("Dinosaurs III", 1995)],
        11: [("Cop", 1988), ("Le Flic", 1988)],
    }


def test_a_file_of_movies_without_any_is_refused(tmp_path):
    path = an_ml_100k(tmp_path)
    write(path.with_name("u.item"), "nothing of use")
    file = find_rating_file(path)
    with pytest.raises(DatasetError, match=r"u\.item names no movies"):
        read_movies(file.movies, file.layout.movies)


@pytest.mark.parametrize("name", ["u.user", "u.item"])
def test_a_pointer_instead_of_what_lies_beside_is_refused(tmp_path, name):
    path = an_ml_100k(tmp_path)
    write(path.with_name(name), "version https://git-lfs.github.com/spec/v1", "oid sha256:1")
    file = find_rating_file(path)
    with pytest.raises(DatasetError, match=f"{name} is a Git LFS pointer"):
        read_people(file.people, file.layout.people, has_numbers=True)
        read_movies(file.movies, file.layout.movies)


# Real files -------------------------------------------------------------------------------------


@pytest.mark.real_files
@pytest.mark.parametrize(
    ("folder", "layout", "n_rows", "n_people"),
    [("ml-latest-small", "movielens", 100_836, 610), ("ml-100k", "movielens_100k", 100_000, 943)],
)
def test_real_ratings_are_read_to_their_end(real_files, folder, layout, n_rows, n_people):
    file = find_rating_file(real_files / "movielens" / folder)
    assert file.layout.name == layout
    blocks = list(read_ratings(file))
    assert sum(rows.frame.height for rows in blocks) == n_rows
    assert not any(rows.skipped for rows in blocks)
    assert len(set().union(*(rows.frame["viewer"].unique() for rows in blocks))) == n_people
    if file.people:
        people = read_people(file.people, file.layout.people, has_numbers=True)
        assert (people.frame.height, people.skipped, dict(people.nulled)) == (n_people, [], {})
        assert len(read_movies(file.movies, file.layout.movies)) == 1681  # one is "unknown"
