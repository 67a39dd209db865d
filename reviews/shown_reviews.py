"""Reviews as pages show them: their sentences, and what is masked until it is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviews.models import AspectMention, Review
from reviews.sentiment.base import polarity_of
from reviews.shown_text import Stretch, beginning, cut, runs, stretches

#: Characters of a review among others on a title's page.
EXCERPT = 320


@dataclass(frozen=True)
class Revealed:
    """What was asked to be shown though it likely spoils: whole reviews, and single sentences."""

    reviews: frozenset[int] = frozenset()
    sentences: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def of(cls, values: Iterable[str]) -> Revealed:
        """Read "12", a review, and "12-340", the sentence of it that begins at 340."""
        reviews, sentences = set(), set()
        for value in values:
            pk, _, start = value.partition("-")
            if start:
                sentences.add((int(pk), int(start)))
            else:
                reviews.add(int(pk))
        return cls(frozenset(reviews), frozenset(sentences))

    def starts_in(self, review: Review) -> frozenset[int] | None:
        """Return where the sentences begin that are shown of ``review``; None: all are."""
        if review.pk in self.reviews:
            return None
        return frozenset(start for pk, start in self.sentences if pk == review.pk)


@dataclass(frozen=True)
class ShownReview:
    """A review, its headline and its body in stretches; both empty while all of it is hidden."""

    review: Review
    headline: Sequence[Stretch]
    body: Sequence[Stretch]
    #: Its source marks it as a spoiler, and nobody has asked for it.
    is_hidden: bool
    #: There is more of the body than is shown.
    is_cut: bool = False

    @property
    def runs(self) -> list[Stretch]:
        """Return the body with likely spoilers that follow each other as one."""
        return runs(self.body)

    @property
    def sentences(self) -> list[Stretch]:
        return [each for each in (*self.headline, *self.body) if each.is_sentence]


def show_review(
    review: Review,
    revealed: Revealed | None = None,
    about: Mapping[int, str] | None = None,
    *,
    is_excerpt: bool = False,
) -> ShownReview:
    """Return a review as it is shown; ``about`` by start, see ``stretches``."""
    starts = (revealed or Revealed()).starts_in(review)
    if review.is_spoiler and starts is not None:
        return ShownReview(review, [], [], is_hidden=True)
    shown = list(stretches(review.text, review.sentence_scores, starts, about or {}))
    begins = len(review.headline) + 1 if review.headline else 0
    if not review.sentence_scores and begins:  # one stretch, with the headline in it
        shown = [Stretch(review.headline, 0, begins - 1), Stretch(review.body, begins, begins)]
    whole = cut(shown, begins)
    body = beginning(whole, EXCERPT) if is_excerpt else whole
    is_cut = any(stretch.is_masked or stretch.text.strip() for stretch in whole[len(body) :])
    return ShownReview(review, cut(shown, 0, begins - 1) if begins else [], body, False, is_cut)


def show_all(review: Review) -> ShownReview:
    """Return a review with nothing masked: for who wrote it."""
    return show_review(review, Revealed(frozenset({review.pk})))


def said_of_aspect(reviews: Collection[Review], aspect: str) -> dict[int, dict[int, str]]:
    """Return by review and start what its sentences say of ``aspect``; 1 query, none without it."""
    said: dict[int, dict[int, str]] = defaultdict(dict)
    if aspect:
        rows = AspectMention.objects.filter(review__in=reviews, aspect=aspect)
        for review_id, start, compound in rows.values_list("review", "start", "compound"):
            said[review_id][start] = polarity_of(compound)
    return said
