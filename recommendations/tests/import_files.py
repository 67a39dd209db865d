"""Builders of files as other sites give them."""

import io
import json
import zipfile

LETTERBOXD_RATINGS = """Date,Name,Year,Letterboxd URI,Rating
2021-03-04,The Vault,2001,https://boxd.it/2aB1,4.5
2021-03-05,Night Shift,1974,https://boxd.it/2aB2,0.5
2021-03-06,"Nowhere, Never",1990,https://boxd.it/2aB3,3
"""
LETTERBOXD_DIARY = """Date,Name,Year,Letterboxd URI,Rating,Rewatch,Tags,Watched Date
2021-02-02,The Vault,2001,https://boxd.it/aB12cD,3,,,2021-02-01
2021-02-03,May Wedding,2005,https://boxd.it/aB12cE,,Yes,"cosy, home",2021-02-03
"""
LETTERBOXD_LIST = """Date,Name,Year,Letterboxd URI
2021-04-01,June Wedding,2002,https://boxd.it/2aB4
"""
IMDB_RATINGS = (
    "Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,"
    "Runtime (mins),Year,Genres,Num Votes,Release Date,Directors\n"
    "tt9990001,8,2021-03-04,The Vault,The Vault,https://www.imdb.com/title/tt9990001,Movie,7.6,"
    '101,2001,"Crime, Thriller",900000,2001-05-04,Ann Ray\n'
    "tt9990077,9,2021-03-04,The Pilot,The Pilot,https://www.imdb.com/title/tt9990077,TV Episode,"
    "8.0,42,2002,Drama,100,2002-05-04,\n"
)
TRAKT_RATINGS = [
    {
        "rated_at": "2021-03-04T10:00:00.000Z",
        "rating": 7,
        "type": "movie",
        "movie": {"title": "The Vault", "year": 2001, "ids": {"imdb": "tt9990001", "tmdb": 9001}},
    },
    {
        "rated_at": "2021-03-04T10:00:00.000Z",
        "rating": 9,
        "type": "episode",
        "episode": {"title": "Pilot"},
        "show": {"title": "Trams", "year": 2018, "ids": {}},
    },
]
MOVIELENS_OWN = """movie_id,imdb_id,tmdb_id,rating,average_rating,title
31,9990001,9001,4.5,3.61,"Vault, The (2001)"
"""
GENERIC = """Title;Year;Score
The Vault;2001;9
Night Shift;1974;6,5
"""


def zipped(**files: str | bytes) -> bytes:
    """Return a ZIP of files; "__" in a name is a folder, "_" before csv or json its dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            path = name.replace("__", "/").replace("_csv", ".csv").replace("_json", ".json")
            archive.writestr(path.replace("_", "-"), content)
    return buffer.getvalue()


def own_zip() -> bytes:
    """Return what a person may download here."""
    return zipped(
        account_csv="username,email\nada,ada@movierec.example\n",
        ratings_csv="title,year,type,imdb_id,tmdb_id,value,rated_at,stars\n"
        "'+1,2013,movie,,9001,9,2021-03-04T10:00:00+00:00,4.5\n",
        marks_csv="title,year,type,imdb_id,tmdb_id,kind,marked_at\n"
        "Trams,2018,show,tt9990001,,watchlist,2021-03-04T10:00:00+00:00\n"
        "Unwanted,2018,show,,,not_interested,2021-03-04T10:00:00+00:00\n",
        everything_json='{"ratings": []}',
    )


def letterboxd_zip() -> bytes:
    """Return an export with what was deleted beside what is there."""
    return zipped(
        profile_csv="Date Joined,Username\n2020-01-01,ada\n",
        ratings_csv=LETTERBOXD_RATINGS,
        diary_csv=LETTERBOXD_DIARY,
        watchlist_csv=LETTERBOXD_LIST,
        deleted__diary_csv=LETTERBOXD_DIARY.replace("The Vault", "Deleted Film"),
    )


def trakt_json() -> bytes:
    return json.dumps(TRAKT_RATINGS).encode()


#: A file of every format in settings, by its name.
SAMPLES = {
    "own": own_zip(),
    "letterboxd": letterboxd_zip(),
    "trakt": trakt_json(),
    "imdb": IMDB_RATINGS.encode(),
    "movielens": MOVIELENS_OWN.encode(),
    "generic": GENERIC.encode(),
}
