"""A report as lines for the terminal: a table by themes, examples, completeness by dataset."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from catalog.quality.expectations import Expectation, Finding
from catalog.quality.run import Report

#: Datasets beside each other; more are left to the JSON.
MAX_DATASETS = 6
HEADING = "Titles that have it, by the dataset that brought them"


def table(report: Report) -> Iterator[str]:
    """Yield the lines that say what was found."""
    name_width = max((len(wanted.name) for wanted, _ in report.found), default=0)
    yield f"{'':9}{'expectation':{name_width}}{'rows':>12}{'offending':>11}{'share':>8}  it expects"
    theme = ""
    for wanted, found in report.found:
        if wanted.theme != theme:
            theme = wanted.theme
            yield theme.upper()
        yield _line(wanted, found, name_width)
        for shown in found.examples:
            yield f"{'':10}{shown.label}  {shown.address}".rstrip()
    yield from _datasets(report)
    yield ""
    yield summary(report)


def summary(report: Report) -> str:
    """Return in one line what came of it."""
    statuses = [wanted.status(found) for wanted, found in report.found]
    counts = ", ".join(f"{statuses.count(status)} {status}" for status in ("ok", "failed", "noted"))
    seconds = (report.finished_at - report.started_at).total_seconds()
    verdict = "Passed" if report.passed else "Failed"
    return f"{verdict}: {len(statuses)} expectations, {counts}, in {seconds:.1f} s."


def percent(share: float) -> str:
    """Return a share in a form that never rounds a few rows of many away.

    >>> percent(0.00001), percent(0.25), percent(0.0)
    ('<0.1 %', '25.0 %', '0 %')
    """
    if 0 < share < 0.001:
        return "<0.1 %"
    if 0.999 < share < 1:
        return ">99.9 %"
    return f"{share:.1%}".replace("%", " %") if 0 < share < 1 else f"{share:.0%}".replace("%", " %")


def _line(wanted: Expectation, found: Finding, name_width: int) -> str:
    status = wanted.status(found)
    counts = f"{found.checked:12,}{found.offending:11,}{percent(found.share):>8}"
    return f"  {status:6} {wanted.name:{name_width}}{counts}  {wanted.expects}"


def _datasets(report: Report) -> Iterator[str]:
    """Yield how much is known of the titles, by the dataset that brought them."""
    found = by_dataset(report.to_dict()["expectations"])
    if not found.sizes:
        return
    yield ""
    yield HEADING.upper()
    width = max(len(name) for name, _ in found.rows) + 2
    yield f"{'':{width}}" + "".join(f"{name[:15]:>16}" for name, _ in found.sizes)
    yield f"{'  titles':{width}}" + "".join(f"{size:16,}" for _, size in found.sizes)
    for name, shares in found.rows:
        yield f"  {name:{width - 2}}" + "".join(f"{share:>16}" for share in shares)


class ByDataset(NamedTuple):
    """``rows`` are (fact, a share for each of ``sizes``), which are (dataset, titles)."""

    sizes: list[tuple[str, int]]
    rows: list[tuple[str, list[str]]]


def by_dataset(expectations: Sequence[Mapping[str, Any]]) -> ByDataset:
    """Return which share of the titles has each fact, for the datasets that brought the most.

    ``expectations`` are as they stand in the JSON.
    """
    kept = [
        (found["name"].removesuffix("_known").replace("_", " "), found["parts"])
        for found in expectations
        if found["parts"]
    ]
    sizes: dict[str, int] = {}
    for _, parts in kept:
        for dataset, part in parts.items():
            sizes[dataset] = max(part["checked"], sizes.get(dataset, 0))
    largest = sorted(sizes.items(), key=lambda item: (-item[1], item[0]))[:MAX_DATASETS]
    rows = [(name, [_known(parts.get(dataset)) for dataset, _ in largest]) for name, parts in kept]
    return ByDataset(largest, rows)


def _known(part: Mapping[str, int] | None) -> str:
    return percent(1 - part["offending"] / part["checked"]) if part else "–"
