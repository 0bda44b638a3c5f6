"""A sheet to draw on, in points from its upper left corner, and the drawing that comes of it.

Every letter is drawn as a path of DejaVu Sans, which comes along with matplotlib: a figure looks
the same, and is the same bytes, whatever fonts and settings a machine has.
"""

from __future__ import annotations

import html
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from surveyapp.analysis.figures.colours import HELD, HELD_LINE, INK, PAPER
from surveyapp.analysis.figures.shares import printable

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from matplotlib.font_manager import FontProperties
    from matplotlib.transforms import Affine2D

POINTS = 72
"""Points in an inch."""
DOTS = 300
"""Dots in an inch of a PNG."""
LEADING = 1.25
"""From line to line, as a multiple of the size."""
Cut = Literal["", "-Bold", "-Oblique"]
Point = tuple[float, float]
Mark = Callable[["Brush"], None]
ALIGNED = {"left": 0.0, "center": 0.5, "right": 1.0}
"""How much of a text stands before the place that it is written at."""


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
        self.width = width
        self._lines: list[Mark] = []
        self._bars: list[Mark] = []
        self._texts: list[Mark] = []

    def bar(self, x: float, y: float, width: float, height: float, fill: Fill) -> None:
        """A rectangle of a colour, or of a fill with an outline."""
        self._bars.append(lambda brush: brush.bar(x, y, width, height, fill))

    def line(self, start: Point, end: Point, colour: str, width: float = 0.6) -> None:
        """A straight line, under everything else."""
        self._lines.append(lambda brush: brush.line(start, end, colour, width))

    def text(
        self, x: float, y: float, words: str, face: Face, *, align: str = "left", colour: str = INK
    ) -> None:
        """Words on the baseline y; `align` says which part of them is at x: left, center or right."""
        if said := spaced(words):
            self._texts.append(lambda brush: brush.text(x, y, said, face, ALIGNED[align], colour))

    def lines(self, x: float, y: float, lines: list[str], face: Face, *, colour: str = INK) -> None:
        """Lines of text one under the other around the height y, from x to the right."""
        first = y - len(lines) * face.leading / 2 + face.leading / 2 + face.size * 0.36
        for number, words in enumerate(lines):
            self.text(x, first + number * face.leading, words, face, colour=colour)

    def drawing(self, height: float, alt: str, sentences: tuple[str, ...]) -> Drawing:
        """What was drawn, on a sheet of this height in points."""
        from matplotlib.backends import backend_agg, backend_svg
        from PIL import Image

        agg: Any = backend_agg
        vector: Any = backend_svg
        svg, png = StringIO(), BytesIO()
        nothing: dict[str, None] = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        lines = vector.RendererSVG(self.width, height, svg, metadata=nothing)
        lines.open_group("figure")
        self._draw(lines, height, POINTS)
        lines.close_group("figure")
        lines.finalize()
        size = int(self.width / POINTS * DOTS), int(height / POINTS * DOTS)
        dots = agg.RendererAgg(*size, DOTS)
        self._draw(dots, height, DOTS)
        image = Image.frombuffer("RGBA", size, dots.buffer_rgba(), "raw", "RGBA", 0, 1)
        image.save(png, "png", dpi=(DOTS, DOTS))
        return Drawing(_told(svg.getvalue(), alt, sentences), png.getvalue(), alt, sentences)

    def _draw(self, renderer: RendererBase, height: float, dots: int) -> None:
        from matplotlib.transforms import Affine2D

        placed = Affine2D().scale(1 / POINTS, -1 / POINTS).translate(0, height / POINTS).scale(dots)
        brush = Brush(renderer, placed)
        brush.bar(0, height, self.width, -height, Fill(PAPER), smooth=False)
        for mark in (*self._lines, *self._bars, *self._texts):
            mark(brush)


@dataclass(frozen=True, slots=True)
class Brush:
    """Draws with one of matplotlib's renderers; ``placed`` takes points of the sheet to its dots."""

    renderer: RendererBase
    placed: Affine2D

    def bar(
        self, x: float, y: float, width: float, height: float, fill: Fill, *, smooth: bool = True
    ) -> None:
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
        with self._drawing("patch") as context:
            context.set_linewidth(0.6 if fill.outline else 0)
            context.set_foreground(fill.outline or fill.colour)
            context.set_joinstyle("miter")
            context.set_antialiased(smooth)
            if fill.hatched:
                context.set_hatch("//////")
                context.set_hatch_color(fill.outline)
            self._path(context, corners, fill.colour)

    def line(self, start: Point, end: Point, colour: str, width: float) -> None:
        with self._drawing("line2d") as context:
            context.set_linewidth(width)
            context.set_foreground(colour)
            context.set_joinstyle("round")
            self._path(context, [start, end])

    def text(self, x: float, y: float, words: str, face: Face, before: float, colour: str) -> None:
        """Words of which so large a part stands before x."""
        font = _font(face)
        left, base = self.placed.transform((x, y))
        if before:
            width, _, _ = self.renderer.get_text_width_height_descent(words, font, ismath=False)
            left -= before * width
        with self._drawing("text") as context:
            context.set_foreground(colour)
            _, height = self.renderer.get_canvas_width_height()
            self.renderer.draw_text(context, left, height - base, words, font, 0)

    def _path(self, context: GraphicsContextBase, points: list[Point], colour: str = "") -> None:
        from matplotlib.colors import to_rgba
        from matplotlib.path import Path as Outline

        outline = Outline(points, closed=bool(colour))
        self.renderer.draw_path(context, outline, self.placed, to_rgba(colour) if colour else None)

    @contextmanager
    def _drawing(self, group: str) -> Iterator[GraphicsContextBase]:
        self.renderer.open_group(group)
        context = self.renderer.new_gc()
        yield context
        context.restore()
        self.renderer.close_group(group)


@lru_cache(maxsize=1_000)
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


def _told(svg: str, alt: str, sentences: tuple[str, ...]) -> bytes:
    """An SVG that begins at its element and says in words what it shows."""
    _, _, inside = svg.partition("<svg ")
    opening, _, rest = inside.partition(">")
    title, description = (html.escape(spaced(text), quote=False) for text in (alt, " ".join(sentences)))
    told = f"<title>{title}</title>\n <desc>{description}</desc>"
    return f'<svg role="img" {opening}>\n {told}{rest}'.encode()
