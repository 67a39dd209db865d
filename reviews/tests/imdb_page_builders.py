"""Builders of IMDb review pages in all their shapes, with texts of our own.

``embedded_page([Opinion("rw1", …)])`` is the data alone, ``cards_page`` what a reader sees,
``old_page`` the layout of until 2024, ``whole_page`` data and cards as they come today.
"""

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PADDING = "<!-- " + "the furniture of a page " * 1_000 + "-->"
TEXTS = (
    "Mind the train: it comes right at you, and the second half never lets go.",
    "I left in the interval. Two hours of fog & nobody to care about.",
    "A quiet little marvel about a lighthouse. The score alone is worth the ticket.",
)


@dataclass(frozen=True)
class Opinion:
    """What one review on a page says."""

    id: str = "rw1000001"
    text: str = TEXTS[0]
    headline: str = "Mind the train"
    author: str = "ada-l"
    rating: int | None = 8
    date: str = "2021-03-14"
    is_spoiler: bool = False
    up: int = 7
    down: int = 2


def opinions(n: int, **facts: Any) -> list[Opinion]:
    """Return ``n`` different reviews; ``facts`` are common to all."""
    return [
        Opinion(**{"id": f"rw{1_000_001 + i}", "text": f"{TEXTS[i % 3]} ({i})"} | facts)
        for i in range(n)
    ]


def markup(text: str) -> str:
    """Return text as it stands in HTML."""
    return html.escape(text, quote=True).replace("\n", "<br/>")


def embedded_review(opinion: Opinion) -> dict[str, Any]:
    return {
        "review": {
            "reviewId": opinion.id,
            "author": {"userId": "ur1", "username": {"text": opinion.author}},
            "reviewSummary": markup(opinion.headline),
            "reviewText": markup(opinion.text),
            "authorRating": opinion.rating,
            "submissionDate": opinion.date,
            "spoiler": opinion.is_spoiler,
            "helpfulnessVotes": {"upVotes": opinion.up, "downVotes": opinion.down},
        }
    }


def content(reviews: Sequence[Opinion], total: int | None = None, cursor: str = "") -> Any:
    """Return the data of a review page, to be changed by a test."""
    about = {
        "total": len(reviews) if total is None else total,
        "pageInfo": {"endCursor": cursor or None, "hasNextPage": bool(cursor)},
    }
    reviews_data = [embedded_review(opinion) for opinion in reviews]
    title = {"id": "tt0000001", "reviews": about}
    page = {"contentData": {"data": {"title": title}, "reviews": reviews_data}}
    return {"props": {"pageProps": page}}


def shown(opinion: Opinion, day: str) -> str:
    """Return the date as a layout writes it, which knows one day only."""
    return day if opinion.date == "2021-03-14" else opinion.date


def script(data: Any) -> str:
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'


def page(*parts: str) -> str:
    return f"<!DOCTYPE html><html><body>{PADDING}{''.join(parts)}</body></html>"


def embedded_page(reviews: Sequence[Opinion], total: int | None = None, cursor: str = "") -> str:
    return page(script(content(reviews, total, cursor)))


def card(opinion: Opinion) -> str:
    """Return a review as a card; the class names that change weekly are there to mislead."""
    stars = (
        '<div class="review-rating"><span class="ipc-rating-star sc-1a2b-3">'
        f'<span class="ipc-rating-star--rating">{opinion.rating}</span>'
        '<span class="ipc-rating-star--maxRating">/10</span></span></div>'
    )
    text = f'<div class="ipc-html-content-inner-div">{markup(opinion.text)}</div>'
    if opinion.is_spoiler:
        text = f'<div class="review-spoiler-content"><button>Spoiler</button>{text}</div>'
    return (
        '<article class="sc-9f8e-0 user-review-item"><div data-testid="review-card-parent">'
        f"{stars if opinion.rating else ''}"
        f'<div data-testid="review-summary"><a href="/review/{opinion.id}/?ref_=tturv_perm">'
        f'<h3 class="ipc-title__text">{markup(opinion.headline)}</h3></a></div>'
        f"{text}"
        f"<p>Helpful <span>•</span> <span>{opinion.up}</span></p>"
        f'<a data-testid="author-link" href="/user/ur1/">{markup(opinion.author)}</a>'
        f'<ul><li class="review-date">{shown(opinion, "Mar 14, 2021")}</li></ul></div></article>'
    )


def cards(reviews: Sequence[Opinion], total: int | None = None) -> str:
    n = len(reviews) if total is None else total
    head = f'<div data-testid="tturv-total-reviews">{n:,} reviews</div>'
    return head + "".join(map(card, reviews))


def cards_page(reviews: Sequence[Opinion], total: int | None = None) -> str:
    return page(cards(reviews, total))


def whole_page(reviews: Sequence[Opinion], total: int | None = None, cursor: str = "") -> str:
    return page(cards(reviews, total), script(content(reviews, total, cursor)))


def old_item(opinion: Opinion) -> str:
    stars = (
        '<span class="rating-other-user-rating"><svg></svg>'
        f'<span>{opinion.rating}</span><span class="point-scale">/10</span></span>'
    )
    spoiler = '<span class="spoiler-warning">Warning: Spoilers</span>'
    return (
        '<div class="lister-item"><div class="lister-item-content">'
        f"{stars if opinion.rating else ''}"
        f'<a class="title" href="/review/{opinion.id}/?ref_=tt_urv"> {markup(opinion.headline)}</a>'
        '<div class="display-name-date">'
        f'<span class="display-name-link"><a href="/user/ur1/">{markup(opinion.author)}</a></span>'
        f'<span class="review-date">{shown(opinion, "14 March 2021")}</span></div>'
        f"{spoiler if opinion.is_spoiler else ''}"
        f'<div class="text show-more__control">{markup(opinion.text)}</div>'
        f'<div class="actions">{opinion.up:,} out of {opinion.up + opinion.down:,} found this '
        "helpful.</div></div></div>"
    )


def old_page(reviews: Sequence[Opinion], total: int | None = None, key: str = "") -> str:
    n = len(reviews) if total is None else total
    more = f'<div class="load-more-data" data-key="{key}"></div>' if key else ""
    head = f'<div class="lister"><div class="header"><div><span>{n:,} Reviews</span></div></div>'
    return page(head, *map(old_item, reviews), "</div>", more)


def title_page(reviews: Sequence[Opinion], total: int) -> str:
    """Return a title's own page, which shows some of its reviews under other names."""
    nodes = [
        {
            "node": {
                "id": opinion.id,
                "author": {"nickName": opinion.author},
                "summary": {"originalText": opinion.headline},
                "text": {"originalText": {"plaidHtml": markup(opinion.text)}},
                "authorRating": opinion.rating,
                "submissionDate": opinion.date,
                "helpfulness": {"upVotes": opinion.up, "downVotes": opinion.down},
            }
        }
        for opinion in reviews
    ]
    column = {"reviews": {"total": total}, "featuredReviews": {"edges": nodes}}
    return page(script({"props": {"pageProps": {"mainColumnData": column}}}))
