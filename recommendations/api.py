"""REST: titles like a title, and blends, each with the reasons that sum to its score."""

from collections.abc import Sequence
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query as Parameter
from ninja import Router, Schema
from ninja.errors import AuthenticationError, HttpError

from catalog.api.auth import Token
from catalog.api.errors import ErrorOut, InvalidError
from catalog.api.types import Slug, SlugPath
from catalog.models import Title
from recommendations.answers import PREPARING, answer
from recommendations.api_reasons import ReasonedOut
from recommendations.api_steering import SteeringIn, asked_of, unknown_weights
from recommendations.asked import MOST_SEEDS
from recommendations.personal.api import router as personal_router
from recommendations.seeds import Seeds, rated_by

router = Router(tags=["similar titles"])
router.add_router("", personal_router)
token = Token()

Count = Annotated[int, Parameter(ge=1, le=50, description="How many titles")]
Plus = Annotated[tuple[Slug, ...], Parameter(min_length=1, max_length=MOST_SEEDS)]
Minus = Annotated[tuple[Slug, ...], Parameter(max_length=MOST_SEEDS)]


class SimilarOut(ReasonedOut):
    """A title, how well it fits, and why: the reasons sum to the score.

    The score is between 0 and 1; with terms asked for it may be more.
    """


class TradeOffOut(Schema):
    """Means of the list with diversity and without: score, and 1 - cosine of two titles."""

    score: float
    plain_score: float
    unlikeness: float
    plain_unlikeness: float


class SimilarList(Schema):
    """Best first.

    ``problem`` says why there are none: too-few-facts or nothing-alike. ``trade_off`` says what
    diversity costs, where it was asked for; ``unknown`` are terms asked for that no title has.
    """

    items: list[SimilarOut]
    problem: str
    trade_off: TradeOffOut | None
    unknown: list[str]


ANSWERS = {200: SimilarList, 401: ErrorOut, 404: ErrorOut}


@router.get("/titles/{slug}/similar", response=ANSWERS)
def similar(
    request: HttpRequest, slug: SlugPath, steering: Parameter[SteeringIn], n: Count = 10
) -> dict[str, Any]:
    """Return the titles most like one title."""
    title = get_object_or_404(Title.objects.visible(), slug=slug)
    return _answered(request, [title], (), steering, n)


@router.get("/blend", response=ANSWERS)
def blend(
    request: HttpRequest,
    plus: Plus,
    steering: Parameter[SteeringIn],
    minus: Minus = (),
    n: Count = 20,
) -> dict[str, Any]:
    """Return the titles most like all of ``plus`` and least like those in ``minus`` (slugs)."""
    seeds = Seeds.find([*dict.fromkeys(plus)], [*dict.fromkeys(minus)])
    if seeds.unknown:
        raise HttpError(404, f"There is no title {seeds.unknown[0]}.")
    return _answered(request, seeds.liked, seeds.disliked, steering, n)


def _answered(
    request: HttpRequest,
    liked: Sequence[Title],
    disliked: Sequence[Title],
    steering: Any,
    n: int,
) -> dict[str, Any]:
    if unknown := unknown_weights(request.GET):
        raise InvalidError("Some values are not valid.", unknown)
    asked = asked_of(steering)
    rated = frozenset[int]()
    if asked.unseen:
        user = request.user if request.user.is_authenticated else token(request)
        if user is None:
            raise AuthenticationError
        rated = rated_by(user)
    found = answer(asked.query(liked, disliked, rated), n)
    if found.problem == PREPARING:
        raise HttpError(503, "Similar titles are being prepared.")
    return {
        "items": found.found,
        "problem": found.problem,
        "trade_off": found.trade_off,
        "unknown": [str(ref) for ref in found.unknown],
    }
