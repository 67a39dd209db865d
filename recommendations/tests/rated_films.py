"""Films and the people who rate them, by taste: for tests of what is learned from ratings."""

from datetime import UTC, datetime, timedelta

import numpy as np

from catalog.models import Title
from recommendations.models import Rating, Viewer


def make_rated_films() -> list[Title]:
    """Sixty films of two tastes in turn; sixty people rate half of them, by their taste."""
    films = [
        Title(name=f"Film {n}", slug=f"film-{n}", kind="movie", status="released", start_year=2000)
        for n in range(60)
    ]
    titles = Title.objects.bulk_create(films)
    people = [Viewer(source="ml-x", source_id=str(n)) for n in range(60)]
    viewers = Viewer.objects.bulk_create(people)
    rng = np.random.default_rng(0)
    rated = np.argwhere(rng.random((60, 60)) < 0.5).tolist()
    Rating.objects.bulk_create(
        Rating(
            viewer=viewers[who],
            title=titles[what],
            value=9 if who % 2 == what % 2 else 3,
            rated_at=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=int(rng.integers(900))),
        )
        for who, what in rated
    )
    return titles
