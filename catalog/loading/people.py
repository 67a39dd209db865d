"""Which person a credit means: by id; by a namesake on the same title; by name at last.

As with titles, an id belongs to one person for good once it was seen, so that a file that is
loaded again finds the same people. A name without an id stands for itself: ("name", name key).
Two people of one name on one title whom no id tells apart are one, and are united.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from catalog.bulk import IdPool, insert_frame
from catalog.loading.bulk import fetch, save_changed
from catalog.loading.known_people import COLUMNS, KnownPeople
from catalog.loading.run import Key
from catalog.loading.unite import unite_people
from catalog.models import Person, PersonIdentifier
from catalog.names import slug

NAME = "name"
WRITTEN = tuple(COLUMNS.values())


@dataclass(eq=False, slots=True)
class KnownPerson:
    """A person while credits are merged; ``person`` has no primary key until it is written.

    ``keys`` are {namespace: value}; ``united_with`` is who this person has turned out to be.
    """

    person: Person
    keys: dict[str, str] = field(default_factory=dict)
    is_changed: bool = False
    united_with: KnownPerson | None = None

    @property
    def current(self) -> KnownPerson:
        return self.united_with.current if self.united_with else self

    def may_have(self, keys: Mapping[str, str]) -> bool:
        """Return whether no id tells this person from one who has ``keys``."""
        return all(self.keys.get(namespace, value) == value for namespace, value in keys.items())

    def add_key(self, key: Key) -> bool:
        """Note an id of the person; return whether it is kept in the person's own row."""
        namespace, value = key
        self.keys[namespace] = value
        if namespace not in COLUMNS:
            return False
        setattr(self.person, COLUMNS[namespace], int(value) if namespace == "tmdb" else value)
        self.is_changed = True
        return True


@dataclass(frozen=True, slots=True)
class Mention:
    """A person as one credit names them; ``key`` is an id, or the name if there is none."""

    title_id: int
    name: str
    name_key: str
    key: Key

    @property
    def has_id(self) -> bool:
        return self.key[0] != NAME


