"""The pictures on generated posters: one geometric motif for each main genre. [pure]

A motif fills a square of 300 × 300 with flat shapes in the palette's colours and returns them as
SVG elements. Its dice make two posters of one genre differ; the same dice draw the same picture.
The poster clips what reaches beyond.
"""

import math
from random import Random

from catalog.poster_shapes import Palette, Point, around, circle, path, polygon, rect, ring


def teeth(dice: Random, colours: Palette) -> str:
    """Draw a mouth of uneven teeth before a pale disc: horror."""
    shapes = [circle(dice.randint(95, 205), dice.randint(125, 175), 92, colours.main)]
    count = dice.randint(4, 6)
    width = 300 / count
    for i in range(count):
        left, tip = i * width, (i + 0.5) * width + dice.randint(-12, 12)
        shapes.append(
            polygon([(left, 0), (left + width, 0), (tip, dice.randint(60, 165))], colours.light)
        )
        bottom, shift = 300 - dice.randint(50, 150), width / 2
        shapes.append(
            polygon(
                [(left - shift, 300), (left + shift, 300), (tip - shift, bottom)], colours.second
            )
        )
    return "".join(shapes)


def planet(dice: Random, colours: Palette) -> str:
    """Draw a ringed planet among stars: science fiction."""
    x, y, r = dice.randint(105, 195), dice.randint(125, 175), dice.randint(62, 92)
    tilt, rx, ry = dice.choice([-28, -18, 16, 26]), r * 1.75, r * 0.42
    stars = "".join(
        circle(dice.randint(8, 292), dice.randint(8, 292), dice.choice([1, 1, 2, 3]), colours.light)
        for _ in range(26)
    )
    arc = (
        f'<path d="M{x - rx:.0f} {y}A{rx:.0f} {ry:.0f} 0 0 {{sweep}} {x + rx:.0f} {y}"'
        f' fill="none" stroke="{colours.light}" stroke-width="9"'
        f' transform="rotate({tilt} {x} {y})"/>'
    )
    shade = path(
        f"M{x} {y - r}A{r} {r} 0 0 1 {x} {y + r}A{r * 1.5:.0f} {r * 1.5:.0f} 0 0 0 {x} {y - r}",
        colours.second,
    )
    moon = circle(*around(x, y, r * 2, dice.randint(200, 340)), dice.randint(8, 18), colours.second)
    return (
        stars
        + arc.format(sweep=1)
        + circle(x, y, r, colours.main)
        + shade
        + arc.format(sweep=0)
        + moon
    )


def two_discs(dice: Random, colours: Palette) -> str:
    """Draw two discs that share a lens: romance."""
    r, gap, lean = dice.randint(78, 96), dice.randint(38, 58), dice.choice([-50, -25, 0, 25, 50])
    half = math.sqrt(r * r - gap * gap)
    top, bottom = f"150 {150 - half:.0f}", f"150 {150 + half:.0f}"
    lens = f"M{top}A{r} {r} 0 0 1 {bottom}A{r} {r} 0 0 1 {top}"
    discs = circle(150 - gap, 150, r, colours.main) + circle(150 + gap, 150, r, colours.second)
    return f'<g transform="rotate({lean} 150 150)">{discs}{path(lens, colours.light)}</g>'


def setting_sun(dice: Random, colours: Palette) -> str:
    """Draw a sun sinking in bands behind a mesa: western."""
    x, y = dice.randint(100, 200), dice.randint(125, 160)
    bands = "".join(rect(0, y + 8 + 22 * i, 300, 4 + 2.6 * i, colours.ground) for i in range(6))
    left, top = dice.randint(-60, 170), dice.randint(195, 225)
    wide = dice.randint(90, 150)
    mesa = [(left, 300), (left + 22, top + 34), (left + 30, top), (left + wide, top)]
    mesa += [(left + wide + 10, top + 34), (left + wide + 44, 300)]
    desert = rect(0, 268, 300, 40, colours.second)
    return circle(x, y, 104, colours.main) + bands + polygon(mesa, colours.light) + desert


def bouncing_ball(dice: Random, colours: Palette) -> str:
    """Draw one ball in nine moments of its flight: animation."""
    tones = (colours.second, colours.main, colours.light)
    mirrored, height = dice.random() < 0.5, dice.randint(190, 235)
    shapes = []
    for i in range(9):
        t = i / 8
        x = 20 + 235 * t
        y = 262 - height * abs(math.sin(math.pi * (0.12 + 1.28 * t)))
        shapes.append(circle(300 - x if mirrored else x, y, 9 + 52 * t**1.6, tones[i % 3]))
    return rect(0, 286, 300, 14, colours.main) + "".join(shapes)


