"""The area of data: its addresses begin with /data, and none of them shows anything before sealing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from typing import BinaryIO

from flask import Blueprint, Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from surveyapp.services import Refused, analysts, campaigns
from surveyapp.services.downloads import TooMany

blueprint = Blueprint("data", __name__, url_prefix="/data")

SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""The policy of a document that carries its own style: nothing in it runs, and nothing is fetched."""


@blueprint.before_request
def _find() -> None:
    """Lets sealed campaigns through, whatever is asked of them."""
    name = (request.view_args or {}).get("name")
    if name is not None:
        if not campaigns.exists(name):
            abort(404)
        analysts.require_sealed(name)


@blueprint.errorhandler(Refused)
def _refused(refusal: Refused) -> ResponseReturnValue:
    """Why something cannot be done, and the way back."""
    name = (request.view_args or {}).get("name")
    command = refusal.command if isinstance(refusal, TooMany) else ""
    page = render_template("staff/data/refused.html", words=str(refusal), command=command, name=name)
    return page, HTTPStatus.CONFLICT


@contextmanager
def found() -> Iterator[None]:
    """Answers with the page for what is not there where what is looked for was not made."""
    try:
        yield
    except KeyError:
        abort(404)


def attachment(content: bytes | BinaryIO, filename: str) -> Response:
    """A file to be saved under that name; neither server nor browser keeps it for later."""
    file = BytesIO(content) if isinstance(content, bytes) else content
    return send_file(
        file, as_attachment=True, download_name=filename, etag=False, conditional=False, max_age=0
    )


def document(html: bytes) -> Response:
    """An HTML file of ours to be read in the browser."""
    response = Response(html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
