"""Reading what was posted, before anything else is done with it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from flask import Request

from surveyapp.web.errors import Trouble
from surveyapp.web.forms import Posted

MOST_FIELDS = 2_000
FORM = "application/x-www-form-urlencoded"


def posted(request: Request) -> Posted:
    """The names and values of a posted form.

    Raises Trouble where another site sent it, where it is no form or can't be read, and where it has too many
    fields; werkzeug raises RequestEntityTooLarge where it is too long.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise Trouble("elsewhere")
    if request.mimetype != FORM:
        raise Trouble("unreadable")
    try:
        pairs = parse_qsl(
            request.get_data(cache=False).decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise Trouble("unreadable") from None
    found = Posted()
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
