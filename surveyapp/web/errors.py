"""Plain pages for everything that goes wrong: what happened, what became of the answers, what to do next.

Nothing of a request is ever given back, and all that is logged is that something of ours broke.
"""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from surveyapp import logs
from surveyapp.services import Refused
from surveyapp.services.respond import UnknownLink
from surveyapp.store.box import BoxUnavailable
from surveyapp.web.drawing import draw

ONCE = "Sending twice does no harm: it is counted once."
NOT_RECORDED = "Your answers were not recorded."


class Page(NamedTuple):
    """What a plain page says: its status, its heading, and a paragraph each."""

    status: int
    title: str
    words: tuple[str, ...]


PAGES = {
    "link": Page(
        404,
        "This link does not lead to a survey",
        (
            "Please open the link in the e-mail again. If you copied it, check that nothing is missing.",
            "If it still leads here, tell the person who sent it to you.",
        ),
    ),
    "method": Page(
        405,
        "This page cannot do that",
        ("Nothing was changed. Please open the link in the e-mail again.",),
    ),
    "changed": Page(
        400,
        "This form can no longer be sent",
        (
            f"{NOT_RECORDED} The part of the form that shows that it is ours was missing or changed.",
            "Please open the link in the e-mail again and answer from there.",
        ),
    ),
    "moved_on": Page(
        409,
        "The survey has changed since you opened it",
        (
            f"{NOT_RECORDED} What you had opened was a rehearsal, or an earlier version of the questions.",
            "Please open the link in the e-mail again and answer from there. We are sorry for the trouble.",
        ),
    ),
    "elsewhere": Page(
        403,
        "This was sent from another website",
        (
            f"{NOT_RECORDED} Forms are taken only from our own pages.",
            "Please open the link in the e-mail again and answer from there.",
        ),
    ),
    "unreadable": Page(
        400,
        "This could not be read",
        (
            f"{NOT_RECORDED} What arrived here was not a form as a browser sends it.",
            f"Please go back and send it again. {ONCE}",
        ),
    ),
    "too_large": Page(
        413,
        "This is too long",
        (
            f"{NOT_RECORDED} They were longer than we can take in one piece.",
            "Please go back, shorten what you wrote, and send it again.",
        ),
    ),
    "unavailable": Page(
        503,
        "We cannot reach our database",
        (
            "If you were sending answers, we do not know whether they were recorded.",
            f"Please wait a minute, then reload this page and let your browser send them again. {ONCE}",
        ),
    ),
    "unready": Page(
        503,
        "This survey is being worked on",
        (
            "Its questions cannot be shown just now. Nothing was recorded.",
            "Please try again later, or tell the person who sent you the link.",
        ),
    ),
    "unexpected": Page(
        500,
        "Something went wrong on our side",
        (
            "If you were sending answers, they may not have been recorded.",
            f"Please wait a minute, then reload this page and let your browser send them again. {ONCE}",
        ),
    ),
}
BY_STATUS = {404: "link", 405: "method", 413: "too_large", 400: "unreadable", 503: "unavailable"}


class Trouble(Exception):
    """Ends a request with one of the plain pages, by its key in `PAGES`."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def plain(key: str) -> Response:
    """One of the plain pages."""
    page = PAGES[key]
    body = draw("error.html", title=page.title, words=page.words)
    return Response(body, page.status, content_type="text/html; charset=utf-8")


def _http(error: HTTPException) -> Response:
    key = BY_STATUS.get(error.code or 500, "unreadable" if (error.code or 500) < 500 else "unexpected")
    response = plain(key)
    if error.code == 405:
        response.headers.extend(pair for pair in error.get_headers() if pair[0] == "Allow")
    return response


def _box_unavailable(_error: BoxUnavailable) -> Response:
    logs.failure(logs.Code.BOX_UNAVAILABLE)
    return plain("unavailable")


def register(app: Flask) -> None:
    """Have the app answer every error with a plain page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Trouble, lambda trouble: plain(trouble.key))
    app.register_error_handler(UnknownLink, lambda _unknown: plain("link"))
    app.register_error_handler(Refused, lambda _refused: plain("unready"))
    app.register_error_handler(BoxUnavailable, _box_unavailable)
