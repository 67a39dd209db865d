"""What the API says about the rows of the catalogue; what it accepts is in ``inputs``."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from catalog.models import Credit, Title, WatchOffer


class NamedOut(Schema):
    """A genre, company, keyword or collection."""

    slug: str
    name: str


class CodedOut(Schema):
    """A country (ISO 3166-1) or language (ISO 639-1)."""

    code: str
    name: str


class FacetValueOut(Schema):
    """One value of a facet, and how many titles choosing it would leave."""

    value: str
    label: str
    count: int
    is_selected: bool


class TitleRef(Schema):
    """A title as others mention it."""

    id: int
    slug: str
    name: str
    kind: Title.Kind
    start_year: int | None
    url: str = Field(description="Its page", alias="get_absolute_url")


class TitleCard(TitleRef):
    """A title in a list."""

    original_name: str
    imdb_id: str | None
    tmdb_id: int | None
    end_year: int | None
    runtime_minutes: int | None
    certification: str
    genres: list[NamedOut]
    average_rating: float | None = Field(description="0 to 10, over all sources")
    num_votes: int
    weighted_rating: float | None = Field(description="The average, drawn to the mean by few votes")
    poster_url: str


class RatingOut(Schema):
    """How the users of one source rate a title: 0 to 10."""

    source: str
    average: float
    votes: int | None


class PersonRef(Schema):
    """A person as others mention them."""

    id: int
    slug: str
    name: str
    url: str = Field(description="Their page", alias="get_absolute_url")


class CreditOut(Schema):
    """Who did what in the title."""

    id: int
    category: Credit.Category
    job: str
    character: str
    ordering: int
    person: PersonRef


class TrailerOut(Schema):
    """A trailer at YouTube."""

    name: str
    kind: str
    language: str
    url: str = Field(alias="address")


class WatchOfferOut(Schema):
    """Who has the title where: data of JustWatch, by way of TMDB."""

    country: str
    kind: WatchOffer.Kind
    provider: str
    link: str


class TitleOut(TitleCard):
    """Everything about a title."""

    status: Title.Status
    is_adult: bool
    release_date: date | None
    seasons: int | None
    overview: str
    tagline: str
    homepage: str
    budget: int | None = Field(description="US dollars")
    revenue: int | None = Field(description="US dollars")
    popularity: float | None
    original_language: CodedOut | None
    spoken_languages: list[CodedOut]
    countries: list[CodedOut]
    companies: list[NamedOut]
    keywords: list[NamedOut]
    other_names: list[str] = Field(description="Beside its name and its original name")
    collection: NamedOut | None
    ratings: list[RatingOut]
    credits: list[CreditOut]
    trailers: list[TrailerOut]
    watch_offers: list[WatchOfferOut] = Field(alias="offers")
    added_at: datetime
    updated_at: datetime

    @staticmethod
    def resolve_other_names(title: Title) -> list[str]:
        return [other.name for other in title.alternative_names.all()]


class PersonCard(PersonRef):
    """A person in a list."""

    imdb_id: str | None
    tmdb_id: int | None


class FilmographyOut(Schema):
    """What a person did in which title."""

    id: int
    category: Credit.Category
    job: str
    character: str
    title: TitleRef


class PersonOut(PersonCard):
    """A person with all their visible credits, newest title first."""

    credits: list[FilmographyOut]


class SearchOut(Schema):
    """What a search found, best first."""

    titles: list[TitleCard]
    people: list[PersonCard]


class PieceOut(Schema):
    """A part of a text, and whether it is a word that was looked for."""

    text: str
    is_marked: bool


class PlotOut(Schema):
    """A title in whose texts words were found."""

    title: TitleCard
    snippet: list[PieceOut] = Field(description="A part of the overview or tagline, in pieces")
    keywords: list[NamedOut] = Field(description="Those with most of the words, at most 3")


class FoundOut(SearchOut):
    """What a search found by name, and by words of plots and keywords; no title in both."""

    plots: list[PlotOut] | None = Field(description="null until the index of texts is built")
    plots_have_all_words: bool | None = Field(description="false: they have most of the words")
