"""The experiments in settings: where each is, and in which arm of it a person is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from recommendations.experiments.assigning import assigned
from recommendations.taste import Taste

#: Where there may be an experiment, and the views whose pages show it: a person sees the same
#: answer on all of them.
PLACES = {"for_you": ("recommendations:for-you", "catalog:home")}
#: As long as the columns are that hold names.
MAX_NAME = 40


@dataclass(frozen=True)
class Experiment:
    """One experiment: the first of its arms is what the others are compared with."""

    name: str
    place: str
    weights: Mapping[str, int]

    @property
    def control(self) -> str:
        return next(iter(self.weights))


@dataclass(frozen=True)
class Arm:
    """What one person sees of an experiment; ``name`` is that of a recommender."""

    experiment: str
    name: str


def experiments() -> list[Experiment]:
    """Return the experiments that run; raises ImproperlyConfigured for one that makes no sense."""
    return [_experiment(name, facts) for name, facts in settings.EXPERIMENTS.items()]


def arm_at(place: str, taste: Taste) -> Arm | None:
    """Return in which arm of the experiment at this place a person is; None if there is none.

    Who wants no recommendations is in none. No query.
    """
    viewer_id = taste.viewer_id
    if viewer_id is None or not taste.wants_recommendations or not settings.EXPERIMENTS:
        return None
    here = next((each for each in experiments() if each.place == place), None)
    if here is None:
        return None
    return Arm(here.name, assigned(here.name, viewer_id, here.weights))


def _experiment(name: str, facts: Mapping[str, object]) -> Experiment:
    place, arms = facts.get("place"), facts.get("arms")
    if place not in PLACES or not isinstance(arms, Mapping) or len(arms) < 2:
        raise ImproperlyConfigured(
            f"EXPERIMENTS[{name!r}] needs a place, one of {', '.join(PLACES)}, and two arms or more"
        )
    if any(type(weight) is not int or weight < 1 for weight in arms.values()):
        raise ImproperlyConfigured(f"EXPERIMENTS[{name!r}] has a weight that is no positive number")
    if unknown := set(arms) - set(settings.PERSONAL_RECOMMENDERS):
        raise ImproperlyConfigured(
            f"EXPERIMENTS[{name!r}] names no recommender with {', '.join(sorted(unknown))}"
        )
    if any(not 0 < len(each) <= MAX_NAME for each in (name, *arms)):
        raise ImproperlyConfigured(f"EXPERIMENTS[{name!r}]: names have {MAX_NAME} characters")
    return Experiment(name, str(place), arms)