def blinds(dice: Random, colours: Palette) -> str:
    """Draw a disc broken by window blinds: crime."""
    x, r, step = dice.randint(110, 190), dice.randint(98, 118), dice.choice([25, 30, 37.5])
    shift = dice.choice([-46, -32, 32, 46])
    count = math.ceil(300 / step)
    slats = "".join(rect(0, i * step, 300, step * 0.44, colours.ground) for i in range(count))
    clip = "".join(
        f'<clipPath id="half-{i}"><rect x="0" y="{150 * i}" width="300" height="150"/></clipPath>'
        for i in (0, 1)
    )
    upper = f'<g clip-path="url(#half-0)">{circle(x, 150, r, colours.main)}</g>'
    lower = f'<g clip-path="url(#half-1)">{circle(x + shift, 150, r, colours.second)}</g>'
    return clip + upper + lower + slats


def vortex(dice: Random, colours: Palette) -> str:
    """Draw rings whose centres drift inwards: thriller."""
    tones = (colours.main, colours.ground, colours.second, colours.ground)
    drift, x, y, r = dice.randint(0, 359), 150.0, 150.0, 190.0
    shapes = []
    for i in range(11):
        shapes.append(circle(x, y, r, tones[i % 4]))
        x, y = around(x, y, 8.5, drift + 16 * i)
        r -= 17
    return "".join(shapes) + circle(x, y, 9, colours.light)


def chevrons(dice: Random, colours: Palette) -> str:
    """Draw ranks of chevrons: war."""
    step, depth, peak = dice.choice([50, 60, 75]), dice.randint(50, 95), dice.randint(90, 210)
    tones = (colours.main, colours.second, colours.light)
    shapes = []
    for i, y in enumerate(range(-60, 360, step)):
        fall = y + step * 0.52
        corners: list[Point] = [(0, y + depth), (peak, y), (300, y + depth)]
        corners += [(300, fall + depth), (peak, fall), (0, fall + depth)]
        shapes.append(polygon(corners, tones[0 if i % 3 else dice.choice([1, 2])]))
    return "".join(shapes)


