"""Texts as hashed n-grams, in numpy from the first byte: training and scoring read alike. [pure]

A text becomes one byte per character: small letters, curly quotes straightened, smileys and
emoji as one of two marks, HTML tags and other scripts blanked. So a position among the bytes is
one in the text. Words are runs of letters and digits ("don't", "8/10" and "7.5" are one word
each); a run of "!", "?", "*", "%" or "$" and a smiley are words too. A letter three or more times
in a row counts twice: "soooo" is "soo".

A word's hash is a polynomial over codes of its bytes, modulo 2**64 (Karp and Rabin 1987);
prefix sums give those of all words at once. n-grams hash the hashes. A *key* is the top 30 bits
of a hash: a slot in a table, and 8 bits that tell apart what shares a slot.
"""

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from reviews.sentiment.lexicon import SAD, SMILE, emoji_marks
from reviews.sentiment.sentences import Span, sentence_spans

Bytes = NDArray[np.uint8]
Hashes = NDArray[np.uint64]
Rows = NDArray[np.int64]
Keys = NDArray[np.int32]

#: Changes whenever the same text could give other n-grams.
REVISION: Final = 1
#: Word n-grams of 1 to this many words, inside a sentence.
WORDS: Final = 3
#: Characters in a character n-gram, white space and punctuation being one blank.
CHARACTERS: Final = 5
KEY_BITS: Final = 30
#: Characters read at a time: so many that numpy's calls cost nothing, so few that they stay in
#: the processor's cache.
CHUNK: Final = 1 << 16

LETTER, DIGIT, APOSTROPHE, POINT, MARK = range(1, 6)
WORD_MARKS = frozenset(f"!?*%${SMILE}{SAD}")


def _kind(character: str) -> int:
    if character.isalpha():
        return LETTER
    if character in "0123456789":
        return DIGIT
    if character in WORD_MARKS:
        return MARK
    return {"'": APOSTROPHE, "/": POINT, ".": POINT}.get(character, 0)


def _small(code: int) -> int:
    small = chr(code).lower()
    return ord(small) if len(small) == 1 and ord(small) < 256 else code


