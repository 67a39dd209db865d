"""What pages of similar titles, and the command, understand of what a person asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from catalog.forms import TitleFilterForm
from catalog.names import SLUG
from recommendations.asked import LESS, MINUS, MORE, MOST_SEEDS, MOST_SHOWN, PLUS, WEIGHT, Asked
from recommendations.steering import MOST, MOST_TERMS, SLIDERS, TermRef
from recommendations.steering_words import LABELS, percent

WEIGHT_STEP, DIVERSITY_STEP = 25, 5
MOST_WEIGHT = percent(MOST)
#: Characters of the longest address of a title.
MOST_SLUG = 320
#: Sentences that one page says about its address.
MOST_SENTENCES = 10
YES, NO = ("on", "true", "yes", "1"), ("off", "false", "no", "0", "")
_PERCENT = re.compile(r"[0-9]{1,3}")


class PercentField(forms.Field):
    """A whole percentage from 0 to ``most`` in steps; None where nothing is said."""

    def __init__(self, label: str, most: int, step: int) -> None:
        super().__init__(label=label, required=False)
        self.most, self.step = most, step

    def to_python(self, value: Any) -> int | None:
        text = str(value or "").strip()
        if not text:
            return None
        number = int(text) if _PERCENT.fullmatch(text) else -1
        if not 0 <= number <= self.most or number % self.step:
            raise ValidationError(
                f"It is a percentage from 0 to {self.most} in steps of {self.step}."
            )
        return number


class FlagField(forms.Field):
    """On or off."""

    def to_python(self, value: Any) -> bool:
        text = str(value or "").strip().lower()
        if text not in (*YES, *NO):
            raise ValidationError("It is on, or left out.")
        return text in YES


class TextsField(forms.Field):
    """Texts, given any number of times, each kept once."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(text for text in value or () if text))


class SteerForm(TitleFilterForm):
    """Titles with + and −, how to weigh, and the filters of the browse page.

    ``add`` is one more title as a person types it. After ``is_valid()``, ``asked`` has what was
    understood, ``ignored`` a sentence about each value that was not.
    """

    sort = None  # type: ignore[assignment]  # Django's way to leave out an inherited field
    plus = TextsField(required=False)
    minus = TextsField(required=False)
    add = forms.CharField(label="Title", max_length=200, required=False)
    sign = forms.ChoiceField(
        label="Sign", choices=[(PLUS, "+ more like it"), (MINUS, "− less like it")], required=False
    )
    diversity = PercentField("Diversity", 100, DIVERSITY_STEP)
    more = TextsField(required=False)
    less = TextsField(required=False)
    one_per_collection = FlagField(label="At most one of a collection", required=False)
    unseen = FlagField(label="Leave out what I have rated", required=False)
    n = forms.IntegerField(label="n", min_value=1, max_value=MOST_SHOWN, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in SLIDERS:
            label = f"Weight of {LABELS[name].lower()}"
            self.fields[WEIGHT + name] = PercentField(label, MOST_WEIGHT, WEIGHT_STEP)
        self._remarks: list[str] = []

    def clean(self) -> dict[str, Any]:
        """Keep what can be asked for of what is repeated, and remark on the rest."""
        cleaned = super().clean()
        self._remarks += [
            f"There is no weight called “{clip(name.removeprefix(WEIGHT))}”."
            for name in self.data
            if name.startswith(WEIGHT) and name not in self.fields
        ]
        for name in (MORE, LESS):
            cleaned[name] = list(self._terms(cleaned.get(name, [])))
            if len(cleaned[name]) > MOST_TERMS:
                self._remarks.append(f"Only the first {MOST_TERMS} of “{name}” count.")
                cleaned[name] = cleaned[name][:MOST_TERMS]
        for name in (PLUS, MINUS):
            cleaned[name] = list(self._slugs(cleaned.get(name, [])))
        if len({*cleaned[PLUS], *cleaned[MINUS]}) > MOST_SEEDS:
            self._remarks.append(f"At most {MOST_SEEDS} titles can be blended.")
        return cleaned

    @property
    def asked(self) -> Asked:
        """Return what was understood."""
        return Asked.of(self.cleaned_data)

    @property
    def ignored(self) -> list[str]:
        """Return a sentence about each value that was not understood, the first MOST_SENTENCES."""
        sentences = [
            f"Ignored: {str(self.fields[name].label).lower()}. {clip(str(error), 160)}"
            for name, errors in self.errors.items()
            for error in errors
        ]
        return (sentences + self._remarks)[:MOST_SENTENCES]

    @property
    def has_filter_errors(self) -> bool:
        return not self.errors.keys().isdisjoint(TitleFilterForm.base_fields)

    def _terms(self, texts: list[str]) -> Iterator[TermRef]:
        for text in texts:
            ref = TermRef.parse(text)
            if ref and SLUG.fullmatch(ref.slug):
                yield ref
            else:
                self._remarks.append(
                    f"“{clip(text)}” cannot be asked for; genre:horror or keyword:heist can."
                )

    def _slugs(self, texts: list[str]) -> Iterator[str]:
        for text in texts:
            if len(text) <= MOST_SLUG and text.isprintable():
                yield text
            else:
                self._remarks.append(unknown_title(text))


def unknown_title(slug: str) -> str:
    """Return that no title has the slug."""
    return f"There is no title at the address “{clip(slug)}”; it was left out."


def clip(text: str, length: int = 60) -> str:
    """Return the beginning of a text that somebody sent, fit to be shown."""
    shown = "".join(c if c.isprintable() else "�" for c in text[:length])
    return f"{shown}…" if len(text) > length else shown
