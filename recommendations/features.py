"""What makes titles alike: the facts of a title as counted terms in families. [pure]

A *term* is ``family:value`` with a readable value: ``genre:drama``, ``director:ridley-scott``,
``plot:island``. Values are slugs and codes, so two people of one name are two terms. How much a
term counts in the end (rarity, family, length) is decided in ``recommendations.similarity``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from recommendations.words import stems

#: How much each family counts; 0 means that it contributes nothing. Chosen so that neighbours
#: are titles that the same people like (MovieLens ratings of 4 and more). The optimum is flat:
#: halving or doubling a weight costs little, leaving out era, genre or director costs most.
WEIGHTS = {
    "genre": 0.5,
    "keyword": 0.25,  # whole keywords: "time travel"
    "theme": 0.75,  # the words of the keywords, stemmed: "time", "travel"
    "plot": 1.5,  # the words of the overview, stemmed
    "name": 0.5,  # the words of the name, stemmed: sequels of unknown franchises
    "director": 0.5,  # of a movie; the creator of a show
    "writer": 0.25,
    "cast": 1.0,
    "collection": 0.5,
    "company": 0.25,
    "country": 0.1,
    "language": 0.25,
    "era": 0.5,
    "kind": 0.1,
}

#: Families that describe a title; with fewer than two of them it cannot be compared.
TELLING = ("genre", "keyword", "plot", "director", "cast", "collection")
ENOUGH = 2

CAST = 8
COMPANIES = 4

#: A source whose best known title has fewer votes makes nobody famous.
FEW_VOTERS = 10_000

#: Eras overlap: a bin's centre every 5 years, membership falling to 0 at 10 years from it.
ERA_STEP, ERA_WIDTH = 5, 10


class Value(NamedTuple):
    """A fact that titles share: the slug or code that identifies it, and its name."""

    slug: str
    name: str


class Term(NamedTuple):
    """``text`` is family:value, ``label`` what people read, ``strength`` how loudly it is said."""

    text: str
    label: str
    strength: float


@dataclass
class TitleFacts:
    """What the catalogue says about one title, without the database.

    ``values`` maps a family to its values, most important first; ``votes`` a source of ratings to
    how many people rated there. ``rating`` is 0-10 or None.
    """

    title_id: int
    name: str
    kind: str
    year: int | None = None
    overview: str = ""
    rating: float | None = None
    votes: dict[str, int] = field(default_factory=dict)
    values: dict[str, list[Value]] = field(default_factory=dict)


def terms_of(facts: TitleFacts) -> list[Term]:
    """Return the terms of a title, each once."""
    terms = [Term(f"kind:{facts.kind}", f"{facts.kind}s", 1.0)]
    for family in ("genre", "keyword", "director", "writer", "country", "language", "collection"):
        terms += _listed(family, facts.values.get(family, ()))
    terms += _listed("company", facts.values.get("company", [])[:COMPANIES])
    terms += _cast(facts.values.get("cast", [])[:CAST])
    terms += _worded("theme", (keyword.name for keyword in facts.values.get("keyword", ())))
    terms += _worded("plot", [facts.overview])
    terms += _worded("name", [facts.name])
    terms += _era(facts.year)
    return terms


def is_enough(terms: Iterable[Term]) -> bool:
    """Say whether a title with these terms can be compared with others."""
    present = {family_of(term.text) for term in terms}
    return sum(family in present for family in TELLING) >= ENOUGH


def popularity(votes: Mapping[str, int], most_votes: Mapping[str, int]) -> float:
    """Return how widely a title is known, from 0 (not at all) to 1 (as the best known of all).

    ln(1 + votes) is compared with the most votes that any title has from the same source, so a
    title is not famous for being counted where more people vote. The best source counts.
    """
    known = [
        math.log1p(n) / math.log1p(max(most_votes.get(source, n), FEW_VOTERS))
        for source, n in votes.items()
    ]
    return min(max(known, default=0.0), 1.0)


def family_of(text: str) -> str:
    """Return the family of a term: what stands before the first colon."""
    return text.partition(":")[0]


def _listed(family: str, values: Iterable[Value]) -> Iterator[Term]:
    for slug, name in dict(values).items():
        yield Term(f"{family}:{slug}", name, 1.0)


def _cast(people: list[Value]) -> Iterator[Term]:
    """Yield the leading actors; the n-th counts 1/√(1 + n/2), so long casts do not drown."""
    for rank, (slug, name) in enumerate(dict(people).items()):
        yield Term(f"cast:{slug}", name, 1 / math.sqrt(1 + rank / 2))


def _worded(family: str, texts: Iterable[str]) -> Iterator[Term]:
    """Yield the stems of all words; a word said c times counts 1 + ln c."""
    said = Counter(pair for text in texts for pair in stems(text))
    counts: Counter[str] = Counter()
    for (stem, _), count in said.items():
        counts[stem] += count
    labels = dict(said.keys())
    for stem, count in counts.items():
        yield Term(f"{family}:{stem}", labels[stem], 1 + math.log(count))


def _era(year: int | None) -> Iterator[Term]:
    """Yield soft bins, so that the cosine of two years falls smoothly with their distance.

    It is .99 at 1 year, .8 at 4, .4 at 8 and 0 at 20: near exp(-|Δ|/8), with four terms a title.
    """
    if year is None:
        return
    first = math.ceil((year - ERA_WIDTH) / ERA_STEP) * ERA_STEP
    for centre in range(first, year + ERA_WIDTH + 1, ERA_STEP):
        membership = 1 - abs(year - centre) / ERA_WIDTH
        if membership > 0:
            yield Term(f"era:{centre}", f"around {centre}", membership)
