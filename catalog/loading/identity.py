"""Which title a row is about: by its ids, strongest first; by name, kind and year at last.

Every id of a loaded row belongs to a title from then on and never moves to another. That is why
a file that is loaded again finds the titles it found before. A second id of a title in one
namespace (sources disagree more often than one would like) is kept as a ``TitleIdentifier``.

Here is the judgement that ``matching`` spares nearly all rows: about those of which the hashes of
the catalogue do not tell at once whether their title is new or known.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from catalog.canonical import IDENTITY
from catalog.loading.bulk import fetch
from catalog.loading.run import Key
from catalog.models import Title, TitleIdentifier

NamesakeKey = tuple[str, str]


def brings_ids(columns: Collection[str]) -> bool:
    """Return whether a file with these columns can tell that two ids mean one title."""
    return sum(column.name in columns for column in IDENTITY) > 1


class Identity(NamedTuple):
    """By what a row may be recognised; ``keys`` strongest first."""

    row: int
    keys: tuple[Key, ...]
    kind: str | None = None
    name: str | None = None
    name_key: str | None = None
    start_year: int | None = None

    @property
    def namesake_key(self) -> NamesakeKey | None:
        """Return (name key, kind), or None if that cannot tell which title is meant.

        Many movies share a name, so a movie needs a year as well.
        """
        if self.name_key and self.kind and (self.start_year or self.kind == "show"):
            return self.name_key, self.kind
        return None


@dataclass(eq=False, slots=True)
class Candidate:
    """A title that a row may be about; ``id`` is None while it is only about to begin.

    ``own`` are the ids that have their place in the title's own row.
    """

    id: int | None
    kind: str
    name_key: str
    start_year: int | None
    own: dict[str, str] = field(default_factory=dict)
    keys: set[Key] = field(default_factory=set)
    new_own: dict[str, str] = field(default_factory=dict)

    @property
    def namespaces(self) -> tuple[str, str]:
        return "imdb", f"tmdb-{self.kind}"


class TitleIndex:
    """The titles that some rows of a chunk may be about, found by key or by name."""

    def __init__(self) -> None:
        self.candidates: dict[int, Candidate] = {}
        self.new: list[Candidate] = []
        self.attached: list[tuple[Candidate, Key, bool]] = []
        self._by_key: dict[Key, Candidate] = {}
        self._by_name: defaultdict[NamesakeKey, list[Candidate]] = defaultdict(list)

    def read(self, ids: Iterable[int]) -> None:
        """Read the titles with these primary keys, and all their ids. Two queries."""
        columns = ("pk", "kind", "name_key", "start_year", "imdb_id", "tmdb_id")
        for pk, kind, name_key, year, *own in fetch(Title.objects.values_list(*columns), "pk", ids):
            candidate = self.candidates[pk] = Candidate(pk, kind, name_key, year)
            pairs = zip(candidate.namespaces, own, strict=True)
            candidate.own = {namespace: str(value) for namespace, value in pairs if value}
            candidate.keys.update(candidate.own.items())
            self._by_key.update(dict.fromkeys(candidate.keys, candidate))
            self._by_name[name_key, kind].append(candidate)
        for identifier in fetch(TitleIdentifier.objects.all(), "title_id", self.candidates):
            key = (identifier.source, identifier.value)
            candidate = self._by_key[key] = self.candidates[identifier.title_id]
            candidate.keys.add(key)

    def find(self, identity: Identity) -> Candidate | None:
        """Return the title of the strongest key that is known, else the only namesake."""
        for key in identity.keys:
            if candidate := self._by_key.get(key):
                return candidate
        return self._find_namesake(identity)

    def begin(self, identity: Identity) -> Candidate:
        """Return a title that begins here; its keys are not attached yet."""
        candidate = Candidate(
            None, identity.kind or "", identity.name_key or "", identity.start_year
        )
        self.new.append(candidate)
        self._by_name[candidate.name_key, candidate.kind].append(candidate)
        return candidate

    def attach(self, candidate: Candidate, keys: Iterable[Key]) -> list[Key]:
        """Give the title those ``keys`` that belong to nobody, and return them."""
        free = [key for key in keys if key not in self._by_key]
        for namespace, value in free:
            self._by_key[namespace, value] = candidate
            candidate.keys.add((namespace, value))
            is_own = namespace in candidate.namespaces and namespace not in candidate.own
            if is_own:
                candidate.own[namespace] = candidate.new_own[namespace] = value
            self.attached.append((candidate, (namespace, value), is_own))
        return free

    def foreign(self, candidate: Candidate, keys: Iterable[Key]) -> list[Key]:
        """Return those ``keys`` that belong to another title."""
        return [key for key in keys if self._by_key.get(key, candidate) is not candidate]

    def _find_namesake(self, identity: Identity) -> Candidate | None:
        """Return the only title of this name, kind and year that no id tells apart.

        A show without a year, be it the row's or the title's, is met if the catalogue has no
        other show of that name.
        """
        if not identity.namesake_key:
            return None
        namesakes = self._by_name.get(identity.namesake_key, [])
        year = identity.start_year
        alike = [candidate for candidate in namesakes if year and candidate.start_year == year]
        if not alike and identity.kind == "show" and len(namesakes) == 1:
            alike = [found for found in namesakes if not (year and found.start_year)]
        possible = [found for found in alike if not contradict(found.keys, identity.keys)]
        return possible[0] if len(possible) == 1 else None


def is_second_hand(candidate: Candidate, keys: Sequence[Key]) -> bool:
    """Return whether these keys know the title only by ids beside its own.

    The row of its own id is the one to believe; otherwise it would depend on the order of
    loading whose rating a title of two ids has.
    """
    own = candidate.own
    return all(own.get(namespace) not in (None, value) for namespace, value in keys)


def contradict(known: Iterable[Key], keys: Iterable[Key]) -> bool:
    """Return whether both have ids in one namespace, and none in common there."""
    values: defaultdict[str, set[str]] = defaultdict(set)
    for namespace, value in known:
        values[namespace].add(value)
    return any(namespace in values and value not in values[namespace] for namespace, value in keys)
