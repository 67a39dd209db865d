"""Which language a text is in, as far as that can be told. [pure]

Most reviews are English and say so in their first words: "the", "and", "that" settle it in a few
microseconds. py3langid (Lui and Baldwin 2012, "langid.py") decides about the others, which takes
a hundred times longer.
"""

import unicodedata
from functools import cache
from typing import Final

#: ISO 639-2 for "undetermined": letters, but of no language that is known here.
UNDETERMINED: Final = "und"
#: py3langid guesses wildly about texts of up to this many characters.
SHORTEST: Final = 20
#: Characters that are looked at.
LOOKED_AT: Final = 800
#: Below this probability a guess counts as none.
SURE: Final = 0.6
#: English words that no other language has, as far as it is written in Latin letters and often.
_ENGLISH = """
the and this that with you but not have are from they were what which there would who it's about
because very movie just when been their his her
"""
ENGLISH: Final = frozenset(_ENGLISH.split())
#: So many different ones of them, and one in so many words: then it is English.
ENOUGH_WORDS, ONE_IN = 3, 12


def language_of(text: str) -> str:
    """Return the language's ISO 639-1 code; "" if it cannot be told, as of "8/10".

    UNDETERMINED if most letters are of a script that py3langid makes no language of.
    """
    beginning = text[:LOOKED_AT]
    if _is_plainly_english(beginning):
        return "en"
    if _is_foreign_script(beginning):
        language, probability = _identifier().classify(beginning)
        return language if language != "en" and probability >= SURE else UNDETERMINED
    if len(text.strip()) <= SHORTEST:
        return ""
    language, probability = _identifier().classify(beginning)
    return language if probability >= SURE else ""


def _is_plainly_english(text: str) -> bool:
    words = text.lower().split()
    found = ENGLISH.intersection(words)
    return len(found) >= ENOUGH_WORDS and sum(map(found.__contains__, words)) * ONE_IN >= len(words)


def _is_foreign_script(text: str) -> bool:
    """Tell whether more letters are of other scripts than are Latin."""
    if text.isascii():
        return False
    letters = [character for character in text if character.isalpha()]
    latin = sum(
        character.isascii() or unicodedata.name(character, "").startswith("LATIN")
        for character in letters
    )
    return latin * 2 < len(letters)


@cache
def _identifier():  # type: ignore[no-untyped-def]  # py3langid has no types
    """Read the model, on first use: half a second and 60 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
