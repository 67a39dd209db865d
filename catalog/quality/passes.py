"""Looking: one pass over each table for all that is asked of its rows, in bounded memory."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from django.db.models import Count, Model, QuerySet
from django.db.models.fields.json import KT

from catalog.models import SourceFile, Title
from catalog.quality.expectations import (
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
#: Rows that Python holds at a time.
CHUNK_ROWS = 2_000
#: The part of titles that no file brought.
BY_HAND = "entered by hand"


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
    for position, (_, check) in enumerate(asked):
        counts[f"checked_{position}"] = Count("pk", filter=check.among)
        counts[f"offending_{position}"] = Count("pk", filter=check.among & check.offending)
    by_dataset = _counts_by_dataset(model, counts)
    findings = {}
    for position, (expectation, check) in enumerate(asked):
        parts = {
            dataset: Share(row[f"checked_{position}"], row[f"offending_{position}"])
            for dataset, row in by_dataset.items()
        }
        checked = sum(part.checked for part in parts.values())
        offending = sum(part.offending for part in parts.values())
        shown = {name: part for name, part in parts.items() if check.with_parts and part.checked}
        holds = expectation.holds(Finding(checked, offending))
        examples = () if holds else _examples(model, check)
        findings[expectation.name] = Finding(checked, offending, examples, shown)
    return findings


def _counts_by_dataset(model: type[Model], counts: dict[str, Count]) -> dict[str, dict[str, int]]:
    """Return the counts by the dataset that brought the row, if it is a title; else under ""."""
    rows: Any = model._default_manager.order_by()
    if model is not Title:
        return {"": rows.aggregate(**counts)}
    datasets = dict(SourceFile.objects.values_list("pk", "dataset"))
    totals: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows.values(creator=KT("provenance__*")).annotate(**counts):
        creator = row.pop("creator")
        dataset = datasets.get(int(creator), "") if creator else BY_HAND
        for name, count in row.items():
            totals[dataset or "a file that is gone"][name] += count
    return {dataset: dict(row) for dataset, row in totals.items()}


def _examples(model: type[Model], check: Rows) -> tuple[Example, ...]:
    """Return some rows that offend; of titles, those that most people know."""
    rows: QuerySet[Any] = model._default_manager.filter(check.among & check.offending)
    order = ("-num_votes", "pk") if model is Title else ("pk",)
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
