"""What the columns of ``Title``'s table are in a frame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from catalog.models.titles import Title

_TYPES: Mapping[str, pl.DataType] = {
    "BigAutoField": pl.Int64(),
    "BigIntegerField": pl.Int64(),
    "PositiveIntegerField": pl.Int64(),
    "PositiveSmallIntegerField": pl.Int64(),
    "FloatField": pl.Float64(),
    "BooleanField": pl.Boolean(),
    "DateField": pl.Date(),
}


def _type_of(field: Any) -> pl.DataType:
    target = field.target_field if field.is_relation else field
    return _TYPES.get(target.get_internal_type(), pl.String())


#: By name in the table. Times and JSON are texts.
COLUMNS: Mapping[str, pl.DataType] = {
    field.attname: _type_of(field) for field in Title._meta.concrete_fields
}