class PersonIndex:
    """The people whom the credits of one chunk may mean."""

    def __init__(self, source: str) -> None:
        """``source`` is who numbers the people of this file."""
        self._source = source
        self._known: dict[int, KnownPerson] = {}
        self._new: list[KnownPerson] = []
        self._new_identifiers: list[tuple[KnownPerson, Key]] = []
        self._by_key: dict[Key, KnownPerson] = {}
        self._by_name: defaultdict[str, list[KnownPerson]] = defaultdict(list)
        self._on_title: defaultdict[tuple[int, str], list[KnownPerson]] = defaultdict(list)

    def read(self, mentions: Sequence[Mention], cast: Sequence[tuple[int, int]]) -> None:
        """Read the people whom ``mentions`` may mean. At most eight queries.

        ``cast`` are the (title pk, person pk) of the credits that exist, oldest first.
        """
        ids = {mention.key[1] for mention in mentions if mention.has_id}
        names = {mention.name_key for mention in mentions if not mention.has_id}
        self._read_people("pk", {person_id for _, person_id in cast})
        if column := COLUMNS.get(self._source):
            self._read_people(column, ids)
        self._read_owners(self._source, ids)
        self._read_owners(NAME, names)
        for known in self._read_people("name_key", names):
            self._by_name[known.person.name_key].append(known)
        for identifier in fetch(PersonIdentifier.objects.all(), "person_id", self._known):
            known = self._by_key[identifier.source, identifier.value] = self._known[
                identifier.person_id
            ]
            known.keys[identifier.source] = identifier.value
        for title_id, person_id in dict.fromkeys(cast):
            known = self._known[person_id]
            self._on_title[title_id, known.person.name_key].append(known)

    def resolve(self, mentions: Sequence[Mention]) -> tuple[list[KnownPerson], set[int]]:
        """Return the person whom each mention means, made if need be.

        Also the positions of the mentions that told something new about who is who.
        """
        # Ids first, so that they meet their person on whichever title both appear.
        telling = {
            position
            for position, mention in enumerate(mentions)
            if mention.has_id and self._attach(self._namesake_on_title(mention), mention.key)
        }
        people = []
        for position, mention in enumerate(mentions):
            known = self._find(mention) or self._create(mention)
            if self._attach(known, mention.key) or self._put_on_title(mention.title_id, known):
                telling.add(position)
            people.append(known)
        return [known.current for known in people], telling

    def write(self, all_people: KnownPeople, ids: IdPool) -> None:
        """Write new people with their slugs, new ids, changed rows; unite who is one."""
        people = [known.person for known in self._new if known.united_with is None]
        slugs = all_people.slugs.take(
            pl.Series([slug(person.name) for person in people], dtype=pl.String)
        )
        keys = ids.take(Person, len(people))
        for person, free, key in zip(people, slugs, keys, strict=True):
            person.slug, person.pk = free, key
        insert_frame(Person, _rows(people, ("id", "name", "name_key", "slug", *WRITTEN)))
        unite_people(self.united)
        save_changed(Person, [known.person for known in self._changed()], WRITTEN)
        identifiers = [(known.current.person.pk, *key) for known, key in self._new_identifiers]
        columns = {"person_id": pl.Int64, "source": pl.String, "value": pl.String}
        insert_frame(PersonIdentifier, pl.DataFrame(identifiers, schema=columns, orient="row"))
        told = [*people, *(known.person for known in self._changed())]
        numbers = [(person.pk, person.tmdb_id) for person in told]
        all_people.add(
            pl.DataFrame(numbers, schema={"id": pl.Int64, "number": pl.Int64}, orient="row")
        )

    @property
    def united(self) -> dict[int, int]:
        """Return the stored people who have turned out to be others: {pk: pk of the other}."""
        return {
            pk: known.current.person.pk for pk, known in self._known.items() if known.united_with
        }

    def _changed(self) -> Iterable[KnownPerson]:
        return (k for k in self._known.values() if k.is_changed and k.united_with is None)

    def _find(self, mention: Mention) -> KnownPerson | None:
        by_key = self._by_key.get(mention.key)
        if mention.has_id:
            return by_key or self._namesake_on_title(mention)
        return self._namesake_on_title(mention) or by_key or self._only_namesake(mention)

    def _create(self, mention: Mention) -> KnownPerson:
        known = KnownPerson(Person(name=mention.name, name_key=mention.name_key))
        self._new.append(known)
        self._by_name[mention.name_key].append(known)
        return known

    def _namesake_on_title(self, mention: Mention) -> KnownPerson | None:
        """Return the first person of this name on the title whom no id tells apart."""
        keys = dict([mention.key])
        for known in self._on_title.get((mention.title_id, mention.name_key), ()):
            if known.current.may_have(keys):
                return known.current
        return None

    def _only_namesake(self, mention: Mention) -> KnownPerson | None:
        namesakes = {known.current for known in self._by_name.get(mention.name_key, ())}
        return namesakes.pop() if len(namesakes) == 1 else None

    def _attach(self, known: KnownPerson | None, key: Key) -> bool:
        """Give a person an id that nobody has; return whether that happened."""
        if known is None or key in self._by_key:
            return False
        self._by_key[key] = known
        if not known.add_key(key):
            self._new_identifiers.append((known, key))
        return True

    def _put_on_title(self, title_id: int, known: KnownPerson) -> bool:
        """Note that the title credits the person; return whether that united two people."""
        namesakes = self._on_title[title_id, known.person.name_key]
        others = [other.current for other in namesakes]
        if known in others:
            return False
        namesakes.append(known)
        double = next((other for other in others if other.may_have(known.keys)), None)
        if double:
            self._unite(known, double)
        return double is not None

    def _unite(self, one: KnownPerson, other: KnownPerson) -> None:
        """Let the older of two people be both."""
        winner = min(other, one, key=lambda known: known.person.pk or math.inf)
        loser = one if winner is other else other
        loser.united_with = winner
        for namespace, value in loser.keys.items():
            self._by_key[namespace, value] = winner
            winner.keys[namespace] = value
            if namespace in COLUMNS:
                winner.add_key((namespace, value))

    def _read_people(self, field_name: str, values: set[Any]) -> list[KnownPerson]:
        return [self._add(person) for person in fetch(Person.objects.all(), field_name, values)]

    def _read_owners(self, source: str, values: set[str]) -> None:
        """Read the people whose ids in ``source`` are among ``values``."""
        identifiers = PersonIdentifier.objects.filter(source=source)
        owners = set(fetch(identifiers.values_list("person_id", flat=True), "value", values))
        self._read_people("pk", owners - self._known.keys())

    def _add(self, person: Person) -> KnownPerson:
        if known := self._known.get(person.pk):
            return known
        known = self._known[person.pk] = KnownPerson(person)
        for namespace, column in COLUMNS.items():
            if value := getattr(person, column):
                known.keys[namespace] = str(value)
                self._by_key[namespace, str(value)] = known
        return known


def _rows(people: Sequence[Person], columns: Sequence[str]) -> pl.DataFrame:
    """Return these columns of people who are to be written."""
    types = {"id": pl.Int64, "tmdb_id": pl.Int64}
    schema = {column: types.get(column, pl.String) for column in columns}
    values = [[getattr(person, column) for column in columns] for person in people]
    return pl.DataFrame(values, schema=schema, orient="row")
