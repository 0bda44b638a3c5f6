"""Letters: one text that becomes a plain e-mail and an HTML one with the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import fill

WIDTH = 72
# Colours stay the reader's own, so that dark mail programs remain dark; nothing is fetched from anywhere.
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{subject}</title>
</head>
<body style="margin:0;padding:24px 16px">
<div style="max-width:36em;margin:0 auto;overflow-wrap:anywhere;\
font:16px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
{body}
</div>
</body>
</html>
"""
PARAGRAPH = '<p style="margin:0 0 1.1em">{words}</p>'
LINK = (
    '<p style="margin:0 0 1.4em;padding:.75em 1em;border:2px solid #0b6e6e;border-radius:6px">'
    '<a href="{address}" style="font-weight:600">{address}</a></p>'
)


@dataclass(frozen=True, slots=True)
class Link:
    """A web address, on a line of its own so that no mail program breaks it."""

    address: str


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail before it is addressed: its subject, and the same words as plain text and as HTML."""

    subject: str
    text: str
    html: str


def letter(subject: str, parts: Sequence[str | Link]) -> Letter:
    """A letter of paragraphs and links; each run of spaces and line breaks in them becomes one space."""
    subject, parts = _line(subject), [part if isinstance(part, Link) else _line(part) for part in parts]
    return Letter(
        subject=subject,
        text="\n\n".join(part.address if isinstance(part, Link) else fill(part, WIDTH) for part in parts)
        + "\n",
        html=PAGE.format(subject=escape(subject), body="\n".join(_block(part) for part in parts)),
    )


def _line(text: str) -> str:
    return " ".join(text.split())


def _block(part: str | Link) -> str:
    if isinstance(part, Link):
        return LINK.format(address=escape(part.address))
    return PARAGRAPH.format(words=escape(part))
