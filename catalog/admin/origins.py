"""Where the facts of a title came from, in words."""

from collections import defaultdict

from catalog.models import SourceFile, Title

#: The key of ``Title.provenance`` that names the file which brought the title.
CREATOR = "*"


def origins(title: Title) -> list[tuple[str, SourceFile | None, str]]:
    """Return (who holds them, its file if there is one, which facts), analysts first: 1 query."""
    facts: defaultdict[int, list[str]] = defaultdict(list)
    creator = title.provenance.get(CREATOR)
    for fact, pk in title.provenance.items():
        if pk != creator:
            facts[pk].append(fact.replace("_", " "))
    files = SourceFile.objects.in_bulk({pk for pk in (*facts, creator) if pk})
    lines: list[tuple[str, SourceFile | None, str]] = []
    if locked := facts.pop(Title.EDITED, None):
        lines.append(("Locked by an analyst", None, ", ".join(sorted(locked))))
    for pk, theirs in sorted(facts.items()):
        lines.append((_name(pk, files), files.get(pk), ", ".join(sorted(theirs))))
    if creator:
        rest = "everything else" if lines else "everything"
        lines.append((_name(creator, files), files.get(creator), rest))
    return lines


def _name(pk: int, files: dict[int, SourceFile]) -> str:
    return str(files[pk]) if pk in files else f"file {pk}, which is gone"
