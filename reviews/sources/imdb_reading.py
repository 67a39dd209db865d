"""What one way of reading an IMDb page has found. [pure]"""

from dataclasses import dataclass, field

from reviews.sources.base import ReviewRecord

#: What every review on IMDb is known to say, by the name under which its absence is reported.
KNOWN_FACTS = {
    "author": "author",
    "headline": "headline",
    "date": "published_at",
    "spoiler flag": "is_spoiler",
    "helpful votes": "helpful_votes",
}


@dataclass(slots=True)
class Reading:
    """What was found in one shape of the page: its reviews in their order, whole or not."""

    shape: str
    #: One for each item that is there; those without an id or a text cannot be stored.
    items: list[ReviewRecord] = field(default_factory=list)
    #: Ids of reviews that say that their author gave no rating.
    unrated: set[str] = field(default_factory=set)
    #: How many reviews the page says there are; None if it does not say.
    claimed: int | None = None
    cursor: str = ""
    #: Parts of the shape that are not as they should be.
    broken: list[str] = field(default_factory=list)

    def is_whole(self) -> bool:
        """Return whether every item is here with everything that reviews are known to say."""
        return bool(self.items) and not self.broken and not any(map(self.lacks, self.items))

    def lacks(self, item: ReviewRecord) -> bool:
        facts = (getattr(item, name) for name in KNOWN_FACTS.values())
        return not (item.source_id and item.body) or any(fact in (None, "") for fact in facts)
