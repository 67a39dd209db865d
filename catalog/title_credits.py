"""Who made one title, as its page shows it: makers, cast, and crew by category."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.models import Credit, Person, Title

#: More credits than this only slow the page down; the first ones are the billed ones.
MOST_CREDITS = 400


@dataclass
class Contribution:
    """One person's part: characters of an actor, jobs of everybody else."""

    person: Person
    parts: list[str] = field(default_factory=list)


@dataclass
class CreditGroup:
    """The people of one category in order of billing."""

    label: str
    contributions: list[Contribution]


@dataclass
class TitleCredits:
    """``makers_label`` is "Directed by" or "Created by"."""

    makers_label: str
    makers: list[Person]
    cast: list[Contribution]
    crew: list[CreditGroup]


def title_credits(title: Title) -> TitleCredits:
    """Return the credits of ``title``: 1 query."""
    categories = Credit.Category
    by_category: dict[str, list[Credit]] = {category.value: [] for category in categories}
    for credit in title.credits.select_related("person")[:MOST_CREDITS]:
        by_category[credit.category].append(credit)
    makers_label, makers = makers_of(title, by_category)
    return TitleCredits(
        makers_label=makers_label,
        makers=[contribution.person for contribution in makers],
        cast=contributions(by_category[categories.ACTOR]),
        crew=[
            CreditGroup(category.label, contributions(by_category[category]))
            for category in categories
            if category != categories.ACTOR and by_category[category]
        ],
    )


def makers_of(title: Title, by_category: dict[str, list[Credit]]) -> tuple[str, list[Contribution]]:
    """Return who is named under the heading: the creators of a show, else the directors."""
    creators = by_category[Credit.Category.CREATOR]
    directors = by_category[Credit.Category.DIRECTOR]
    if creators and (title.kind == Title.Kind.SHOW or not directors):
        return "Created by", contributions(creators)
    return "Directed by", contributions(directors)


def contributions(credited: Iterable[Credit]) -> list[Contribution]:
    """Merge the credits of the same person, keeping the order of the first of each."""
    merged: dict[int, Contribution] = {}
    for credit in credited:
        contribution = merged.setdefault(credit.person_id, Contribution(credit.person))
        part = credit.character or credit.job
        if part and part not in contribution.parts:
            contribution.parts.append(part)
    return list(merged.values())
