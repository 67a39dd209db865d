"""REST: what one tells of oneself and decides, a start without ratings, how good guesses were."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field, StrictBool, StrictInt

from catalog.api.auth import USER
from catalog.api.errors import ConflictError
from catalog.api.inputs import Input, unset
from catalog.api.schemas import TitleCard
from catalog.api.types import IS_WHOLE
from recommendations.diary import viewer_of
from recommendations.diary.lists import ratings_of
from recommendations.diary.profile import GENDERS, OCCUPATIONS, YOUNGEST
from recommendations.diary.statistics import Statistics, statistics
from recommendations.models import StartingTitle, Viewer
from recommendations.personal.predictions import accuracy_of
from recommendations.personal.start import CHOSEN, SHOWN, start_with, starting_groups
from recommendations.rating_files.people import MAX_AGE

router = Router(tags=["my profile"], auth=USER)

Age = Annotated[StrictInt, Field(ge=YOUNGEST, le=MAX_AGE), IS_WHOLE]
Gender = Annotated[str, Field(pattern=rf"^({'|'.join(GENDERS)})?$", description='"" = not said')]
Occupation = Annotated[
    str, Field(pattern=rf"^({'|'.join(OCCUPATIONS)})?$", description='"" = not said')
]
Key = Annotated[str, Field(pattern=r"^[a-z-]{1,30}$")]


class ProfileOut(Schema):
    """What one tells of oneself, and decides."""

    age: int | None
    gender: str
    occupation: str
    wants_recommendations: bool = Field(description="false: popular titles only")
    is_training_data: bool = Field(description="May models learn from one's ratings")
    hides_predictions: bool = Field(description="No expected rating until one has rated")


class ProfilePatch(Input):
    """What is to change; null is an age that is not said."""

    age: Age | None = None
    gender: Gender = unset()
    occupation: Occupation = unset()
    wants_recommendations: StrictBool = unset()
    is_training_data: StrictBool = unset()
    hides_predictions: StrictBool = unset()


class StartGroupOut(Schema):
    """A group of well-known films to start from."""

    key: str
    name: str
    is_chosen: bool
    titles: list[TitleCard]


class StartOut(Schema):
    """The groups there are, of which ``choose`` are to be chosen."""

    choose: int
    groups: list[StartGroupOut]


class StartIn(Input):
    """The keys of the groups that are chosen; those of before go."""

    groups: list[Key] = Field(min_length=1, max_length=SHOWN)


class AccuracyOut(Schema):
    """By how much guesses were off over the last ratings that had one, in stars of five.

    ``usual_off`` is how far off one would have been knowing only how all people rate a title. Both
    are null below five ratings.
    """

    ratings: int
    off: float | None
    usual_off: float | None


class LineOut(Schema):
    """One genre, decade or person: how many titles are rated, and their mean of 1-10."""

    name: str
    address: str = Field(description="The page to read on")
    n: int
    mean: float


class StatisticsOut(Schema):
    """What one's ratings come to; ``by_value`` counts those of 1, of 2 … of 10."""

    n: int
    mean: float | None
    by_value: list[int]
    genres: list[LineOut]
    decades: list[LineOut]
    directors: list[LineOut]
    actors: list[LineOut]

    @staticmethod
    def resolve_by_value(found: Any) -> list[int]:
        return [bar.n for bar in found.bars]


@router.get("/me/profile", response=ProfileOut)
def my_profile(request: HttpRequest) -> Viewer:
    """Return what one tells of oneself, and decides."""
    return viewer_of(_user(request)) or Viewer()


@router.patch("/me/profile", response=ProfileOut)
def update_profile(request: HttpRequest, payload: ProfilePatch) -> Viewer:
    """Change what is given; it holds at once, and for models from the next training on."""
    viewer = viewer_of(_user(request), create=True)
    changes = payload.dict(exclude_unset=True)
    for name, value in changes.items():
        setattr(viewer, name, value)
    viewer.save(update_fields=[*changes])
    return viewer


@router.get("/me/start", response=StartOut)
def my_start(request: HttpRequest) -> dict[str, Any]:
    """List groups of films to start from without ratings, and which of them are chosen."""
    return _start(viewer_of(_user(request)))


@router.put("/me/start", response=StartOut)
def choose_start(request: HttpRequest, payload: StartIn) -> dict[str, Any]:
    """Start with the films of these groups: they count as liked until there are ratings."""
    viewer = viewer_of(_user(request), create=True)
    try:
        start_with(viewer, payload.groups)
    except ValueError as error:
        raise ConflictError(str(error), {"groups": ", ".join(payload.groups)}) from error
    return _start(viewer)


@router.get("/me/statistics", response=StatisticsOut)
def my_statistics(request: HttpRequest) -> Statistics:
    """Return what one's ratings come to: how they are spread, over which genres, years, people."""
    return statistics(ratings_of(viewer_of(_user(request))))


@router.get("/me/accuracy", response=AccuracyOut)
def my_accuracy(request: HttpRequest) -> dict[str, Any]:
    """Return how far off our guesses of one's last ratings were."""
    viewer = viewer_of(_user(request))
    found = accuracy_of(viewer.pk) if viewer else None
    if found is None:
        return {"ratings": 0, "off": None, "usual_off": None}
    return {"ratings": found.ratings, "off": found.off, "usual_off": found.usual_off}


def _start(viewer: Viewer | None) -> dict[str, Any]:
    mine = StartingTitle.objects.filter(viewer=viewer).order_by().values_list("group", flat=True)
    chosen, groups = set(mine.distinct()) if viewer else set(), starting_groups()
    return {
        "choose": min(CHOSEN, len(groups)),
        "groups": [
            {
                "key": group.key,
                "name": group.name,
                "is_chosen": group.key in chosen,
                "titles": group.titles,
            }
            for group in groups
        ],
    }


def _user(request: HttpRequest) -> Any:
    """Return who is calling, as ``catalog.api.auth`` found out."""
    return request.auth  # type: ignore[attr-defined]
