"""What pages show of a person's own recommendations: ``{% load personal %}``."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from catalog.home_rows import TITLES_PER_ROW, Row
from catalog.models import Title
from catalog.ratings import star_signs
from recommendations.answers import answer
from recommendations.experiments.clicks import is_looked_at
from recommendations.experiments.exposures import record_shown
from recommendations.experiments.running import arm_at
from recommendations.explanations import Line
from recommendations.models import Rating
from recommendations.personal.predictions import guess, stored_guess
from recommendations.personal.reading import taste_of
from recommendations.personal.reasons import OWN
from recommendations.personal.recommend import HYBRID, POPULAR, recommend_for
from recommendations.recommenders.base import Query
from recommendations.taste import NOBODY, Taste
from recommendations.training.current import is_model_there

register = template.Library()


@register.simple_tag
def personal_reasons(lines: Sequence[Line], *, may_ask: bool = False) -> SafeString:
    """Return reasons as items of a list, as ``why_reasons`` does.

    With ``may_ask`` an own title has a button, of the form "less", to be no reason any more.
    """
    return SafeString(
        "".join(
            f'<li class="{escape(line.style)}"><span>{line.points_text}</span>'
            f" <span>{escape(line.reason.text)}{_mute(line) if may_ask else ''}</span></li>"
            for line in lines
        )
    )


@register.simple_tag
def kinds_of_reasons(lines: Sequence[Line]) -> SafeString:
    """Return reasons as items of a list that belongs to no bar."""
    return SafeString(
        "".join(
            f"<li><span>{line.points_text}</span> <span>{escape(line.reason.text)}</span></li>"
            for line in lines
        )
    )


def _mute(line: Line) -> str:
    if line.reason.kind != OWN:
        return ""
    (item,) = line.reason.items
    return (
        f' <button form="less" name="less" value="{escape(item.term)}"'
        f' aria-label="Not this: {escape(item.label)}">not this</button>'
    )


@register.inclusion_tag("recommendations/_for_you_rows.html", takes_context=True)
def for_you_rows(context: Any) -> dict[str, Any]:
    """Show a person its first recommendations, and what is like the last title that it liked.

    Nothing to whoever has said nothing yet, or wants no recommendations. No query for visitors.
    """
    taste = _taste(context)
    if not taste.liked or not taste.wants_recommendations:
        return {"rows": []}
    rows = (_mine(taste, is_looked_at(context.request)), _because(taste))
    return {"rows": [row for row in rows if row and row.titles]}


def _taste(context: Any) -> Taste:
    """Return the taste of who looks; NOBODY's where a page is drawn without a request."""
    user = getattr(getattr(context, "request", None), "user", None)
    return taste_of(user) if user else NOBODY


def _mine(taste: Taste, is_looked_at: bool) -> Row | None:
    """Return the first titles of "For you", by whom an experiment there says.

    There is no row where only popular titles are left, as they have one already; but in an
    experiment that would take whoever sees nothing out of one arm alone.
    """
    arm = arm_at("for_you", taste)
    by = arm.name if arm else HYBRID
    found = recommend_for(taste, TITLES_PER_ROW, by, with_reasons=False)
    if found.by == POPULAR and not arm:
        return None
    titles = [each.title for each in found.titles]
    if is_looked_at:
        record_shown(arm, taste.viewer_id, [title.pk for title in titles])
    why = f"By what you said of {len(taste.ratings) or len(taste.chosen)} titles."
    if found.by == POPULAR:
        why = "What many like, without what you know."
    return Row("for-you", "For you", why, reverse("recommendations:for-you"), titles)


def _because(taste: Taste) -> Row | None:
    """Return what is like the newest title that is among the best rated."""
    last = taste.last_liked
    seed = Title.objects.visible().filter(pk=last).first() if last else None
    if seed is None:
        return None
    found = answer(Query((seed.pk,), without=taste.left_out), TITLES_PER_ROW).found
    return Row(
        "because",
        f"Because you rated {seed.name}",
        f"{star_signs(taste.ratings[seed.pk])}, the last one you liked.",
        reverse("recommendations:similar", args=[seed.slug]),
        [each.title for each in found],
    )


@register.inclusion_tag("recommendations/_predicted.html", takes_context=True)
def predicted_rating(context: Any, title: Title) -> dict[str, Any]:
    """Show which rating we expect of a person, or what we expected before it rated.

    Hidden until then if it wishes. No query for visitors, or while no model is trained; else 1, and
    another for a title that is rated.
    """
    user = getattr(getattr(context, "request", None), "user", None)
    if user is None or not user.is_authenticated or not is_model_there():
        return {}
    raters = Rating.objects.filter(viewer__user=user, viewer__wants_recommendations=True)
    rows = raters.values_list("title_id", "value", "viewer__hides_predictions")
    ratings = {title_id: value for title_id, value, _ in rows}
    value = ratings.get(title.pk)
    if value is None:
        is_hidden = any(hides for *_, hides in rows)
        return {} if is_hidden else {"guess": guess(ratings, title.pk)}
    kept = stored_guess(user.pk, title.pk)
    off = kept and abs(kept.value - value) / 2
    return {"guess": kept, "rated": star_signs(value), "off": off}
