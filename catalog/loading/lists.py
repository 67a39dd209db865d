"""List facts (genres, countries …): replaced as a whole, by precedence."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from catalog.canonical import Chunk
from catalog.loading.bulk import fetch
from catalog.loading.precedence import holder, set_holder
from catalog.loading.run import Draft, FileRun, Match
from catalog.loading.shared_rows import coded_ids, named_ids
from catalog.models import Company, Country, Genre, Keyword, Language, Title

#: What turns the values of a list into the primary keys of the rows that they name.
KEYS: Mapping[str, Callable[[Iterable[str]], dict[str, Any]]] = {
    "genres": lambda names: named_ids(Genre, names),
    "countries": lambda codes: coded_ids(Country, codes),
    "spoken_languages": lambda codes: coded_ids(Language, codes),
    "companies": lambda names: named_ids(Company, names),
    "keywords": lambda names: named_ids(Keyword, names),
}


@dataclass
class ListChange:
    """The lists of one kind that change, and the table in which they are kept."""

    through: type[Model]
    column: str
    values: dict[Draft, list[Any]] = field(default_factory=dict)

    def write(self) -> None:
        """Replace the lists. Two queries and one insert for any number of titles."""
        changed = [draft.title.pk for draft in self.values if not draft.is_new]
        manager = self.through._default_manager
        for_titles = manager.filter(title_id__in=changed)
        for_titles.delete()
        manager.bulk_create(
            self.through(**{"title_id": draft.title.pk, self.column: key})
            for draft, keys in self.values.items()
            for key in keys
        )


def merge_lists(chunk: Chunk, matches: Sequence[Match], run: FileRun) -> list[ListChange]:
    """Return the lists that this file may replace; only shared rows are written."""
    speaking = [match for match in matches if match.speaks]
    return [_merge_list(fact, chunk, speaking, run) for fact in KEYS if fact in chunk.columns]


def _merge_list(fact: str, chunk: Chunk, matches: Sequence[Match], run: FileRun) -> ListChange:
    relation: Any = Title._meta.get_field(fact)
    change = ListChange(relation.remote_field.through, f"{relation.m2m_reverse_field_name()}_id")
    column = chunk.columns[fact]
    known = [(match, column[match.row]) for match in matches if column[match.row]]
    ids = KEYS[fact]({value for _, values in known for value in values})
    held = _held(change, [match.draft for match, _ in known if not match.draft.is_new])
    for match, values in known:
        keys = list(dict.fromkeys(ids[value] for value in values if value in ids))
        if keys and _may_set(match.draft, fact, held[match.draft.title.pk], keys, run):
            set_holder(match.draft.title, fact, run.file_id)
            change.values[match.draft] = keys
            match.draft.is_changed = True
            match.mark_changed()
    return change


def _held(change: ListChange, drafts: Iterable[Draft]) -> defaultdict[int | None, set[Any]]:
    """Return {title pk: keys} as the table has them now."""
    held: defaultdict[int | None, set[Any]] = defaultdict(set)
    rows = change.through._default_manager.values_list("title_id", change.column)
    for title_id, key in fetch(rows, "title_id", (draft.title.pk for draft in drafts)):
        held[title_id].add(key)
    return held


def _may_set(draft: Draft, fact: str, held: set[Any], keys: Sequence[Any], run: FileRun) -> bool:
    """Return whether the list is unknown, or the file may replace it and says anything new."""
    held_by = holder(draft.title, fact)
    if held_by == Title.EDITED:
        return False
    if not held:
        return True
    is_news = held != set(keys) or held_by != run.file_id
    return is_news and run.precedence.allows(run.file_id, held_by)
