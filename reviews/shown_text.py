"""The text of a review as it is shown: by sentences, without what gives the film away. [pure]

What is masked is not in what is returned, so no template can show it by mistake.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from reviews.sentiment.base import polarity_of
from reviews.sentiment.spoilers import MASK_FROM

#: A scored sentence: start, end, compound, and how likely it is a spoiler.
Row = Sequence[float]


@dataclass(frozen=True, slots=True)
class Stretch:
    """``text[start:end]`` of a review: a sentence, or what is between two; "" if it is masked."""

    text: str
    start: int
    end: int
    #: None of what is between sentences, and of what is not scored.
    compound: float | None = None
    is_masked: bool = False
    #: Likely a spoiler, masked or shown because it was asked for.
    is_spoiler: bool = False
    #: What it says of the aspect that was asked for; "" if nothing.
    about: str = ""
    #: How many it stands for, see ``runs``.
    n_sentences: int = 1

    @property
    def is_sentence(self) -> bool:
        return self.compound is not None

    @property
    def polarity(self) -> str:
        return polarity_of(self.compound or 0.0)


def stretches(
    text: str,
    rows: Sequence[Row],
    revealed: Collection[int] | None = (),
    about: Mapping[int, str] = MappingProxyType({}),
) -> Iterator[Stretch]:
    """Yield ``text`` from its beginning to its end; without masks it is all of it.

    ``rows`` are the scored sentences in order. ``revealed`` are the starts of the sentences that
    are shown though they are likely spoilers, and with them those that follow in a run; None: all
    are. ``about`` has by its start what a sentence says of the aspect that was asked for.
    """
    position = 0
    goes_on = False  # a run of spoilers that is shown
    for row in rows:
        start, end = int(row[0]), int(row[1])
        if position < start:
            yield Stretch(text[position:start], position, start)
        is_spoiler = len(row) > 3 and row[3] >= MASK_FROM
        goes_on = is_spoiler and (goes_on or revealed is None or start in revealed)
        is_masked = is_spoiler and not goes_on
        shown = "" if is_masked else text[start:end]
        yield Stretch(shown, start, end, row[2], is_masked, is_spoiler, about.get(start, ""))
        position = end
    if position < len(text):
        yield Stretch(text[position:], position, len(text))


def runs(shown: Sequence[Stretch]) -> list[Stretch]:
    """Return the stretches with likely spoilers that follow each other as one, masked or shown."""
    united: list[Stretch] = []
    between: list[Stretch] = []
    for stretch in shown:
        last = united[-1] if united else None
        if not stretch.is_sentence and last and last.is_spoiler and not stretch.text.strip():
            between.append(stretch)
            continue
        if last and last.is_spoiler and stretch.is_spoiler and last.is_masked == stretch.is_masked:
            united[-1] = _unite([last, *between, stretch])
        else:
            united += [*between, stretch]
        between = []
    return united + between


def _unite(parts: Sequence[Stretch]) -> Stretch:
    first, last = parts[0], parts[-1]
    text = "" if first.is_masked else "".join(part.text for part in parts)
    return replace(first, text=text, end=last.end, n_sentences=first.n_sentences + 1)


def cut(shown: Sequence[Stretch], start: int, end: int | None = None) -> list[Stretch]:
    """Return the stretches from ``start`` on, up to ``end``, which are ends of sentences."""
    return [s for s in shown if s.start >= start and (end is None or s.end <= end)]


def beginning(shown: Sequence[Stretch], characters: int) -> list[Stretch]:
    """Return whole stretches of some ``characters`` together, at least one sentence.

    It ends with what is read, not with the space behind it.
    """
    kept: list[Stretch] = []
    length = 0
    for stretch in shown:
        length += len(stretch.text)
        if length > characters and any(each.is_sentence for each in kept):
            break
        kept.append(stretch)
    while kept and not (kept[-1].is_sentence or kept[-1].text.strip()):
        kept.pop()  # the gap before what is left out
    return kept
