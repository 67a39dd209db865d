"""What reviewers praise or fault a film for, in the order in which it is shown. [pure]"""

ASPECTS: dict[str, str] = {
    "story": "Story",
    "acting": "Acting",
    "characters": "Characters",
    "direction": "Direction",
    "visuals": "Visuals",
    "effects": "Effects and action",
    "music": "Music and sound",
    "pacing": "Pacing",
    "dialogue": "Dialogue",
    "humour": "Humour",
    "atmosphere": "Atmosphere",
    "ending": "Ending",
}
