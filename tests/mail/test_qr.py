"""QR codes of a link: both pictures show the same modules, with the white that scanners need around them."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree as ET

from PIL import Image
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

from surveyapp.mail import qr

LINK = "https://survey.example.org/s/needs-2026.AbCdEfGhIjKlMnOpQrStUvWxYz0"


def expected() -> list[list[bool]]:
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=4)
    code.add_data(LINK)
    return code.get_matrix()


def test_the_png_shows_the_code_large_and_in_whole_pixels() -> None:
    image = Image.open(BytesIO(qr.png(LINK))).convert("L")
    rows, size = expected(), len(expected())
    scale = image.width // size
    assert image.size == (scale * size, scale * size)
    assert image.width >= 1200
    seen = [
        [image.getpixel((x * scale + scale // 2, y * scale + scale // 2)) == 0 for x in range(size)]
        for y in range(size)
    ]
    assert seen == rows


def test_the_svg_shows_the_same_code() -> None:
    rows, size = expected(), len(expected())
    drawn = [[False] * size for _ in rows]
    path = re.findall(r'<path d="([^"]*)"', qr.svg(LINK, "Title"))[0]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", path):
        for place in range(int(x), int(x) + int(length)):
            drawn[int(y)][place] = True
    assert drawn == rows


def test_four_modules_around_it_are_white() -> None:
    rows = expected()
    frame = [rows[0:4], rows[-4:], [row[:4] for row in rows], [row[-4:] for row in rows]]
    assert not any(dark for part in frame for row in part for dark in row)


def test_the_svg_has_words_for_who_does_not_see_it() -> None:
    picture = ET.fromstring(qr.svg(LINK, "QR code of <the> link"))  # noqa: S314  our own
    title = picture.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == "QR code of <the> link"
    assert picture.get("role") == "img"


def test_the_same_link_gives_the_same_bytes() -> None:
    assert qr.png(LINK) == qr.png(LINK)
    assert qr.svg(LINK, "Title") == qr.svg(LINK, "Title")
