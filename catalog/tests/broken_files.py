"""Broken files for the real command, and what must hold whatever is in them.

Two shapes: ``netflix`` (text ids, lists written by Python) and ``tmdb`` (numeric ids, dates). Every
file begins with a header and two sound rows of titles 1 and 2; what is odd comes on line 4.
"""

import csv
import gzip
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection

from catalog.tests.fingerprints import Fingerprint, fingerprint


@dataclass(frozen=True)
class Shape:
    """A file format: its header, and a row whose ``{}`` are replaced by a number."""

    header: str
    row: str

    def line(self, number: int, **changes: str) -> str:
        """Return a row with some cells changed; the key is the column's name."""
        names = self.header.strip().split(",")
        cells = next(csv.reader([self.row.format(number)]))
        cells = dict(zip(names, cells, strict=True)) | changes
        assert list(cells) == names
        return csv_line(list(cells.values()))

    def start(self) -> str:
        """Return the header and two sound rows."""
        return self.header + self.line(1) + self.line(2)


def csv_line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


NETFLIX = Shape(
    "id,title,type,description,release_year,age_certification,runtime,genres,"
    "production_countries,seasons,imdb_id,imdb_score,imdb_votes,tmdb_popularity,tmdb_score\n",
    "tm{0},Film {0},MOVIE,A plot.,1999,PG,{0},\"['drama']\",['DE'],,tt000000{0},7.1,200,1.5,6.9\n",
)
TMDB = Shape(
    "id,title,vote_average,vote_count,status,release_date,revenue,runtime,adult,backdrop_path,"
    "budget,homepage,imdb_id,original_language,original_title,overview,popularity,poster_path,"
    "tagline,genres,production_companies,production_countries,spoken_languages,keywords\n",
    "{0},Film {0},7.1,310,Released,1962-05-04,0,98,False,,0,,tt000000{0},de,Film {0},A plot.,3.2,"
    "/glass.jpg,,Drama,Nordlicht,Germany,German,river\n",
)


def write(folder: Path, content: bytes | str, name: str = "titles.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def load(*paths: Path, **options: Any) -> dict[str, Any]:
    """Run the command; return its report of the last file. Checks that the counts add up."""
    report = paths[0].with_name("report.json")
    call_command("load_catalog", *paths, report=report, verbosity=0, **options)
    told = json.loads(report.read_text("utf-8"))["files"][-1]
    assert told["rows_read"] == sum(map(told.get, ("created", "changed", "unchanged", "skipped")))
    assert told["skipped"] == sum(tally["count"] for tally in told["reasons"].values())
    return told


def n_rows_by_csv(path: Path, encoding: str = "utf-8-sig") -> int:
    """Return how many rows ``csv.DictReader`` finds in the file, after empty lines."""
    data = path.read_bytes()
    data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    text = data.decode(encoding, "replace").lstrip("\r\n")
    return sum(1 for _ in csv.DictReader(io.StringIO(text, newline="")))


def database() -> Fingerprint:
    """Return what is in the database."""
    with connection.cursor() as cursor:
        return fingerprint(cursor, connection.vendor)
