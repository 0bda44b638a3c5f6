"""Who may open what: a rule on every view, and nothing without one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user, logout_user

from surveyapp import clock
from surveyapp.services.staff import ROLES, Person
from surveyapp.web.application import settings

View = TypeVar("View", bound=Callable[..., Any])

RULE = "staff_rule"
ANYONE = frozenset({"anyone"})
IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 12 * 60 * 60
BEGAN, SEEN = "began", "seen"
SEEN_STEP = 60
IDLE = "You were signed out: that happens after half an hour without a click, and after twelve hours at most."
UNSAVED = "What you sent just now was not kept. Sign in and do it again."
BEFORE_SECOND_FACTOR = frozenset({"own.second_factor", "accounts.sign_out"})


def allow(*roles: str) -> Callable[[View], View]:
    """Only people with one of these roles may open the view. Raises ValueError at an unknown role."""
    if not roles or not set(roles) <= set(ROLES):
        raise ValueError(f"roles are {', '.join(ROLES)}")

    def ruled(view: View) -> View:
        view.__dict__[RULE] = frozenset(roles)
        return view

    return ruled


def anyone(view: View) -> View:
    """Whoever knows the address may open the view: for signing in."""
    view.__dict__[RULE] = ANYONE
    return view


def rule(endpoint: str | None) -> frozenset[str]:
    """The roles that may open an endpoint of the current app; none where it has no rule."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, RULE, frozenset())


def person() -> Person:
    """Who is signed in. Raises AttributeError where nobody is: only in views that not anyone may open."""
    found: Person = current_user.person
    return found


def who() -> str:
    """The address of who is signed in, for the audit trail."""
    return person().email


def may_open(endpoint: str) -> bool:
    """Whether who is signed in may open an endpoint, if it exists."""
    return current_user.is_authenticated and bool(rule(endpoint) & set(person().roles))


def begin() -> None:
    """Have the session begin now."""
    session[BEGAN] = session[SEEN] = clock.moment()


def _end_old_session() -> None:
    """Sign out who was away for too long, or signed in for too long."""
    if not current_user.is_authenticated:
        return
    now = clock.moment()
    began, seen = session.get(BEGAN, 0), session.get(SEEN, 0)
    if now - seen > IDLE_SECONDS or now - began > LONGEST_SECONDS:
        logout_user()
        session.clear()
        lost = request.method == "POST" and request.endpoint != "accounts.sign_out"
        flash(f"{IDLE} {UNSAVED}" if lost else IDLE, "error")
    elif now - seen > SEEN_STEP:
        session[SEEN] = now


def lacks_second_factor(found: Person) -> bool:
    """Whether the person has to set up a second factor before anything else."""
    wanted = settings().second_factor
    asked = wanted == "everybody" or wanted in found.roles
    return asked and found.totp is None


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:  # no such address: the error page says so
        return None
    allowed = rule(request.endpoint)
    if allowed == ANYONE:
        return None
    if not allowed:
        abort(403)
    if not current_user.is_authenticated:
        going = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=going), 303)
    if not allowed & set(person().roles):
        abort(403)
    if lacks_second_factor(person()) and request.endpoint not in BEFORE_SECOND_FACTOR:
        return redirect(url_for("own.second_factor"), 303)
    return None


def _refuse_unkept() -> None:
    """Refuse the one character that PostgreSQL keeps in no text."""
    given = [value for values in (request.args, request.form) for _name, value in values.items(multi=True)]
    if any("\0" in each for each in (request.path, *given)):
        abort(404 if "\0" in request.path else 400)


def register(app: Flask) -> None:
    """Have the app check every request."""
    app.before_request(_refuse_unkept)
    app.before_request(_end_old_session)
    app.before_request(_check)
