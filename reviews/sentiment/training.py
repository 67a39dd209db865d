"""Train the linear model from labelled reviews. scikit-learn is imported here only, on use. [pure]

The weights are those of an NB-SVM (Wang and Manning 2012, "Baselines and Bigrams"): each n-gram
is scaled by the log of how much more often it is in reviews that liked the film, and, unlike
there, by how rare it is; then a logistic regression is fitted. What calibrates it is fitted on
reviews that the weights in question have not seen: five times, four fifths weigh the fifth.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviews.sentiment.gram_table import GramTable, Weights, owners
from reviews.sentiment.linear_model import (
    CHARACTER_BITS,
    SHORT,
    WORD_BITS,
    Floats,
    LinearModel,
    Sums,
    add_up,
    sentence_summary,
    summary,
    unique_pairs,
)
from reviews.sentiment.ngrams import Grams, Keys, Rows, changes, read
from reviews.sentiment.sentences import sentence_spans

Liked = NDArray[np.bool_]
#: A review and a key for each n-gram in it, both of the same shape.
Pairs = tuple[NDArray[np.int32], Keys]
Say = Callable[[str], None]
FOLDS = 5
#: An n-gram in one of e**6 = 400 reviews is scaled by its log ratio, rarer ones by more.
RARE = 6.0
#: There may be two to the power of this many films.
FILM_BITS = 20


@dataclass(frozen=True, slots=True)
class Family:
    """How one family of n-grams is trained.

    Reviews of ``least`` films must hold an n-gram; ``smooth`` is added to its counts; ``cost`` is
    the inverse of the regularisation.
    """

    bits: int
    least: int
    smooth: float
    cost: float


WORDS = Family(WORD_BITS, least=3, smooth=2.0, cost=100.0)
CHARACTERS = Family(CHARACTER_BITS, least=5, smooth=1.0, cost=30.0)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Reviews as n-grams: in chunks as read, and each (review, key) once, sorted."""

    chunks: list[Grams]
    words: Pairs
    characters: Pairs
    #: Shape (n,) each: whether the writer liked the film, and a number for the film.
    liked: Liked
    films: Rows

    def sums(self, words: GramTable, characters: GramTable) -> Sums:
        return Sums.joined([add_up(chunk, words, characters) for chunk in self.chunks])


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and what it says of the training reviews when it has not seen them.

    ``p``: shape (n,), the probability that the writer liked the film; of each review from a model
    trained without its fold, calibrated without its fold.
    """

    model: LinearModel
    p: Floats


def read_corpus(texts: Sequence[str], liked: Liked, films: Rows) -> Corpus:
    """Read ``texts`` once; 25,000 reviews take about 1 GB."""
    chunks, words, characters = [], [], []
    for first, grams in read(texts):
        of_text = np.repeat(np.arange(len(grams.spans)), grams.sentence_counts)
        words.append(_from(first, *unique_pairs(of_text[grams.word_sentences], grams.word_keys)))
        characters.append(_from(first, *unique_pairs(grams.character_texts, grams.character_keys)))
        chunks.append(grams)
    return Corpus(chunks, _joined(words), _joined(characters), liked, films)


def _from(first: int, rows: Rows, keys: Keys) -> Pairs:
    return (rows + first).astype(np.int32), keys


def _joined(parts: list[Pairs]) -> Pairs:
    return np.concatenate([rows for rows, _ in parts]), np.concatenate([keys for _, keys in parts])


def train(
    texts: Sequence[str],
    liked: Liked,
    films: Rows,
    folds: Rows,
    seed: int,
    say: Say = lambda _: None,
) -> Trained:
    """Return the model of all reviews, and what it says of each unseen.

    ``films``: shape (n,), a number below 2**FILM_BITS for each; ``folds``: shape (n,), which of
    0 … FOLDS - 1 each review is in. The ends of the reviews are
    read as well, as examples of short texts; no weight is trained on them.
    """
    n = len(texts)
    liked, films, folds = np.tile(liked, 2), np.tile(films, 2), np.tile(folds, 2)
    corpus = read_corpus([*texts, *endings(texts, seed)], liked, films)
    is_review = np.arange(2 * n) < n
    sums = held_out_sums(corpus, folds, is_review, seed, say)
    spread = float(sums.sentences[: sums.n_sentences[:n].sum()].std()) or 1.0
    features, is_short = summary(sums, spread), sums.n_sentences <= SHORT
    kinds = (is_short, is_review & ~is_short)
    p = np.zeros(2 * n)
    for kind, fold in product(kinds, range(FOLDS)):
        seen, unseen = kind & (folds != fold), kind & (folds == fold)
        p[unseen] = logistic(features[unseen], fit_logistic(features[seen], liked[seen]))
    say("all reviews")
    words, characters = fit_tables(corpus, is_review, seed)
    short, long = (fit_logistic(features[kind], liked[kind]) for kind in kinds)
    sentence = _of_sentences(sums, liked, n)
    return Trained(LinearModel(words, characters, spread, long, short, sentence), p[:n])


def endings(texts: Sequence[str], seed: int) -> list[str]:
    """Return the last 1 to SHORT sentences of each text: where reviewers sum up."""
    counts = np.random.default_rng(seed).integers(1, SHORT + 1, len(texts)).tolist()
    spans = [sentence_spans(text)[-count:] for text, count in zip(texts, counts, strict=True)]
    return [text[one[0][0] :] if one else "" for text, one in zip(texts, spans, strict=True)]


def held_out_sums(corpus: Corpus, folds: Rows, used: Liked, seed: int, say: Say) -> Sums:
    """Return the sums of every text by tables trained on those ``used`` of the other folds."""
    total: Sums | None = None
    for fold in range(FOLDS):
        say(f"fold {fold + 1} of {FOLDS}")
        unseen = folds == fold
        sums = corpus.sums(*fit_tables(corpus, used & ~unseen, seed))
        total = sums if total is None else _replaced(total, sums, unseen)
    assert total is not None  # noqa: S101  (there are folds)
    return total


def _replaced(total: Sums, sums: Sums, unseen: Liked) -> Sums:
    """Return ``total`` with what ``sums`` says of the texts in ``unseen``."""
    in_sentences = np.repeat(unseen, total.n_sentences)
    for name in ("words", "characters", "n_words"):
        getattr(total, name)[unseen] = getattr(sums, name)[unseen]
    for name in ("sentences", "n_in_sentences"):
        getattr(total, name)[in_sentences] = getattr(sums, name)[in_sentences]
    return total


def fit_tables(corpus: Corpus, used: Liked, seed: int) -> tuple[GramTable, GramTable]:
    """Return the tables of word and of character n-grams, trained on the reviews in ``used``."""
    tables = [
        GramTable.of(*fit_weights(pairs, corpus, used, family, seed), family.bits)
        for pairs, family in ((corpus.words, WORDS), (corpus.characters, CHARACTERS))
    ]
    return tables[0], tables[1]


def fit_weights(
    pairs: Pairs, corpus: Corpus, used: Liked, family: Family, seed: int
) -> tuple[Keys, Weights]:
    """Return the n-grams that own a slot, and the weight of each."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    new_rows = np.cumsum(used, dtype=np.int32) - np.int32(1)
    inside = used[pairs[0]]
    rows, keys = new_rows[pairs[0][inside]], pairs[1][inside]
    labels, n = corpus.liked[used], int(used.sum())
    known, frequencies, ratios = _known(rows, keys, labels, corpus.films[used], family)
    columns = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found = known[columns] == keys
    rows, columns = rows[found], columns[found]
    scales = ratios * np.log(n / frequencies) / RARE
    counts = np.bincount(rows, minlength=n)
    starts = np.concatenate(([0], np.cumsum(counts)))
    values = scales[columns] / np.sqrt(counts[rows])
    features = csr_matrix((values, columns, starts), shape=(n, len(known)))
    fitted = LogisticRegression(
        C=family.cost, solver="liblinear", dual=True, tol=0.02, max_iter=300, random_state=seed
    ).fit(features, labels)
    return known, (fitted.coef_[0] * scales).astype(np.float32)


