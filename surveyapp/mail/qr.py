"""A link as a QR code (ISO/IEC 18004), for a slide or a poster."""

from __future__ import annotations

from html import escape
from io import BytesIO
from itertools import groupby

QUIET_ZONE = 4
"""Modules of white around it, as the standard asks."""
SMALLEST_PIXELS = 1200
"""Sides of a PNG are at least as long: sharp on a projector and in print."""


def svg(link: str, title: str) -> str:
    """The code as an SVG of any size, black on white, with `title` as what screen readers say."""
    rows = _modules(link)
    size = len(rows)
    path = "".join(
        f"M{x} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{10 * size}" '
        f'height="{10 * size}" role="img" shape-rendering="crispEdges"><title>{escape(title)}</title>'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path d="{path}"/></svg>\n'
    )


def png(link: str) -> bytes:
    """The code as a PNG of black and white, whole pixels to a module."""
    from PIL import Image

    rows = _modules(link)
    size = len(rows)
    image = Image.new("1", (size, size), 1)
    image.putdata([0 if dark else 1 for row in rows for dark in row])
    scale = -(-SMALLEST_PIXELS // size)
    written = BytesIO()
    image.resize((size * scale, size * scale), Image.Resampling.NEAREST).save(written, "PNG")
    return written.getvalue()


def _modules(link: str) -> list[list[bool]]:
    """The modules, True where dark, with the quiet zone around them."""
    # Imported here: only who asks for a picture waits for its library.
    from qrcode.constants import ERROR_CORRECT_Q
    from qrcode.main import QRCode

    # Level Q: a quarter of it may be hidden by a finger, a glare, or a logo that somebody puts there.
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET_ZONE)
    code.add_data(link)
    return code.get_matrix()


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many follow."""
    runs, start = [], 0
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            runs.append((start, length))
        start += length
    return runs
