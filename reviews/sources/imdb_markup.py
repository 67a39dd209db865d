"""Reviews out of what is seen on an IMDb page: today's cards, or the list of until 2024. [pure]

Nothing here relies on generated class names ("sc-7d2e5b85-1"), which change every week.
"""

import re
from dataclasses import replace

from bs4 import BeautifulSoup, Tag

from reviews.sources import imdb_values as values
from reviews.sources.base import MAX_AUTHOR, MAX_HEADLINE, ReviewRecord
from reviews.sources.imdb_reading import Reading

CARD = "article.user-review-item, [data-testid=review-card-parent]"
OLD_ITEM = ".lister-item-content"
#: A page has 25 or 50.
MOST_ITEMS = 500
#: Elements that say how many reviews there are.
TOTAL = "[data-testid=tturv-total-reviews], .lister .header"
TOTAL_WORDS = re.compile(r"([0-9][0-9,.]*[KM]?)\s+(?:user\s+)?reviews?\b", re.IGNORECASE)
NONE_YET = re.compile(r"don['’]t have any (?:user )?reviews for this title", re.IGNORECASE)
HELPFUL = re.compile(r"Helpful ?• ?([0-9][0-9,.]{0,12} ?[KM]?)")
HELPFUL_OF = re.compile(r"([0-9][0-9,.]{0,12}) out of ([0-9][0-9,.]{0,12}) found this helpful")


def read_cards(soup: BeautifulSoup) -> Reading:
    """Return what is in the cards of the present layout."""
    reading = Reading("cards", claimed=claimed(soup), cursor=_cursor(soup))
    for card in _outermost(soup.select(CARD, limit=MOST_ITEMS)):
        stars = card.select_one(".review-rating .ipc-rating-star--rating")
        heading = card.select_one("[data-testid=review-summary] h3")
        helpful, total = _card_votes(card)
        record = ReviewRecord(
            source_id=_id_of(card, "[data-testid=review-summary] a", "a[href*='/review/rw']"),
            body=_text(card, ".ipc-html-content-inner-div"),
            author=_line(card.select_one("[data-testid=author-link]"), MAX_AUTHOR),
            rating=values.rating(_line(stars, 10)),
            headline=_line(heading, MAX_HEADLINE),
            published_at=values.date(_line(card.select_one(".review-date"), 40)),
            is_spoiler=card.select_one(".review-spoiler-content") is not None,
            helpful_votes=helpful,
            votes_total=total,
        )
        _add(reading, record, is_unrated=stars is None)
    return reading


def read_old(soup: BeautifulSoup) -> Reading:
    """Return what is in the list that IMDb showed until 2024."""
    reading = Reading("old layout", claimed=claimed(soup), cursor=_cursor(soup))
    for item in _outermost(soup.select(OLD_ITEM, limit=MOST_ITEMS)):
        stars = item.select_one(".rating-other-user-rating span")
        votes = HELPFUL_OF.search(" ".join(item.get_text(" ").split()))
        record = ReviewRecord(
            source_id=_id_of(item, "a.title", "a[href*='/review/rw']"),
            body=_text(item, ".text.show-more__control"),
            author=_line(item.select_one(".display-name-link"), MAX_AUTHOR),
            rating=values.rating(_line(stars, 10)),
            headline=_line(item.select_one("a.title"), MAX_HEADLINE),
            published_at=values.date(_line(item.select_one(".review-date"), 40)),
            is_spoiler=item.select_one(".spoiler-warning") is not None,
            helpful_votes=values.count(votes[1]) if votes else None,
            votes_total=values.count(votes[2]) if votes else None,
        )
        _add(reading, record, is_unrated=stars is None)
    return reading


def claimed(soup: BeautifulSoup) -> int | None:
    """Return how many reviews the page says there are; None if it does not say."""
    said = [TOTAL_WORDS.search(_line(element, 200)) for element in soup.select(TOTAL)]
    counts = [n for found in said if found and (n := values.count(found[1])) is not None]
    if counts:
        return max(counts)
    return 0 if NONE_YET.search(soup.get_text(" ")) else None


def _add(reading: Reading, record: ReviewRecord, *, is_unrated: bool) -> None:
    reading.items.append(replace(record, url=values.url(record.source_id)))
    if is_unrated:
        reading.unrated.add(record.source_id)


def _outermost(elements: list[Tag]) -> list[Tag]:
    """Return the elements that are inside no other of them."""
    known = {id(element) for element in elements}
    return [e for e in elements if not any(id(parent) in known for parent in e.parents)]


def _id_of(item: Tag, *links: str) -> str:
    """Return the review's id from the first link that has one."""
    found = (values.review_id(link.get("href")) for name in links for link in item.select(name))
    return next(filter(None, found), "")


def _line(element: Tag | None, most: int) -> str:
    return values.one_line(element.get_text(" "), most) if element else ""


def _text(item: Tag, selector: str) -> str:
    """Return the text of the longest element: a review behind a spoiler button has two."""
    texts = [values.text_of(element.decode_contents()) for element in item.select(selector)]
    return values.body(max(texts, key=len, default=""))


def _card_votes(card: Tag) -> tuple[int | None, int | None]:
    """Return how many found it helpful, and how many voted, if the card tells."""
    up, down = (
        values.count(_line(card.select_one(f".ipc-voting__label__count--{way}"), 20))
        for way in ("up", "down")
    )
    if up is None:
        found = HELPFUL.search(" ".join(card.get_text(" ").split()))
        return (values.count(found[1]) if found else None), None
    return up, None if down is None else min(up + down, values.MOST)


def _cursor(soup: BeautifulSoup) -> str:
    """Return the key behind "Load more"."""
    more = soup.select_one(".load-more-data[data-key], [data-pagination-key]")
    key = more and (more.get("data-key") or more.get("data-pagination-key"))
    return values.cursor(key)
