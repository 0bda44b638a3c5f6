"""Headers of staff pages: nothing foreign, nothing inline, nothing kept."""

from __future__ import annotations

from flask import Flask, Response, request

from surveyapp.web.headers import ALWAYS, NOTHING_KEPT

ASSETS = frozenset({"staff.static", "bootstrap.static"})
"""What a browser may keep: our styles and scripts, and no download of anybody."""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
)


def policy(framed: bool = False) -> str:
    """The Content-Security-Policy of a staff page; `framed` is one that our own pages show in a frame."""
    return POLICY + ("'self'" if framed else "'none'")


def _add(response: Response) -> Response:
    headers = response.headers
    headers.extend(ALWAYS)
    headers.setdefault("Content-Security-Policy", policy())
    if request.endpoint not in ASSETS:
        headers["Cache-Control"] = NOTHING_KEPT
    return response


def register(app: Flask) -> None:
    """Have the app add the headers to whatever it answers, its errors included."""
    app.after_request(_add)