def smiles(dice: Random, colours: Palette) -> str:
    """Draw half discs tumbling in a grid: comedy."""
    shapes = []
    for i in range(9):
        x, y = 50 + 100 * (i % 3), 50 + 100 * (i // 3)
        fill = dice.choice((colours.main, colours.main, colours.second, colours.light))
        turn = dice.choice([0, 0, 90, 180, 270])
        half = path(f"M{x - 44} {y - 22}h88a44 44 0 0 1 -88 0z", fill)
        shapes.append(f'<g transform="rotate({turn} {x} {y})">{half}</g>')
    return "".join(shapes)


def contact_sheet(dice: Random, colours: Palette) -> str:
    """Draw a sheet of frames, one of them chosen: documentary."""
    chosen = dice.randrange(12)
    shapes = []
    for i in range(12):
        x, y = 24 + 88 * (i % 3), 20 + 68 * (i // 3)
        fill = colours.light if i == chosen else dice.choice((colours.main, colours.second))
        shapes.append(rect(x, y, 76, 54, fill, 3))
        if i == chosen:
            shapes.append(ring(x + 38, y + 27, 15, 5, colours.second))
        else:
            top = y + dice.randint(22, 44)
            shapes.append(rect(x, top, 76, y + 54 - top, colours.ground + "55"))
    return "".join(shapes)


def record(dice: Random, colours: Palette) -> str:
    """Draw a record that leaves the picture: music."""
    x, y = dice.choice([(70, 150), (230, 150), (150, 215), (110, 110), (190, 190)])
    grooves = "".join(ring(x, y, r, 1.6, colours.ground) for r in range(70, 168, 8))
    label = circle(x, y, 52, colours.second) + circle(x, y, 52 * 0.62, colours.light)
    return circle(x, y, 172, colours.main) + grooves + label + circle(x, y, 8, colours.ground)


def spotlights(dice: Random, colours: Palette) -> str:
    """Draw spotlights that meet on a stage: musical."""
    shapes = [rect(0, 262, 300, 38, colours.second)]
    for x, tone in (
        (20, colours.main),
        (280, colours.main),
        (dice.randint(110, 190), colours.light),
    ):
        foot = 150 + (150 - x) * dice.uniform(0.2, 0.5)
        shapes.append(polygon([(x, -10), (foot - 62, 272), (foot + 62, 272)], tone + "b0"))
        shapes.append(f'<ellipse cx="{foot:.0f}" cy="272" rx="62" ry="13" fill="{tone}"/>')
    return "".join(shapes)


def quarters(dice: Random, colours: Palette) -> str:
    """Draw four quarter and half discs set against each other: drama."""
    tones = [colours.main, colours.second, colours.light, colours.main]
    dice.shuffle(tones)
    shapes = []
    for i, tone in enumerate(tones):
        x, y, turn = 150 * (i % 2), 150 * (i // 2), 90 * dice.randrange(4)
        piece = dice.choice(
            [
                f"M{x} {y}h150a150 150 0 0 1 -150 150z",
                f"M{x} {y}h150a75 75 0 0 1 -150 0z",
                f"M{x} {y}h150v150a150 150 0 0 1 -150 -150z",
            ]
        )
        shapes.append(f'<g transform="rotate({turn} {x + 75} {y + 75})">{path(piece, tone)}</g>')
    return "".join(shapes)


def burst(dice: Random, colours: Palette) -> str:
    """Draw shards flying from one point: action."""
    x, y = dice.randint(60, 240), dice.randint(130, 240)
    tones = (colours.main, colours.second, colours.main, colours.light)
    shapes, angle, i = [], float(dice.randint(0, 20)), 0
    while angle < 360:
        width = dice.uniform(7, 19)
        ends = [around(x, y, 420, angle), around(x, y, 420, angle + width)]
        shapes.append(
            polygon([around(x, y, dice.randint(14, 46), angle + width / 2), *ends], tones[i % 4])
        )
        angle, i = angle + width + dice.uniform(7, 17), i + 1
    return "".join(shapes)


def mountains(dice: Random, colours: Palette) -> str:
    """Draw ranges of mountains under a sun: adventure."""
    x, y, r = dice.randint(70, 230), dice.randint(70, 110), dice.randint(34, 56)
    shapes = [circle(x, y, r, colours.light)]
    for base, foot, tone in (
        (110, 290, colours.main),
        (170, 290, colours.second),
        (225, 310, colours.ground),
    ):
        points: list[Point] = [(-20, foot)]
        x = -20
        while x < 320:
            points.append((x, base + dice.randint(-8, 62)))
            x += dice.randint(38, 74)
            points.append((x, base + dice.randint(-52, 6)))
            x += dice.randint(38, 74)
        shapes.append(polygon([*points, (340, foot)], tone))
    return "".join(shapes)


def crescent(dice: Random, colours: Palette) -> str:
    """Draw a crescent moon, sparks and hills: fantasy."""
    x, y, r = dice.randint(115, 185), dice.randint(110, 135), dice.randint(72, 88)
    bite = around(x, y, r * 0.5, dice.choice([-40, -20, 200, 220]))
    shapes = [circle(x, y, r, colours.main), circle(*bite, r * 0.84, colours.ground)]
    for _ in range(7):
        sx, sy, s = dice.randint(16, 284), dice.randint(14, 200), dice.choice([6, 9, 15])
        spark = f"M0 {-s}Q0 0 {s} 0Q0 0 0 {s}Q0 0 {-s} 0Q0 0 0 {-s}"
        shapes.append(f'<g transform="translate({sx} {sy})">{path(spark, colours.light)}</g>')
    hills = f"M0 {dice.randint(215, 245)}Q90 190 170 250T300 235V300H0z"
    shapes.append(path(hills, colours.second))
    return "".join(shapes)


def keyhole(dice: Random, colours: Palette) -> str:
    """Draw a keyhole and the light that falls through it: mystery."""
    x, lean = dice.randint(120, 180), dice.randint(-90, 90)
    beam = polygon(
        [(x - 16, 120), (x + 16, 120), (x + lean + 120, 310), (x + lean - 120, 310)], colours.main
    )
    plate = circle(x, 112, 88, colours.second)
    hole = circle(x, 98, 34, colours.light) + polygon(
        [(x - 15, 112), (x + 15, 112), (x + 30, 182), (x - 30, 182)], colours.light
    )
    return beam + plate + hole


def arcade(dice: Random, colours: Palette) -> str:
    """Draw storeys of arches: history."""
    shapes = []
    for storey, count in enumerate(dice.choice([(3, 4, 5), (2, 3, 4), (4, 4, 4), (5, 4, 3)])):
        width, y = 300 / count, 100 * storey
        fill = dice.choice((colours.main, colours.second))
        lit = dice.randrange(count)
        for i in range(count):
            r, x = width * 0.36, width * (i + 0.5)
            side = 88 - r
            arch = (
                f"M{x - r:.0f} {y + 92}v{-side:.0f}a{r:.0f} {r:.0f} 0 0 1 {2 * r:.0f} 0v{side:.0f}z"
            )
            shapes.append(path(arch, colours.light if i == lit else fill))
    return "".join(shapes)


def rainbow(dice: Random, colours: Palette) -> str:
    """Draw arcs of a rainbow over a meadow: family."""
    x = dice.choice([90, 150, 210])
    tones = (colours.main, colours.light, colours.second, colours.ground)
    arcs = "".join(circle(x, 255, 190 - 34 * i, tones[i % 4]) for i in range(5))
    return arcs + rect(0, 255, 300, 50, colours.main)


def lanes(dice: Random, colours: Palette) -> str:
    """Draw the lanes of a running track: sport."""
    turn = dice.choice([-35, -20, 20, 35])
    tones = (colours.main, colours.ground, colours.second, colours.ground)
    tracks = "".join(
        rect(-90 + 19 * i, 10 + 19 * i, 480 - 38 * i, 280 - 38 * i, tones[i % 4], 140 - 19 * i)
        for i in range(7)
    )
    ball = circle(150, 150, 16, colours.light)
    return f'<g transform="rotate({turn} 150 150)">{tracks}</g>{ball}'
