"""Cast and crew of one title: people by their number at TMDB, credits added to those there are.

The rules are those of files (``catalog.loading.people``): a number belongs to one person for good;
a namesake on the same title whom no number tells apart is meant; two such are one. Unlike a load,
this goes on beside other writers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from catalog.canonical import CreditFact
from catalog.enriching.shared import TRIES, free_slugs
from catalog.loading.unite import unite_people
from catalog.models import Credit, Person, PersonIdentifier, Title
from catalog.names import name_key, slug

#: What SQLite takes in one statement, with room.
BATCH = 500
MAX_NAME_LENGTH = 200


def merge_credits(title: Title, credited: Sequence[CreditFact]) -> bool:
    """Add the credits that the title lacks, and characters where none is known.

    Returns whether that changed anything. ``credited`` have the people's numbers at TMDB.
    """
    if not credited:
        return False
    people, is_changed = _people(title, credited)
    held = {_key(credit): credit for credit in title.credits.all()}
    new, told = [], []
    for fact in credited:
        key = (people[fact.person_id or ""], fact.category, fact.job)
        credit = held.get(key)
        if credit is None:
            held[key] = credit = _new(title, fact, key[0])
            new.append(credit)
        elif fact.character and not credit.character:
            credit.character = fact.character
            if credit.pk:
                told.append(credit)
    Credit.objects.bulk_create(new, batch_size=BATCH)
    Credit.objects.bulk_update(told, ["character"], batch_size=BATCH)
    return bool(new or told or is_changed)


def _key(credit: Credit) -> tuple[int, str, str]:
    return credit.person_id, credit.category, credit.job


def _new(title: Title, fact: CreditFact, person_id: int) -> Credit:
    return Credit(
        title=title,
        person_id=person_id,
        category=fact.category,
        job=fact.job,
        character=fact.character,
        ordering=fact.ordering,
    )


def _people(title: Title, credited: Sequence[CreditFact]) -> tuple[dict[str, int], bool]:
    """Return {number at TMDB: pk of the person}, and whether somebody was told anew or united."""
    names = {fact.person_id or "": fact.name for fact in credited}
    known = _by_number(names)
    namesakes = _unnumbered_on(title)
    told: dict[str, int] = {}
    united: dict[int, int] = {}
    for number, name in names.items():
        twin = namesakes.pop(name_key(name)[:MAX_NAME_LENGTH], None)
        if twin is None or twin == known.get(number):
            continue
        if number in known:
            winner, loser = sorted((known[number], twin))
            united[loser] = known[number] = winner
        else:
            told[number] = known[number] = twin
    _unite(united, known)
    for number, pk in told.items():
        Person.objects.filter(pk=pk, tmdb_id=None).update(tmdb_id=int(number))
    missing = {number: name for number, name in names.items() if number not in known}
    return known | _made(missing), bool(told or united)


def _by_number(numbers: Iterable[str]) -> dict[str, int]:
    """Return who has these numbers: their own, or beside another."""
    wanted = sorted(numbers, key=int)
    found: dict[str, int] = {}
    for start in range(0, len(wanted), BATCH):
        part = wanted[start : start + BATCH]
        beside = PersonIdentifier.objects.filter(source="tmdb", value__in=part)
        found |= dict(beside.values_list("value", "person_id"))
        own = Person.objects.filter(tmdb_id__in=map(int, part)).values_list("tmdb_id", "pk")
        found |= {str(number): pk for number, pk in own}
    return found


def _unnumbered_on(title: Title) -> dict[str, int]:
    """Return the people on the title without a number at TMDB, by name; not if several share it."""
    people = Person.objects.filter(credits__title=title, tmdb_id=None).distinct()
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for pk, key in people.values_list("pk", "name_key"):
        by_name[key].append(pk)
    return {key: pks[0] for key, pks in by_name.items() if len(pks) == 1}


def _unite(united: Mapping[int, int], known: Mapping[str, int]) -> None:
    """Let the older of two be both, with the number that the younger may have had."""
    if not united:
        return
    numbers = Person.objects.filter(pk__in=united).exclude(tmdb_id=None)
    moved = {united[pk]: number for pk, number in numbers.values_list("pk", "tmdb_id")}
    unite_people(united)
    for pk, number in moved.items():
        Person.objects.filter(pk=pk, tmdb_id=None).update(tmdb_id=number)


def _made(missing: Mapping[str, str]) -> dict[str, int]:
    """Make people with these numbers and names, unless somebody else is quicker."""
    found: dict[str, int] = {}
    for _ in range(TRIES):
        numbers = sorted((number for number in missing if number not in found), key=int)
        if not numbers:
            return found
        slugs = free_slugs(Person, [slug(missing[number]) for number in numbers])
        people = [
            Person(
                name=missing[number],
                name_key=name_key(missing[number])[:MAX_NAME_LENGTH],
                slug=free,
                tmdb_id=int(number),
            )
            for number, free in zip(numbers, slugs, strict=True)
        ]
        Person.objects.bulk_create(people, batch_size=BATCH, ignore_conflicts=True)
        found |= _by_number(numbers)
    raise RuntimeError(f"people cannot be made: {sorted(set(missing) - set(found))}")
