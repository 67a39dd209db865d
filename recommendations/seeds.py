"""The titles of a blend: from slugs in an address to titles, and back to addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from catalog.models import Title
from recommendations.forms import MINUS, MOST_SEEDS, PLUS
from recommendations.recommenders.base import Query


@dataclass(frozen=True)
class Seed:
    """One title of a blend, and the address of the blend without it."""

    title: Title
    without_url: str


@dataclass(frozen=True)
class Seeds:
    """Slugs with + and −, and the titles they stand for."""

    plus: tuple[str, ...]
    minus: tuple[str, ...]
    titles: dict[str, Title]

    @classmethod
    def find(cls, plus: Iterable[str], minus: Iterable[str]) -> Seeds:
        """Look the titles up in one query; adult titles count as unknown."""
        plus, minus = tuple(plus), tuple(minus)
        titles = Title.objects.visible().filter(slug__in=plus + minus)
        return cls(plus, minus, {title.slug: title for title in titles})

    @property
    def liked(self) -> list[Title]:
        return [self.titles[slug] for slug in self.plus if slug in self.titles]

    @property
    def disliked(self) -> list[Title]:
        return [self.titles[slug] for slug in self.minus if slug in self.titles]

    @property
    def query(self) -> Query:
        """Return what these titles ask for."""
        return Query(
            tuple(title.pk for title in self.liked), tuple(title.pk for title in self.disliked)
        )

    @property
    def unknown(self) -> list[str]:
        """Return the slugs that no title has."""
        return [slug for slug in (*self.plus, *self.minus) if slug not in self.titles]

    @property
    def is_full(self) -> bool:
        return len(self.plus) + len(self.minus) >= MOST_SEEDS

    @property
    def chosen(self) -> list[tuple[str, Seed]]:
        """Return (sign, seed) of every known title, in the order of the address."""
        signed = [("+", title) for title in self.liked] + [("−", title) for title in self.disliked]
        return [(sign, Seed(title, self._without(title.slug).url)) for sign, title in signed]

    @property
    def url(self) -> str:
        """Return the address of the page with this blend."""
        query = urlencode({PLUS: self.plus, MINUS: self.minus}, doseq=True)
        return reverse("recommendations:blend") + (f"?{query}" if query else "")

    def adding(self, slug: str, sign: str) -> Seeds:
        """Return these seeds and one more; a title that is there already gets the new sign."""
        rest = self._without(slug)
        if sign == MINUS:
            return Seeds(rest.plus, (*rest.minus, slug), self.titles)
        return Seeds((*rest.plus, slug), rest.minus, self.titles)

    def _without(self, slug: str) -> Seeds:
        plus = tuple(other for other in self.plus if other != slug)
        minus = tuple(other for other in self.minus if other != slug)
        return Seeds(plus, minus, self.titles)
