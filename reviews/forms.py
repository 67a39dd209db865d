"""What may come in: the filters of a reviews page, and a review."""

import re
from typing import Any, cast

from django import forms
from django.http import QueryDict

from catalog.aspects import ASPECTS
from catalog.ratings import stars_in_words
from reviews.models import Review, source_name
from reviews.querysets import ORDERS
from reviews.shown_reviews import Revealed
from reviews.writing import Opinion

RATINGS = range(1, 11)
#: Spoilers that one address may ask for.
MOST_REVEALED = 50
#: A review, and a sentence in it by where it begins.
REVEAL = re.compile(r"[0-9]{1,18}(?:-[0-9]{1,5})?")


class ReviewFilterForm(forms.Form):
    """The filters and the order of a reviews page. A value out of bounds counts as not given."""

    q = forms.CharField(label="Search in reviews", max_length=200, required=False)
    sentiment = forms.ChoiceField(
        choices=[("", "Any sentiment"), *Review.Label.choices], required=False
    )
    rating = forms.TypedChoiceField(
        choices=[("", "Any rating"), *[(n, f"{n} of 10") for n in reversed(RATINGS)]],
        coerce=int,
        empty_value=None,
        required=False,
    )
    source = forms.ChoiceField(required=False)
    aspect = forms.ChoiceField(choices=[("", "Any aspect"), *ASPECTS.items()], required=False)
    said = forms.ChoiceField(
        label="What is said of it",
        choices=[("", "Praise or blame"), ("praise", "Praise"), ("blame", "Blame")],
        required=False,
    )
    spoilers = forms.ChoiceField(
        choices=[("", "Masked"), ("none", "Spoiler-free reviews only")], required=False
    )
    review = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    sort = forms.ChoiceField(
        choices=[(order, name) for order, (name, _) in ORDERS.items()], required=False
    )

    def __init__(self, data: Any, *, sources: list[str]) -> None:
        """``sources`` are those that the title has reviews of."""
        super().__init__(data)
        known = [(source, source_name(source)) for source in sources]
        self.fields["source"].choices = [("", "Any source"), *known]  # type: ignore[attr-defined]

    def conditions(self) -> dict[str, Any]:
        """Return the valid filters that are set, as ``ReviewQuerySet.matching`` takes them."""
        self.is_valid()
        valid = {name: value for name, value in self.cleaned_data.items() if name != "sort"}
        if not valid.get("aspect"):
            valid.pop("said", None)  # of what?
        return {name: value for name, value in valid.items() if value}

    def order(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("sort") or "newest"

    def choices(self) -> list[forms.BoundField]:
        """Return the fields in which one of several values is chosen."""
        names = ("sort", "sentiment", "rating", "aspect", "said", "source", "spoilers")
        return [self[name] for name in names]

    def conditions_in_words(self) -> list[tuple[str, str]]:
        """Return each filter that is set, and the query of the page without it."""
        words = []
        for name, value in self.conditions().items():
            choices = dict(getattr(self.fields[name], "choices", ()))
            query = cast(QueryDict, self.data).copy()
            for gone in (name, "page", *(("said",) if name == "aspect" else ())):
                query.pop(gone, None)
            words.append((str(choices.get(value, f"“{value}”")), f"?{query.urlencode()}"))
        return words

    def revealed(self) -> Revealed:
        """Return the spoilers that were asked for."""
        values = cast(QueryDict, self.data).getlist("reveal")
        return Revealed.of(value for value in values[:MOST_REVEALED] if REVEAL.fullmatch(value))


class ReviewForm(forms.ModelForm):  # type: ignore[type-arg]  # the class takes none at run time
    """A person's own review."""

    rating = forms.TypedChoiceField(
        label="Your rating",
        choices=[(n, stars_in_words(n)) for n in RATINGS],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Review
        fields = ["rating", "headline", "body"]
        labels = {"headline": "Headline (optional)", "body": "Your review"}
        help_texts = {"body": "10 to 10,000 characters, plain text."}
        widgets = {
            "headline": forms.TextInput(attrs={"class": "input"}),
            "body": forms.Textarea(attrs={"class": "input", "rows": 9}),
        }

    def texts(self) -> list[forms.BoundField]:
        return [self["headline"], self["body"]]

    def opinion(self) -> Opinion:
        """Return what was entered; the form must be valid."""
        return Opinion(**self.cleaned_data)
