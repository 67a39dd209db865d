"""The titles that a question starts from, and those that it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.models import Title
from catalog.search import search_titles
from recommendations.models import Rating


@dataclass(frozen=True)
class Seeds:
    """Titles with + and −; ``unknown`` are slugs that no title has."""

    liked: Sequence[Title]
    disliked: Sequence[Title] = ()
    unknown: Sequence[str] = field(default=())

    @classmethod
    def find(cls, plus: Sequence[str], minus: Sequence[str]) -> Seeds:
        """Look the titles up in one query; adult titles count as unknown."""
        slugs = (*plus, *minus)
        found = Title.objects.visible().filter(slug__in=slugs) if slugs else ()
        titles = {title.slug: title for title in found}
        return cls(
            liked=[titles[slug] for slug in plus if slug in titles],
            disliked=[titles[slug] for slug in minus if slug in titles],
            unknown=[slug for slug in slugs if slug not in titles],
        )

    @property
    def number(self) -> int:
        return len(self.liked) + len(self.disliked)


def title_called(text: str) -> Title | None:
    """Return the title that ``text`` most likely means, as the search box understands it."""
    return Title.objects.visible().filter(pk__in=search_titles(text, 1)).first()


def rated_by(user: Any) -> frozenset[int]:
    """Return the titles that a person with an account has rated; 1 query."""
    if not user.is_authenticated:
        return frozenset()
    ratings = Rating.objects.filter(viewer__user=user).order_by()
    return frozenset(ratings.values_list("title_id", flat=True))
