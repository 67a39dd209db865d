"""Two people who turn out to be one: the older keeps its address and takes what the other has."""

from collections.abc import Mapping

from catalog.loading.bulk import fetch, save_changed
from catalog.models import Credit, Person, PersonIdentifier


def unite_people(winners: Mapping[int, int]) -> None:
    """Replace people by others, {pk: pk of who takes their place}, credits and ids included.

    A credit that both have stays once. Six queries for any number of people.
    """
    if not winners:
        return
    _move_credits(winners)
    identifiers = list(fetch(PersonIdentifier.objects.all(), "person_id", winners))
    for identifier in identifiers:
        identifier.person_id = winners[identifier.person_id]
    save_changed(PersonIdentifier, identifiers, ("person",))
    Person.objects.filter(pk__in=winners).delete()


def _move_credits(winners: Mapping[int, int]) -> None:
    """Move the credits that their new owners lack; the rest goes with the old ones."""
    involved = winners.keys() | set(winners.values())
    held = sorted(fetch(Credit.objects.all(), "person_id", involved), key=lambda row: row.pk)
    owned = {_key(credit, credit.person_id): credit for credit in held}
    changed: dict[int, Credit] = {}
    for credit in held:
        if credit.person_id not in winners:
            continue
        key = _key(credit, winners[credit.person_id])
        twin = owned.get(key)
        if twin is None:
            credit.person_id = winners[credit.person_id]
            owned[key] = changed[credit.pk] = credit
        elif credit.character and not twin.character:
            twin.character = credit.character
            changed[twin.pk] = twin
    save_changed(Credit, list(changed.values()), ("person", "character"))


def _key(credit: Credit, person_id: int) -> tuple[int, int, str, str]:
    return credit.title_id, person_id, credit.category, credit.job
