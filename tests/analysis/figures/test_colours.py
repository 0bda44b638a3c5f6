"""Colours that everybody can tell apart, and letters that can be read on them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from surveyapp.analysis.figures.colours import (
    FIRST,
    HELD,
    HELD_LINE,
    INK,
    LEFT,
    NEUTRAL,
    PAPER,
    QUIET,
    RIGHT,
    SECOND,
    contrast,
    luminance,
    readable_on,
    side,
)

FOUR = (*side(LEFT, 2), *reversed(side(RIGHT, 2)))
FIVE = (*FOUR[:2], NEUTRAL, *FOUR[2:])
# Simulated on linear RGB at full strength. Machado, Oliveira, Fernandes 2009, doi:10.1109/TVCG.2009.113
DEFICIENT = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}
XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE = np.array((0.95047, 1.0, 1.08883))


def lab(colour: str, kind: str) -> np.ndarray:
    """A colour in CIELAB, as somebody with this kind of sight sees it."""
    coded = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    seen = np.array(XYZ) @ np.clip(np.array(DEFICIENT[kind]) @ linear, 0, 1) / WHITE
    roots = np.where(seen > (6 / 29) ** 3, np.cbrt(seen), seen / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array((116 * roots[1] - 16, 500 * (roots[0] - roots[1]), 200 * (roots[1] - roots[2])))


@pytest.mark.parametrize("kind", DEFICIENT)
@pytest.mark.parametrize("colours", [FOUR, FIVE, (FIRST, SECOND)], ids=["four", "five", "pair"])
def test_colours_are_far_apart_for_every_sight(colours: tuple[str, ...], kind: str) -> None:
    apart = {
        pair: np.linalg.norm(lab(pair[0], kind) - lab(pair[1], kind)) for pair in combinations(colours, 2)
    }
    assert {pair: far for pair, far in apart.items() if far < 18} == {}


def test_neighbours_and_all_four_points_differ_without_colour() -> None:
    lightness = [lab(colour, "none")[0] for colour in FOUR]
    assert min(abs(one - other) for one, other in combinations(lightness, 2)) > 10
    assert abs(lab(FIRST, "none")[0] - lab(SECOND, "none")[0]) > 40


@pytest.mark.parametrize("points", range(1, 6))
def test_words_can_be_read_on_every_colour(points: int) -> None:
    fills = (*side(LEFT, points), *side(RIGHT, points), NEUTRAL, HELD)
    assert len(set(side(LEFT, points))) == points
    assert {
        fill: contrast(readable_on(fill), fill) for fill in fills if contrast(readable_on(fill), fill) < 4.5
    } == {}


def test_words_and_hatches_can_be_read_on_paper() -> None:
    assert min(contrast(colour, PAPER) for colour in (INK, QUIET)) > 7
    assert contrast(HELD_LINE, PAPER) > 3


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert luminance("#ff0000") == pytest.approx(0.2126)
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