def _blank(error: UnicodeError) -> tuple[str, int]:
    """Return blanks for what has no byte, as the codecs module asks for it."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101  (nothing else has no byte)
    return " " * (error.end - error.start), error.end


def _powers(base: int, n: int) -> Hashes:
    powers = np.full(n, base, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


BLANK = "blank"
codecs.register_error(BLANK, _blank)
KIND = np.array([_kind(chr(code)) for code in range(256)], np.uint8)
SQUEEZED = (KIND == LETTER) | (KIND == MARK)
SMALL = bytes(_small(code) for code in range(256))
STRAIGHT = str.maketrans("\u2019\u2018\u201c\u201d\u2013\u2014\u2026", "''\"\"--.") | emoji_marks()
SMILEYS = {
    smiley: mark.rjust(len(smiley)).encode()
    for mark, smileys in {
        SMILE: (b":)", b":-)", b";)", b";-)", b"=)"),
        SAD: (b":(", b":-(", b"=("),
    }.items()
    for smiley in smileys
}
TAG = re.compile(rb"</?[a-z][^<>]{0,200}>")

#: A fixed number for each byte; not numpy's random ones, which another version may draw anew.
CODES = np.array(
    [int.from_bytes(blake2b(bytes([code]), digest_size=8).digest(), "big") for code in range(256)],
    np.uint64,
)
PRIME = 0x9E3779B97F4A7C15
INVERSE = pow(PRIME, -1, 1 << 64)
POWERS, INVERSES = _powers(PRIME, 2 * CHUNK), _powers(INVERSE, 2 * CHUNK)
SECOND, THIRD = np.uint64(0xD6E8FEB86659FD93), np.uint64(0xA0761D6478BD642F)


@dataclass(frozen=True, slots=True)
class Grams:
    """The n-grams of some texts. Rows count the texts, and all of their sentences, from 0."""

    spans: list[list[Span]]
    #: Sentence of each word n-gram, its key; shape (n_word_grams,).
    word_sentences: Rows
    word_keys: Keys
    #: Text of each character n-gram, its key; shape (n_character_grams,).
    character_texts: Rows
    character_keys: Keys

    @property
    def sentence_counts(self) -> Rows:
        """Return how many sentences each text has, shape (n_texts,)."""
        return np.fromiter(map(len, self.spans), np.int64, len(self.spans))


def changes(values: NDArray[np.integer[Any]]) -> NDArray[np.bool_]:
    """Tell of each value whether it differs from the one before; the first does."""
    changed = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=changed[1:])
    return changed


def plain_bytes(text: str) -> bytes:
    """Return ``text`` with one byte per character, as the module says."""
    if not text.isascii():
        text = text.translate(STRAIGHT)
    plain = text.encode("latin-1", BLANK).translate(SMALL)
    for smiley, mark in SMILEYS.items():
        plain = plain.replace(smiley, mark)
    if b"<" in plain:
        plain = TAG.sub(lambda tag: b" " * len(tag.group()), plain)
    return plain


def read(texts: Sequence[str]) -> Iterator[tuple[int, Grams]]:
    """Yield the n-grams of ``texts`` in chunks, each with how many texts came before it."""
    first = 0
    while first < len(texts):
        last, size = first, 0
        while last < len(texts) and (size < CHUNK or last == first):
            size += len(texts[last]) + 1
            last += 1
        yield first, _grams(texts[first:last])
        first = last


def _grams(texts: Sequence[str]) -> Grams:
    spans = [sentence_spans(text) for text in texts]
    plain = [plain_bytes(text) for text in texts]
    buffer = np.frombuffer(b"\n".join((*plain, b"")), np.uint8)
    ends = np.fromiter(accumulate(len(text) + 1 for text in plain), np.int64, len(plain))
    places, letters = _squeezed(buffer)
    kinds = _word_kinds(letters)
    starts, stops = _words(kinds)
    words = _word_hashes(letters, starts, stops)
    sentences = np.searchsorted(_sentence_starts(spans, ends), places[starts], side="right") - 1
    word_sentences, word_keys = _word_grams(words, sentences)
    character_texts, character_keys = _character_grams(letters, kinds, places, ends)
    return Grams(spans, word_sentences, word_keys, character_texts, character_keys)


def _sentence_starts(spans: Sequence[Sequence[Span]], ends: Rows) -> Rows:
    """Return where each sentence starts among the bytes; a text's first at the text's start."""
    begins = [0, *ends.tolist()]
    starts = [begin + start for begin, one in zip(begins, spans, strict=False) for start, _ in one]
    return np.array(starts, np.int64)


def _squeezed(buffer: Bytes) -> tuple[Rows, Bytes]:
    """Return what is left without the third and later of equal letters: its places, its bytes.

    Blanks stay: one of them is between two texts.
    """
    same = buffer[1:] == buffer[:-1]
    surplus = np.zeros(len(buffer), bool)
    np.logical_and(same[1:], same[:-1], out=surplus[2:])
    surplus &= SQUEEZED[buffer]
    places = (~surplus).nonzero()[0]
    return places, buffer[places]


def _word_kinds(letters: Bytes) -> Bytes:
    """Return 1 where a byte is of a word, 2 where it is a mark, else 0."""
    kinds = KIND[letters]
    is_letter, is_digit = kinds == LETTER, kinds == DIGIT
    words = is_letter | is_digit
    words[1:-1] |= (kinds[1:-1] == APOSTROPHE) & is_letter[:-2] & is_letter[2:]
    words[1:-1] |= (kinds[1:-1] == POINT) & is_digit[:-2] & is_digit[2:]
    found: Bytes = words.view(np.uint8)
    found[kinds == MARK] = 2
    return found


def _words(kinds: Bytes) -> tuple[Rows, Rows]:
    """Return where the words start and stop, each of shape (n_words,)."""
    starts = changes(kinds).nonzero()[0]
    stops = np.empty_like(starts)
    stops[:-1], stops[-1] = starts[1:], len(kinds)
    is_word = kinds[starts].nonzero()[0]
    return starts[is_word], stops[is_word]


def _word_hashes(letters: Bytes, starts: Rows, stops: Rows) -> Hashes:
    powers, inverses = POWERS, INVERSES
    if len(letters) > len(powers):
        powers, inverses = _powers(PRIME, len(letters)), _powers(INVERSE, len(letters))
    sums = np.zeros(len(letters) + 1, np.uint64)
    np.cumsum(CODES[letters] * powers[: len(letters)], out=sums[1:])
    return _mixed((sums[stops] - sums[starts]) * inverses[starts])


def _mixed(hashes: Hashes) -> Hashes:
    """Spread every bit over all others: the finaliser of MurmurHash3 (Appleby 2011)."""
    hashes = hashes ^ (hashes >> np.uint64(33))
    hashes *= np.uint64(0xFF51AFD7ED558CCD)
    hashes ^= hashes >> np.uint64(33)
    hashes *= np.uint64(0xC4CEB9FE1A85EC53)
    return hashes


def _keys(hashes: Hashes) -> Keys:
    return (hashes >> np.uint64(64 - KEY_BITS)).astype(np.int32)


def _word_grams(words: Hashes, sentences: Rows) -> tuple[Rows, Keys]:
    """Return sentence and key of all n-grams: first of one word, then of two, of three."""
    pairs = sentences[1:] == sentences[:-1]
    threes = sentences[2:] == sentences[:-2]
    of_two = _mixed(words[:-1] * SECOND + words[1:])[pairs]
    of_three = _mixed(words[:-2] * THIRD + words[1:-1] * SECOND + words[2:])[threes]
    keys = _keys(np.concatenate((words, of_two, of_three)))
    return np.concatenate((sentences, sentences[1:][pairs], sentences[2:][threes])), keys


def _character_grams(letters: Bytes, kinds: Bytes, places: Rows, ends: Rows) -> tuple[Rows, Keys]:
    """Return text and key of all runs of CHARACTERS characters within one text."""
    inside = kinds != 0
    is_kept = inside.copy()
    is_kept[1:] |= inside[:-1]  # one blank after each word
    kept = is_kept.nonzero()[0]
    codes = CODES[np.where(inside[kept], letters[kept], 32)]
    texts = np.searchsorted(ends, places[kept], side="right")
    n = max(len(codes) - CHARACTERS + 1, 0)
    hashes = codes[:n].copy()
    for step in range(1, CHARACTERS):
        hashes *= np.uint64(PRIME)
        hashes += codes[step : step + n]
    within = texts[:n] == texts[CHARACTERS - 1 :]
    return texts[:n][within], _keys(_mixed(hashes[within]))
