"""Choose the sentences that stand for many: clear, short, of reviews that agree. [pure]"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from reviews.anomalies import Voice

#: Characters of a sentence that can stand alone and is read to its end.
SHORTEST, LONGEST = 25, 220
#: Stars from here on say "liked it".
LIKED = 6
#: A sentence this clear is as clear as one needs to be; then the shorter one wins.
CLEAR = 0.5
#: What is said of an aspect in so many words has at least this; an engine's guess has less.
SAID = 0.5
#: More words of praise make a sentence longer, not more telling.
ENOUGH_WORDS = 0.75


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence about an aspect: where it is, what it says of it, and how all of it feels."""

    review_id: int
    start: int
    end: int
    compound: float
    sentence_compound: float
    is_masked: bool

    @property
    def fits(self) -> bool:
        return not self.is_masked and SHORTEST <= self.end - self.start <= LONGEST


#: [review, start, end, compound].
Quoted = list[float]


def best_quotes(
    candidates: Iterable[Candidate], voices: Mapping[int, Voice], n: int, *, praise: bool
) -> list[Quoted]:
    """Return the ``n`` sentences that praise, or blame, most tellingly; one of each review."""
    sign = 1 if praise else -1
    fitting = [each for each in candidates if each.fits and each.compound * sign > 0]
    fitting.sort(key=lambda each: _rank(each, voices, sign))
    return [_quoted(each) for each in islice(_one_of_each(fitting), n)]


def for_and_against(candidates: Sequence[Candidate], voices: Mapping[int, Voice]) -> list[Quoted]:
    """Return one sentence for the film and one against it, where there is one.

    A review with the stars of the other side may fault something, but speaks for that side.
    """
    quotes = []
    for praise in (True, False):
        sided = [
            each for each in candidates if not _contradicts(voices.get(each.review_id), praise)
        ]
        quotes += best_quotes(sided, voices, 1, praise=praise)
    return quotes


def _contradicts(voice: Voice | None, praise: bool) -> bool:
    return voice is not None and voice.rating is not None and (voice.rating >= LIKED) != praise


def _rank(each: Candidate, voices: Mapping[int, Voice], sign: int) -> tuple[float, ...]:
    """Return what sorts: what agrees, is said in words, is clear, is short comes first."""
    voice = voices.get(each.review_id)
    agrees = _agreement(voice, sign) if voice else 0
    clear = min(each.sentence_compound * sign, CLEAR)
    tells = each.sentence_compound * sign > 0
    length, place = each.end - each.start, (each.review_id, each.start)
    is_guess = each.compound * sign < SAID
    words = min(each.compound * sign, ENOUGH_WORDS)
    return (not tells, is_guess, -agrees, -clear, -words, length, *place)


def _agreement(voice: Voice, sign: int) -> int:
    """Return how many of stars and words of a review are on this side, minus the others."""
    stars = 0 if voice.rating is None else (1 if voice.rating >= LIKED else -1)
    compound = voice.compound or 0.0
    words = (compound > 0) - (compound < 0)
    return sign * (stars + words)


def _one_of_each(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    seen = set()
    for each in candidates:
        if each.review_id not in seen:
            seen.add(each.review_id)
            yield each


def _quoted(each: Candidate) -> Quoted:
    return [each.review_id, each.start, each.end, each.compound]
