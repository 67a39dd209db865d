"""What a person wants less of: said, shown in words, and taken back."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import Title
from catalog.names import SLUG
from catalog.title_filters import filter_titles
from recommendations.explanations import PARAMETERS
from recommendations.models import LessOf, Rating, StartingTitle, Viewer
from recommendations.personal.less import as_filter
from recommendations.personal.reasons import NOT_SHOWN
from recommendations.steering import TermRef
from recommendations.term_names import names_of

#: Things that one person can want less of.
MOST = 20
#: Filters whose values there can be less of.
ASKABLE = frozenset(PARAMETERS.values())


class NotUnderstood(ValueError):  # noqa: N818  (a state of a question)
    """What there should be less of cannot be told; the message is for the person."""


@dataclass(frozen=True)
class Wish:
    """One thing there should be less of, in words."""

    pk: int
    words: str


def say_less(viewer: Viewer, text: str) -> LessOf:
    """Want less of ``genre:horror``, or of an own title as a reason, ``own:17``.

    Saying it twice changes nothing. Raises NotUnderstood.
    """
    parameter, _, value = text.partition(":")
    if parameter == LessOf.OWN:
        value = _own(viewer, value)
    else:
        ref = TermRef.parse(text)
        if ref is None or ref.family not in ASKABLE or not SLUG.fullmatch(ref.slug):
            raise NotUnderstood("There cannot be less of that; of genre:horror there can.")
        parameter, value = ref
        if not filter_titles(as_filter(*ref)).exists():
            raise NotUnderstood(f"No title has {text}, so there cannot be less of it.")
    said = LessOf.objects.filter(viewer=viewer)
    if wish := said.filter(parameter=parameter, value=value).first():
        return wish
    if said.count() >= MOST:
        raise NotUnderstood(f"You want less of {MOST} things already; take one of them back first.")
    wish, _ = LessOf.objects.get_or_create(viewer=viewer, parameter=parameter, value=value)
    return wish


def _own(viewer: Viewer, value: str) -> str:
    """Return the key of a title that the person rated or chose. Raises NotUnderstood."""
    if value.isascii() and value.isdecimal() and len(value) < 18:
        mine = {"viewer": viewer, "title": int(value)}
        if any(model.objects.filter(**mine).exists() for model in (Rating, StartingTitle)):
            return str(int(value))
    raise NotUnderstood("That is no title that you have rated.")


def wishes_of(viewer_id: int | None) -> list[Wish]:
    """Return what a person wants less of, in the order in which it said so; 3 queries."""
    rows = list(LessOf.objects.filter(viewer=viewer_id)) if viewer_id else []
    own = [int(row.value) for row in rows if row.parameter == LessOf.OWN]
    visible = Title.objects.visible().filter(pk__in=own)
    titles = dict(visible.values_list("pk", "name")) if own else {}
    names = names_of(
        {TermRef(row.parameter, row.value) for row in rows if row.parameter != LessOf.OWN}
    )
    return [
        Wish(
            row.pk,
            f"not because of {titles.get(int(row.value), NOT_SHOWN)}"
            if row.parameter == LessOf.OWN
            else f"less: {names[TermRef(row.parameter, row.value)]}",
        )
        for row in rows
    ]
