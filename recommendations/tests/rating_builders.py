"""Files of ratings for tests, in the four layouts: ``movielens(folder, "1,31,2.5,1260759144")``."""

import gzip
from collections.abc import Sequence
from pathlib import Path

from catalog.models import Title, TitleIdentifier
from catalog.tests.factories import make_title
from recommendations.rating_files import find_rating_file, read_ratings
from recommendations.rating_loading import RatingReport, load_ratings

GOOD = "7,31,2.5,1260759144"
GOOD_WORD = "1260759144,ann,the+vault+2001,4"
MOVIELENS_HEADER = "userId,movieId,rating,timestamp"
WORDS_HEADER = "timestamp,user_id,movie,rating"
PEOPLE_HEADER = "user_id,age,occupation,gender"


def write(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """Write lines, gzipped if the name says so; make the folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "".join(f"{line}\n" for line in lines).encode(encoding)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def movielens(folder: Path, *rows: str, name: str = "ratings.csv") -> Path:
    return write(folder / name, MOVIELENS_HEADER, *rows)


def movielens_100k(folder: Path, *rows: str, people: list[str], movies: list[str]) -> Path:
    """Write ``u.data``, ``u.user`` and ``u.item``; ``rows`` are separated by commas here."""
    write(folder / "u.user", *people)
    write(folder / "u.item", *map(item, movies), encoding="latin-1")
    return write(folder / "u.data", *(row.replace(",", "\t") for row in rows))


def movielens_1m(folder: Path, *rows: str, people: list[str], movies: list[str]) -> Path:
    """Write ``ratings.dat``, ``users.dat`` and ``movies.dat`` with ``::`` for each comma."""
    write(folder / "users.dat", *(row.replace(",", "::") for row in people))
    write(folder / "movies.dat", *movies, encoding="latin-1")
    return write(folder / "ratings.dat", *(row.replace(",", "::") for row in rows))


def words(folder: Path, *rows: str, people: Sequence[str] = (), name: str = "ratings.csv") -> Path:
    """Write ``ratings.csv`` whose movies are words, and ``users.csv``."""
    if people:
        write(folder / "users.csv", PEOPLE_HEADER, *people)
    return write(folder / name, WORDS_HEADER, *rows)


def item(movie: str) -> str:
    """Return a row of ``u.item``: ``7|The Vault (2001)`` with all that follows."""
    return f"{movie}|01-Jan-1995||http://us.imdb.com/M/title-exact|" + "|".join("0" * 19)


def an_ml_100k(folder: Path) -> Path:
    rows, people = ["1,7,4,881250949"], ["1|24|M|technician|85711"]
    return movielens_100k(folder, *rows, people=people, movies=["7|The Vault (2001)"])


def an_ml_1m(folder: Path) -> Path:
    people, movies = ["1,F,1,10,48067"], ["31::The Vault (2001)::Crime"]
    return movielens_1m(folder, "1,31,5,978300760", people=people, movies=movies)


def read(path: Path, block_bytes: int = 1 << 20) -> tuple[list[tuple], list[tuple[int, str]]]:
    """Return all rows (line, viewer, movie, value, rated_at), and (line, reason) of the skipped."""
    ratings, skipped = [], []
    for rows in read_ratings(find_rating_file(path), block_bytes):
        ratings += rows.frame.rows()
        skipped += [(row.line, row.reason) for row in rows.skipped]
    return ratings, skipped


def make_movie(name: str, year: int, **ids: str) -> Title:
    """Create a movie with identifiers: ``make_movie("The Vault", 2001, movielens="31")``."""
    title = make_title(name, start_year=year)
    for source, value in ids.items():
        TitleIdentifier.objects.create(title=title, source=source, value=value)
    return title


def load(path: Path, **options: object) -> RatingReport:
    """Load one file; return the report about its ratings."""
    report = load_ratings([path], **options).files[0]
    n_lines = len(path.read_text(encoding="latin-1").splitlines())
    assert report.rows_read == n_lines - report.dataset.endswith(("movielens", "csv"))
    return report


def counts(report: RatingReport) -> tuple[int, int, int, int]:
    return report.created, report.changed, report.unchanged, report.skipped
