"""REST: titles like a title, and blends, each with the reasons that sum to its score."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query as Parameter
from ninja import Router, Schema
from ninja.errors import HttpError

from catalog.api.errors import ErrorOut
from catalog.api.schemas import TitleCard
from catalog.api.types import Slug, SlugPath
from catalog.models import Title
from recommendations.answers import PREPARING, answer
from recommendations.forms import MOST_SEEDS
from recommendations.recommenders.base import Query
from recommendations.seeds import Seeds

router = Router(tags=["similar titles"])

Count = Annotated[int, Parameter(ge=1, le=50, description="How many titles")]
Plus = Annotated[tuple[Slug, ...], Parameter(min_length=1, max_length=MOST_SEEDS)]
Minus = Annotated[tuple[Slug, ...], Parameter(max_length=MOST_SEEDS)]


class ReasonOut(Schema):
    """One part of a score."""

    kind: str
    text: str
    weight: float


class SimilarOut(Schema):
    """A title, how well it fits (0 to 1), and why: the reasons sum to the score."""

    title: TitleCard
    score: float
    reasons: list[ReasonOut]

    @staticmethod
    def resolve_reasons(similar: Any) -> Any:
        return similar.explanation.reasons


class SimilarList(Schema):
    """Best first. ``problem`` says why there are none: too-few-facts or nothing-alike."""

    items: list[SimilarOut]
    problem: str


@router.get("/titles/{slug}/similar", response=SimilarList)
def similar(request: HttpRequest, slug: SlugPath, n: Count = 10) -> dict[str, Any]:
    """Return the titles most like one title."""
    title = get_object_or_404(Title.objects.visible(), slug=slug)
    return _answered(Query((title.pk,)), n)


@router.get("/blend", response={200: SimilarList, 404: ErrorOut})
def blend(
    request: HttpRequest,
    plus: Plus,
    minus: Minus = (),
    n: Count = 20,
) -> dict[str, Any]:
    """Return the titles most like all of ``plus`` and least like those in ``minus`` (slugs)."""
    seeds = Seeds.find(dict.fromkeys(plus), dict.fromkeys(minus))
    if seeds.unknown:
        raise HttpError(404, f"There is no title {seeds.unknown[0]}.")
    return _answered(seeds.query, n)


def _answered(query: Query, n: int) -> dict[str, Any]:
    found = answer(query, n)
    if found.problem == PREPARING:
        raise HttpError(503, "Similar titles are being prepared.")
    return {"items": found.found, "problem": found.problem}
