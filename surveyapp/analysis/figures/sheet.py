"""A sheet to draw on, in points from its upper left corner, and the drawing that comes of it.

Every letter is drawn as a path of DejaVu Sans, which comes along with matplotlib: a figure looks
the same, and is the same bytes, whatever fonts and settings a machine has.
"""

from __future__ import annotations

import html
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from surveyapp.analysis.figures.colours import HELD, HELD_LINE, INK, PAPER
from surveyapp.analysis.figures.shares import printable

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.font_manager import FontProperties

POINTS = 72
"""Points in an inch."""
DOTS = 300
"""Dots in an inch of a PNG."""
LEADING = 1.25
"""From line to line, as a multiple of the size."""
Cut = Literal["", "-Bold", "-Oblique"]


@dataclass(frozen=True, slots=True)
class Face:
    """Type of a size in points and a cut."""

    size: float
    cut: Cut = ""

    @property
    def leading(self) -> float:
        return self.size * LEADING


@dataclass(frozen=True, slots=True)
class Fill:
    """A colour and, where there is one, the colour of an outline and of a hatch."""

    colour: str
    outline: str = ""
    hatched: bool = False


AT_LEAST = Fill(HELD, HELD_LINE)
PERHAPS = Fill(PAPER, HELD_LINE, hatched=True)
"""How a range is drawn: what is certain, and what is possible beyond it."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure: SVG, PNG of 300 dots an inch, a short text in its place, every number in sentences."""

    svg: bytes
    png: bytes
    alt: str
    sentences: tuple[str, ...]


@contextmanager
def plain_settings() -> Iterator[None]:
    """matplotlib as it comes, whatever a machine's settings; a letter that the font lacks is an empty box."""
    import matplotlib as mpl

    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.hashsalt": "figure", "svg.fonttype": "path", "hatch.linewidth": 0.7})
        yield


class Sheet:
    """A sheet of a width in points; its height is settled when everything is on it.

    Whoever draws does so within `plain_settings`.
    """

    def __init__(self, width: float) -> None:
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        self.width = width
        self._figure = Figure(facecolor=PAPER)
        self._placed = Affine2D()
        self._transform = self._placed + self._figure.dpi_scale_trans

    def bar(self, x: float, y: float, width: float, height: float, fill: Fill) -> None:
        """A rectangle of a colour, or of a fill with an outline."""
        from matplotlib.patches import Rectangle

        area = Rectangle((x, y), width, height, facecolor=fill.colour, zorder=2)
        area.set(linewidth=0.6 if fill.outline else 0, edgecolor=fill.outline or "none")
        if fill.hatched:
            area.set_hatch("//////")
        self._add(area)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, width: float = 0.6
    ) -> None:
        """A straight line, under everything else."""
        from matplotlib.lines import Line2D

        (x1, y1), (x2, y2) = start, end
        self._add(Line2D([x1, x2], [y1, y2], color=colour, linewidth=width, solid_capstyle="butt", zorder=1))

    def text(
        self, x: float, y: float, words: str, face: Face, *, align: str = "left", colour: str = INK
    ) -> None:
        """Words on the baseline y; `align` says which part of them is at x: left, center or right."""
        from matplotlib.text import Text

        self._add(
            Text(
                x,
                y,
                spaced(words),
                fontproperties=_font(face),
                color=colour,
                ha=align,
                parse_math=False,
                zorder=3,
            )
        )

    def lines(self, x: float, y: float, lines: list[str], face: Face, *, colour: str = INK) -> None:
        """Lines of text one under the other around the height y, from x to the right."""
        first = y - len(lines) * face.leading / 2 + face.leading / 2 + face.size * 0.36
        for number, words in enumerate(lines):
            self.text(x, first + number * face.leading, words, face, colour=colour)

    def drawing(self, height: float, alt: str, sentences: tuple[str, ...]) -> Drawing:
        """What was drawn, on a sheet of this height in points."""
        self._placed.scale(1 / POINTS, -1 / POINTS).translate(0, height / POINTS)
        self._figure.set_size_inches(self.width / POINTS, height / POINTS)
        nothing: dict[str, None] = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        svg, png = BytesIO(), BytesIO()
        self._figure.savefig(svg, format="svg", metadata=nothing)
        self._figure.savefig(png, format="png", dpi=DOTS, metadata={"Software": None})
        return Drawing(_told(svg.getvalue(), alt, sentences), png.getvalue(), alt, sentences)

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._transform)
        self._figure.add_artist(artist)


def width_of(words: str, face: Face) -> float:
    """The width of words in points."""
    from matplotlib.textpath import text_to_path

    width, _, _ = text_to_path.get_text_width_height_descent(spaced(words), _font(face), ismath=False)
    return float(width)


def wrapped(words: str, width: float, face: Face) -> list[str]:
    """Words in lines of at most a width in points; a word that is longer is cut."""
    lines = [""]
    for word in spaced(words).split(" "):
        longer = f"{lines[-1]} {word}".lstrip()
        if width_of(longer, face) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and width_of(lines[-1] + letter, face) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def spaced(words: str) -> str:
    """Words with one space between them, and nothing that can't be drawn."""
    return " ".join(printable(words).split())


@cache
def _font(face: Face) -> FontProperties:
    from matplotlib import get_data_path
    from matplotlib.font_manager import FontProperties

    file = Path(get_data_path()) / "fonts" / "ttf" / f"DejaVuSans{face.cut}.ttf"
    return FontProperties(fname=file, size=face.size)


def _told(svg: bytes, alt: str, sentences: tuple[str, ...]) -> bytes:
    """An SVG that begins at its element and says in words what it shows."""
    _, _, inside = svg.decode().partition("<svg ")
    opening, _, rest = inside.partition(">")
    title, description = (html.escape(spaced(text), quote=False) for text in (alt, " ".join(sentences)))
    told = f"<title>{title}</title>\n <desc>{description}</desc>"
    return f'<svg role="img" {opening}>\n {told}{rest}'.encode()
