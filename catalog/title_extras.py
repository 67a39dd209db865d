"""What TMDB adds to a title's page beside facts: trailers, where to watch, when it was asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.formats import date_format

from catalog.enrich import ask_by_visit
from catalog.enriching.stale import enrichment_of
from catalog.models import Enrichment, Job, Title, Trailer, WatchOffer
from catalog.vocabulary import COUNTRIES

#: Shown first where nobody has chosen a country, if it has offers.
FIRST_COUNTRY = "US"


@dataclass(frozen=True)
class Watch:
    """Who has the title in ``country``; ``groups`` are (label, providers), ``link`` says more."""

    country: str
    countries: list[tuple[str, str]]
    groups: list[tuple[str, list[str]]]
    link: str

    @property
    def country_name(self) -> str:
        return COUNTRIES.get(self.country, self.country)


@dataclass(frozen=True)
class Extras:
    """``state`` is a sentence about when TMDB was asked; ``is_fetched`` if it ever answered."""

    state: str
    is_fetched: bool = False
    trailers: list[Trailer] = field(default_factory=list)
    watch: Watch | None = None


def title_extras(title: Title, country: str = "") -> Extras:
    """Return them, and ask for a job if TMDB is due to be asked: it is never waited for.

    2 queries for a title that was fetched, 1 or 2 more to ask. An unknown ``country`` is none.
    """
    job = ask_by_visit(title)
    enrichment = enrichment_of(title)
    if enrichment is None or enrichment.fetched_at is None:
        return Extras(state_of(title, enrichment, job))
    return Extras(
        state_of(title, enrichment, job),
        is_fetched=True,
        trailers=list(title.trailers.all()),
        watch=watch_in(title.offers.all(), country),
    )


def watch_in(offers: Iterable[WatchOffer], country: str = "") -> Watch | None:
    """Return who has a title in a country; in another that has offers if that one has none."""
    offers = list(offers)
    codes = {offer.country for offer in offers}
    if not codes:
        return None
    countries = sorted(
        ((code, COUNTRIES.get(code, code)) for code in codes), key=lambda one: one[1]
    )
    if country not in codes:
        country = FIRST_COUNTRY if FIRST_COUNTRY in codes else countries[0][0]
    there = [offer for offer in offers if offer.country == country]
    groups = [
        (kind.label, [offer.provider for offer in there if offer.kind == kind])
        for kind in WatchOffer.Kind
    ]
    link = next((offer.link for offer in there if offer.link), "")
    return Watch(country, countries, [group for group in groups if group[1]], link)


def state_of(title: Title, enrichment: Enrichment | None, job: Job | None) -> str:
    """Return one sentence: when TMDB was asked, or why it was not."""
    if enrichment is None:
        return _unasked(title, job)
    day = date_format(enrichment.asked_at, "j F Y")
    if enrichment.outcome == Enrichment.Outcome.UNKNOWN:
        return f"TMDB does not know this title (asked on {day})."
    if job and job.last_error:
        return f"TMDB was last asked on {day}, and cannot be reached since."
    return f"TMDB was last asked on {day}."


def _unasked(title: Title, job: Job | None) -> str:
    if not settings.TMDB_API_TOKEN:
        return "TMDB has not been asked: no token is set."
    if not (title.tmdb_id or title.imdb_id):
        return "TMDB cannot be asked: neither an IMDb nor a TMDB id is known."
    if job and job.state == Job.State.DEAD:
        return "TMDB was asked in vain; it will be asked again another day."
    if job and job.last_error:
        return "TMDB cannot be reached at the moment; it will be asked again."
    return "TMDB is being asked about this title: load the page again in a moment."
