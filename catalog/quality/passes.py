"""Looking: one pass over each table for all that is asked of its rows, in bounded memory."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from django.db.models import Count, Exists, F, Model, Q, QuerySet
from django.db.models.fields.json import KT

from catalog.models import SourceFile, Title
from catalog.quality.expectations import (
    CHUNK_ROWS,
    MAX_EXAMPLES,
    Example,
    Expectation,
    Finding,
    Look,
    Rows,
    Share,
    Texts,
    example,
)

Findings = dict[str, Finding]
#: The parts of titles that no file brought, or one that is not known any more.
BY_HAND = "entered by hand"
GONE = "a file that is gone"


def passes(expectations: Sequence[Expectation]) -> Iterator[Callable[[], Mapping[str, Finding]]]:
    """Yield the fewest passes that answer all; each gives findings by names, others' as well."""
    rows: defaultdict[type[Model], list[tuple[Expectation, Rows]]] = defaultdict(list)
    texts: defaultdict[type[Model], list[tuple[Expectation, Texts]]] = defaultdict(list)
    looks: dict[Look, None] = {}
    for expectation in expectations:
        match expectation.check:
            case Rows() as check:
                rows[check.model].append((expectation, check))
            case Texts() as text:
                texts[text.model].append((expectation, text))
            case Look() as look:
                looks[look] = None
    yield from (partial(_count, model, asked) for model, asked in rows.items())
    yield from (partial(_read, model, asked) for model, asked in texts.items())
    for look in looks:
        yield look.find


def _count(model: type[Model], asked: Sequence[tuple[Expectation, Rows]]) -> Findings:
    """Count the rows that are checked and that offend: one scan, then examples where any do."""
    counts: dict[str, Count] = {}
    for expectation, check in asked:
        counts[f"checked_{expectation.name}"] = Count("pk", filter=check.among)
        if not _asks_others(check.offending):
            offending = check.among & check.offending
            counts[f"offending_{expectation.name}"] = Count("pk", filter=offending)
    rows: Any = model._default_manager.order_by()
    counted = _by_dataset(rows, counts)
    for expectation, check in asked:
        if _asks_others(check.offending):
            # A filter is planned as a join, a condition within a count is not: 3 times as fast.
            offending = check.among & check.offending
            count = {f"offending_{expectation.name}": Count("pk")}
            for dataset, row in _by_dataset(rows.filter(offending), count).items():
                counted[dataset].update(row)
    return {
        expectation.name: _finding(model, expectation, check, counted)
        for expectation, check in asked
    }


def _asks_others(condition: Q) -> bool:
    """Tell whether a condition is about the rows of another table."""
    return any(
        isinstance(part, Exists) or (isinstance(part, Q) and _asks_others(part))
        for part in condition.children
    )


def _finding(
    model: type[Model], expectation: Expectation, check: Rows, counted: Mapping[str, Counter[str]]
) -> Finding:
    """Return what was counted for one expectation, with examples if it does not hold."""
    name = expectation.name
    parts = {
        dataset: Share(counts[f"checked_{name}"], counts[f"offending_{name}"])
        for dataset, counts in counted.items()
        if counts[f"checked_{name}"]
    }
    checked = sum(part.checked for part in parts.values())
    offending = sum(part.offending for part in parts.values())
    holds = expectation.holds(Finding(checked, offending))
    examples = () if holds else _examples(model, check)
    return Finding(checked, offending, examples, parts if check.with_parts else {})


def _by_dataset(rows: Any, counts: dict[str, Count]) -> defaultdict[str, Counter[str]]:
    """Return the counts by the dataset that brought the row, if it is a title; else under ""."""
    totals: defaultdict[str, Counter[str]] = defaultdict(Counter)
    if rows.model is not Title:
        totals[""].update(rows.aggregate(**counts))
        return totals
    datasets = dict(SourceFile.objects.values_list("pk", "dataset"))
    for row in rows.values(creator=KT("provenance__*")).annotate(**counts):
        creator = row.pop("creator")
        totals[datasets.get(int(creator), GONE) if creator else BY_HAND].update(row)
    return totals


def _examples(model: type[Model], check: Rows) -> tuple[Example, ...]:
    """Return some rows that offend; of titles, those that most people know."""
    rows: QuerySet[Any] = model._default_manager.filter(check.among & check.offending)
    # Not by the index on votes: what hardly any row is would be sought in every row.
    order = (F("num_votes") * -1, "pk") if model is Title else ("pk",)
    return tuple(example(row) for row in rows.order_by(*order)[:MAX_EXAMPLES])


def _read(model: type[Model], asked: Sequence[tuple[Expectation, Texts]]) -> Findings:
    """Read a table once and ask Python about each row."""
    fields = list(dict.fromkeys(field for _, check in asked for field in check.fields))
    offenders: list[list[Any]] = [[] for _ in asked]  # the first keys
    counts = [0] * len(asked)
    questions = [
        (position, check.offends, itemgetter(*(fields.index(field) + 1 for field in check.fields)))
        for position, (_, check) in enumerate(asked)
    ]
    checked = 0
    rows: Any = model._default_manager.order_by().values_list("pk", *fields)
    for row in rows.iterator(chunk_size=CHUNK_ROWS):
        checked += 1
        for position, offends, values in questions:
            if offends(values(row)):
                counts[position] += 1
                if counts[position] <= MAX_EXAMPLES:
                    offenders[position].append(row[0])
    examples = model._default_manager.in_bulk([pk for pks in offenders for pk in pks])
    return {
        expectation.name: Finding(
            checked, count, tuple(example(examples[pk]) for pk in pks if pk in examples)
        )
        for (expectation, _), count, pks in zip(asked, counts, offenders, strict=True)
    }
