"""The index of texts, beside a computation one text and one word at a time in double precision."""

import math
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.text_index import TextIndex, TextIndexWriter
from catalog.text_scoring import FAME, K1, KEYWORD_WEIGHT, MOST_VOTES, B, Texts
from catalog.words import searchable

WORDS = ["dream", "dreams", "city", "cities", "robot", "the", "Élan", "1984", "x", "千と千尋", ""]
PLOTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
TITLES = st.lists(
    st.tuples(
        PLOTS,
        PLOTS,
        st.integers(0, 5_000_000),
        st.lists(st.sampled_from(WORDS), max_size=3),
    ),
    max_size=30,
)
STEMS = ["dream", "citi", "robot", "elan", "1984", "x", "千と千尋", "nowhere"]


def texts_of(titles, first: int = 1) -> Texts:
    """Return texts of titles with ids 10, 20, 30 …, from the one with number ``first``."""
    ids = [10 * number for number in range(first, first + len(titles))]
    return Texts(
        pl.DataFrame(
            {
                "title_id": ids,
                "overview": [title[0] for title in titles],
                "tagline": [title[1] for title in titles],
                "votes": [title[2] for title in titles],
            },
            schema={
                "title_id": pl.Int64,
                "overview": pl.String,
                "tagline": pl.String,
                "votes": pl.Int64,
            },
        ),
        pl.DataFrame(
            [(id_, word) for id_, title in zip(ids, titles, strict=True) for word in title[3]],
            schema={"title_id": pl.Int64, "keyword": pl.String},
            orient="row",
        ),
    )


def build(folder: Path, *stretches: Texts) -> TextIndex:
    writer = TextIndexWriter(folder)
    for texts in stretches:
        writer.add(texts)
    writer.finish()
    return TextIndex.open(folder)


def one_by_one(titles) -> dict[int, dict[str, float]]:
    """Return for each title what each of its words adds to its score."""
    frequencies, lengths, fame = {}, {}, {}
    for number, (overview, tagline, votes, keywords) in enumerate(titles, start=1):
        plot = [stem for text in (overview, tagline) for stem, _ in searchable(text)]
        tags = [stem for keyword in keywords for stem, _ in searchable(keyword)]
        said = Counter(plot)
        for stem in tags:
            said[stem] += KEYWORD_WEIGHT
        if said:
            frequencies[10 * number] = said
            lengths[10 * number] = len(plot) + len(tags)
            fame[10 * number] = min(1, math.log1p(votes) / math.log1p(MOST_VOTES))
    if not frequencies:
        return {}
    n, mean = len(frequencies), sum(lengths.values()) / len(lengths)
    counts = Counter(stem for said in frequencies.values() for stem in said)
    return {
        id_: {
            stem: math.log(1 + (n - counts[stem] + 0.5) / (counts[stem] + 0.5))
            * (f * (K1 + 1) / (f + K1 * (1 - B + B * lengths[id_] / mean)))
            * (1 + FAME * fame[id_])
            for stem, f in said.items()
        }
        for id_, said in frequencies.items()
    }


def expected(titles, words, least: int, without=(), but=()) -> dict[int, float]:
    """Return the scores of titles that have at least ``least`` of the words."""
    return {
        id_: sum(values.get(word, 0) for word in words)
        for id_, values in one_by_one(titles).items()
        if sum(word in values for word in words) >= least
        and not any(word in values for word in without)
        and id_ not in but
    }


def check(found, wanted: dict[int, float], n: int) -> None:
    """Compare what was found with scores that were computed one by one."""
    assert found.total == len(wanted)
    ids, scores = found.title_ids.tolist(), found.scores.tolist()
    assert len(set(ids)) == len(ids) == min(n, len(wanted))
    assert scores == pytest.approx([wanted[id_] for id_ in ids], rel=1e-5)
    assert scores == pytest.approx(sorted(wanted.values(), reverse=True)[:n], rel=1e-5)
    for (first, one), (second, other) in pairwise(zip(scores, ids, strict=True)):
        assert first > second or (first == second and one < other)


@given(
    titles=TITLES,
    words=st.lists(st.sampled_from(STEMS), min_size=1, max_size=4, unique=True),
    without=st.lists(st.sampled_from(STEMS), max_size=2),
    but=st.sets(st.integers(1, 30).map(lambda number: 10 * number), max_size=5),
    n=st.integers(1, 10),
    cut=st.integers(0, 30),
)
def test_scores_are_those_computed_one_by_one(
    tmp_path_factory, titles, words, without, but, n, cut
):
    stretches = texts_of(titles[:cut]), texts_of(titles[cut:], first=len(titles[:cut]) + 1)
    index = build(tmp_path_factory.mktemp("texts"), *stretches)
    excluded = np.array(sorted(but), np.int64)

    found = index.with_all(words, n, without, excluded)
    check(found, expected(titles, words, len(words), without, but), n)

    found = index.with_most(words, n, without, excluded)
    check(found, expected(titles, words, len(words) // 2 + 1, without, but), n)


@given(TITLES, st.lists(st.sampled_from(STEMS), min_size=1, max_size=3, unique=True))
def test_an_index_like_another_gives_a_text_the_same_score(tmp_path_factory, titles, words):
    index = build(tmp_path_factory.mktemp("texts"), texts_of(titles))

    again = index.index_like_this(texts_of(titles))

    for search in (TextIndex.with_all, TextIndex.with_most):
        one, other = search(index, words, 99), search(again, words, 99)
        assert one.title_ids.tolist() == other.title_ids.tolist()
        assert one.scores.tolist() == other.scores.tolist()


def test_an_index_like_one_without_texts_finds_them(tmp_path):
    index = build(tmp_path, texts_of([]))

    fresh = index.index_like_this(texts_of([("A dream.", "", 0, [])]))

    assert fresh.with_all(["dream"], 5).title_ids.tolist() == [10]
    assert index.with_all(["dream"], 5).total == index.with_most(["dream"], 5).total == 0


def test_no_words_find_nothing(tmp_path):
    index = build(tmp_path, texts_of([("A dream.", "", 0, [])]))

    assert index.with_all([], 5).total == index.with_most([], 5).total == 0


def test_keywords_count_more_than_plots_and_fame_breaks_ties(tmp_path):
    titles = [
        ("a dream of cities", "", 0, []),
        ("of cities", "", 0, ["dream"]),
        ("a dream of cities", "", 1000, []),
    ]
    index = build(tmp_path, texts_of(titles))

    assert index.with_all(["dream"], 5).title_ids.tolist() == [20, 30, 10]


def test_keywords_of_other_titles_are_no_matter(tmp_path):
    texts = texts_of([("dream", "", 0, ["city"]), ("robot", "", 0, [])])

    index = build(tmp_path, Texts(texts.titles.tail(1), texts.keywords))

    assert index.with_all(["citi"], 5).total == 0


def test_nothing_that_was_spilled_stays(tmp_path):
    build(tmp_path, texts_of([("dream", "", 0, [])]))

    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"postings", "vocabulary.npy", "title_ids.npy", "mean_length.npy"}
