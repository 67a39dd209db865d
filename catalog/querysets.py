"""The vocabulary of questions about many rows: phrases that chain and say what they cost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.conf import settings
from django.db import connections, models
from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Abs, Cast, Coalesce
from django.utils import timezone
from django.utils.deconstruct import deconstructible

from catalog import names

if TYPE_CHECKING:
    from catalog.models import AlternativeName, FactConflict, Person, Title  # noqa: F401  (named in class headers)

Row = TypeVar("Row", bound=models.Model)

IMDB_ID = re.compile(r"(tt|nm)[0-9]+")
#: Behind every text that begins with a prefix: no name has this character.
LAST_CHARACTER = "\U0010ffff"


@deconstructible(path="django.db.models.Value")
class Constant(Value):
    """A number within the statement: else SQLite knows no index on an expression that has it.

    To migrations it is a Value.
    """

    @property
    def identity(self) -> Any:
        return Value(self.value).identity

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        return repr(self.value), ()


#: Descending with the unknown last, in a form that SQLite and PostgreSQL both keep an index on.
BY_RATING = Coalesce("weighted_rating", Constant(-1.0)).desc()
BY_YEAR = Coalesce("start_year", Constant(0)).desc()


class NamedQuerySet(models.QuerySet[Row]):
    """Phrases about rows with a ``name_key`` and ids elsewhere."""

    def beginning_with(self, *keys: str) -> Self:
        """Keep rows whose ``name_key`` begins with one of ``keys``; none without keys.

        Its index finds them on either database.
        """
        begins = [self._begins_with(key) for key in keys]
        return self.filter(reduce(or_, begins)) if begins else self.none()

    def called(self, text: str) -> Self:
        """Keep rows whose name begins like ``text``."""
        return self.beginning_with(_key(text))

    def called_or_id(self, text: str) -> Self:
        """Keep the row with this IMDb id, else rows called like ``text`` or with it as an id.

        A number may be a name (1917), a TMDB id or a primary key.
        """
        text = text.strip()
        if IMDB_ID.fullmatch(text):
            return self.filter(imdb_id=text)
        if text.isascii() and text.isdecimal():
            return self.filter(Q(pk=text) | Q(tmdb_id=text) | self._begins_with(_key(text)))
        return self.called(text)

    def _begins_with(self, key: str) -> Q:
        begins = Q(name_key__startswith=key)
        if connections[self.db].vendor == "sqlite":  # its LIKE ignores case, and so the index
            begins &= Q(name_key__gte=key, name_key__lt=key + LAST_CHARACTER)
        return begins


def _key(text: str) -> str:
    return names.name_key(text.replace("\x00", " "))


class TitleQuerySet(NamedQuerySet["Title"]):
    """Phrases about titles. Everything shown to visitors starts with ``visible()``."""

    def visible(self) -> Self:
        """Leave out adult titles, unless SHOW_ADULT_TITLES allows them."""
        return self if settings.SHOW_ADULT_TITLES else self.filter(is_adult=False)

    def hidden(self) -> Self:
        """Keep what ``visible()`` leaves out."""
        return self.none() if settings.SHOW_ADULT_TITLES else self.filter(is_adult=True)

    def recommendable(self) -> Self:
        """Keep what may be recommended: visible and released."""
        return self.visible().filter(status=self.model.Status.RELEASED)

    def in_genre(self, genre_id: int | None) -> Self:
        """Keep titles of the genre with this key; None is a genre that no title has."""
        return self.none() if genre_id is None else self.filter(genres=genre_id)

    def rated(self) -> Self:
        return self.filter(weighted_rating__isnull=False)

    def top_rated(self) -> Self:
        """Best weighted rating first; titles nobody rated are left out; ties by pk."""
        return self.rated().best_first()

    def best_first(self) -> Self:
        """Best weighted rating first, titles nobody rated last; ties by pk."""
        return self.order_by(BY_RATING, "pk")

    def newest_first(self) -> Self:
        """Latest year first, titles of unknown year last; ties by pk."""
        return self.order_by(BY_YEAR, "pk")

    def popular(self) -> Self:
        """Most votes first; ties by pk."""
        return self.order_by("-num_votes", "pk")

    def recently_added(self) -> Self:
        return self.order_by("-added_at", "-pk")

    def touch(self) -> int:
        """Stamp the titles as changed now, for the indexes; return how many. 1 query."""
        return self.update(updated_at=timezone.now())

    def for_cards(self) -> Self:
        """Load what a title card shows: 2 queries for any number of titles."""
        return self.defer("overview", "provenance", "homepage", "tagline").prefetch_related(
            "genres"
        )

    def for_snippets(self) -> Self:
        """Load what a card shows, and the texts that a search looked in: 3 queries."""
        return self.defer("provenance", "homepage").prefetch_related("genres", "keywords")

    def for_page(self) -> Self:
        """Load what a title's page shows of its own relations: 8 queries."""
        return self.select_related(
            "original_language", "collection", "enrichment"
        ).prefetch_related(
            "genres",
            "countries",
            "spoken_languages",
            "companies",
            "keywords",
            "ratings",
            "alternative_names",
        )

    def in_order(self, title_ids: Sequence[int]) -> Self:
        """Return the titles with these ids in this order; unknown ids are left out."""
        position = Case(*[When(pk=pk, then=Value(i)) for i, pk in enumerate(title_ids)])
        return self.filter(pk__in=title_ids).order_by(position)


