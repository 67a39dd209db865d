"""Words of English texts, reduced to their stems; words that say nothing are left out. [pure]"""

from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

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
