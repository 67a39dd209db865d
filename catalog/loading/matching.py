"""Row by row: which title it is about, whether it starts a new one, or why it is skipped."""

from collections.abc import Sequence

from catalog.canonical import Chunk
from catalog.loading.identity import Identity, TitleIndex, brings_ids, read_identities
from catalog.loading.precedence import created_by
from catalog.loading.run import Draft, FileRun, Match
from catalog.models import Title, TitleIdentifier

NO_ID = "no id"
NO_TITLE = "no such title in the catalogue"
SECOND_ID = "the title has another id"
REPEATED = "repeats an earlier line"
FOREIGN_ID = "id belongs to another title"
OTHER_KIND = "the catalogue has it as another kind"


def match_rows(chunk: Chunk, run: FileRun) -> tuple[list[Match], list[TitleIdentifier]]:
    """Return the rows that say something, in order, and the identifiers that they bring.

    Titles named here for the first time are drafts without a primary key; nothing is written.
    """
    identities = read_identities(chunk)
    adds_credits = not run.dataset.creates_titles and "credits" in chunk.columns
    index = TitleIndex()
    index.read(identities)
    matches: list[Match] = []
    unknown: list[int] = []
    for row, (line, identity) in enumerate(zip(chunk.lines, identities, strict=True)):
        if not identity.keys:
            # It could not be recognised again, and would become a second title next time.
            run.report.skip(line, NO_ID, identity.name or "")
            continue
        draft = index.find(identity) or _start_title(identity, index, run)
        if draft is None:
            unknown.append(row)
            continue
        if not run.dataset.creates_titles and _is_second_hand(draft.title, identity):
            run.report.skip(line, SECOND_ID, " ".join(identity.keys[0]))
            continue
        match = _match(row, line, draft, run)
        if _attach(match, identity, index, run):
            match.mark_changed()
        if match.speaks or match.is_changed or adds_credits:
            matches.append(match)
        else:
            run.report.skip(line, REPEATED, f"line {draft.first_line}")
    put_off(chunk, unknown, run)
    return matches, index.new_identifiers


def put_off(chunk: Chunk, rows: Sequence[int], run: FileRun) -> None:
    """Let rows of unknown titles wait for the end of the file, or skip them.

    A file that maps ids to ids may bring in a later row the id by which an earlier one is
    recognised. Without waiting, its second load would find more than its first.
    """
    if not rows:
        return
    lines = [chunk.lines[row] for row in rows]
    columns = {name: [values[row] for row in rows] for name, values in chunk.columns.items()}
    late = Chunk(lines, columns, encoding=chunk.encoding)
    if not run.dataset.creates_titles and brings_ids(chunk.columns):
        run.waiting.append(late)
    else:
        skip_unknown(late, run)


def skip_unknown(chunk: Chunk, run: FileRun) -> None:
    """Count the rows of ``chunk`` as skipped: their titles are not in the catalogue."""
    for line, identity in zip(chunk.lines, read_identities(chunk), strict=True):
        run.report.skip(line, NO_TITLE, " ".join(identity.keys[0]))


def _start_title(identity: Identity, index: TitleIndex, run: FileRun) -> Draft | None:
    """Return a new title if the row has what it takes."""
    if not (run.dataset.creates_titles and identity.name and identity.kind):
        return None
    title = Title(
        kind=identity.kind,
        name=identity.name,
        name_key=identity.name_key,
        start_year=identity.start_year,
        provenance=created_by(run.file_id),
    )
    return index.add_new(title)


def _is_second_hand(title: Title, identity: Identity) -> bool:
    """Return whether the row knows the title only by ids beside its own.

    The row of its own id is the one to believe; otherwise it would depend on the order of
    loading whose rating a title of two ids has.
    """
    own = {"imdb": title.imdb_id, f"tmdb-{title.kind}": title.tmdb_id and str(title.tmdb_id)}
    return all(own.get(namespace) not in (None, value) for namespace, value in identity.keys)


def _match(row: int, line: int, draft: Draft, run: FileRun) -> Match:
    """Return the match of a row; it speaks if it is the file's first about the title."""
    if draft.first_line is None:
        draft.first_line = run.first_lines.get(draft.title.pk or 0)
    speaks = draft.first_line is None
    if speaks:
        draft.first_line = line
    return Match(row, line, draft, speaks=speaks)


def _attach(match: Match, identity: Identity, index: TitleIndex, run: FileRun) -> bool:
    """Give the title the row's ids that nobody has, and note the odd ones."""
    title = match.draft.title
    for key in index.foreign(match.draft, identity.keys):
        run.report.note(match.line, FOREIGN_ID, " ".join(key))
    if identity.kind and identity.kind != title.kind:
        run.report.note(match.line, OTHER_KIND, title.name)
    attached = index.attach(match.draft, identity.keys)
    if run.new_keys is not None:
        run.new_keys.update(attached)
    return bool(attached)
