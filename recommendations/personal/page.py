"""What the page "For you" shows: titles with their reasons, and what they are chosen by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from catalog.filter_chips import Chip, filter_chips
from catalog.title_filters import active_filters
from recommendations.asked import MOST_SHOWN, SHOWN
from recommendations.collaborative.formula import together_share
from recommendations.experiments.running import Arm, arm_at
from recommendations.filter_choices import filter_choices
from recommendations.personal.forms import ROLES, WAYS_TO_GO, ForYouForm
from recommendations.personal.predictions import Accuracy, accuracy_of
from recommendations.personal.recommend import (
    HYBRID,
    Personal,
    PersonalTitle,
    new_titles_for,
    recommend_for,
)
from recommendations.personal.wishes import Wish, wishes_of
from recommendations.steered_page import CARRIED, Drop
from recommendations.taste import Taste

#: Places that are kept for titles that nobody has rated yet.
NEW = 6


@dataclass(frozen=True)
class Choice:
    """One value of several, in words."""

    value: str
    words: str
    is_chosen: bool


class ForYouPage:
    """The page of one person, as its address asks for it."""

    def __init__(self, taste: Taste, form: ForYouForm) -> None:
        self.taste, self.form = taste, form
        cleaned = form.cleaned_data
        self.filters: dict[str, Any] = active_filters(cleaned)
        self.recommender = form.recommender
        self.role: str = cleaned.get("role") or ""
        self.target: float | None = cleaned.get("target")
        self.n: int = cleaned.get("n") or SHOWN

    @property
    def asked(self) -> ForYouPage:
        """Return what the filters' template looks for ``filters`` in."""
        return self

    @cached_property
    def arm(self) -> Arm | None:
        """Return what an experiment lets this person see, unless it asks for something itself."""
        is_asked = bool(self.form.cleaned_data.get("by"))
        return None if is_asked else arm_at("for_you", self.taste)

    @property
    def answering(self) -> str:
        """Return the recommender that is asked: what was chosen, unless an experiment says."""
        return self.arm.name if self.arm else self.recommender

    @cached_property
    def found(self) -> Personal:
        return recommend_for(
            self.taste,
            self.n,
            self.answering,
            self.filters,
            role=self.role,
            target=self.target,
        )

    @cached_property
    def new(self) -> list[PersonalTitle]:
        """Return titles that nobody has rated; none beside an answer that is not personal."""
        is_mine = self.found.by == HYBRID and self.n == SHOWN
        return new_titles_for(self.taste, NEW, self.filters) if is_mine else []

    @cached_property
    def accuracy(self) -> Accuracy | None:
        return accuracy_of(self.taste.viewer_id)

    @cached_property
    def wishes(self) -> list[Wish]:
        return wishes_of(self.taste.viewer_id)

    @cached_property
    def choices(self) -> dict[str, list[tuple[str, str]]]:
        return filter_choices(self.filters)

    @property
    def ways(self) -> list[Choice]:
        return [Choice(key, words, key == self.recommender) for key, words in WAYS_TO_GO.items()]

    @property
    def roles(self) -> list[Choice]:
        return [Choice(key, words, key == self.role) for key, words in ROLES.items()]

    @property
    def is_to_be_told(self) -> bool:
        """Tell whether nothing can be shown before the form, which a phone folds, says more."""
        return self.recommender in ("person", "genre") and not self.found.titles

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return what the form keeps without showing it."""
        return [(name, value) for name, value in self.parameters if name in CARRIED]

    @cached_property
    def drops(self) -> list[Drop]:
        """Return the filters in words, each with the address without it; 2 queries."""
        return [Drop(chip.words, self._filtered(chip.without)) for chip in self.chips]

    @cached_property
    def chips(self) -> list[Chip]:
        return filter_chips(self.filters)

    @property
    def unfiltered(self) -> str:
        return self._filtered({})

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of the address, nothing that is so by default."""
        return self._parameters(self.filters)

    @property
    def address(self) -> str:
        return self._filtered(self.filters)

    @property
    def longer(self) -> str:
        """Return the address of the page with more titles; "" if there are none."""
        if len(self.found.titles) < self.n or self.n >= MOST_SHOWN:
            return ""
        pairs = [*self.parameters, ("n", str(min(self.n + SHOWN, MOST_SHOWN)))]
        return f"{_path()}?{urlencode(pairs)}#place-{self.n + 1}"

    @property
    def n_liked(self) -> int:
        return len(self.taste.liked)

    @property
    def is_little_known(self) -> bool:
        """Tell whether the formula goes by what is popular more than by what is liked."""
        return together_share(self.n_liked) < 0.5

    def with_person(self, slug: str) -> str:
        """Return the address that asks for what this person did."""
        pairs = self._parameters({**self.filters, "person": slug})
        return f"{_path()}?{urlencode([('by', 'person'), *(p for p in pairs if p[0] != 'by')])}"

    def _parameters(self, filters: Mapping[str, Any]) -> list[tuple[str, str]]:
        pairs = [("by", self.recommender)] * (self.recommender != HYBRID)
        pairs += [("role", self.role)] * bool(self.role)
        pairs += [] if self.target is None else [("target", f"{self.target:g}")]
        for name, value in active_filters(filters).items():
            values = value if isinstance(value, list) else [value]
            pairs += [(name, str(each).removesuffix(".0")) for each in values]
        return pairs

    def _filtered(self, filters: Mapping[str, Any]) -> str:
        query = urlencode(self._parameters(filters))
        return f"{_path()}?{query}" if query else _path()


def _path() -> str:
    return reverse("recommendations:for-you")
