"""How credits are read from raw columns. [pure]"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from catalog.canonical import CreditFact
from catalog.datasets import plain_objects
from catalog.datasets.cleaning import clean
from catalog.datasets.errors import RowError
from catalog.datasets.lists import Splitter, json_list, objects
from catalog.datasets.objects import JSON, PYTHON
from catalog.datasets.parser import Parser, each
from catalog.datasets.plain_objects import LONGEST_CHARACTER, LONGEST_JOB, LONGEST_NAME
from catalog.datasets.values import INTEGER, SMALLINT

#: TMDB's jobs that have a category of their own. A job that says no more than its category does
#: is left out, so that the same credit of another file is recognised.
CATEGORIES = {
    "director": ("Director", "Co-Director"),
    "creator": ("Creator",),
    "writer": (
        "Writer", "Screenplay", "Story", "Author", "Novel", "Original Story", "Adaptation",
        "Co-Writer", "Theatre Play", "Book", "Teleplay", "Short Story", "Comic Book",
        "Screenstory", "Musical", "Characters", "Dialogue",
    ),
    "producer": (
        "Producer", "Executive Producer", "Co-Producer", "Associate Producer", "Line Producer",
        "Co-Executive Producer",
    ),
    "composer": ("Original Music Composer", "Music", "Composer"),
    "cinematographer": ("Director of Photography", "Cinematography"),
    "editor": ("Editor", "Co-Editor"),
}  # fmt: skip
_CATEGORY_OF_JOB = {job: category for category, jobs in CATEGORIES.items() for job in jobs}
_SAYS_NO_MORE = {jobs[0] for jobs in CATEGORIES.values()} | {"Music", "Composer", "Cinematography"}


def role_of(job: str) -> tuple[str, str]:
    """Return the category of a job of TMDB, and the job, "" if it says no more than that.

    >>> role_of("Screenplay"), role_of("Director")
    (('writer', 'Screenplay'), ('director', ''))
    """
    job = job[:LONGEST_JOB]
    return _CATEGORY_OF_JOB.get(job, "crew"), "" if job in _SAYS_NO_MORE else job


def credits_by_name(split: Splitter, **categories: str) -> Parser:
    """Read columns of names, one for each category: ``director="directors", actor="cast"``."""

    def parse(*cells: str) -> list[CreditFact]:
        return [
            CreditFact(name, category, ordering=place)
            for category, cell in zip(categories, cells, strict=True)
            for place, name in enumerate(_usable(split(cell)))
        ]

    return each(parse, *categories.values())


def credits_in_columns(**categories: tuple[str, ...]) -> Parser:
    """Read columns of one name each: ``actor=("actor_1_name", "actor_2_name")``."""
    order = [(category, column) for category, columns in categories.items() for column in columns]

    def parse(*cells: str) -> list[CreditFact]:
        names = [clean(cell) for cell in cells]
        return [
            CreditFact(name, category, ordering=place)
            for place, (name, (category, _)) in enumerate(zip(names, order, strict=True))
            if 0 < len(name) <= LONGEST_NAME
        ]

    return each(parse, *(column for _, column in order))


def credit_in_row(
    title: str, person_id: str, name: str, character: str, role: str, roles: Mapping[str, str]
) -> Parser:
    """Read a row that is one credit; it stands after those of its title that came before it."""

    def begin(path: Path) -> Callable[..., Any]:
        places: Counter[str] = Counter()

        def parse(*cells: str) -> list[CreditFact] | None:
            key, person, called, played, did = map(clean, cells)
            category = roles.get(did)
            if not category:
                raise RowError("unknown role")
            if not 0 < len(called) <= LONGEST_NAME:
                return None
            place = places[key]
            places[key] += 1
            return [
                CreditFact(
                    name=called,
                    category=category,
                    person_id=person or None,
                    character=played[:LONGEST_CHARACTER],
                    ordering=min(place, SMALLINT),
                )
            ]

        return parse

    return Parser((title, person_id, name, character, role), begin, is_stateful=True)


def cast_and_crew(parse_list: Callable[[str], list[Any]], cast: str, crew: str) -> Parser:
    """Read TMDB's lists of objects, with the people's ids at TMDB."""

    def parse(cast_cell: str, crew_cell: str) -> list[CreditFact]:
        people = chain(_cast(parse_list(cast_cell)), _crew(parse_list(crew_cell)))
        return [credit for credit in people if 0 < len(credit.name) <= LONGEST_NAME]

    notation = JSON if parse_list is json_list else PYTHON
    recognise = plain_objects.cast_and_crew(notation, _CATEGORY_OF_JOB, sorted(_SAYS_NO_MORE))
    return each(parse, cast, crew, plain=recognise)


def _usable(names: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if len(name) <= LONGEST_NAME]


def _cast(people: list[Any]) -> Iterator[CreditFact]:
    for place, person in enumerate(objects(people)):
        yield CreditFact(
            name=_text(person, "name"),
            category="actor",
            person_id=_id(person),
            character=_text(person, "character")[:LONGEST_CHARACTER],
            ordering=min(place, SMALLINT),
        )


def _crew(people: list[Any]) -> Iterator[CreditFact]:
    for place, person in enumerate(objects(people)):
        category, job = role_of(_text(person, "job"))
        yield CreditFact(
            name=_text(person, "name"),
            category=category,
            person_id=_id(person),
            job=job,
            ordering=min(place, SMALLINT),
        )


def _text(person: dict[str, Any], key: str) -> str:
    value = person.get(key)
    return clean(value) if isinstance(value, str) else ""


def _id(person: dict[str, Any]) -> str | None:
    value = person.get("id")
    # Not isinstance: True is an int.
    return str(value) if type(value) is int and 0 < value <= INTEGER else None
