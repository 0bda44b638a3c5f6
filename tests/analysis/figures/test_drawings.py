"""Figures: they say in words what they show, show what they say, and are the same bytes each time."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

from surveyapp.analysis.figures.likert import Answers, Block, Bounded, Likert
from surveyapp.analysis.figures.likert import draw as draw_likert
from surveyapp.analysis.figures.likert import sentences as likert_sentences
from surveyapp.analysis.figures.paired import Pair
from surveyapp.analysis.figures.paired import draw as draw_paired
from surveyapp.analysis.figures.paired import sentences as paired_sentences
from surveyapp.analysis.figures.shares import Hidden, Range
from surveyapp.analysis.figures.sheet import Drawing, Face, width_of, wrapped
from tests.analysis.figures.drawn import POINTS, likert, paired

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = [lambda: draw_likert(likert()), lambda: draw_paired(paired())]
figures = pytest.mark.parametrize("drawn", DRAWN, ids=["likert", "paired"])
PROGRAM = """
from hashlib import sha256
from surveyapp.analysis.figures import likert, paired
from tests.analysis.figures import drawn
for made in (likert.draw(drawn.likert()), paired.draw(drawn.paired())):
    print(sha256(made.svg).hexdigest(), sha256(made.png).hexdigest())
"""


def bars(drawing: Drawing) -> list[tuple[str, float, float]]:
    """The filled areas of an SVG: colour, left and right end in points."""
    found = []
    for path in etree.fromstring(drawing.svg).iter(f"{SVG}path"):
        fill = re.match(r"fill: (#[0-9a-f]{6})", path.get("style", ""))
        numbers = [float(number) for number in re.findall(r"[ML] ([\d.]+)", path.get("d", ""))]
        if fill and len(numbers) == 4:
            found.append((fill[1], min(numbers), max(numbers)))
    return found


def words(drawing: Drawing) -> list[str]:
    """What is written in an SVG: matplotlib notes it beside the letters' paths."""
    return [note.strip() for note in re.findall("<!--(.*?)-->", drawing.svg.decode(), re.DOTALL)]


def one_row(row: Answers | Bounded | Hidden, points: tuple[str, ...] = POINTS, side: int = 2) -> Likert:
    return Likert("Stress", points, side, side, ("Disagree", "Agree"), (Block("", (row,)),))


@figures
def test_a_drawing_stands_alone_and_says_what_it_shows(drawn: Callable[[], Drawing]) -> None:
    drawing = drawn()
    root = etree.fromstring(drawing.svg)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == drawing.alt
    assert root.findtext(f"{SVG}desc") == " ".join(drawing.sentences)
    assert list(root.iter(f"{SVG}text")) == []  # letters are paths: no font is needed
    assert b"<metadata" not in drawing.svg
    assert b"<!DOCTYPE" not in drawing.svg


@figures
def test_a_png_has_300_dots_an_inch_and_no_time(drawn: Callable[[], Drawing]) -> None:
    png = drawn().png
    at = png.index(b"pHYs") + 4
    assert round(struct.unpack(">I", png[at : at + 4])[0] * 0.0254) == 300
    assert b"tEXt" not in png
    assert b"tIME" not in png
    assert struct.unpack(">I", png[16:20])[0] == 510 * 300 // 72


