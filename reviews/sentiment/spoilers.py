"""How likely a sentence gives the film away. [pure]

A sentence holds cues, each with a weight between 0 and 1: how likely one of them alone makes it a
spoiler. Together they say ``1 - (1 - w1) * (1 - w2) * …`` (as if each were right on its own), and
each kind counts once. What a sentence says about itself ("no spoilers"), what sounds like the
beginning of a story ("when a banker is murdered, …") and what is an opinion rather than an event
("the ending is superb") makes it less likely. The weights were set by hand on one half of the
sentences in ``reviews/tests/data/spoiler_sentences.csv``; docs/aspects.md says what the other
half gives.

A sentence of MASK_FROM or more is masked where it is shown. It errs towards masking: who wants
to read it anyway presses a button, and what has been read cannot be unread.
"""

import re
from collections.abc import Sequence

from reviews.sentiment.phrases import Phrases, tokens_of

#: Counts changes of this module that change what is masked.
REVISION = 1

MASK_FROM = 0.4
#: What is more likely one than this stands for no others: it is shown, not quoted.
QUOTE_UP_TO = 0.25

SAYS_SO = """
spoiler, spoilers, spoiler alert, spoilers ahead, spoiler ahead, don't read on, do not read on
stop reading, read no further, give|gives|giving away the ending|twist
"""

SAYS_NOT = """
no spoiler|spoilers, without spoiler|spoilers|spoiling, not spoil, won't spoil
don't want to spoil, spoiler free, not|won't give anything|it|that|too away|much, without giving
contains no, not a spoiler, i won't reveal, not reveal, don't spoil
"""

#: What becomes of somebody.
FATE = """
dies, died, pass|passes|passed|passing away, dead since
is|was|gets|got|are|were|been killed|murdered|shot|hanged|stabbed
is|was|gets|got|are|were|been bitten|eaten|rescued|defeated|arrested, kills, kill him|her|it
killed off|by, kills off, murders, shoots, shoot each, stabs, strangles, drowns, drown
commits|commit suicide, suicide, sacrifices, sacrifice himself|herself, survives, survive
sole survivor, freezes|freeze|bleeds|burns|burned|starves to death, betrays, betrayed by, poisons
had poisoned, everyone dead, makes|make|made it out|home, out alive, alive at, still alive
never get off, gets away, get away with, walks away, rides off, marries, marry, get married
gets married, leaves him|her, happily ever after, end up in|together|with
ends up in|with|together|dead, sinks, collapses under, is|are saved, saves the day, confesses
was never real, go to prison, faked her|his, wakes up, jumps off, opens its
"""

#: What had been hidden.
REVEAL = """
turns|turned out that|to, it is|was revealed, is|are|was revealed to|that|as, revealed that|to be
reveals that, reveal that, the reveal, all along, the whole time, all this time
true|real identity, real killer|murderer|villain|father|mother
killer|murderer|culprit|thief is|was|himself|turns|had
traitor|mole|stranger|detective|narrator is|was|himself|turns|had, killer's identity, did it
it was the, find|finds|found|discover|discovers out|that|he|she|his|her
learn|learns|realise|realises|realize|realizes out|that|he|she|his|her
was|is actually|really|secretly|only a|the|her|his|dead, was|is in fact, was|is a dream
all a dream, was a dream, a ghost, a robot, imagined it|him|her|everything, none of it
had planned, planned the, the twist is|was, big twist, faked, long lost
her|his own brother|sister|father|mother|son|daughter|twin|death
he|she was|is her|his|actually|really, were written by, who had, mask comes off, in which
"""

#: Where in the story we are.
LATE = """
in the end, at the end, by the end, the end of, ends with, ends when, ends up, end up
final|last|closing scene|shot|reel|minute|act|moments|minutes|frame, finale, climax, ending
finally, eventually, ultimately, before the credits, on his|her deathbed, conclusion, at last
after all, then
"""

#: How stories begin, and how they are summed up without harm.
EARLY = """
when a|an, after the|a|his|her, opens with, begins with|when, starts with|when, premise, tells the
the story of, plot concerns, is about, about a|an, called in, is hired, investigate, investigates
sent to, based on, a group of, on the loose, moves to, returns to, arrives, story follows
follows a
"""

#: Words of opinion: the sentence judges, it does not tell.
JUDGES = """
great, good, best, better, bad, worst, superb, brilliant, excellent, terrible, awful, magnificent
wonderful, speechless, satisfying, laughing, actor, acting, actress, movie, film to, drag, drags
shallow, boring, masterpiece, triumph, a wonder, humour, humor, i died, kill me, me every
nominated, earlier, differently, script, plays, cast, dvd, expected, projectionist, music
soundtrack, die hard|hards, suicide door|doors, dead on, dead and buried, dies a little, guess
guessing, see it, coming, interesting, comedy, you get, very little
"""

WEIGHTS = {
    "says so": (0.9, SAYS_SO),
    "fate": (0.42, FATE),
    "reveal": (0.45, REVEAL),
    "late": (0.25, LATE),
}
#: A name within the sentence: somebody's fate, not that of "a thief".
NAME_WEIGHT = 0.2
#: What the likelihood is multiplied by.
LESS_LIKELY = {"says not": (0.05, SAYS_NOT), "early": (0.5, EARLY), "judges": (0.55, JUDGES)}

#: A warning covers what comes after it.
WARNING = re.compile(r"\bspoilers?\b(?!\s*[- ]?free)", re.IGNORECASE)
WARNING_ENDS = re.compile(r"\b(?:no|end|without|over|not|free|any|minor)\b", re.IGNORECASE)
WARNED = 0.6

NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+|^[A-Z][a-z]+(?= (?:is|was|and|dies|kills|[a-z]+s)\b)")
#: Begin sentences as often as names do.
_NO_NAMES = """
I The A An It He She They We You This That These Those There Who What When Where Why How His Her
Their My Our Your Its If But And Or So Then In At On By For Everyone Everybody Nobody Both Only
Not No One Two Some All Each Dr Mr Mrs Of Don Never
"""
NO_NAME = frozenset(_NO_NAMES.split())

_cues = Phrases({name: terms for name, (_, terms) in (WEIGHTS | LESS_LIKELY).items()})


def spoiler_likelihood(sentence: str) -> float:
    """Return how likely ``sentence`` gives the film away, in [0, 1], two digits."""
    cues = {name for found in _cues.find(tokens_of(sentence)) for name in found.names}
    told = cues & WEIGHTS.keys()
    if not told:
        return 0.0
    harmless = 1.0
    for name in told:
        harmless *= 1 - WEIGHTS[name][0]
    if told & {"fate", "reveal"} and _names_somebody(sentence):
        harmless *= 1 - NAME_WEIGHT
    likelihood = 1 - harmless
    for name in cues & LESS_LIKELY.keys():
        likelihood *= LESS_LIKELY[name][0]
    return round(likelihood, 2)


def spoiler_likelihoods(sentences: Sequence[str]) -> list[float]:
    """Return the likelihood of each sentence of one review, in its order.

    What follows a warning ("spoilers ahead") is as likely a spoiler as the warning means it to be,
    up to its end ("end of spoilers") or the end of the review.
    """
    likelihoods, is_warned = [], False
    for sentence in sentences:
        likelihood = spoiler_likelihood(sentence)
        if is_warned:
            likelihood = max(likelihood, WARNED)
        if WARNING.search(sentence):
            is_warned = not WARNING_ENDS.search(sentence)
        likelihoods.append(likelihood)
    return likelihoods


def _names_somebody(sentence: str) -> bool:
    return any(name not in NO_NAME for name in NAME.findall(sentence))
