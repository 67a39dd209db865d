"""Which title a row is about: by its ids, strongest first; by name, kind and year at last.

Every id of a loaded row belongs to a title from then on and never moves to another. That is why
a file that is loaded again finds the titles it found before. A second id of a title in one
namespace (sources disagree more often than one would like) is kept as a ``TitleIdentifier``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from catalog.canonical import IDENTITY, Chunk
from catalog.loading.bulk import fetch
from catalog.loading.run import Draft, Key
from catalog.models import Title, TitleIdentifier
from catalog.names import name_key

MAX_IMDB_ID_LENGTH = 12
MAX_TMDB_ID = 2**31 - 1
MAX_VALUE_LENGTH = 120
MAX_NAME_KEY_LENGTH = 300
NamesakeKey = tuple[str, str]


def brings_ids(columns: Collection[str]) -> bool:
    """Return whether a file with these columns can tell that two ids mean one title."""
    return sum(column.name in columns for column in IDENTITY) > 1


class Identity(NamedTuple):
    """By what a row may be recognised; ``keys`` strongest first."""

    keys: tuple[Key, ...]
    kind: str | None = None
    name: str | None = None
    start_year: int | None = None

    @property
    def name_key(self) -> str:
        return name_key(self.name or "")[:MAX_NAME_KEY_LENGTH]

    @property
    def namesake_key(self) -> NamesakeKey | None:
        """Return (name key, kind), or None if that cannot tell which title is meant.

        Many movies share a name, so a movie needs a year as well.
        """
        if self.name and self.kind and (self.start_year or self.kind == "show"):
            return self.name_key, self.kind
        return None


def read_identities(chunk: Chunk) -> list[Identity]:
    """Return the identity of each row of ``chunk``."""
    names = ("imdb_id", "tmdb_id", "source_ids", "kind", "name", "start_year")
    columns = [chunk.column(name) for name in names]
    return [
        Identity(_keys(imdb_id, tmdb_id, source_ids, kind), kind, name, start_year)
        for imdb_id, tmdb_id, source_ids, kind, name, start_year in zip(*columns, strict=True)
    ]


def _keys(
    imdb_id: str | None, tmdb_id: int | None, source_ids: Mapping[str, str] | None, kind: str | None
) -> tuple[Key, ...]:
    keys: list[Key] = []
    if imdb_id and len(imdb_id) <= MAX_IMDB_ID_LENGTH:
        keys.append(("imdb", imdb_id))
    if tmdb_id and kind and tmdb_id <= MAX_TMDB_ID:
        keys.append((f"tmdb-{kind}", str(tmdb_id)))
    for source, value in (source_ids or {}).items():
        if value and len(value) <= MAX_VALUE_LENGTH:
            keys.append((source, value))
    return tuple(keys)


class TitleIndex:
    """The titles that the rows of one chunk may be about, found by key or by name."""

    def __init__(self) -> None:
        self.new_identifiers: list[TitleIdentifier] = []
        self._drafts: dict[int, Draft] = {}
        self._by_key: dict[Key, Draft] = {}
        self._by_name: defaultdict[NamesakeKey, list[Draft]] = defaultdict(list)

    def read(self, identities: Iterable[Identity]) -> None:
        """Read the titles that ``identities`` may mean. At most six queries."""
        keys = {key for identity in identities for key in identity.keys}
        self._read_by_columns(keys)
        self._read_by_identifiers(keys)
        self._read_by_names(identities)

    def find(self, identity: Identity) -> Draft | None:
        """Return the title of the strongest key that is known, else the only namesake."""
        for key in identity.keys:
            if draft := self._by_key.get(key):
                return draft
        return self._find_namesake(identity)

    def add_new(self, title: Title) -> Draft:
        """Return the draft of a title that begins here; its keys are not attached yet."""
        draft = Draft(title, is_new=True)
        self._by_name[_namesake_key(title)].append(draft)
        return draft

    def attach(self, draft: Draft, keys: Iterable[Key]) -> list[Key]:
        """Give the title those ``keys`` that belong to nobody, and return them."""
        free = [key for key in keys if key not in self._by_key]
        for key in free:
            self._by_key[key] = draft
            draft.keys.add(key)
            if not _set_column(draft, key):
                namespace, value = key
                self.new_identifiers.append(
                    TitleIdentifier(title=draft.title, source=namespace, value=value)
                )
        return free

    def foreign(self, draft: Draft, keys: Iterable[Key]) -> list[Key]:
        """Return those ``keys`` that belong to another title."""
        return [key for key in keys if self._by_key.get(key, draft) is not draft]

    def _find_namesake(self, identity: Identity) -> Draft | None:
        """Return the only title of this name, kind and year that no id tells apart.

        A show without a year, be it the row's or the title's, is met if the catalogue has no
        other show of that name.
        """
        if not identity.namesake_key:
            return None
        namesakes = self._by_name.get(identity.namesake_key, [])
        year = identity.start_year
        alike = [draft for draft in namesakes if year and draft.title.start_year == year]
        if not alike and identity.kind == "show" and len(namesakes) == 1:
            alike = [draft for draft in namesakes if not (year and draft.title.start_year)]
        possible = [draft for draft in alike if not contradict(draft.keys, identity.keys)]
        return possible[0] if len(possible) == 1 else None

    def _read_by_columns(self, keys: Iterable[Key]) -> None:
        imdb_ids = {value for namespace, value in keys if namespace == "imdb"}
        tmdb_ids = {int(value) for namespace, value in keys if namespace.startswith("tmdb-")}
        for title in fetch(Title.objects.all(), "imdb_id", imdb_ids):
            self._add(title)
        for title in fetch(Title.objects.all(), "tmdb_id", tmdb_ids):
            self._add(title)

    def _read_by_identifiers(self, keys: Iterable[Key]) -> None:
        namespaces = {namespace for namespace, _ in keys}
        identifiers = TitleIdentifier.objects.filter(source__in=namespaces)
        known = list(fetch(identifiers, "value", {value for _, value in keys}))
        missing = {identifier.title_id for identifier in known} - self._drafts.keys()
        for title in fetch(Title.objects.all(), "pk", missing):
            self._add(title)
        self._add_identifiers(known)

    def _read_by_names(self, identities: Iterable[Identity]) -> None:
        wanted = {
            identity.namesake_key
            for identity in identities
            if identity.keys and not any(key in self._by_key for key in identity.keys)
        } - {None}
        namesakes: list[Draft] = []
        for title in fetch(Title.objects.all(), "name_key", {key[0] for key in wanted if key}):
            if _namesake_key(title) in wanted:
                namesakes.append(self._add(title))
                self._by_name[_namesake_key(title)].append(namesakes[-1])
        identifiers = TitleIdentifier.objects.all()
        self._add_identifiers(fetch(identifiers, "title_id", {d.title.pk for d in namesakes}))

    def _add(self, title: Title) -> Draft:
        if draft := self._drafts.get(title.pk):
            return draft
        draft = self._drafts[title.pk] = Draft(title)
        if title.imdb_id:
            draft.keys.add(("imdb", title.imdb_id))
        if title.tmdb_id:
            draft.keys.add((f"tmdb-{title.kind}", str(title.tmdb_id)))
        self._by_key.update(dict.fromkeys(draft.keys, draft))
        return draft

    def _add_identifiers(self, identifiers: Iterable[TitleIdentifier]) -> None:
        for identifier in identifiers:
            key = (identifier.source, identifier.value)
            draft = self._by_key[key] = self._drafts[identifier.title_id]
            draft.keys.add(key)


def _namesake_key(title: Title) -> NamesakeKey:
    return title.name_key, title.kind


def _set_column(draft: Draft, key: Key) -> bool:
    """Store the key in the title's own row if it has its place there, still empty."""
    namespace, value = key
    title = draft.title
    if namespace == "imdb" and title.imdb_id is None:
        title.imdb_id = value
    elif namespace == f"tmdb-{title.kind}" and title.tmdb_id is None:
        title.tmdb_id = int(value)
    else:
        return False
    draft.is_changed = True
    return True


def contradict(known: Iterable[Key], keys: Iterable[Key]) -> bool:
    """Return whether both have ids in one namespace, and none in common there."""
    values: defaultdict[str, set[str]] = defaultdict(set)
    for namespace, value in known:
        values[namespace].add(value)
    return any(namespace in values and value not in values[namespace] for namespace, value in keys)
