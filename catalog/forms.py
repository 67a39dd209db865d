"""What the pages of the catalogue understand of their address: every value is checked here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from catalog.aspects import ASPECTS
from catalog.canonical import MAX_YEAR, MIN_YEAR
from catalog.models import Title
from catalog.names import SLUG
from catalog.search_query import MAX_LENGTH

SORTS = [
    ("rating", "Best rated"),
    ("votes", "Most rated"),
    ("newest", "Newest"),
    ("oldest", "Oldest"),
    ("name", "Name, A to Z"),
    ("runtime", "Shortest"),
    ("added", "Recently added"),
]
DEFAULT_SORT = SORTS[0][0]
#: Orders of what a search found.
FOUND_SORTS = [
    ("relevance", "Best match"),
    ("rating", "Best rated"),
    ("newest", "Newest"),
    ("votes", "Most rated"),
]
#: What a database column of small integers holds.
MAX_MINUTES = 32_767
MAX_VOTES = 2_147_483_647
#: Genres that one address may name.
MAX_GENRES = 20


class GenresField(forms.MultipleChoiceField):
    """Slugs of genres, given any number of times; one that no genre has simply finds nothing."""

    def valid_value(self, value: str) -> bool:
        return SLUG.fullmatch(value) is not None

    def to_python(self, value: Any) -> list[str]:
        slugs = list(dict.fromkeys(filter(None, super().to_python(value))))
        if len(slugs) > MAX_GENRES:
            raise ValidationError(f"At most {MAX_GENRES} genres can be asked for at once.")
        return slugs


def _number(label: str, low: int, high: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, required=False)


def _slug(label: str) -> forms.CharField:
    is_slug = RegexValidator(rf"\A{SLUG.pattern}\Z", "No address has a name like this.")
    return forms.CharField(label=label, validators=[is_slug], required=False)


def _code(label: str) -> forms.CharField:
    two_letters = RegexValidator(r"\A[A-Za-z]{2}\Z", "Use the two letters of its ISO code.")
    return forms.CharField(label=label, validators=[two_letters], required=False)


class TitleFilterForm(forms.Form):
    """The filters of the browse page; all optional, combined by "and".

    After ``is_valid()``, ``cleaned_data`` has what was understood, whatever else was wrong. The
    first of ``sorts`` is the order where none is asked for.
    """

    sorts = SORTS
    kind = forms.ChoiceField(label="Kind", choices=Title.Kind.choices, required=False)
    genre = GenresField(label="Genre", required=False)
    not_genre = GenresField(label="Without genre", required=False)
    match = forms.ChoiceField(
        label="Genres to match",
        choices=[("all", "All of them"), ("any", "Any of them")],
        required=False,
    )
    year_min = _number("From year", MIN_YEAR, MAX_YEAR)
    year_max = _number("To year", MIN_YEAR, MAX_YEAR)
    runtime_min = _number("At least minutes", 1, MAX_MINUTES)
    runtime_max = _number("At most minutes", 1, MAX_MINUTES)
    rating_min = forms.FloatField(label="Lowest rating", min_value=0, max_value=10, required=False)
    votes_min = _number("Fewest votes", 0, MAX_VOTES)
    language = _code("Language")
    country = _code("Country")
    certification = forms.CharField(label="Certification", max_length=12, required=False)
    person = _slug("Person")
    keyword = _slug("Keyword")
    company = _slug("Company")
    collection = _slug("Collection")
    praised = forms.ChoiceField(
        label="Praised by reviewers for", choices=list(ASPECTS.items()), required=False
    )
    sort = forms.ChoiceField(label="Sort by", choices=SORTS, required=False)

    def clean_language(self) -> str:
        return str(self.cleaned_data["language"]).lower()

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"]).upper()

    def clean(self) -> dict[str, Any]:
        """Refuse ranges that end before they begin."""
        cleaned = super().clean() or {}
        for what in ("year", "runtime"):
            low, high = cleaned.get(f"{what}_min"), cleaned.get(f"{what}_max")
            if low is not None and high is not None and low > high:
                self.add_error(f"{what}_max", f"{high} is less than {low}.")
        return cleaned


class FoundFilterForm(TitleFilterForm):
    """The filters of the search page: those of the browse page, over what was found."""

    sorts = FOUND_SORTS
    only = forms.ChoiceField(
        label="Only", choices=[("names", "Names"), ("plots", "Plots and keywords")], required=False
    )
    sort = forms.ChoiceField(label="Sort by", choices=FOUND_SORTS, required=False)


class SearchForm(forms.Form):
    """What was typed into the search box."""

    q = forms.CharField(
        max_length=MAX_LENGTH,
        required=False,
        error_messages={"max_length": f"Please search for at most {MAX_LENGTH} characters."},
    )