class PersonQuerySet(NamedQuerySet["Person"]):
    """Phrases about people."""

    def visible(self) -> Self:
        """Leave out people whose every credit is in a title that may not be shown."""
        if settings.SHOW_ADULT_TITLES:
            return self
        return self.filter(Exists(self._shown_credits()) | ~Exists(self._credits()))

    def with_visible_titles(self) -> Self:
        """Keep people who have a credit in a title that may be shown."""
        return self.filter(Exists(self._shown_credits()))

    def _credits(self) -> models.QuerySet[Any]:
        credit: Any = self.model._meta.get_field("credits").related_model
        return credit._default_manager.filter(person=OuterRef("pk"))  # type: ignore[no-any-return]

    def _shown_credits(self) -> models.QuerySet[Any]:
        shown = {} if settings.SHOW_ADULT_TITLES else {"title__is_adult": False}
        return self._credits().filter(**shown)


class AlternativeNameQuerySet(NamedQuerySet["AlternativeName"]):
    """Phrases about other names of titles."""

    def of_visible_titles(self) -> Self:
        """Leave out names of titles that may not be shown."""
        return self if settings.SHOW_ADULT_TITLES else self.filter(title__is_adult=False)


class FactConflictQuerySet(models.QuerySet["FactConflict"]):
    """Phrases about what files say that titles do not hold."""

    #: Rows in one statement; SQLite allows 32,766 parameters, five to a row.
    BATCH = 5_000

    def record(self, conflicts: Iterable[FactConflict]) -> int:
        """Write conflicts that ``FactConflict.of`` made; return how many.

        What a file said of the fact before is replaced; of several values the last one counts.
        """
        rows = {(c.title_id, c.fact, c.file_id): c for c in conflicts}
        self.bulk_create(
            rows.values(),
            batch_size=self.BATCH,
            update_conflicts=True,
            unique_fields=["title", "fact", "file"],
            update_fields=["value", "value_key"],
        )
        return len(rows)

    def with_state(self) -> Self:
        """Add ``state``: decided by an analyst, settled as the title says the same now, or open."""
        facts = self.model.Fact
        title: Any = self.model._meta.get_field("title").related_model
        locked = Q()
        for fact in facts.values:
            locked |= Q(fact=fact, **{f"title__provenance__{fact}": title.EDITED})
        same = Q(fact=facts.NAME, value=F("title__name"))
        for fact in (facts.START_YEAR, facts.RUNTIME):
            same |= Q(fact=fact, value=Cast(f"title__{fact}", CharField()))
        # CASE, as a condition that is NULL counts as false there, whatever is asked of it.
        decided, settled = When(locked, then=Value("decided")), When(same, then=Value("settled"))
        return self.annotate(state=Case(decided, settled, default=Value("open")))

    def open(self) -> Self:
        """Keep what still awaits a decision."""
        return self.with_state().filter(state="open")

    def with_difference(self) -> Self:
        """Add ``difference``: a key of ``DIFFERENCES``, against what the title says now."""
        facts = self.model.Fact
        held = Case(
            When(fact=facts.START_YEAR, then=F("title__start_year")),
            When(fact=facts.RUNTIME, then=F("title__runtime_minutes")),
        )
        number = Case(When(~Q(fact=facts.NAME), then=Cast("value", IntegerField())))
        return self.alias(gap=Abs(number - held)).annotate(
            difference=Case(
                When(fact=facts.START_YEAR, gap__lte=1, then=Value("year-1")),
                When(fact=facts.START_YEAR, then=Value("year-more")),
                When(fact=facts.RUNTIME, gap__lte=5, then=Value("runtime-5")),
                When(fact=facts.RUNTIME, then=Value("runtime-more")),
                When(value_key=F("title__name_key"), then=Value("name-spelling")),
                default=Value("name-other"),
            )
        )


#: How far the two sides of a conflict are apart.
DIFFERENCES = {
    "year-1": "year off by 1",
    "year-more": "year off by more",
    "runtime-5": "runtime within 5 minutes",
    "runtime-more": "runtime further apart",
    "name-spelling": "the same name, spelt otherwise",
    "name-other": "another name",
}
