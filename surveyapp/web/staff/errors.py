"""What staff read when something goes wrong: what happened, and what to do next."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from surveyapp import logs
from surveyapp.services import Refused
from surveyapp.store.box import BoxUnavailable
from surveyapp.web.drawing import draw
from surveyapp.web.headers import PLAIN_POLICY

STALE = "This form was open for too long, or was not ours. Reload the page and send it again."
WORDS = {
    400: ("This could not be read", "Go back, reload the page and try again."),
    403: ("This page is not yours to open", "Your role does not include it. Ask an administrator."),
    404: ("There is no such page", "It may have been moved or deleted. Begin again from the start page."),
    405: ("This page cannot do that", "Nothing was changed. Begin again from the start page."),
    413: ("This is too long", "Send it in smaller pieces."),
    429: ("Too many attempts", "Wait a quarter of an hour, then try again."),
    500: ("Something went wrong on our side", "Nothing more is known here. Try again in a minute."),
    503: ("We cannot reach our database", "Try again in a minute."),
}


def page(status: int, words: str = "") -> ResponseReturnValue:
    """A plain page for a status; `words` take the place of what it usually says.

    Where something of ours broke the page is drawn without looking anybody up.
    """
    title, usual = WORDS.get(status, WORDS[400 if status < 500 else 500])
    if status >= 500:
        body = draw("error.html", title=title, words=[words or usual])
        return body, status, {"Content-Security-Policy": PLAIN_POLICY}
    return render_template("staff/error.html", title=title, words=words or usual), status


def _http(error: HTTPException) -> ResponseReturnValue:
    return page(error.code or 500)


def _refused(refusal: Refused) -> ResponseReturnValue:
    title = "This cannot be done now"
    return render_template("staff/error.html", title=title, words=str(refusal)), HTTPStatus.CONFLICT


def _box_unavailable(_error: BoxUnavailable) -> ResponseReturnValue:
    logs.failure(logs.Code.BOX_UNAVAILABLE)
    return page(503)


def register(app: Flask) -> None:
    """Have the app answer every error with a plain page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(BoxUnavailable, _box_unavailable)
    app.register_error_handler(CSRFError, lambda _error: page(400, STALE))
