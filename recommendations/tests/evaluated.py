"""A catalogue and ratings from which it follows what similar titles are: for tests."""

from datetime import UTC, datetime

from catalog.models import Title
from catalog.tests.factories import make_title
from recommendations.evaluation.candidates import Candidates
from recommendations.models import Rating, Viewer

#: Two tastes, and words that tell one from the other.
TASTES = {
    "Crime": {"keywords": ["heist", "gang"], "overview": "Thieves plan to rob a bank vault."},
    "Romance": {"keywords": ["wedding", "letter"], "overview": "A bride falls in love by the sea."},
}
#: Films of each taste, and people who like one and not the other.
FILMS, PEOPLE = 20, 15


def make_rated_catalogue(source: str = "ml-x") -> list[Title]:
    """Make films of two tastes in turn, and people who like all of one and none of the other."""
    titles = [make_film(taste, number) for number in range(FILMS) for taste in TASTES]
    for number in range(2 * PEOPLE):
        viewer = Viewer.objects.create(source=source, source_id=str(number))
        taste = list(TASTES)[number % 2]
        # Somebody leaves out every film once in a while, so that not all counts are equal.
        rated = [title for title in titles if (title.pk + number) % 11]
        Rating.objects.bulk_create(
            Rating(
                viewer=viewer,
                title=title,
                value=9 if title.name.startswith(taste) else 3,
                rated_at=datetime(2020, 1, 1, tzinfo=UTC),
            )
            for title in rated
        )
    return titles


def make_film(taste: str, number: int) -> Title:
    return make_title(
        f"{taste} {number}",
        start_year=1980 + number,
        imdb_id=f"tt{number:06}{list(TASTES).index(taste)}",
        genres=[taste],
        directors=[f"{taste} Director {number % 5}"],
        ratings={"imdb": (6.5, 1000 + number)},
        num_votes=1000 + number,
        weighted_rating=6.5,
        **TASTES[taste],
    )


def candidates(**columns) -> Candidates:
    """Return candidates for peers: ``name``, ``overview`` and numbers or lists of names."""
    import numpy as np

    n = len(next(iter(columns.values())))
    families = ("genre", "keyword", "director", "cast", "writer", "company", "country", "language")
    return Candidates(
        title_ids=np.arange(1, n + 1),
        names=columns.get("name", [""] * n),
        overviews=columns.get("overview", [""] * n),
        numbers={
            name: np.array(columns.get(name, [np.nan] * n), float)
            for name in ("year", "rating", "votes", "runtime")
        },
        values={family: columns.get(family, [[]] * n) for family in families},
    )
