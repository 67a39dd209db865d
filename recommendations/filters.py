"""The filters of the browse page, inside a ranking: which rows of an index may be answers.

Facts that the index has are looked up in its arrays, in a millisecond at a million titles; people
and companies, of which it keeps only the leading ones, in the database.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from catalog.canonical import MAX_YEAR, MIN_YEAR
from catalog.title_filters import filter_titles
from recommendations.features import CODED, KINDS
from recommendations.index import Segment

Mask = NDArray[np.bool_]
#: Filters whose rows the database tells.
ASKED = ("person", "company", "praised")
#: Filter -> family of terms; a title has the value if it has the term.
TERMS = {"country": "country", "keyword": "keyword", "collection": "collection"}


class Numbering(Protocol):
    """How an index numbers terms, languages and certifications."""

    languages: list[str]
    certifications: list[str]

    def find(self, family: str, slug: str) -> int | None: ...


def allowed_rows(
    segment: Segment, numbering: Numbering, filters: Mapping[str, Any], without: Collection[int]
) -> Mask | None:
    """Return which rows pass all ``filters`` and are none of the titles ``without``.

    ``filters`` is ``cleaned_data`` of a TitleFilterForm. None if all rows pass. 1 query for
    person, company and praise together.
    """
    masks = [*_by_terms(segment, numbering, filters), *_by_columns(segment, numbering, filters)]
    by_profile = _profiles(segment.rows.columns.profiles, numbering, filters)
    if by_profile is not None:
        masks.append(by_profile[segment.rows.columns.profile])
    asked = {name: filters[name] for name in ASKED if filters.get(name)}
    if asked:
        ids = np.sort(
            np.fromiter(filter_titles(asked).order_by().values_list("pk", flat=True), np.int64)
        )
        masks.append(_only(segment, segment.rows_of(ids)))
    if without:
        ids = np.sort(np.fromiter(without, np.int64))
        masks.append(~_only(segment, segment.rows_of(ids)))
    return _all(masks)


def _by_terms(segment: Segment, numbering: Numbering, filters: Mapping[str, Any]) -> list[Mask]:
    def having(family: str, slug: str) -> Mask:
        term = numbering.find(family, slug)
        if term is None or term >= segment.postings.n_terms:
            return np.zeros(len(segment.title_ids), bool)
        return _only(segment, segment.postings.posting(term)[0])

    masks = [having(TERMS[name], filters[name]) for name in TERMS if filters.get(name)]
    masks += [~having("genre", slug) for slug in filters.get("not_genre") or ()]
    wanted = [having("genre", slug) for slug in filters.get("genre") or ()]
    if wanted and filters.get("match") == "any":
        wanted = [np.logical_or.reduce(wanted)]
    return masks + wanted


def _by_columns(segment: Segment, numbering: Numbering, filters: Mapping[str, Any]) -> list[Mask]:
    masks = []
    columns = segment.filters
    for name, column in (
        ("runtime_min", "runtime"),
        ("votes_min", "votes"),
        ("rating_min", "rating"),
    ):
        if filters.get(name) is not None:
            masks.append(columns[column] >= filters[name])  # what is unknown is below 0
    if filters.get("runtime_max") is not None:
        masks.append((columns["runtime"] <= filters["runtime_max"]) & (columns["runtime"] >= 0))
    if filters.get("certification"):
        number = _number(numbering.certifications, filters["certification"])
        masks.append(columns["certification"] == number)
    return masks


def _profiles(profiles: Any, numbering: Numbering, filters: Mapping[str, Any]) -> Mask | None:
    """Return which profiles have the language, kind and years that are asked for."""
    codes = dict(zip(CODED, profiles.T, strict=True))
    masks = []
    if filters.get("language"):
        masks.append(codes["language"] == _number(numbering.languages, filters["language"]))
    if filters.get("kind"):
        masks.append(codes["kind"] == _number(KINDS, filters["kind"]))
    first, last = filters.get("year_min"), filters.get("year_max")
    if first is not None or last is not None:
        years = codes["era"] + (MIN_YEAR - 1)
        masks.append(years >= (first or MIN_YEAR))  # what is unknown is before that
        masks.append(years <= (last or MAX_YEAR))
    return _all(masks)


def _all(masks: list[Mask]) -> Mask | None:
    """Return where all masks are true, in the first of them; None of no masks."""
    for mask in masks[1:]:
        masks[0] &= mask
    return masks[0] if masks else None


def _number(values: Collection[str], value: str) -> int:
    """Return the number of a value, from 1; -1, which no title has, of one that is unknown."""
    numbers = {each: number for number, each in enumerate(values, start=1)}
    return numbers.get(value, -1)


def _only(segment: Segment, rows: Any) -> Mask:
    mask = np.zeros(len(segment.title_ids), bool)
    mask[rows] = True
    return mask
