"""Cast and crew of TMDB's answers as credits: by the rules that files follow. [pure]"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalog.canonical import CreditFact
from catalog.clients.tmdb_parts import Contributor
from catalog.clients.tmdb_payloads import Details, MovieDetails, TvDetails
from catalog.datasets.credits import role_of
from catalog.datasets.plain_objects import LONGEST_CHARACTER, LONGEST_NAME
from catalog.datasets.values import SMALLINT

#: Between two characters of one actor.
AND = " / "


def credits_of_movie(movie: MovieDetails) -> list[CreditFact]:
    """Return who did what, once each."""
    return _once(_credits(movie))


def credits_of_show(show: TvDetails) -> list[CreditFact]:
    """Return who did what over all seasons, once each; of the last season if no more is told."""
    created = (_credit(person, "creator", place) for place, person in enumerate(show.created_by))
    over_all = list(_credits_over_all(show))
    return _once([*created, *(over_all or _credits(show))])


def _credits(details: Details) -> Iterator[CreditFact]:
    for place, actor in enumerate(details.credits.cast):
        yield _credit(actor, "actor", place, character=actor.character)
    for place, member in enumerate(details.credits.crew):
        category, job = role_of(member.job)
        yield _credit(member, category, place, job=job)


def _credits_over_all(show: TvDetails) -> Iterator[CreditFact]:
    for place, actor in enumerate(show.aggregate_credits.cast):
        characters = dict.fromkeys(role.character for role in actor.roles if role.character)
        yield _credit(actor, "actor", place, character=AND.join(characters))
    for place, member in enumerate(show.aggregate_credits.crew):
        for task in member.jobs:
            category, job = role_of(task.job)
            yield _credit(member, category, place, job=job)


def _credit(
    person: Contributor, category: str, place: int, *, job: str = "", character: str = ""
) -> CreditFact:
    return CreditFact(
        name=person.name,
        category=category,
        person_id=str(person.id),
        job=job,
        character=character[:LONGEST_CHARACTER],
        ordering=min(place, SMALLINT),
    )


def _once(credited: Iterable[CreditFact]) -> list[CreditFact]:
    """Return each credit once, the characters of repeated ones joined."""
    found: dict[tuple[str | None, str, str], CreditFact] = {}
    for credit in credited:
        if len(credit.name) > LONGEST_NAME:
            continue
        key = (credit.person_id, credit.category, credit.job)
        first = found.setdefault(key, credit)
        characters = dict.fromkeys(filter(None, (first.character, credit.character)))
        joined = AND.join(characters)
        if joined != first.character and len(joined) <= LONGEST_CHARACTER:
            found[key] = first._replace(character=joined)
    return list(found.values())
