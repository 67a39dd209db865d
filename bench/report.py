"""How a bench says what it found: where it ran, a table, one line of JSON."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any


def machine() -> dict[str, Any]:
    """Return what figures depend on: versions and cores."""
    packages = ("django", "polars", "pandas", "numpy", "psycopg2-binary")
    return {
        "python": platform.python_version(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        **{package: version(package) for package in packages},
    }


def load_average() -> float:
    """Return how many processes wanted to run in the last minute."""
    return round(os.getloadavg()[0], 2)


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns: the first to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    for first, *numbers in (header, *rows):
        cells = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
        print("  ".join((first.ljust(widths[0]), *cells)))


def print_facts(facts: Mapping[str, Any]) -> None:
    """Print facts on one line."""
    print(", ".join(f"{name} {value}" for name, value in facts.items()))


def print_json(facts: Mapping[str, Any]) -> None:
    """Print one line of JSON, with numbers to four digits."""
    print(json.dumps({name: _rounded(value) for name, value in facts.items()}), flush=True)


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _rounded(one) for name, one in value.items()}
    return float(f"{value:.4g}") if isinstance(value, float) else value
