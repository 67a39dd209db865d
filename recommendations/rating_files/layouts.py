"""The layouts of rating files, as tables. [pure]

MovieLens of today (``ml-latest``, ``ml-latest-small``, ``ml-25m``, ``ml-32m``), ``ratings.csv``::

    userId,movieId,rating,timestamp
    1,31,2.5,1260759144

MovieLens 100K, ``u.data`` (tabs), ``u.user`` and ``u.item``; the movies have numbers of its own::

    196     242     3       881250949
    196|49|M|writer|55105
    242|Glass Ferry, The (1997)|24-Jan-1997||http://us.imdb.com/…|0|0|0|1|…

MovieLens 1M and 10M, ``ratings.dat``, ``users.dat`` (1M only) and ``movies.dat``::

    1::1193::5::978300760
    1::F::1::10::48067
    1193::Glass Ferry, The (1997)::Drama

An application's own export, ``ratings.csv`` and ``users.csv``; movies are words of ``movies.csv``::

    timestamp,user_id,movie,rating
    2020-03-01T09:30:00,1042,the+glass+ferry+1997,4
    user_id,age,occupation,gender
    1042,34,sales/marketing,F
"""

from collections.abc import Mapping
from dataclasses import dataclass

VIEWER, MOVIE, RATING, TIMESTAMP = "viewer", "movie", "rating", "timestamp"


@dataclass(frozen=True, slots=True)
class Scale:
    """What a rating may be; ``half_stars`` are the same steps as they are stored."""

    name: str
    half_stars: range

    @property
    def stored(self) -> str:
        return f"{self.half_stars[0]}-{self.half_stars[-1]}"


WHOLE_STARS = Scale("1-5", range(2, 11, 2))
HALF_STARS = Scale("0.5-5", range(1, 11))


@dataclass(frozen=True)
class PeopleTable:
    """The file of people: its columns, and the words for their codes."""

    file: str
    separator: str
    #: Names in a header, or their order in a file that has none.
    columns: tuple[str, ...]
    has_header: bool = False
    ages: Mapping[int, int] | None = None
    occupations: Mapping[str, str] | None = None


@dataclass(frozen=True)
class MoviesTable:
    """The file of movies: the id first, the name with its year second."""

    file: str
    separator: str


@dataclass(frozen=True)
class Layout:
    """One layout: the ratings file, what its columns mean, and what lies beside it."""

    name: str
    label: str
    #: What the ratings file is called in its folder; any other name will do where it is named.
    file: str
    separator: str
    #: Ours -> the file's, in its order.
    columns: Mapping[str, str]
    has_header: bool
    has_numbers: bool  # as ids of people and movies; else any words
    #: None: 0.5-5 if the file has half stars, else 1-5.
    scale: Scale | None
    #: Source of the identifiers by which titles know its movies; None: of no use elsewhere.
    identifiers: str | None
    people: PeopleTable | None = None
    movies: MoviesTable | None = None
    needs_movies: bool = False
    #: What has to be loaded before, for the closing line.
    load_first: str = "the movies that it rates"

    @property
    def width(self) -> int:
        return len(self.columns)


def _headless(*names: str) -> dict[str, str]:
    return {name: name for name in names}


#: Age groups of MovieLens 1M by their first year; "under 18" by its last, as 1 would be absurd.
_AGE_GROUPS = {1: 17, 18: 18, 25: 25, 35: 35, 45: 45, 50: 50, 56: 56}
#: Its occupations in the words of MovieLens 100K, where that has one.
_OCCUPATIONS = dict(
    enumerate(
        (
            "other", "educator", "artist", "administrator", "student", "customer service",
            "doctor", "executive", "farmer", "homemaker", "student", "lawyer", "programmer",
            "retired", "marketing", "scientist", "self-employed", "technician", "tradesman",
            "none", "writer",
        )
    )
)  # fmt: skip

LAYOUTS = (
    Layout(
        name="movielens",
        label="MovieLens",
        file="ratings.csv",
        separator=",",
        columns={VIEWER: "userId", MOVIE: "movieId", RATING: "rating", TIMESTAMP: "timestamp"},
        has_header=True,
        has_numbers=True,
        scale=HALF_STARS,
        identifiers="movielens",
        load_first="movies.csv of this release, with links.csv beside it,",
    ),
    Layout(
        name="movielens_100k",
        label="MovieLens 100K",
        file="u.data",
        separator="\t",
        columns=_headless(VIEWER, MOVIE, RATING, TIMESTAMP),
        has_header=False,
        has_numbers=True,
        scale=WHOLE_STARS,
        identifiers=None,
        people=PeopleTable("u.user", "|", ("user_id", "age", "gender", "occupation", "zip")),
        movies=MoviesTable("u.item", "|"),
        needs_movies=True,
        load_first="a file of titles that has movies of these names and years",
    ),
    Layout(
        name="movielens_1m",
        label="MovieLens 1M",
        file="ratings.dat",
        separator="::",
        columns=_headless(VIEWER, MOVIE, RATING, TIMESTAMP),
        has_header=False,
        has_numbers=True,
        scale=None,
        identifiers="movielens",
        people=PeopleTable(
            "users.dat",
            "::",
            ("user_id", "gender", "age", "occupation", "zip"),
            ages=_AGE_GROUPS,
            occupations={str(code): word for code, word in _OCCUPATIONS.items()},
        ),
        movies=MoviesTable("movies.dat", "::"),
        load_first="movies.csv of any MovieLens release, with links.csv beside it,",
    ),
    Layout(
        name="movies_csv",
        label="ratings of movies.csv",
        file="ratings.csv",
        separator=",",
        columns={TIMESTAMP: "timestamp", VIEWER: "user_id", MOVIE: "movie", RATING: "rating"},
        has_header=True,
        has_numbers=False,
        scale=None,
        identifiers="movies_csv",
        people=PeopleTable(
            "users.csv", ",", ("user_id", "age", "occupation", "gender"), has_header=True
        ),
        load_first="the movies.csv that it belongs to",
    ),
)
