"""Draw a poster for a title that has none: its name set in type, over its genre's motif. [pure]

The same facts always draw the same poster. Colours come from the genres (a family of hues each),
varied by the name; text is escaped, wrapped and sized to fit, in any script.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from xml.sax.saxutils import escape

from catalog import poster_motifs as motifs
from catalog.poster_lettering import SANS, SERIF, TYPEWRITER, Lettering, fit
from catalog.poster_shapes import Palette

WIDTH, HEIGHT = 300, 450
#: Part of every fingerprint: raise it when drawings change, so that caches forget the old ones.
DRAWING = "1"


@dataclass(frozen=True, slots=True)
class Design:
    """What a genre's posters share; ``hue`` in degrees of OKLCH, varied by ± ``spread``."""

    motif: Callable[[Random, Palette], str]
    hue: int
    lettering: Lettering
    spread: int = 22


#: Most telling genre first: a western that is also a drama is a western.
DESIGNS = {
    "Western": Design(motifs.setting_sun, 55, SERIF),
    "Horror": Design(motifs.teeth, 22, SANS),
    "Animation": Design(motifs.bouncing_ball, 150, SANS, spread=75),
    "Documentary": Design(motifs.contact_sheet, 195, TYPEWRITER),
    "War": Design(motifs.chevrons, 118, SANS),
    "Science Fiction": Design(motifs.planet, 255, SANS, spread=30),
    "Musical": Design(motifs.spotlights, 330, SERIF),
    "Music": Design(motifs.record, 310, SANS, spread=40),
    "Sport": Design(motifs.lanes, 148, SANS),
    "Fantasy": Design(motifs.crescent, 298, SERIF, spread=30),
    "Mystery": Design(motifs.keyhole, 280, TYPEWRITER, spread=35),
    "Romance": Design(motifs.two_discs, 5, SERIF, spread=28),
    "Crime": Design(motifs.blinds, 75, SANS, spread=50),
    "History": Design(motifs.arcade, 65, SERIF, spread=30),
    "Family": Design(motifs.rainbow, 130, SANS, spread=60),
    "Adventure": Design(motifs.mountains, 170, SANS, spread=35),
    "Comedy": Design(motifs.smiles, 92, SANS, spread=30),
    "Thriller": Design(motifs.vortex, 228, SANS, spread=45),
    "Action": Design(motifs.burst, 38, SANS),
    "Drama": Design(motifs.quarters, 215, SERIF, spread=150),
}
#: What XML cannot say, even escaped.
UNSPEAKABLE = re.compile("[\x00-\x1f\x7f\ufffe\uffff]")
DEFAULT = Design(motifs.quarters, 250, SANS, spread=180)

#: Lightness and chroma of ground, ink, main, second and light; ink on ground is 7:1 or better.
TONES = {
    "night": ((0.23, 0.045), (0.97, 0.01), (0.68, 0.15), (0.47, 0.11), (0.90, 0.06)),
    "deep": ((0.38, 0.10), (0.98, 0.01), (0.62, 0.16), (0.27, 0.07), (0.88, 0.09)),
    "paper": ((0.94, 0.025), (0.25, 0.04), (0.58, 0.16), (0.36, 0.09), (0.80, 0.11)),
}


def draw_poster(name: str, years: str, genres: Sequence[str]) -> str:
    """Return the poster as an SVG document of 300 × 450."""
    dice = Random(int(fingerprint(name, years, genres), 16))  # noqa: S311 - decoration, no secret
    designs = designs_of(genres)
    # Not always the first genre's picture, so that a row of one genre is not uniform.
    motif = dice.choices(designs, weights=range(len(designs), 0, -1))[0].motif
    colours = palette(dice, designs)
    name = UNSPEAKABLE.sub(" ", name)
    picture_first = dice.random() < 0.72
    picture_y, text_y = (0, 300) if picture_first else (150, 0)
    label = escape(f"{name} ({years})" if years else name, {'"': "&quot;"})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}" role="img" aria-label="{label}">'
        f"<title>{label}</title>"
        f'<clipPath id="square"><rect width="300" height="300"/></clipPath>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours.ground}"/>'
        f'<g transform="translate(0 {picture_y})"><g clip-path="url(#square)">'
        f"{motif(dice, colours)}</g></g>"
        f"{words(name, years, designs[0].lettering, colours, text_y)}</svg>"
    )


def fingerprint(name: str, years: str, genres: Sequence[str]) -> str:
    """Return 16 hexadecimal digits that change whenever the poster would."""
    facts = "\x1f".join((DRAWING, name, years, *sorted(genres)))
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def designs_of(genres: Sequence[str]) -> list[Design]:
    """Return the designs of up to three genres, the most telling first; never none."""
    return [design for genre, design in DESIGNS.items() if genre in genres][:3] or [DEFAULT]


def palette(dice: Random, designs: Sequence[Design]) -> Palette:
    """Mix the colours: mostly the first design's hue, the second colour from the next one's."""
    first, *others = designs
    hue = first.hue + dice.randint(-first.spread, first.spread)
    other = others[0].hue if others else hue + dice.choice([-70, 60, 150])
    ground, ink, main, second, light = dice.choice(list(TONES.values()))
    return Palette(
        ground=hex_colour(*ground, hue),
        ink=hex_colour(*ink, hue),
        main=hex_colour(*main, hue),
        second=hex_colour(*second, other),
        light=hex_colour(*light, other + 20),
    )


def hex_colour(lightness: float, chroma: float, hue: float) -> str:
    """Convert OKLCH to ``#rrggbb``, cut to what a screen shows.

    Matrices: Björn Ottosson, "A perceptual color space for image processing" (2020).
    """
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(255 * gamma(channel)):02x}" for channel in linear)


def gamma(linear: float) -> float:
    """Encode one channel for sRGB: 0 to 1 in, 0 to 1 out."""
    clipped = min(max(linear, 0.0), 1.0)
    return 12.92 * clipped if clipped <= 0.0031308 else 1.055 * clipped ** (1 / 2.4) - 0.055


def words(name: str, years: str, lettering: Lettering, colours: Palette, top: int) -> str:
    """Set the name, and the years under it, in the 300 × 150 that begin at ``top``."""
    size, lines = fit(name, lettering, width=256, height=98)
    y = top + 20 + 0.74 * size
    rows = []
    for line in lines:
        length = (
            f' textLength="{line.width:.0f}" lengthAdjust="spacingAndGlyphs"' if line.width else ""
        )
        rows.append(f'<text x="22" y="{y:.1f}"{length}>{escape(line.text)}</text>')
        y += size * lettering.leading
    name_block = (
        f'<g fill="{colours.ink}" font-family="{lettering.family}" font-size="{size:.1f}"'
        f' font-weight="700">{"".join(rows)}</g>'
    )
    return name_block + (
        f'<text x="22" y="{top + 136}" fill="{colours.ink}" font-family="{SANS.family}"'
        f' font-size="16" letter-spacing="1" opacity="0.85">{escape(years)}</text>'
    )
