"""Colours that differ for everybody: in print, without colour, and for colour-blind readers.

Blue and orange stay apart in every common form of colour blindness, and neighbours differ in lightness.
"""

from __future__ import annotations

from collections.abc import Sequence

INK = "#1d2529"
QUIET = "#4f5a60"
LINE = "#87929a"
HAIR = "#dfe2e1"
PAPER = "#ffffff"

LEFT = ("#a3530c", "#d98d46", "#fad09a")
RIGHT = ("#0b3c5d", "#4f97c3", "#86bbdb")
"""From the end of the scale towards its middle."""
NEUTRAL = "#eceeee"
HELD, HELD_LINE = "#f1f2f2", "#5f6b72"
"""What is known for certain of a row that is held back in part, and the hatch of what is possible."""
FIRST, SECOND = RIGHT[2], RIGHT[0]


def side(colours: Sequence[str], points: int) -> tuple[str, ...]:
    """So many colours of a side, from its end to the middle; more points get colours between."""
    if points == 1:
        return (colours[0],)
    steps = [place * (len(colours) - 1) / (points - 1) for place in range(points)]
    return tuple(_between(colours, step) for step in steps)


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour such as #0b3c5d, from 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable_on(fill: str) -> str:
    """Black or white, whichever is easier to read on a colour: a contrast of 4.58 or more on any of them."""
    return max(("#000000", PAPER), key=lambda colour: contrast(colour, fill))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _between(colours: Sequence[str], step: float) -> str:
    lower = min(int(step), len(colours) - 2)
    share = step - lower
    pairs = [
        (int(colours[lower][at : at + 2], 16), int(colours[lower + 1][at : at + 2], 16)) for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)