def test_figures_are_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nsvg.fonttype: none\nlines.linewidth: 9\n")
    settings = {"PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "MPLCONFIGDIR": str(tmp_path)}
    command = [sys.executable, "-W", "error", "-c", PROGRAM]
    environment = {**os.environ, **settings}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    made = [drawn() for drawn in DRAWN]
    assert done.stdout.split() == [sha256(file).hexdigest() for one in made for file in (one.svg, one.png)]


def test_a_row_is_told_with_every_count() -> None:
    told = likert_sentences(likert())
    assert told[0] == (
        "After quality review: I felt ashamed: Strongly disagree 4/37 (11%), Disagree 11/37 (30%), "
        "Agree 13/37 (35%), Strongly agree 9/37 (24%)."
    )
    assert told[6].endswith("competencies: 32 or more of 36 agree.")
    assert told[7].endswith("than I wanted to: Held back: too few answers.")


def test_a_pair_is_told_with_what_changed() -> None:
    shown, known_in_part, hidden = paired_sentences(paired())
    assert shown == (
        "I felt ashamed: Before 8/9 (89%), after 2/9 (22%) agree; only before 6, only after 0; P = .031."
    )
    assert known_in_part.endswith(
        "Before 35 or more of 39, after 20/39 (51%) agree; only before –, only after –; P: held back."
    )
    assert hidden.endswith("than I wanted to: Held back: too few answers.")


@pytest.mark.parametrize(
    ("p", "told"), [("<.001", "P <.001."), (".5", "P = .5."), ("no change", "P: no change.")]
)
def test_a_probability_in_a_sentence(p: str, told: str) -> None:
    pair = Pair("Ashamed", 9, Range(1, 1), Range(1, 1), ("0", "0"), p)
    assert paired_sentences(replace(paired(), rows=(pair,)))[0].endswith(told)


def test_bars_are_as_long_as_their_shares_and_meet_in_the_middle() -> None:
    drawn = one_row(Answers("Ashamed", (1, 2, 3, 4)))
    segments = bars(draw_likert(drawn))[-4:]
    assert [fill for fill, _, _ in segments] == list(drawn.colours)
    widths = [right - left for _, left, right in segments]
    assert [width / sum(widths) for width in widths] == pytest.approx([0.1, 0.2, 0.3, 0.4], abs=1e-4)
    assert segments[1][2] == pytest.approx(segments[2][1], abs=1e-4)


def test_a_neutral_point_lies_across_the_middle() -> None:
    symmetric = one_row(Answers("Ashamed", (2, 4, 2)), ("No", "Neither", "Yes"), 1)
    no, neither, yes = bars(draw_likert(symmetric))[-3:]
    assert (no[1] + yes[2]) / 2 == pytest.approx((neither[1] + neither[2]) / 2, abs=1e-4)


def test_what_is_held_back_is_not_drawn() -> None:
    hidden = draw_likert(one_row(Hidden("Ashamed", "Held back: too few answers")))
    assert "Held back: too few answers" in words(hidden)
    assert not any(word.startswith("n =") for word in words(hidden))
    colours = likert().colours
    assert len([fill for fill, _, _ in bars(hidden) if fill in colours]) == 4  # those of the legend


def test_a_range_shows_what_is_certain_and_what_is_possible() -> None:
    drawn = draw_likert(one_row(Bounded("Ashamed", 40, Range(0, 4), Range(36, 40), "36 or more of 40 agree")))
    assert "36 or more of 40 agree" in words(drawn)
    assert "at least, on this side" in words(drawn)
    assert "perhaps on this side" in words(drawn)
    assert "at least, on this side" not in words(draw_likert(one_row(Answers("Ashamed", (1, 1, 1, 1)))))
    sure = max((right - left for fill, left, right in bars(drawn) if fill == "#f1f2f2"), default=0)
    axis = 458 - 182  # from 25 % on the left to 100 % on the right
    assert sure == pytest.approx(axis * 0.9 / 1.25, abs=0.01)


def test_percentages_stand_where_they_fit() -> None:
    written = words(draw_likert(one_row(Answers("Ashamed", (1, 1, 1, 97)))))
    assert "97%" in written
    assert "1%" not in written
    assert "n = 100" in written


def test_a_row_that_nobody_answered_is_drawn_empty() -> None:
    assert "n = 0" in words(draw_likert(one_row(Answers("Ashamed", (0, 0, 0, 0)))))


def test_paired_bars_show_counts_changes_and_probability() -> None:
    written = words(draw_paired(paired()))
    assert {"8/9 (89%)", "2/9 (22%)", "6", "0", ".031", "35 or more of 39", "held back"} <= set(written)
    assert "Held back: too few answers" in written


def test_labels_are_never_taken_for_formulas_or_markup() -> None:
    hostile = "$\\frac{1}{0}$ </desc><script>\x00 & \u4f60"
    drawing = draw_likert(one_row(Answers(hostile, (1, 1, 1, 1))))
    root = etree.fromstring(drawing.svg)
    assert list(root.iter(f"{SVG}script")) == []
    assert "$\\frac{1}{0}$ </desc><script> & \u4f60" in (root.findtext(f"{SVG}desc") or "")


def test_long_words_are_cut_to_the_width() -> None:
    lines = wrapped("a " + "w" * 60, 100, Face(8))
    assert "".join(lines).replace(" ", "") == "a" + "w" * 60
    assert max(width_of(line, Face(8)) for line in lines) <= 100


@pytest.mark.parametrize(("counts", "left"), [((1, 2, 3), 2), ((1, 2, 3, 4), 3), ((1, 2, 3, 4), 0)])
def test_a_scale_that_does_not_fit_is_refused(counts: tuple[int, ...], left: int) -> None:
    with pytest.raises(ValueError, match="point"):
        Likert("Stress", POINTS, left, 2, ("No", "Yes"), (Block("", (Answers("Ashamed", counts),)),))
