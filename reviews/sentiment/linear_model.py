"""The trained linear model: tables of n-gram weights, and two calibrations. [pure]

A review's n-grams count once each, however often they occur, and are divided by the root of how
many there are. The same weights score each sentence. A logistic function of that sum, of the
character n-grams' and of what the sentences say one by one (``SUMMARY``) gives the probability
that the writer liked the film: the last sentence says more than the others.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from reviews.sentiment.gram_table import GramTable
from reviews.sentiment.ngrams import KEY_BITS, REVISION, Grams, Keys, Rows, changes

Floats = NDArray[np.float64]

WORD_BITS: Final = 22
CHARACTER_BITS: Final = 19
#: What a review's probability is a logistic function of, in this order.
SUMMARY: Final = (
    "words", "characters", "mean of sentences", "sum of sentences over its root", "last sentence",
    "last but one", "first sentence", "worst sentence", "best sentence", "log of words",
)  # fmt: skip
#: A text of at most this many sentences has a logistic function of its own: all of SUMMARY then
#: says the same, and one for long reviews would believe it several times.
SHORT: Final = 4
#: What a sentence's probability is a logistic function of.
SENTENCE: Final = ("words", "words times log of words")


#: What a file that is no ``.npz``, or half of one, raises.
BROKEN: Final = (zipfile.BadZipFile, zlib.error)


class ModelFileError(Exception):
    """The file of weights cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What the tables say of some texts.

    ``words``, ``characters``, ``n_words``: shape (n_texts,); ``sentences``, ``n_in_sentences``:
    shape (n_sentences,), sentences of all texts in order; ``n_sentences``: shape (n_texts,).
    """

    words: Floats
    characters: Floats
    n_words: Floats
    sentences: Floats
    n_in_sentences: Floats
    n_sentences: Rows

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Return the sums of several chunks as one."""
        names = cls.__slots__
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def unique_pairs(rows: Rows, keys: Keys) -> tuple[Rows, Keys]:
    """Return each different (row, key) once, sorted; both of the same shape."""
    pairs = (rows << KEY_BITS) | keys
    pairs.sort()
    pairs = pairs[changes(pairs)]
    return pairs >> KEY_BITS, (pairs & ((1 << KEY_BITS) - 1)).astype(np.int32)


def normalised(sums: Floats, counts: NDArray[Any]) -> Floats:
    """Return sums over the root of how many n-grams they are of."""
    result: Floats = sums / np.sqrt(np.maximum(counts, 1))
    return result


def add_up(grams: Grams, words: GramTable, characters: GramTable) -> Sums:
    """Return what the tables say of each text and of each sentence."""
    counts = grams.sentence_counts
    n_texts, n_sentences = len(counts), int(counts.sum())
    steps = words.steps(grams.word_keys)
    known = steps.nonzero()[0]
    sentences, steps = grams.word_sentences[known], steps[known]
    in_sentences = np.bincount(sentences, minlength=n_sentences).astype(float)
    by_sentence: Floats = np.bincount(sentences, words.weights(steps), n_sentences).astype(float)
    of_text = np.arange(n_texts).repeat(counts)[sentences]
    text_words, n_words = _once_each(of_text, grams.word_keys[known], steps, words, n_texts)
    steps = characters.steps(grams.character_keys)
    known = steps.nonzero()[0]
    of_text, keys = grams.character_texts[known], grams.character_keys[known]
    text_characters, n_characters = _once_each(of_text, keys, steps[known], characters, n_texts)
    return Sums(
        normalised(text_words, n_words),
        normalised(text_characters, n_characters),
        n_words,
        normalised(by_sentence, in_sentences),
        in_sentences,
        counts,
    )


def _once_each(
    rows: Rows, keys: Keys, steps: NDArray[np.uint16], table: GramTable, n: int
) -> tuple[Floats, Floats]:
    """Return the sum of the weights of each row's different keys, and how many these are."""
    packed = (((rows << KEY_BITS) | keys) << 8) | steps
    packed.sort()
    packed = packed[changes(packed)]
    rows = packed >> (KEY_BITS + 8)
    sums: Floats = np.bincount(rows, table.weights(packed & 255), n).astype(float)
    counts: Floats = np.bincount(rows, minlength=n).astype(float)
    return sums, counts


