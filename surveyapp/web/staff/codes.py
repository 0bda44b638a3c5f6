"""Codes from a phone (TOTP, RFC 6238): made known by a QR code, each taken once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from flask import Flask, current_app
from flask_security import Totp, UserMixin
from passlib.exc import TokenError, UsedTokenError
from passlib.totp import TOTP, AppWallet, TotpMatch

from surveyapp import clock
from surveyapp.services import second_factor
from surveyapp.services.staff import Person
from surveyapp.settings import Settings
from surveyapp.web.staff.keys import derived
from surveyapp.web.staff.security import User

ISSUER = "Survey workspace"
KEY = "surveyapp.codes"
CLOCK_SECONDS = 30
"""How far a phone's clock may be off."""
TAG_LENGTH = 8


class Codes(Totp):
    """Flask-Security's codes, encrypted with keys that can be replaced, and each good for once."""

    def __init__(self, secrets: Sequence[str]) -> None:
        keys = derived(secrets, "second factor")
        tags = [tag[:TAG_LENGTH] for tag in derived(secrets, "name of second factor key")]
        wallet = AppWallet(dict(zip(tags, keys, strict=True)), default_tag=tags[-1])
        self._totp = TOTP.using(issuer=ISSUER, wallet=wallet, now=_now)

    def get_last_counter(self, user: UserMixin) -> int | None:
        """The place in time of the last code that was taken."""
        return cast("User", user).person.totp_counter

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Use a code up. Raises UsedTokenError where somebody was quicker."""
        if not second_factor.take_counter(cast("User", user).person.number, tmatch.counter):
            raise UsedTokenError

    def right(self, person: Person, code: str) -> bool:
        """Whether the code is the person's own now; it is then used up."""
        if person.totp is None:
            return False
        try:
            found = self._totp.from_source(person.totp)
        except KeyError:  # encrypted with a secret that is no longer kept
            return False
        right = self.verify_totp(code, person.totp, User(person), CLOCK_SECONDS)
        if right and found.changed:
            second_factor.encrypt_anew(person.number, found.to_json(encrypt=True))
        return right

    def first(self, secret: str, code: str) -> int | None:
        """The place in time of a new secret's first code; None where the code is wrong."""
        try:
            return int(self._totp.verify(code, secret, window=CLOCK_SECONDS).counter)
        except TokenError:
            return None


def _now() -> int:
    return clock.moment()


def codes() -> Codes:
    """Those of the current app."""
    return cast("Codes", current_app.extensions[KEY])


def register(app: Flask, settings: Settings) -> None:
    """Give the app its codes."""
    app.extensions[KEY] = Codes(settings.secrets)
