"""A small catalogue of which every expectation holds, for tests that then break one of them."""

from datetime import date

from django.apps import apps

from catalog.models import (
    AlternativeName,
    FactConflict,
    Person,
    PersonIdentifier,
    SourceFile,
    Title,
    TitleIdentifier,
)
from catalog.ratings import SourceRating, summary_rating
from catalog.tests.factories import make_title


def make_file(dataset: str = "tmdb_v11") -> SourceFile:
    n = SourceFile.objects.count()
    return SourceFile.objects.create(
        dataset=dataset, source="tmdb", name=f"{dataset}.csv", sha256=str(n)
    )


def make_sound_catalog() -> Title:
    """Create a movie and a show of which everything is known; return the movie."""
    file = make_file()
    matrix = make_known("The Matrix", file, imdb_id="tt0133093", runtime_minutes=136)
    make_known(
        "Fargo", file, kind=Title.Kind.SHOW, imdb_id="tt2802850", start_year=2014,
        release_date=date(2014, 4, 15), end_year=2024, seasons=5,
    )  # fmt: skip
    AlternativeName.objects.create(title=matrix, name="Matrix, la")
    TitleIdentifier.objects.create(title=matrix, source="movielens", value="2571")
    for person in Person.objects.all():
        PersonIdentifier.objects.create(person=person, source="sample", value=person.name)
    FactConflict.objects.record([FactConflict.of(matrix.pk, "start_year", file.pk, 1999)])
    apps.get_model("reviews", "Review").objects.create(title=matrix, source="site", body="Whoa.")
    return matrix


def make_known(name: str, file: SourceFile, **facts: object) -> Title:
    """Create a title with a value for everything, its ratings summed up."""
    known = {
        "overview": f"All about {name}.", "poster_path": "/poster.jpg", "language": "en",
        "release_date": date(1999, 3, 31), "countries": ["US"], "genres": ["Drama"],
        "keywords": ["snow"], "companies": ["Warner"], "collection": "Sagas",
        "directors": ["Lana Wachowski"], "cast": ["Keanu Reeves"],
        "provenance": {"*": file.pk},
    }  # fmt: skip
    summary = summary_rating([SourceRating("imdb", 8.7, 2_000)])._asdict()
    return make_title(name, ratings={"imdb": (8.7, 2_000)}, **(known | summary | facts))
