"""Headers that every answer carries: nothing is kept, nothing is sent on, nothing foreign is loaded."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence

from flask import Flask, Response

from surveyapp.web.assets import STYLE

NOTHING_KEPT = "no-store"
POWERS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb", "browsing-topics")
"""What a page could ask a browser for, and ours never do."""
ALWAYS = (
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Robots-Tag", "noindex, nofollow, noarchive"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", ", ".join(f"{power}=()" for power in POWERS)),
)


def content_policy(styles: Sequence[str] = (), scripts: Sequence[str] = (), connecting: bool = False) -> str:
    """A Content-Security-Policy that starts at nothing and allows what stands in the page itself.

    That is our style, these further ones and these scripts, each by its hash. Where `connecting`, the
    scripts may ask this server.
    """
    connections = "connect-src 'self'; " if connecting else ""
    sources = f"style-src {_hashes(STYLE, *styles)}; script-src {_hashes(*scripts)}; {connections}"
    return (
        f"default-src 'none'; {sources}"
        "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    )


def hashed(text: str) -> str:
    """A text's hash as a policy writes it."""
    return f"sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _hashes(*texts: str) -> str:
    return " ".join(f"'{hashed(text)}'" for text in texts) or "'none'"


PLAIN_POLICY = content_policy()


def add_headers(response: Response) -> Response:
    """The response with what all carry; a policy or a keeping time of its own is left as it is."""
    headers = response.headers
    headers.extend(ALWAYS)
    if "Cache-Control" not in headers:
        headers.add("Cache-Control", NOTHING_KEPT)
    if "Content-Security-Policy" not in headers:
        headers.add("Content-Security-Policy", PLAIN_POLICY)
    return response


def register(app: Flask) -> None:
    """Have the app add the headers to whatever it answers, its errors included."""
    app.after_request(add_headers)
