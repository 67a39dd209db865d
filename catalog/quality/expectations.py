"""What an expectation is, how one can be looked into, and what is found.

There are three ways to look. ``Rows`` and ``Texts`` of one table are looked into together, in one
pass over it; a ``Look`` goes its own way and may answer several expectations at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Model, Q
from django.urls import NoReverseMatch, reverse

MAX_EXAMPLES = 5
#: Rows that Python holds at a time.
CHUNK_ROWS = 10_000
#: The condition of no condition.
EVERY = Q()


class Example(NamedTuple):
    """A row that offends: what to call it, and the address of its page in the admin, if any."""

    label: str
    address: str = ""


class Share(NamedTuple):
    """Rows that were checked, and how many of them offend."""

    checked: int
    offending: int


@dataclass(frozen=True)
class Finding:
    """What looking gave. ``parts`` are the same by the dataset that brought the title."""

    checked: int
    offending: int
    examples: tuple[Example, ...] = ()
    parts: Mapping[str, Share] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """Return the part of the rows that offends, 0-1."""
        return self.offending / self.checked if self.checked else 0.0


@dataclass(frozen=True)
class Rows:
    """Rows of a table that the database can tell by a condition: counted in one pass with others.

    Conditions must not join other tables (rows would count twice): ask with ``Exists``.
    ``with_parts`` keeps apart what each dataset brought; for titles only.
    """

    model: type[Model]
    offending: Q
    among: Q = EVERY
    with_parts: bool = False


@dataclass(frozen=True)
class Texts:
    """Rows of a table that only Python can tell.

    ``offends`` gets the value of the field, or a tuple of the values if there are several.
    """

    model: type[Model]
    fields: tuple[str, ...]
    offends: Callable[[Any], bool]


@dataclass(frozen=True)
class Look:
    """A question of its own. ``find`` gives findings by the names of the expectations."""

    find: Callable[[], Mapping[str, Finding]]


@dataclass(frozen=True)
class Expectation:
    """Something that is to hold: ``expects`` says it in one phrase.

    One that is ``required`` fails the check, any other is only noted. Up to ``allowed`` of the
    rows (0-1) may offend.
    """

    name: str
    theme: str
    expects: str
    check: Rows | Texts | Look
    required: bool = False
    allowed: float = 0.0

    def holds(self, finding: Finding) -> bool:
        return finding.share <= self.allowed

    def status(self, finding: Finding) -> str:
        """Return ok, failed (it was required), or noted."""
        if self.holds(finding):
            return "ok"
        return "failed" if self.required else "noted"


def example(row: Any, label: str = "") -> Example:
    """Return a row as an example: its text, made printable, and its page in the admin."""
    meta = row._meta
    try:
        address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])
    except NoReverseMatch:  # a link between two tables has no page
        address = ""
    return Example(printable(label or str(row) or f"{meta.verbose_name} {row.pk}"), address)


def printable(text: str, longest: int = 80) -> str:
    r"""Return data as text that a terminal takes: what does not print is escaped, the end cut.

    >>> printable("Ali\x1ben")
    'Ali\\x1ben'
    """
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
