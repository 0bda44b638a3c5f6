"""Passwords: what a good one is, and whether one is right, in the same time for everybody."""

from __future__ import annotations

import unicodedata

from flask_security import hash_password, verify_password

from surveyapp.services import staff
from surveyapp.services.staff import Person

SHORTEST, LONGEST = 12, 200
FEWEST_CHARACTERS = 6
NOBODYS = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
"""A hash of no password, checked where there is nobody: the answer then takes as long as for anybody."""


def problem(password: str, email: str) -> str | None:
    """Why a password is not a good one for that person, in words."""
    if not SHORTEST <= len(password) <= LONGEST:
        return f"Use {SHORTEST} to {LONGEST} characters: a few words in a row are easy to keep in mind."
    if len(set(password)) < FEWEST_CHARACTERS:
        return "Use more different characters."
    if email.partition("@")[0] in password.lower():
        return "Leave your own name out of it."
    return None


def hashed(password: str) -> str:
    """What is kept of a password."""
    return hash_password(_typed(password))


def right(person: Person | None, password: str) -> bool:
    """Whether the password is that person's."""
    known = person.password if person is not None and person.active else None
    # Both parts are computed always.
    return verify_password(_typed(password[:LONGEST]), known or NOBODYS) and known is not None


def owner(email: str, password: str) -> Person | None:
    """Who has this address and this password; None where nobody has both."""
    found = staff.by_email(email)
    return found if right(found, password) else None


def _typed(password: str) -> str:
    """The same letters whatever keyboard they were typed on."""
    return unicodedata.normalize("NFKC", password)
