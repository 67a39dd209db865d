"""What TMDB says, into one title: by the precedence of files, in a transaction that is short.

Nothing is locked but the title's row. Who gives the same answer twice changes nothing, not even
``updated_at``; a fact keeps the day on which TMDB first said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from catalog.canonical import RatingFact
from catalog.enriching.crediting import merge_credits
from catalog.enriching.facts import TitleFacts
from catalog.enriching.shared import shared_keys
from catalog.loading.files import dataset_names
from catalog.loading.precedence import Precedence, Standing, holder, set_holder
from catalog.loading.shared_rows import TABLES
from catalog.models import AggregateRating, FactConflict, SourceFile, Title
from catalog.ratings import SourceRating, summary_rating

SUMMARY = ("average_rating", "num_votes", "weighted_rating")


class Merge:
    """One answer on its way into one title, whose row must be locked."""

    def __init__(self, title: Title, file: SourceFile) -> None:
        """``file`` stands for the answer: it is what provenance will name. One query."""
        self.title = title
        self.changed: set[str] = set()
        self._file = file
        self._conflicts: list[FactConflict] = []
        ratings = list(title.ratings.all())
        self._ratings = {rating.source: rating for rating in ratings}
        holders = {*title.provenance.values(), *(rating.file_id for rating in ratings), file.pk}
        files = SourceFile.objects.filter(pk__in=holders - {None, Title.EDITED})
        self._precedence = Precedence(dataset_names(), files)

    def take(self, told: TitleFacts) -> bool:
        """Put all that was told into the title and write it; return whether anything changed."""
        keys = shared_keys(_wanted(told))
        for fact, value in told.facts.items():
            if fact in TABLES:
                self._take_fact(fact, f"{fact}_id", keys[fact][value])
            else:
                self._take_fact(fact, fact, value)
        self._drop_end_before_start()
        self._take_ids(told)
        for name, entries in told.lists.items():
            self._take_list(name, [keys[name][entry] for entry in entries])
        self.take_ratings(told.ratings)
        has_new_credits = merge_credits(self.title, told.credits)
        self._write_conflicts()
        return self.write(is_touched=has_new_credits)

    def write(self, *, is_touched: bool = False) -> bool:
        """Write the title if it has changed, or touch it; return whether that was so."""
        if not self.changed and not is_touched:
            return False
        self.title.save(update_fields=[*sorted(self.changed), "provenance", "updated_at"])
        return True

    def _take_fact(self, fact: str, column: str, value: Any) -> None:
        held = getattr(self.title, column)
        standing = self._standing(fact)
        is_blank = held is None or held == ""
        may = standing >= Standing.OPEN or (standing == Standing.OUTRANKED and is_blank)
        if fact in FactConflict.Fact.values and not is_blank and held != value:
            self._disagree(fact, held, value, is_taken=may)
        if not may or (held == value and self._is_ours(fact)):
            return
        setattr(self.title, column, value)
        self.changed.add(column)
        set_holder(self.title.provenance, fact, self._file.pk)

    def _drop_end_before_start(self) -> None:
        """Take no end that contradicts a start which is locked, or another file's."""
        start, end = self.title.start_year, self.title.end_year
        if "end_year" in self.changed and start and end and end < start:
            self.title.end_year = None

    def _standing(self, fact: str) -> Standing:
        return self._precedence.standing(self._file.pk, holder(self.title.provenance, fact))

    def _is_ours(self, fact: str) -> bool:
        """Tell whether this service has said the fact, today or earlier."""
        said = holder(self.title.provenance, fact)
        return bool(said) and self._precedence.are_editions(said or 0, self._file.pk)

    def _take_list(self, name: str, keys: Sequence[Any]) -> None:
        relation = getattr(self.title, name)
        held = set(relation.values_list("pk", flat=True))
        differs, standing = held != set(keys), self._standing(name)
        if standing == Standing.LOCKED or (held and standing < Standing.OPEN):
            return
        if not differs and self._is_ours(name):
            return
        if differs:
            relation.set(keys)
        set_holder(self.title.provenance, name, self._file.pk)
        self.changed.add("provenance")

    def _take_ids(self, told: TitleFacts) -> None:
        """Take ids that the title lacks and no other title has."""
        others = Title.objects.exclude(pk=self.title.pk)
        if not self.title.tmdb_id:
            same = others.filter(kind=self.title.kind, tmdb_id=told.tmdb_id)
            if not same.exists():
                self.title.tmdb_id = told.tmdb_id
                self.changed.add("tmdb_id")
        is_news = told.imdb_id and not self.title.imdb_id
        if is_news and not others.filter(imdb_id=told.imdb_id).exists():
            self.title.imdb_id = told.imdb_id
            self.changed.add("imdb_id")

    # Ratings -------------------------------------------------------------------------------------

    def take_ratings(self, told: Iterable[RatingFact]) -> None:
        """Take what sources' users say, and sum it up anew if that changed."""
        is_changed = False
        for fact in told:
            is_changed |= self._take_rating(fact)
        if not is_changed:
            return
        said = [SourceRating(one.source, one.average, one.votes) for one in self._ratings.values()]
        for name, value in zip(SUMMARY, summary_rating(said), strict=True):
            if getattr(self.title, name) != value:
                setattr(self.title, name, value)
        self.changed.update(SUMMARY)

    def _take_rating(self, fact: RatingFact) -> bool:
        held = self._ratings.get(fact.source)
        row = held or AggregateRating(title=self.title, source=fact.source)
        if held and not self._precedence.allows(self._file.pk, held.file_id):
            return False
        is_same = held is not None and (held.average, held.votes) == (fact.average, fact.votes)
        if is_same and self._precedence.are_editions(row.file_id or 0, self._file.pk):
            return False
        row.average, row.votes, row.file = fact.average, fact.votes, self._file
        row.save()
        self._ratings[fact.source] = row
        return True

    # Conflicts -----------------------------------------------------------------------------------

    def _disagree(self, fact: str, held: Any, value: Any, *, is_taken: bool) -> None:
        """Note who says something else than what the title says from now on, as loads do."""
        other = holder(self.title.provenance, fact)
        if not other or self._precedence.are_editions(other, self._file.pk):
            return
        title, file = self.title.pk, self._file.pk
        told_by, said = (other, held) if is_taken else (file, value)
        self._conflicts.append(FactConflict.of(title, fact, told_by, said))

    def _write_conflicts(self) -> None:
        """Write them; what this service said otherwise before counts no more."""
        ours = FactConflict.objects.filter(title=self.title, file__dataset=self._file.dataset)
        earlier = {(row.fact, row.value): row for row in ours}
        fresh = [one for one in self._conflicts if (one.fact, one.value) not in earlier]
        stays = {(one.fact, one.value) for one in self._conflicts}
        outdated = [row.pk for said, row in earlier.items() if said not in stays]
        if outdated:
            FactConflict.objects.filter(pk__in=outdated).delete()
        FactConflict.objects.record(fresh)


def _wanted(told: TitleFacts) -> Mapping[str, list[str]]:
    singles = {fact: [value] for fact, value in told.facts.items() if fact in TABLES}
    return singles | dict(told.lists)
