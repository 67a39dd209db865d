"""Payloads of services as models that keep what they know. [pure]

A service changes what it sends without asking. A field that is odd is left out and named; the
rest stays. What is unknown to a model is ignored.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from catalog.clients.errors import InvalidResponse
from catalog.datasets.cleaning import CONTROL, clean

#: Rounds of leaving out: an odd field, then what cannot be without it, up to the whole.
_ROUNDS = 8
#: Names of odd fields that are told.
_TOLD = 20
_UNWANTED = re.compile(CONTROL)
Loc = tuple[int | str, ...]


def _line(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _prose(value: object) -> object:
    if not isinstance(value, str):
        return value
    return _UNWANTED.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _blank_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _day(value: object) -> object:
    """Cut the time from what is a date with one: "2013-09-06T00:00:00.000Z"."""
    value = _blank_is_none(value)
    return value[:10] if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value) else value


def _in_utc(value: object) -> object:
    value = _blank_is_none(value)
    if isinstance(value, str) and value.endswith(" UTC"):
        value = value.removesuffix(" UTC") + "Z"
    return value


#: A text on one line, by the rules of files.
Line = Annotated[str, BeforeValidator(_line)]
#: A text with its line breaks, without control characters.
Prose = Annotated[str, BeforeValidator(_prose)]
Day = Annotated[date | None, BeforeValidator(_day)]
Moment = Annotated[datetime | None, BeforeValidator(_in_utc)]


class Payload(BaseModel):
    """What is known of a JSON object. null is as good as absent."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, allow_inf_nan=False
    )

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: object) -> object:
        if isinstance(data, dict):
            return {name: value for name, value in data.items() if value is not None}
        return data


P = TypeVar("P", bound=Payload)


@dataclass(frozen=True)
class Reading(Generic[P]):
    """What was understood; ``odd`` fields that were left out, ``missing`` ones that were not sent.

    Names as "credits.cast.3.id"; at most 20 odd ones.
    """

    payload: P
    odd: Sequence[str] = ()
    missing: Sequence[str] = ()

    @property
    def remarks(self) -> str:
        """Return one line for a log, "" if all is as known."""
        told = (("odd", self.odd), ("missing", self.missing))
        return "; ".join(f"{word}: {', '.join(names)}" for word, names in told if names)


def read(model: type[P], data: dict[str, Any]) -> Reading[P]:
    """Return what ``model`` knows of ``data``, which stays as it is.

    Raises InvalidResponse if nothing can be made of it.
    """
    odd: list[str] = []
    known = data
    for _ in range(_ROUNDS):
        try:
            payload = model.model_validate(known)
        except ValidationError as error:
            if known is data:
                known = copy.deepcopy(data)
            odd += [".".join(map(str, item["loc"])) for item in error.errors()]
            # What misses a part of its own cannot be kept: the whole of it goes.
            places = {
                item["loc"][:-1] if item["type"] == "missing" else item["loc"]
                for item in error.errors()
            }
            outer = [
                place
                for place in places
                if not any(place[:depth] in places for depth in range(len(place)))
            ]
            left_out = [_leave_out(known, place) for place in sorted(outer, key=_last_first)]
            if not all(left_out):
                break
        else:
            return Reading(payload, tuple(odd[:_TOLD]), _missing(model, data))
    raise InvalidResponse(f"not understood: {', '.join(odd[:_TOLD])}", "not_understood")


def _last_first(loc: Loc) -> list[tuple[bool, int | str]]:
    """Return what sorts later items of a list first: leaving one out moves those behind it."""
    return [(isinstance(step, str), -step if isinstance(step, int) else step) for step in loc]


def _leave_out(data: Any, loc: Loc) -> bool:
    """Remove the place from ``data``; return whether there was one."""
    if not loc:
        return False
    for step in loc[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return True  # it went along with what is around it
    try:
        del data[loc[-1]]
    except (KeyError, IndexError, TypeError):
        return False
    return True


def _missing(model: type[Payload], data: dict[str, Any]) -> tuple[str, ...]:
    names = [field.alias or name for name, field in model.model_fields.items()]
    return tuple(name for name in names if name not in data)


def as_utc(moment: datetime | None) -> datetime | None:
    """Return the moment with a time zone; UTC if it had none."""
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)
