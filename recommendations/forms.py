"""What the blend page understands of its address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

MOST_SEEDS = 5
PLUS, MINUS = "plus", "minus"


class SlugsField(forms.Field):
    """Slugs of titles, given any number of times, each kept once."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        check = ProhibitNullCharactersValidator()
        for slug in value or ():
            check(slug)
        return list(dict.fromkeys(slug[:320] for slug in value or () if slug))


class BlendForm(forms.Form):
    """Titles with + and −; ``add`` is one more title as a person types it."""

    plus = SlugsField(required=False)
    minus = SlugsField(required=False)
    add = forms.CharField(max_length=200, required=False)
    sign = forms.ChoiceField(
        choices=[(PLUS, "+ more like it"), (MINUS, "− less like it")], required=False
    )

    def clean(self) -> dict[str, Any]:
        """Keep at most MOST_SEEDS titles, those with + first; a title has one sign only."""
        cleaned: dict[str, Any] = super().clean() or {}
        plus = cleaned.get(PLUS, [])[:MOST_SEEDS]
        minus = [slug for slug in cleaned.get(MINUS, []) if slug not in plus]
        return {**cleaned, PLUS: plus, MINUS: minus[: MOST_SEEDS - len(plus)]}
