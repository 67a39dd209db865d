"""Steering as parameters of the API, under the names of ``SteerForm``."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field, create_model

from catalog.api.filters import Filters
from recommendations.asked import LESS, MORE, WEIGHT, Asked
from recommendations.forms import DIVERSITY_STEP, MOST_WEIGHT, WEIGHT_STEP, clip
from recommendations.steering import ASKABLE, MOST_TERMS, SLIDERS, TermRef
from recommendations.steering_words import LABELS

Term = Annotated[str, Field(pattern=rf"^({'|'.join(ASKABLE)}):[^\x00-\x20\x7f]{{1,220}}$")]
Terms = Annotated[list[Term], Field(max_length=MOST_TERMS)]
Diversity = Annotated[int, Field(ge=0, le=100, multiple_of=DIVERSITY_STEP)]


class _SteeringIn(Filters):
    """How to weigh, what there should be more or less of, and which titles may be answers."""

    diversity: Diversity = Field(0, description="Percent: how much the answers should differ")
    more: Terms = Field([], description="Terms of which there should be more: keyword:heist")
    less: Terms = Field([], description="Terms of which there should be less: genre:horror")
    one_per_collection: bool = Field(False, description="At most one title of each collection")
    unseen: bool = Field(False, description="Leave out what the person who asks has rated")


def _weight(slider: str) -> tuple[Any, Any]:
    text = f"Percent: how much counts: {LABELS[slider].lower()}; 0 is not at all"
    return int, Field(100, ge=0, le=MOST_WEIGHT, multiple_of=WEIGHT_STEP, description=text)


_WEIGHTS: Any = {WEIGHT + slider: _weight(slider) for slider in SLIDERS}
SteeringIn: Any = create_model("SteeringIn", __base__=_SteeringIn, **_WEIGHTS)


def asked_of(steering: Any) -> Asked:
    """Return what the parameters, a ``SteeringIn``, ask for."""
    values = steering.dict()
    terms = {name: [_term(text) for text in values[name]] for name in (MORE, LESS)}
    return Asked.of(values | terms)


def _term(text: str) -> TermRef:
    return TermRef.parse(text) or TermRef(*text.split(":", 1))


def unknown_weights(names: Iterable[str]) -> dict[str, str]:
    """Return what is wrong with parameters that look like weights and are none."""
    return {
        clip(name): "There is no such weight."
        for name in names
        if name.startswith(WEIGHT) and name not in SteeringIn.model_fields
    }
