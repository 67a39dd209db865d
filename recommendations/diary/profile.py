"""What a person tells of itself, and decides; all of it may be left out."""

from __future__ import annotations

from typing import Any

from django import forms

from recommendations.models import Viewer
from recommendations.rating_files.people import MAX_AGE

YOUNGEST = 13
GENDERS = ["female", "male", "other"]
#: The words of the ratings files, so that people of both are compared.
OCCUPATIONS = [
    "administrator", "artist", "customer service", "doctor", "educator", "engineer",
    "entertainment", "executive", "farmer", "healthcare", "homemaker", "lawyer", "librarian",
    "marketing", "none", "other", "programmer", "retired", "salesman", "scientist",
    "self-employed", "student", "technician", "tradesman", "writer",
]  # fmt: skip
UNSAID = [("", "Not said")]


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # the class takes none at run time
    """Age, gender and occupation for recommendations by people alike; and three decisions."""

    age = forms.IntegerField(min_value=YOUNGEST, max_value=MAX_AGE, required=False)
    gender = forms.ChoiceField(required=False)
    occupation = forms.ChoiceField(required=False)

    class Meta:
        model = Viewer
        fields = [
            "age",
            "gender",
            "occupation",
            "wants_recommendations",
            "is_training_data",
            "hides_predictions",
        ]
        labels = {
            "wants_recommendations": "Recommend titles to me by what I rate",
            "is_training_data": "Let recommendations for others learn from my ratings",
            "hides_predictions": "Hide your guess of my rating until I have rated a title",
        }
        help_texts = {
            "wants_recommendations": "Otherwise you see what is popular, the same as everybody.",
            "is_training_data": "They hold from the next training on: until then, "
            "what was learned before stays.",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("gender", GENDERS)
        self._offer("occupation", OCCUPATIONS)

    def _offer(self, name: str, words: list[str]) -> None:
        """Offer ``words``, and what is stored if that is another."""
        stored = getattr(self.instance, name)
        offered = words if not stored or stored in words else [stored, *words]
        field: Any = self.fields[name]
        field.choices = UNSAID + [(word, word.capitalize()) for word in offered]
