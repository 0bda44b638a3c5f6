"""From a right password, over a code where one is needed, to a session."""

from __future__ import annotations

import re

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import login_user

from surveyapp import clock
from surveyapp.services import audit, second_factor, staff
from surveyapp.services.staff import Person
from surveyapp.web.staff import access
from surveyapp.web.staff.codes import codes
from surveyapp.web.staff.security import User

PENDING, SINCE, NEXT = "pending", "since", "next"
CODE_SECONDS = 10 * 60
LOCAL = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}")


def wanted() -> str:
    """The page that was asked for before signing in, as a path below /staff; the start page otherwise."""
    path = request.args.get("next") or session.get(NEXT, "")
    return request.script_root + path if LOCAL.fullmatch(path) else url_for("staff.home")


def after_password(person: Person) -> ResponseReturnValue:
    """Leads on whoever has shown a right password or a one-time link."""
    if person.totp is None:
        return complete(person, "signed in")
    going = request.args.get("next", "")
    session.clear()
    session[PENDING], session[SINCE], session[NEXT] = person.session_key, clock.moment(), going
    return redirect(url_for("accounts.code"), 303)


def pending() -> Person | None:
    """Who has shown the password and not yet the code, for ten minutes."""
    person = staff.by_session(session.get(PENDING, ""))
    fresh = clock.moment() - session.get(SINCE, 0) <= CODE_SECONDS
    return person if person is not None and person.active and fresh else None


def accepted(person: Person, code: str) -> str | None:
    """What the audit trail says of a right code, which is now used up; None where it is wrong."""
    digits = re.sub(r"[\s-]", "", code)
    if re.fullmatch(r"[0-9]{6}", digits):
        return "signed in" if codes().right(person, digits) else None
    used = second_factor.take_recovery_code(person.number, code)
    return "signed in with a recovery code" if used else None


def complete(person: Person, action: str) -> ResponseReturnValue:
    """Begins a session and leads to what was asked for."""
    going = wanted()
    renew(person)
    audit.record(person.email, action)
    return redirect(going, 303)


def renew(person: Person) -> None:
    """Begin a session for a person as they are now stored, in place of the one there is."""
    session.clear()
    login_user(User(person))
    session.pop("_id", None)  # a hash of address and browser, which nothing here compares
    access.begin()
