"""A catalogue whose neighbours the eye can check."""

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.models import Title
from catalog.tests.factories import make_language, make_title
from recommendations.build import build_index
from recommendations.tests.rating_builders import make_movie


@pytest.fixture
def catalogue(db) -> dict[str, Title]:
    """Two heist films by one director, a far cousin, two romances; by slug."""
    make_language("en", "English")
    heist = {"genres": ["Crime", "Thriller"], "keywords": ["heist", "safe"], "language": "en"}
    love = {"genres": ["Romance"], "keywords": ["wedding"], "language": "en"}
    titles = [
        make_title(
            "The Vault",
            start_year=2001,
            overview="Thieves empty a bank vault in one night.",
            directors=["Ann Ray"],
            cast=["Bo Lund", "Cy Marsh"],
            weighted_rating=7.5,
            ratings={"imdb": (7.6, 900_000)},
            **heist,
        ),
        make_title(
            "The Second Vault",
            start_year=2003,
            overview="The thieves return to the vault of another bank.",
            directors=["Ann Ray"],
            cast=["Bo Lund", "Di Novak"],
            weighted_rating=7.0,
            ratings={"imdb": (7.1, 400_000)},
            **heist,
        ),
        make_title("Night Shift", start_year=1974, overview="A guard dreams of theft.", **heist),
        make_title("June Wedding", start_year=2002, overview="A bride runs.", **love),
        make_title("May Wedding", start_year=2005, overview="A groom runs.", **love),
    ]
    return {title.slug: title for title in titles}


@pytest.fixture
def vault(catalogue) -> Title:
    return catalogue["the-vault-2001"]


@pytest.fixture
def indexed(catalogue) -> dict[str, Title]:
    """The same catalogue, with its index built."""
    build_index()
    return catalogue


@pytest.fixture
def rated_vault(db) -> Title:
    """Return a movie that ratings files know by an id."""
    return make_movie("The Vault", 2001, movielens="31", movies_csv="the+vault+2001")


@pytest.fixture
def rated_ferry(db) -> Title:
    """Return another one."""
    return make_movie("The Glass Ferry", 1997, movielens="32")


@pytest.fixture(scope="session")
def new_folder(tmp_path_factory) -> Callable[[], Path]:
    """Return a function that gives the name of another new folder at each call."""
    return lambda: tmp_path_factory.mktemp("index") / "built"
