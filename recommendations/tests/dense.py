"""Similarity once more, as its docstrings describe it: dense, in float64, a title at a time.

It shares nothing with the code that it checks but the fitted numbers and the stemmer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from catalog import names
from catalog.words import stems
from recommendations.features import CODED, WEIGHTS
from recommendations.index import SimilarityIndex
from recommendations.similarity import DISLIKE, ERA_YEARS, PRIOR_SHARE, PRIORS, UNKNOWN
from recommendations.steering import SLIDERS, Steering
from recommendations.tests.plain_titles import LINKED, PlainTitle, most_votes

TELLING = {"genre", "keyword", "plot", "director", "cast", "collection"}
PEOPLE = ("director", "writer", "cast")
Term = tuple[str, str]


@dataclass(frozen=True)
class DenseTitle:
    """A title as a vector; ``length`` is that of the whole before it is made a unit."""

    id: int
    weights: Mapping[Term, float]
    length: float
    codes: Mapping[str, object]
    popularity: float
    rating: float | None


def strengths(title: PlainTitle) -> dict[Term, float]:
    """Return the terms of a title, and how loudly it says each."""
    found: dict[Term, float] = {}
    for family in (*LINKED, "collection"):
        values = list(dict.fromkeys(title.values(family)))
        for place, value in enumerate(values[: {"cast": 8, "company": 4}.get(family)]):
            slug = value if family == "country" else names.slug(value)
            found[family, slug] = 1 / math.sqrt(1 + place / 2) if family == "cast" else 1
    texts = {"plot": title.overview, "name": title.name, "theme": " ".join(title.keyword)}
    for family, text in texts.items():
        for stem, times in Counter(stem for stem, _ in stems(text)).items():
            found[family, stem] = times * 2.2 / (times + 1.2)
    return found


def codes_of(title: PlainTitle) -> dict[str, object]:
    known = {"language": title.language, "era": title.year, "kind": title.kind}
    return {family: code for family, code in known.items() if code is not None}


def popularity(title: PlainTitle, most: Mapping[str, int]) -> float:
    fame = [
        math.log1p(votes) / math.log1p(max(most[source], 10_000))
        for source, votes in title.votes.items()
    ]
    return round(100 * max(fame, default=0)) / 100


def vectors(titles: Sequence[PlainTitle]) -> list[DenseTitle]:
    """Return the vectors of those titles that say enough, by id."""
    most = most_votes(titles)
    ordered = sorted(titles, key=lambda title: title.id)
    said = [(title, strengths(title)) for title in ordered]
    said = [(t, terms) for t, terms in said if TELLING & {family for family, _ in terms}]
    df = Counter(term for _, terms in said for term in terms)
    dense = []
    for title, terms in said:
        raw = {
            term: strength * (1 if term[0] == "genre" else rarity(df[term], len(said)))
            for term, strength in terms.items()
        }
        squares: Counter[str] = Counter()
        for (family, _), value in raw.items():
            squares[family] += value**2
        codes = codes_of(title)
        known = sum(w for family, w in WEIGHTS.items() if family in {*squares, *codes})
        length = math.sqrt(known + UNKNOWN * (sum(WEIGHTS.values()) - known))
        weights = {
            (family, value): weight
            / math.sqrt(squares[family])
            * math.sqrt(WEIGHTS[family])
            / length
            for (family, value), weight in raw.items()
        }
        rating = None if title.rating is None else round(title.rating * 10) / 10
        dense.append(DenseTitle(title.id, weights, length, codes, popularity(title, most), rating))
    return dense


def rarity(df: int, n: int) -> float:
    return max(math.log((n + 1) / (df + 1)), 0.05)


def stored(index: SimilarityIndex) -> list[DenseTitle]:
    """Read the vectors of an index back."""
    columns = index.titles.rows.columns
    dense = []
    for row, title_id in enumerate(index.titles.title_ids.tolist()):
        terms, weights = index.titles.rows.vectors.posting(row)
        language, era, kind = columns.profiles[columns.profile[row]].tolist()
        codes = {
            "language": index.languages[language - 1] if language else None,
            "era": era + 1869 if era else None,
            "kind": ("movie", "show")[kind - 1] if kind else None,
        }
        percent, tenths = columns.standings[columns.standing[row]].tolist()
        dense.append(
            DenseTitle(
                title_id,
                {
                    (index.terms[t].family, index.terms[t].slug): w
                    for t, w in zip(terms.tolist(), weights.tolist(), strict=True)
                },
                1 / float(columns.inverse_length[row]),
                {family: code for family, code in codes.items() if code is not None},
                percent / 100,
                None if tenths < 0 else tenths / 10,
            )
        )
    return dense


def worth_of_languages(catalogue: Sequence[DenseTitle]) -> dict[object, float]:
    """Return the cosine of each language with itself; rarities are kept in float32."""
    df = Counter(title.codes.get("language") for title in catalogue)
    rarities = {code: float(np.float32(rarity(n, len(catalogue)))) for code, n in df.items()}
    return {code: min(1, each / 2.5) for code, each in rarities.items()}


def cosine(
    a: DenseTitle, b: DenseTitle, worth: Mapping[object, float], factors: Mapping[str, float]
) -> tuple[float, float]:
    """Return what terms and what codes add to the cosine of two titles."""
    terms = math.fsum(
        factors.get(term[0], 1) * weight * b.weights.get(term, 0)
        for term, weight in a.weights.items()
    )
    codes = 0.0
    for family in CODED:
        if family in a.codes and family in b.codes:
            one, other = a.codes[family], b.codes[family]
            if family == "era":
                alike = math.exp(-abs(one - other) / ERA_YEARS)
            else:
                alike = (worth[one] if family == "language" else 1) if one == other else 0
            codes += factors.get(family, 1) * WEIGHTS[family] * alike / (a.length * b.length)
    return terms, codes


def asked(
    title: DenseTitle, steering: Steering, factors: Mapping[str, float]
) -> tuple[float, float]:
    """Return what the terms that are asked for add: by terms, and by codes."""
    terms = codes = 0.0
    signed = [(ref, 1) for ref in steering.more] + [(ref, -1) for ref in steering.less]
    for (family, slug), sign in signed:
        for each in PEOPLE if family == "person" else (family,):
            factor = sign * factors.get(each, 1)
            if each in CODED:
                codes += factor * (title.codes.get(each) == slug) / title.length
            else:
                terms += factor * title.weights.get((each, slug), 0)
    return terms, codes


def prior(
    fame: float, rating: float | None, title: DenseTitle, factors: Mapping[str, float]
) -> float:
    as_popular = max(0, 1 - 2 * abs(title.popularity - fame)) if title.popularity and fame else 0
    good = as_rated = 0.0
    if title.rating is not None:
        good = min(1, max(0, (title.rating - 5) / 3))
        as_rated = max(0, 1 - abs(title.rating - rating) / 2) if rating is not None else 0
    popular = PRIORS["popularity"] * title.popularity**2 + PRIORS["as_popular"] * as_popular
    rated = PRIORS["rating"] * good + PRIORS["as_rated"] * as_rated
    total = factors.get("popularity", 1) * popular + factors.get("rating", 1) * rated
    return PRIOR_SHARE * total / sum(PRIORS.values())


def relative(steering: Steering) -> dict[str, float]:
    """Return the factors of families and of the prior over their mean, as each counts."""
    share = {f: (1 - PRIOR_SHARE) * w / sum(WEIGHTS.values()) for f, w in WEIGHTS.items()}
    unit = PRIOR_SHARE / sum(PRIORS.values())
    share |= {
        "popularity": unit * (PRIORS["popularity"] + PRIORS["as_popular"]),
        "rating": unit * (PRIORS["rating"] + PRIORS["as_rated"]),
    }
    factors = {
        part: steering.sliders.get(slider, 1) for slider, parts in SLIDERS.items() for part in parts
    }
    mean = sum(factors[part] * share[part] for part in share)
    return {part: factor / mean if mean else 0 for part, factor in factors.items()}


@dataclass(frozen=True)
class Scored:
    """A score, and the part of it that shared terms make: those without are no neighbours."""

    title_id: int
    score: float
    by_terms: float


def scores(
    catalogue: Sequence[DenseTitle],
    liked: Sequence[int],
    disliked: Sequence[int] = (),
    steering: Steering | None = None,
) -> list[Scored]:
    """Return the score of every title of the catalogue, the best first, ties by id."""
    steering = steering or Steering()
    factors, worth = relative(steering), worth_of_languages(catalogue)
    by_id = {title.id: title for title in catalogue}
    plus = [by_id[each] for each in sorted(set(liked)) if each in by_id]
    minus = [by_id[each] for each in sorted(set(disliked)) if each in by_id]
    fame = sum(each.popularity for each in plus) / len(plus)
    ratings = [each.rating for each in plus if each.rating is not None]
    rating = sum(ratings) / len(ratings) if ratings else None
    found = []
    for title in catalogue:
        parts = [asked(title, steering, factors)]
        for seeds, share in ((plus, 1), (minus, -DISLIKE)):
            for seed in seeds:
                cosines = cosine(seed, title, worth, factors)
                parts.append(tuple(share / len(seeds) * each for each in cosines))
        by_terms = (1 - PRIOR_SHARE) * math.fsum(part[0] for part in parts)
        by_codes = (1 - PRIOR_SHARE) * math.fsum(part[1] for part in parts)
        score = by_terms + by_codes + prior(fame, rating, title, factors)
        found.append(Scored(title.id, score, by_terms))
    return sorted(found, key=lambda each: (-each.score, each.title_id))
