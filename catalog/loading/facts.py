"""Single-valued facts: into the title's own row, by precedence."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from catalog.canonical import FACTS, Chunk
from catalog.loading.bulk import free_slugs, save_changed
from catalog.loading.precedence import DEFAULTED, holder, set_holder
from catalog.loading.run import FileRun, Match
from catalog.loading.shared_rows import coded_ids, named_ids
from catalog.models import Collection, Language, Title
from catalog.models.naming import name_key_for
from catalog.names import slug

#: A title's kind never changes; everything else may.
FACT_NAMES = tuple(fact.name for fact in FACTS if fact.name != "kind")
FIELDS: Mapping[str, Any] = {name: Title._meta.get_field(name) for name in FACT_NAMES}
#: Facts that are rows of their own: what turns their values into primary keys.
REFERENCES: Mapping[str, Callable[[Iterable[str]], dict[str, Any]]] = {
    "original_language": lambda codes: coded_ids(Language, codes),
    "collection": lambda names: named_ids(Collection, names),
}
MAXIMUM = {
    "PositiveSmallIntegerField": 2**15 - 1,
    "PositiveIntegerField": 2**31 - 1,
    "BigIntegerField": 2**63 - 1,
}
WRITTEN = tuple(
    field.name
    for field in Title._meta.concrete_fields
    if field.name not in {"id", "kind", "slug", "added_at"}
)


def merge_facts(chunk: Chunk, matches: Sequence[Match], run: FileRun) -> None:
    """Put the facts that this file may set into the drafts; nothing is written but references."""
    speaking = [match for match in matches if match.speaks]
    for fact in FACT_NAMES:
        if fact not in chunk.columns:
            continue
        column = chunk.columns[fact]
        known = [(m, column[m.row]) for m in speaking if column[m.row] is not None]
        known = [(match, value) for match, value in known if _fits(fact, value, match, run)]
        attribute: str = FIELDS[fact].attname
        if fact in REFERENCES:
            keys = REFERENCES[fact]({value for _, value in known})
            known = [(match, keys[value]) for match, value in known if value in keys]
        for match, value in known:
            _set_fact(match, fact, attribute, value, run)


def write_titles(matches: Sequence[Match]) -> None:
    """Write new and changed titles; new ones get their primary keys and slugs."""
    drafts = dict.fromkeys(match.draft for match in matches)
    new = [draft.title for draft in drafts if draft.is_new]
    stems = [slug(title.name, title.start_year) for title in new]
    for title, free in zip(new, free_slugs(Title, stems), strict=True):
        title.slug = free
    Title.objects.bulk_create(new)
    changed = [draft.title for draft in drafts if draft.is_changed and not draft.is_new]
    save_changed(Title, changed, WRITTEN)


def _set_fact(match: Match, fact: str, attribute: str, value: Any, run: FileRun) -> None:
    """Set one fact if it is unknown, or held by a file of no higher rank."""
    title = match.draft.title
    held, held_by = getattr(title, attribute), holder(title, fact)
    if held_by == Title.EDITED:
        return
    is_known = held_by is not None if fact in DEFAULTED else held not in (None, "")
    if is_known and not run.precedence.allows(run.file_id, held_by):
        return
    if held == value and held_by == run.file_id:
        return
    setattr(title, attribute, value)
    if fact == "name":
        title.name_key = name_key_for(title, value)
    set_holder(title, fact, run.file_id)
    match.draft.is_changed = True
    match.mark_changed()


def _fits(fact: str, value: Any, match: Match, run: FileRun) -> bool:
    """Return whether the column can hold the value; if not, count it as unknown."""
    field = FIELDS[fact]
    if isinstance(value, str):
        limit = field.max_length
        fits = fact in REFERENCES or limit is None or len(value) <= limit
    else:
        maximum = MAXIMUM.get(field.get_internal_type())
        fits = maximum is None or value <= maximum
    if not fits:
        run.report.nulled[f"{fact} too long"] += 1
    return fits
