"""People with ratings, and small models of taste, for tests."""

from collections.abc import Sequence

import numpy as np
from django.contrib.auth.models import User
from django.utils import timezone

from catalog.database_id import index_parameters
from catalog.index_store import publish
from catalog.inverted_index import InvertedIndex
from catalog.models import Genre, Title
from catalog.tests.factories import named
from recommendations.build import build_index
from recommendations.collaborative.files import SCHEMA, save_model
from recommendations.collaborative.model import TasteModel
from recommendations.collaborative.residuals import RatingModel
from recommendations.diary import rate, viewer_of
from recommendations.models import Viewer
from recommendations.training.current import home


def make_viewer(name: str = "ada", **facts) -> Viewer:
    """Create a person with an account."""
    viewer = viewer_of(User.objects.create_user(name, password="a-passphrase"), create=True)
    for field, value in facts.items():
        setattr(viewer, field, value)
    viewer.save()
    return viewer


def rated(viewer: Viewer, *pairs: tuple[Title, int]) -> Viewer:
    """Let a person rate titles, one second after the other."""
    start = timezone.now()
    for second, (title, value) in enumerate(pairs):
        rate(viewer, title, value, start + timezone.timedelta(seconds=second))
    return viewer


def make_titles(n: int, genres: Sequence[str] = ("Crime", "Drama", "Comedy")) -> list[Title]:
    """Create titles with rising votes, each of one of ``genres`` in turn."""
    titles = Title.objects.bulk_create(
        Title(
            kind="movie",
            name=f"Film {i:03d}",
            name_key=f"film {i:03d}",
            slug=f"film-{i:03d}",
            start_year=1999,
            num_votes=100 * i,
            average_rating=5 + i % 4,
            weighted_rating=5 + i % 4,
        )
        for i in range(n)
    )
    known = [named(Genre, genre) for genre in genres]
    links = Title.genres.through
    links.objects.bulk_create(
        links(title=title, genre=known[i % len(known)]) for i, title in enumerate(titles)
    )
    return titles


def publish_model(titles: Sequence[Title], new: Sequence[Title] = (), seed: int = 0) -> TasteModel:
    """Publish a model of random weights over ``titles`` by rising id, and make it current."""
    random = np.random.default_rng(seed)
    n, m = len(titles), len(new)
    weights = random.normal(0.05, 0.1, (n, n)).astype(np.float16)
    np.fill_diagonal(weights, 0)
    model = TasteModel(
        title_ids=np.array(sorted(title.pk for title in titles), np.int64),
        likes=random.integers(0, 50, n),
        weighed=np.arange(n),
        weights=weights,
        popular=np.arange(n - 1),
        lifts=random.normal(0, 0.5, (n, n - 1)).astype(np.float16),
        content=_random_index(random, n, n),
        new_ids=np.array(sorted(title.pk for title in new), np.int64),
        bridges=_random_index(random, m, n),
        ratings=RatingModel(
            mean=7.0,
            biases=random.normal(0, 1, n).astype(np.float32),
            paired=np.arange(n),
            cosines=random.uniform(0, 1, (n, n)).astype(np.float16),
            errors=np.linspace(1.6, 1.2, 5).astype(np.float32),
        ),
    )
    publish(
        home(),
        lambda folder: save_model(folder, model),
        schema=SCHEMA,
        facts={},
        parameters=index_parameters(),
    )
    return model


def titles_with_a_model(n: int, new: int = 0) -> list[Title]:
    """Create titles, indexed, with a model in use; the last ``new`` of them nobody has rated."""
    titles = make_titles(n)
    build_index()
    publish_model(titles[: n - new], titles[n - new :])
    return titles


def _random_index(random: np.random.Generator, n: int, width: int) -> InvertedIndex:
    """Lead from each of ``n`` numbers to three others, with random values."""
    terms = np.repeat(np.arange(n), 3)
    rows = [random.choice(width, 3, replace=False) for _ in range(n)] if n else []
    rows = np.concatenate(rows) if n else np.zeros(0, np.int64)
    return InvertedIndex.build(rows, terms, random.uniform(0.1, 1, 3 * n), width, n)
