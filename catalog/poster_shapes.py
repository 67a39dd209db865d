"""The flat shapes that posters are made of, as SVG elements, and their colours. [pure]"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """A poster's colours as hex: ``ink`` is readable on ``ground``, the others are for shapes."""

    ground: str
    ink: str
    main: str
    second: str
    light: str


def circle(x: float, y: float, r: float, fill: str) -> str:
    """Draw a disc."""
    return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}" fill="{fill}"/>'


def ring(x: float, y: float, r: float, width: float, stroke: str) -> str:
    """Draw a circle's line."""
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.0f}" fill="none"'
        f' stroke="{stroke}" stroke-width="{width:.1f}"/>'
    )


def rect(x: float, y: float, width: float, height: float, fill: str, radius: float = 0) -> str:
    """Draw a rectangle, its corners rounded by ``radius``."""
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}"'
        f' rx="{radius:.0f}" fill="{fill}"/>'
    )


def polygon(points: Iterable[Point], fill: str) -> str:
    """Draw a shape with straight sides."""
    corners = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
    return f'<polygon points="{corners}" fill="{fill}"/>'


def path(d: str, fill: str) -> str:
    """Draw the shape of a path's ``d``."""
    return f'<path d="{d}" fill="{fill}"/>'


def around(x: float, y: float, r: float, degrees: float) -> Point:
    """Return the point at distance ``r``, 0 degrees to the right, clockwise."""
    angle = math.radians(degrees)
    return x + r * math.cos(angle), y + r * math.sin(angle)
