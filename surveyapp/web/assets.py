"""The style and the script: read once, named by their content, so that a browser may keep them for good."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

STATIC = Path(__file__).with_name("static")
SCRIPT_PARTS = ("fields", "checks", "rules", "parts", "guard", "start")
"""The script's files in the order in which they are joined: one request, one scope, nothing global."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages link to; `name` changes with every byte of `body`."""

    name: str
    mimetype: str
    body: bytes

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"/assets/{self.name}"


def _asset(stem: str, suffix: str, mimetype: str, text: str) -> Asset:
    body = text.encode()
    return Asset(f"{stem}-{hashlib.sha256(body).hexdigest()[:16]}.{suffix}", mimetype, body)


def _bare(file: Path) -> list[str]:
    """A file's lines without indentation and comments: they cost a phone more than all the rules."""
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith(("//", "/*"))]


def _script() -> str:
    files = [STATIC / "survey" / f"{part}.js" for part in SCRIPT_PARTS]
    lines = [line for file in files for line in _bare(file)]
    return "\n".join(["(() => {", '"use strict";', *lines, "})();", ""])


STYLE = _asset("page", "css", "text/css", "\n".join(_bare(STATIC / "page.css")))
SCRIPT = _asset("survey", "js", "text/javascript", _script())
PIXEL = Asset(
    "clear.gif",
    "image/gif",
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
)
"""One transparent point: the answer that carries it makes a browser forget its caches."""
LASTING = {asset.name: asset for asset in (STYLE, SCRIPT)}
