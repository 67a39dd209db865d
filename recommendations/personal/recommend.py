"""What a person may like: who is asked, which titles may be shown, and why each of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from catalog.index_store import IndexMissing
from catalog.models import Title
from catalog.ratings import star_signs
from recommendations.explanations import Explanation
from recommendations.models import Viewer
from recommendations.personal.less import with_less
from recommendations.personal.reading import taste_of_viewer
from recommendations.personal.reasons import NOT_SHOWN, explain, headline, strongest
from recommendations.recommenders.base import TooFewFacts
from recommendations.recommenders.hybrid import NewTitles
from recommendations.recommenders.personal import (
    PersonalQuery,
    Scored,
    personal_recommender,
)
from recommendations.taste import NOBODY, Taste

HYBRID, PROFILE, POPULAR = "hybrid", "profile", "popular"
#: Who answers where another cannot, one after the other.
INSTEAD = {HYBRID: (PROFILE, POPULAR), PROFILE: (POPULAR,), "demographic": (POPULAR,)}
#: Why somebody else answered, or nobody.
OPTED_OUT, NOTHING_KNOWN, TOO_LITTLE, NO_MODEL, PREPARING = (
    "opted-out",
    "nothing-known",
    "too-little-known",
    "no-model",
    "preparing",
)
#: Titles looked at beyond those wanted, because some may not be shown.
SPARE = 20
#: What is told where nobody asks why.
UNTOLD = Explanation(())


@dataclass(frozen=True)
class PersonalTitle:
    """A title, how well it fits, and why: the reasons sum to the score.

    ``kinds`` is the same score once more, by what speaks for the title, ``headline`` the own titles
    that do in a line.
    """

    title: Title
    score: float
    explanation: Explanation
    kinds: Explanation
    headline: str = ""


@dataclass(frozen=True)
class Personal:
    """Titles, best first; ``by`` is the recommender that found them.

    ``problem`` says why that is not the one that was asked, or why there is nothing: one of the
    constants above.
    """

    titles: list[PersonalTitle]
    by: str
    problem: str = ""


@dataclass(frozen=True, eq=False)
class Answered:
    """Everything that was scored, by whom, and why not by the one that was asked."""

    scored: Scored
    by: str
    problem: str = ""


def recommend_for(
    who: Taste | Viewer | None,
    n: int = 20,
    recommender: str = HYBRID,
    filters: Mapping[str, Any] | None = None,
    *,
    role: str = "",
    target: float | None = None,
    with_reasons: bool = True,
) -> Personal:
    """Return the ``n`` best titles for a person: nothing that it rated, saw or does not want.

    ``filters`` is ``cleaned_data`` of a TitleFilterForm; ``role`` and ``target`` as in
    PersonalQuery. Never raises for want of a model or of ratings: then others answer, and
    ``problem`` says so. About 9 queries. To leave the reasons out, where nobody sees them, takes a
    third of the time.
    """
    query = PersonalQuery(_taste(who), filters or {}, role, target)
    answered = ask(query, recommender)
    if answered is None:
        return Personal([], recommender, TOO_LITTLE)
    titles = shown(query.taste, answered.scored, n) if with_reasons else bare(answered.scored, n)
    return Personal(titles, answered.by, answered.problem)


def new_titles_for(
    who: Taste | Viewer | None, n: int, filters: Mapping[str, Any] | None = None
) -> list[PersonalTitle]:
    """Return the ``n`` titles that fit best of those that nobody has rated yet."""
    query = PersonalQuery(_taste(who), filters or {})
    scored = new_scored(query)
    return shown(query.taste, scored, n) if scored else []


def new_scored(query: PersonalQuery) -> Scored | None:
    """Score the titles that nobody has rated yet; None if they cannot be, or are not wanted."""
    if not query.taste.wants_recommendations:
        return None
    try:
        return with_less(NewTitles().rank(query), query.taste.less_of)
    except (IndexMissing, TooFewFacts):
        return None


def popular_titles(n: int = 10, without: Collection[int] = ()) -> list[Title]:
    """Return the ``n`` most popular titles, best first. 4 queries."""
    taste = replace(NOBODY, marked=frozenset(without))
    return [each.title for each in recommend_for(taste, n, POPULAR, with_reasons=False).titles]


def ask(query: PersonalQuery, recommender: str) -> Answered | None:
    """Return what the recommender scored, or another instead; None if none could."""
    problem = "" if query.taste.liked else NOTHING_KNOWN
    for name in (recommender, *INSTEAD.get(recommender, ())):
        asked = personal_recommender(name)
        if asked.is_personal and not query.taste.wants_recommendations:
            problem = OPTED_OUT
            continue
        try:
            scored = asked.rank(query)
        except IndexMissing:  # the store has logged why, once
            if query.taste.liked:
                problem = NO_MODEL if name == HYBRID else PREPARING
        except TooFewFacts:
            problem = problem or TOO_LITTLE
        else:
            why = "" if name == recommender else problem
            return Answered(with_less(scored, query.taste.less_of), name, why)
    return None


def shown(taste: Taste, scored: Scored, n: int) -> list[PersonalTitle]:
    """Return the ``n`` best that may be shown, with their reasons. 3 queries, hardly ever 5."""
    best, titles = _existing(scored, n)
    grounds = best.grounds
    named = [strongest(each.own) for each in grounds]
    labels = _labels(taste, {pk for each in named for pk in each})
    return [
        PersonalTitle(
            title,
            score,
            explain(each.own, each.beside, names, labels),
            Explanation(each.kinds),
            headline(each.own, each.beside, names, labels),
        )
        for title, score, each, names in zip(
            titles, best.scores.tolist(), grounds, named, strict=True
        )
    ]


def bare(scored: Scored, n: int) -> list[PersonalTitle]:
    """Return the ``n`` best that may be shown, without reasons. 2 queries, hardly ever 4."""
    best, titles = _existing(scored, n)
    pairs = zip(titles, best.scores.tolist(), strict=True)
    return [PersonalTitle(title, score, UNTOLD, UNTOLD) for title, score in pairs]


def _taste(who: Taste | Viewer | None) -> Taste:
    if who is None:
        return NOBODY
    return taste_of_viewer(who) if isinstance(who, Viewer) else who


def _existing(scored: Scored, n: int) -> tuple[Scored, list[Title]]:
    """Return the ``n`` best of what may be shown now, however many may not."""
    wanted = n
    while True:
        best = scored.best(wanted)
        ids = best.title_ids.tolist()
        may = Title.objects.recommendable().for_cards().in_bulk(ids)
        places = [place for place, pk in enumerate(ids) if pk in may][:n]
        if len(places) == n or len(best) < wanted:
            chosen = best.only(np.array(places, np.int64))
            return chosen, [may[pk] for pk in chosen.title_ids.tolist()]
        wanted = 2 * wanted + SPARE


def _labels(taste: Taste, named: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return what the person did with its titles that are named, and their names; 1 query."""
    titles = Title.objects.visible().filter(pk__in=named)
    names = dict(titles.values_list("pk", "name")) if named else {}
    labels = {}
    for pk in named:
        name = names.get(pk, NOT_SHOWN)
        value = taste.ratings.get(pk)
        did = "you chose" if value is None else "you rated"
        labels[pk] = (did, f"{name} {star_signs(value or 0)}".strip())
    return labels
