"""What reviewers praise or fault a film for, in the order in which it is shown. [pure]"""

from typing import Literal, get_args

Aspect = Literal[
    "story",
    "acting",
    "characters",
    "direction",
    "visuals",
    "effects",
    "music",
    "pacing",
    "dialogue",
    "humour",
    "atmosphere",
    "ending",
]

#: aspect: what a visitor reads for it.
ASPECTS: dict[str, str] = {aspect: aspect.capitalize() for aspect in get_args(Aspect)} | {
    "effects": "Effects and action",
    "music": "Music and sound",
}
