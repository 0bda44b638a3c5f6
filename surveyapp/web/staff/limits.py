"""How often somebody may try: by account, and all together. Nobody's address is read for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, request, session
from flask_limiter import Limiter
from flask_security import current_user

from surveyapp.services.staff import normal
from surveyapp.web.staff import access
from surveyapp.web.staff.accounts.signing import PENDING

BY_ACCOUNT = "10 per 15 minutes"
TOGETHER = "60 per minute"
NOBODY = "nobody"


def _typed() -> str:
    return normal(request.form.get("email", ""))[:254] or NOBODY


def _pending() -> str:
    return str(session.get(PENDING, NOBODY))


def _signed_in() -> str:
    return str(access.person().number) if current_user.is_authenticated else NOBODY


TRIED: dict[str, Callable[[], str] | None] = {
    "accounts.sign_in": _typed,
    "accounts.code": _pending,
    "accounts.enter": None,
    "own.password": _signed_in,
    "own.second_factor": _signed_in,
    "own.recovery_codes": _signed_in,
}
"""The endpoints at which a secret can be guessed, and whose account is counted: None for nobody's."""


def register(app: Flask) -> None:
    """Limit the posts to those endpoints, which must be registered. Counted in each process by itself."""
    limiter = Limiter(_typed, app=app, storage_uri="memory://", headers_enabled=False)
    together = limiter.shared_limit(TOGETHER, scope="staff", key_func=lambda: "all", methods=["POST"])
    for endpoint, account in TRIED.items():
        view: Any = together(app.view_functions[endpoint])
        if account is not None:
            view = limiter.limit(BY_ACCOUNT, key_func=account, methods=["POST"])(view)
        app.view_functions[endpoint] = view
