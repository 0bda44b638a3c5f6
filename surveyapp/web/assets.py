"""The style and the script: read once and written into each page, so that a page is one request."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

STATIC = Path(__file__).with_name("static")
SCRIPT_PARTS = ("fields", "checks", "rules", "parts", "guard", "start")
"""The script's files in the order in which they are joined: one scope, nothing global."""
INVITATION_PARTS = (*SCRIPT_PARTS, "ballot", "ballot_sending")


def _bare(file: Path) -> list[str]:
    """A file's lines without indentation and comments: they cost a phone more than all the rules."""
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith(("//", "/*"))]


def _script(parts: tuple[str, ...]) -> str:
    files = [STATIC / "survey" / f"{part}.js" for part in parts]
    lines = [line for file in files for line in _bare(file)]
    return "\n".join(["(() => {", '"use strict";', *lines, "})();"])


STYLE = Markup("\n".join(_bare(STATIC / "page.css")))  # noqa: S704  our own files, which hold no "</"
SCRIPT = Markup(_script(SCRIPT_PARTS))  # noqa: S704  the same
INVITATION_SCRIPT = Markup(_script(INVITATION_PARTS))  # noqa: S704  the same
PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
"""A GIF of one transparent point: the answer that carries it makes a browser forget its caches."""
