"""How sources rate titles: one row per title and source, by precedence; then the summary."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from catalog.canonical import Chunk, RatingFact
from catalog.loading.bulk import fetch, save_changed
from catalog.loading.run import Draft, FileRun, Match
from catalog.models import AggregateRating
from catalog.ratings import SourceRating, Summary, summary_rating

MAX_VOTES = 2**31 - 1
WRITTEN = ("average", "votes", "file")
BySource = dict[str, AggregateRating]


def merge_ratings(chunk: Chunk, matches: Sequence[Match], run: FileRun) -> list[AggregateRating]:
    """Return new and changed ratings, unwritten; put the summary into the drafts."""
    column = chunk.column("ratings")
    rating = [match for match in matches if match.speaks and column[match.row]]
    held = _held(match.draft for match in rating if not match.draft.is_new)
    written: list[AggregateRating] = []
    for match in rating:
        ratings = held[match.draft]
        set_now = [_set_rating(match.draft, ratings, fact, run) for fact in column[match.row]]
        changed = [rating for rating in set_now if rating]
        if changed:
            written += changed
            match.mark_changed()
            _summarise(match.draft, ratings.values())
    return written


def write_ratings(ratings: Sequence[AggregateRating]) -> None:
    """Write what ``merge_ratings`` returned; the titles must have been written before."""
    AggregateRating.objects.bulk_create(rating for rating in ratings if rating.pk is None)
    save_changed(AggregateRating, [rating for rating in ratings if rating.pk], WRITTEN)


def _held(drafts: Iterable[Draft]) -> defaultdict[Draft, BySource]:
    """Return the ratings that the titles have now, by source."""
    by_id = {draft.title.pk: draft for draft in drafts}
    held: defaultdict[Draft, BySource] = defaultdict(dict)
    for rating in fetch(AggregateRating.objects.all(), "title_id", by_id):
        held[by_id[rating.title_id]][rating.source] = rating
    return held


def _set_rating(
    draft: Draft, held: BySource, fact: RatingFact, run: FileRun
) -> AggregateRating | None:
    """Return the rating with the fact in it, or None if that changes nothing."""
    votes = None if fact.votes is None else min(fact.votes, MAX_VOTES)
    rating = held.get(fact.source) or AggregateRating(title=draft.title, source=fact.source)
    if not run.precedence.allows(run.file_id, rating.file_id):
        return None
    if (rating.average, rating.votes, rating.file_id) == (fact.average, votes, run.file_id):
        return None
    rating.average, rating.votes, rating.file_id = fact.average, votes, run.file_id
    held[fact.source] = rating
    return rating


def _summarise(draft: Draft, ratings: Iterable[AggregateRating]) -> None:
    title = draft.title
    summary = summary_rating(SourceRating(r.source, r.average, r.votes) for r in ratings)
    if summary != Summary(title.average_rating, title.num_votes, title.weighted_rating):
        title.average_rating, title.num_votes, title.weighted_rating = summary
        draft.is_changed = True