def summary(sums: Sums, spread: float) -> Floats:
    """Return SUMMARY of each text, shape (n_texts, 10); all 0 for what a text has none of.

    ``spread`` is the usual size of a sentence's sum: beyond it a sentence hardly says more.
    """
    counts = sums.n_sentences
    result = np.zeros((len(SUMMARY), len(counts)))
    result[0], result[1], result[9] = sums.words, sums.characters, np.log1p(sums.n_words)
    some = counts.nonzero()[0]
    if not len(some):
        return result.T
    one, n = sums.sentences, counts[some]
    ends = np.cumsum(n)
    starts = ends - n
    bounded = np.add.reduceat(np.tanh(one / spread), starts)
    result[2, some] = bounded / n
    result[3, some] = bounded / np.sqrt(n)
    result[4, some] = one[ends - 1]
    result[5, some] = one[np.maximum(ends - 2, starts)] * (n > 1)
    result[6, some] = one[starts]
    result[7, some] = np.minimum.reduceat(one, starts)
    result[8, some] = np.maximum.reduceat(one, starts)
    return result.T


def sentence_summary(sums: Sums) -> Floats:
    """Return SENTENCE of each sentence, shape (n_sentences, 2)."""
    return np.column_stack((sums.sentences, sums.sentences * np.log1p(sums.n_in_sentences)))


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights as trained; the calibrations are a logistic function's coefficients, then bias.

    ``long`` is for texts of more than SHORT sentences, ``short`` for others, ``sentence`` for one
    sentence among others.
    """

    words: GramTable
    characters: GramTable
    spread: float
    long: Floats
    short: Floats
    sentence: Floats

    def compounds(self, grams: Grams) -> tuple[Floats, Floats]:
        """Return 2p - 1 of each text and of each sentence; 0 where no n-gram is known."""
        sums = add_up(grams, self.words, self.characters)
        features, is_short = summary(sums, self.spread), sums.n_sentences <= SHORT
        texts = _compound(features, np.where(is_short[:, None], self.short, self.long))
        sentences = _compound(sentence_summary(sums), self.sentence)
        texts[sums.n_words == 0] = 0
        sentences[sums.n_in_sentences == 0] = 0
        return texts, sentences

    def save(self, path: Path) -> None:
        """Write the model as one ``.npz`` without pickle; the same model gives the same bytes."""
        with path.open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **self.packed())

    def packed(self) -> dict[str, NDArray[Any]]:
        return {
            "revision": np.array(REVISION),
            "spread": np.array(self.spread),
            "long": self.long,
            "short": self.short,
            "sentence": self.sentence,
            **self.words.packed("words"),
            **self.characters.packed("characters"),
        }

    @classmethod
    def of_bytes(cls, content: bytes) -> Self:
        """Read what ``save`` wrote; raises ModelFileError."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                return cls.unpacked(dict(arrays))
        except (*BROKEN, OSError, ValueError, LookupError, EOFError) as error:
            raise ModelFileError(f"this is no file of weights: {error}") from error

    @classmethod
    def unpacked(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        if int(arrays["revision"]) != REVISION:
            raise ModelFileError("the weights were trained on other n-grams: train them again")
        return cls(
            GramTable.unpacked("words", arrays),
            GramTable.unpacked("characters", arrays),
            float(arrays["spread"]),
            arrays["long"],
            arrays["short"],
            arrays["sentence"],
        )


def _compound(features: Floats, coefficients: Floats) -> Floats:
    """Return 2p - 1 = tanh(x / 2) of the logistic function's argument x."""
    # Not "@": how BLAS adds up depends on how many texts there are.
    sums = (features * coefficients[..., :-1]).sum(axis=1) + coefficients[..., -1]
    result: Floats = np.tanh(sums / 2)
    return result
