"""How often aspects are right: ``python -m reviews.tests.aspect_figures [--wrong]``.

Over the sentences in ``data/aspect_sentences.csv``, which were written and labelled for the
project, and divided before the lexicon was written. "tune" is what it was corrected on.
"""

import csv
import os
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import django

from catalog.aspects import ASPECTS
from reviews.engines import default_engine
from reviews.reading import Feelings, aspects_of, feelings_of

FILE = Path(__file__).parent / "data" / "aspect_sentences.csv"
#: Compounds within it say neither good nor bad.
NEUTRAL_BELOW = 0.05


@dataclass
class Labelled:
    part: str
    sentence: str
    #: aspect: "+", "-" or "0"
    aspects: dict[str, str]


@dataclass
class Figures:
    right: Counter = field(default_factory=Counter)
    missed: Counter = field(default_factory=Counter)
    wrong: Counter = field(default_factory=Counter)
    polarities: Counter = field(default_factory=Counter)

    def f1(self, aspect: str) -> float:
        both = 2 * self.right[aspect]
        return both / max(both + self.missed[aspect] + self.wrong[aspect], 1)

    @property
    def macro_f1(self) -> float:
        return sum(self.f1(aspect) for aspect in ASPECTS) / len(ASPECTS)

    @property
    def polarity_accuracy(self) -> float:
        """Over mentions that were found and are labelled good or bad: the same sign."""
        opinions = [pair for pair in self.polarities.elements() if pair[0] != "0"]
        return sum(label == said for label, said in opinions) / len(opinions)

    @property
    def polarity_accuracy_of_three(self) -> float:
        """The same with those that are labelled neither."""
        return sum(n for (label, said), n in self.polarities.items() if label == said) / sum(
            self.polarities.values()
        )


def labelled() -> list[Labelled]:
    with FILE.open(newline="") as file:
        return [
            Labelled(row["part"], row["sentence"], {a[:-1]: a[-1] for a in row["aspects"].split()})
            for row in csv.DictReader(file)
        ]


def sign(compound: float) -> str:
    return "0" if abs(compound) < NEUTRAL_BELOW else "+" if compound > 0 else "-"


def figures(
    sentences: Iterable[Labelled], feelings: Feelings, wrong: list | None = None
) -> Figures:
    result, sentences = Figures(), list(sentences)
    read = aspects_of([each.sentence for each in sentences], feelings)
    for each, aspects in zip(sentences, read, strict=True):
        said = {aspect: sign(compound) for aspect, compound in aspects}
        result.right.update(said.keys() & each.aspects)
        result.missed.update(each.aspects.keys() - said)
        result.wrong.update(said.keys() - each.aspects)
        for aspect in said.keys() & each.aspects:
            result.polarities[each.aspects[aspect], said[aspect]] += 1
        if wrong is not None and said != each.aspects:
            wrong.append((each, said))
    return result


def report(part: str, feelings: Feelings, *, with_wrong: bool = False) -> list[str]:
    """Return the figures of one part in lines of text."""
    wrong: list = []
    found = figures((each for each in labelled() if each.part == part), feelings, wrong)
    lines = [
        f"{part}: macro-F1 {found.macro_f1:.3f}",
        f"{part}: polarity accuracy {found.polarity_accuracy:.3f}",
        f"{part}: with those that say neither {found.polarity_accuracy_of_three:.3f}",
        "  " + ", ".join(f"{aspect} {found.f1(aspect):.2f}" for aspect in ASPECTS),
    ]
    if with_wrong:
        lines += [f"  {each.sentence}\n    {each.aspects} read as {said}" for each, said in wrong]
    return lines


def main(*arguments: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "movierec.settings")
    django.setup()
    feelings = feelings_of(default_engine())
    tuned = report("tune", feelings, with_wrong="--wrong" in arguments)
    print("\n".join(tuned + report("held out", feelings)))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
