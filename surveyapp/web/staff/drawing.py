"""What every staff template can use."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, request
from flask_bootstrap import Bootstrap5
from flask_security import current_user

from surveyapp.settings import Settings
from surveyapp.web.drawing import long_date
from surveyapp.web.markdown import written
from surveyapp.web.staff import access, navigation

ROLE_WORDS = {"committee": "committee member", "analyst": "analyst", "admin": "administrator"}
"""What a role is called, by its name."""


def _shared() -> dict[str, Any]:
    signed_in = bool(current_user.is_authenticated)
    return {
        "me": access.person() if signed_in else None,
        "destinations": navigation.destinations(request.endpoint) if signed_in else [],
        "may_open": access.may_open,
    }


def register(app: Flask, settings: Settings) -> None:
    """Give the app's templates Bootstrap, our filters, and who is signed in."""
    zone = ZoneInfo(settings.timezone)

    def when(moment: int) -> str:
        """A moment in seconds since 1970 UTC as people write it, such as 3 March 2026, 14:05."""
        local = datetime.fromtimestamp(moment, UTC).astimezone(zone)
        return f"{long_date(local.date())}, {local:%H:%M}"

    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    app.static_url_path = "/static"
    Bootstrap5(app)
    app.view_functions["bootstrap.static"] = _open_to_anyone(app.view_functions["bootstrap.static"])
    app.jinja_env.filters |= {
        "long_date": long_date,
        "role": ROLE_WORDS.__getitem__,
        "when": when,
        "written": written,
    }
    app.context_processor(_shared)


def _open_to_anyone(view: Any) -> Any:
    @access.anyone
    def opened(**given: Any) -> Any:
        return view(**given)

    return opened
