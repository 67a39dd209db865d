"""What the pages of "For you" understand of their addresses, and what is posted to them."""

from __future__ import annotations

from typing import Any

from django import forms

from catalog.forms import TitleFilterForm
from catalog.search_query import MAX_LENGTH
from recommendations.asked import MOST_SHOWN
from recommendations.forms import clip
from recommendations.personal.recommend import HYBRID
from recommendations.personal.start import CHOSEN
from recommendations.personal.together import LEAST, WAYS

#: Recommenders that can be asked for, as people call them.
WAYS_TO_GO = {
    "hybrid": "My taste",
    "profile": "Only what is like what I rated",
    "demographic": "People like me",
    "popular": "What is popular",
    "person": "An actor or a director",
    "genre": "A genre and a rating",
}
ROLES = {"": "Anything they did", "actor": "As an actor", "director": "As a director"}


class ForYouForm(TitleFilterForm):
    """Who recommends, and the filters of the browse page.

    ``who`` is the name of a person as it is typed. After ``is_valid()``, ``cleaned_data`` has what
    was understood, ``ignored`` a sentence about each value that was not.
    """

    sort = None  # type: ignore[assignment]  # Django's way to leave out an inherited field
    by = forms.ChoiceField(label="Go by", choices=list(WAYS_TO_GO.items()), required=False)
    who = forms.CharField(label="Name", max_length=MAX_LENGTH, required=False)
    role = forms.ChoiceField(label="What they did", choices=list(ROLES.items()), required=False)
    target = forms.FloatField(label="Rated about", min_value=0, max_value=10, required=False)
    n = forms.IntegerField(label="n", min_value=1, max_value=MOST_SHOWN, required=False)

    @property
    def recommender(self) -> str:
        return self.cleaned_data.get("by") or HYBRID

    @property
    def ignored(self) -> list[str]:
        return [
            f"Ignored: {str(self.fields[name].label).lower()}. {clip(str(error), 160)}"
            for name, errors in self.errors.items()
            for error in errors
        ]

    @property
    def has_filter_errors(self) -> bool:
        return not self.errors.keys().isdisjoint(TitleFilterForm.base_fields)


class StartForm(forms.Form):
    """The groups that a person chooses at the start."""

    group = forms.MultipleChoiceField(
        label="Groups", error_messages={"required": f"Please choose {CHOSEN} groups."}
    )

    def __init__(self, data: Any, keys: list[str]) -> None:
        super().__init__(data)
        self.fields["group"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
        self.most = min(CHOSEN, len(keys))

    def clean_group(self) -> list[str]:
        chosen = list(dict.fromkeys(self.cleaned_data["group"]))
        if len(chosen) != self.most:
            raise forms.ValidationError(
                f"Please choose {self.most} groups; you chose {len(chosen)}."
            )
        return chosen


class GroupForm(forms.Form):
    """A new group of people."""

    name = forms.CharField(label="Name of the group", max_length=60)


class CodeForm(forms.Form):
    """The code of an invitation, or the whole link."""

    code = forms.CharField(label="Code or link", max_length=200)

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().rstrip("/").rpartition("/")[2]


class TogetherForm(TitleFilterForm):
    """How people are made one, and which titles may be answers."""

    sort = None  # type: ignore[assignment]
    way = forms.ChoiceField(label="How", choices=list(WAYS.items()), required=False)

    @property
    def chosen_way(self) -> str:
        return self.cleaned_data.get("way") or LEAST
