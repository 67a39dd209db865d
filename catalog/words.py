"""Words of English texts, reduced to their stems; words that say nothing are left out. [pure]"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from snowballstemmer import stemmer

from catalog.names import fold

_SAYING_NOTHING = """
    a about above across after again against ago all almost alone along already also although
    always am among an and another any anyone anything are arent around as at away back based be
    became because become becomes been before began begin begins behind being below between both
    bring brings but by came can cannot cant come comes could couldnt did didnt do does doesnt
    doing done dont down during each either else end ends enough even eventually ever every
    everyone everything face faces few find finds first five follow following follows for forced
    former found four from full further gave get gets getting give given gives go goes going
    gone got had has hasnt have havent having he help helps her here herself hes him himself his
    how however i if ii iii im in including into is isnt it its itself just keep keeps know
    known knows last later lead leads learn learns least leave leaves led less let lets like
    long look looking looks made make makes making many may me meet meets might more most movie
    film much must my myself near never new next no nobody none nor not nothing now of off often
    old on once one only onto or other others our out over own part people perhaps place put
    quite rather really s same say says second see seen sees series set sets shall she should
    show since six so some someone something soon start starts still story such t take taken
    takes taking tell tells ten than that thats the their them themselves then there these they
    thing things third this those though three through thus time times to together told too took
    toward towards tries try trying turn turned turns two under unless until up upon us use used
    using very want wants was way we well went were what when where whether which while who whom
    whose why will with within without wont work works would year years yet you young your
    yourself
"""

#: Words that occur in any plot. Folded: without apostrophes, in lower case.
STOP_WORDS = frozenset(_SAYING_NOTHING.split())
SHORTEST = 3

_JOINING = """
    a am an and are arent as at be been being but by can could couldnt did didnt do does doesnt
    doing dont for from had hadnt has hasnt have havent having he her hers herself hes him himself
    his how i if im in into is isnt it its itself ive me my myself no nor not of off on or our ours
    ourselves s shall she shes should shouldnt so t than that thats the their theirs them themselves
    then there these they theyre this those to too up us was wasnt we were werent what when where
    which while who whom whos whose why will with wont would wouldnt you your youre yours yourself
"""

#: Words that only join others: nobody looks for them. Folded, like STOP_WORDS.
JOINING_WORDS = frozenset(_JOINING.split())

_english = stemmer("english")
_one_at_a_time = Lock()  # the stemmer keeps the word it works on in itself


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the stem of a folded English word: "dreams" and "dreaming" have one."""
    with _one_at_a_time:
        return str(_english.stemWord(word))


def stems(text: str) -> Iterator[tuple[str, str]]:
    """Yield (stem, word) for every word of ``text`` that can tell something.

    >>> list(stems("The dreams of a dreamer"))
    [('dream', 'dreams'), ('dreamer', 'dreamer')]
    """
    for word in fold(text).split():
        if len(word) >= SHORTEST and word not in STOP_WORDS and not word.isdigit():
            yield stem(word), word


def searchable(text: str) -> Iterator[tuple[str, str]]:
    """Yield (stem, word) for every word of ``text`` that somebody may look for, numbers too.

    >>> list(searchable("The time of 9 lives"))
    [('time', 'time'), ('9', '9'), ('live', 'lives')]
    """
    for word in fold(text).split():
        if word not in JOINING_WORDS:
            yield stem(word), word


class WordBook:
    """Words of many texts as numbers, those that ``split`` yields of each; grows as it reads.

    ``words[w]`` is a folded word and ``stems[stem_of[w]]`` its stem. Every different piece of
    text between two spaces is folded and stemmed once, so a million texts take seconds.
    """

    def __init__(self, split: Callable[[str], Iterator[tuple[str, str]]] = stems) -> None:
        self._split = split
        self.words: list[str] = []
        self.stems: list[str] = []
        self.stem_of: list[int] = []
        self._said = np.zeros(0, np.int64)
        self._words: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._pieces: dict[str, list[int]] = {}

    def read(self, texts: pl.Series) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the row and the number of every word that ``split`` would yield; rows rise."""
        pieces = (
            pl.DataFrame({"piece": texts.str.to_lowercase().str.split(" ")})
            .with_row_index("row")
            .explode("piece")
        )
        different = pieces["piece"].unique(maintain_order=True).drop_nulls()
        numbers = [self._read(piece) for piece in different]
        lengths = np.array([len(each) for each in numbers], np.int64)
        flat = np.array([number for each in numbers for number in each], np.int64)
        known = pl.DataFrame(
            {"piece": different, "length": lengths, "start": np.cumsum(lengths) - lengths}
        ).filter(pl.col("length") > 0)
        said = pieces.join(known, on="piece", maintain_order="left")
        repeats, starts = said["length"].to_numpy(), said["start"].to_numpy()
        rows = np.repeat(said["row"].cast(pl.Int64).to_numpy(), repeats)
        first = np.cumsum(repeats) - repeats
        return rows, flat[np.arange(len(rows)) + np.repeat(starts - first, repeats)]

    def count(self, words: NDArray[np.integer[Any]]) -> None:
        """Take note that these words were said, each as often as it is among them."""
        self._said = np.pad(self._said, (0, len(self.words) - len(self._said)))
        self._said += np.bincount(words, minlength=len(self.words))

    def stem_of_words(self) -> NDArray[np.int64]:
        """Return for each word the number of its stem."""
        return np.array(self.stem_of, np.int64)

    def labels(self) -> list[str]:
        """Return for each stem the word that was said most often; ties by the alphabet."""
        said = np.pad(self._said, (0, len(self.words) - len(self._said)))
        words = pl.DataFrame(
            {"stem": self.stem_of_words(), "word": self.words, "said": said},
            schema_overrides={"word": pl.String},
        )
        best = words.sort("stem", "said", "word", descending=[False, True, False])
        return best.unique("stem", keep="first", maintain_order=True)["word"].to_list()

    def _read(self, piece: str) -> list[int]:
        numbers = self._pieces.get(piece)
        if numbers is None:
            numbers = [self._number(*pair) for pair in self._split(piece)]
            self._pieces[piece] = numbers
        return numbers

    def _number(self, stem: str, word: str) -> int:
        number = self._words.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
            self.stem_of.append(self._stems.setdefault(stem, len(self.stems)))
            if self.stem_of[-1] == len(self.stems):
                self.stems.append(stem)
        return number