def _known(
    rows: NDArray[np.int32], keys: Keys, liked: Liked, films: Rows, family: Family
) -> tuple[Keys, Rows, Floats]:
    """Return the n-grams that own a slot, in how many reviews each is, and its log ratio.

    The ratio is the log of how much more likely an n-gram is where the film was liked. Reviews of
    one film count as the root of how many they are: they share the names of its people.
    """
    packed = (keys.astype(np.int64) << FILM_BITS + 1) | (films[rows] << 1) | liked[rows]
    packed.sort()
    first = changes(packed).nonzero()[0]
    groups, sizes = packed[first], np.diff(first, append=len(packed))
    starts = changes(groups >> FILM_BITS + 1).nonzero()[0]
    known = (groups[starts] >> FILM_BITS + 1).astype(np.int32)
    frequencies = np.add.reduceat(sizes, starts)
    roots, is_good = np.sqrt(sizes), groups & 1
    good = np.add.reduceat(roots * is_good, starts)
    bad = np.add.reduceat(roots * (1 - is_good), starts)
    chosen = np.add.reduceat(changes(groups >> 1).astype(np.int64), starts) >= family.least
    chosen[chosen] = owners(known[chosen], frequencies[chosen], family.bits)
    good, bad = good[chosen] + family.smooth, bad[chosen] + family.smooth
    ratios = np.log(good / good.sum()) - np.log(bad / bad.sum())
    return known[chosen], frequencies[chosen], ratios


def fit_logistic(features: Floats, labels: Liked, **options: Any) -> Floats:
    """Return coefficients, then the bias, fitted on standardised ``features``."""
    from sklearn.linear_model import LogisticRegression

    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread == 0] = 1
    fitted = LogisticRegression(C=1.0, **options).fit((features - mean) / spread, labels)
    coefficients = fitted.coef_[0] / spread
    return np.append(coefficients, fitted.intercept_[0] - coefficients @ mean)


def logistic(features: Floats, coefficients: Floats) -> Floats:
    """Return the probabilities, shape (n,)."""
    result: Floats = 1 / (1 + np.exp(-(features @ coefficients[:-1] + coefficients[-1])))
    return result


def _of_sentences(sums: Sums, liked: Liked, n: int) -> Floats:
    """Return how a sentence's sum tells whether its review, one of the first n, liked the film."""
    known = sums.n_in_sentences > 0
    known[sums.n_sentences[:n].sum() :] = False
    labels = np.repeat(liked, sums.n_sentences)
    return fit_logistic(sentence_summary(sums)[known], labels[known])


def plain_folds(n: int, seed: int) -> Rows:
    """Return a fold for each of ``n`` reviews, by chance; all folds of one size."""
    folds: Rows = np.random.default_rng(seed).permutation(n) % FOLDS
    return folds


def film_folds(films: Rows, seed: int) -> Rows:
    """Return a fold for each review, so that all reviews of a film are in one."""
    folds: Rows = plain_folds(int(films.max()) + 1, seed)[films]
    return folds
