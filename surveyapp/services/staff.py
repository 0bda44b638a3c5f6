"""Staff: who may sign in and what for, one-time links, second factors."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from surveyapp import clock
from surveyapp.mail.addresses import is_address
from surveyapp.services import Refused
from surveyapp.settings import Settings
from surveyapp.store import staff
from surveyapp.store.staff import ROLES

__all__ = [
    "LINK_HOURS",
    "ROLES",
    "BadLink",
    "Person",
    "address",
    "by_email",
    "by_session",
    "change_password",
    "change_roles",
    "end_sessions",
    "invite",
    "link",
    "make_admin",
    "opened",
    "people",
    "person",
    "spend",
    "switch",
]

LINK_HOURS = 72


class BadLink(Refused):
    """A one-time link that was used, has expired, or never was one."""

    def __init__(self) -> None:
        super().__init__("This link was used already, or it has expired. Ask an administrator for a new one.")


@dataclass(frozen=True, slots=True)
class Person:
    """One member of staff, as stored at that moment."""

    number: int
    email: str
    roles: tuple[str, ...]
    active: bool
    session_key: str = field(repr=False)
    password: str | None = field(repr=False)
    totp: str | None = field(repr=False)
    totp_counter: int | None = field(repr=False)
    recovery_codes: tuple[str, ...] = field(repr=False)


def told(found: staff.StaffMember) -> Person:
    """What is stored of a person, apart from the database."""
    return Person(
        found.id,
        found.email,
        tuple(role.name for role in found.roles),
        found.active,
        found.session_key,
        found.password,
        found.totp,
        found.totp_counter,
        tuple(found.recovery_codes),
    )


def people() -> list[Person]:
    """Everybody, by address."""
    return [told(found) for found in staff.members()]


def person(number: int) -> Person | None:
    """The person of that number, if there is one."""
    found = staff.member(number)
    return None if found is None else told(found)


def by_session(key: str) -> Person | None:
    """The person whom a session names, if there still is one."""
    found = staff.member_by_session(key)
    return None if found is None else told(found)


def by_email(email: str) -> Person | None:
    """The person with that address, however it was typed."""
    found = staff.member_by_email(normal(email))
    return None if found is None else told(found)


def normal(email: str) -> str:
    """An address as it is stored and compared: without spaces around it, in small letters."""
    return email.strip().lower()


def invite(email: str, roles: Iterable[str]) -> Person:
    """A new person with these roles, who can sign in once they have a link.

    Raises Refused where the address is none or is taken, and where no role is given.
    """
    email, chosen = _address(email), _chosen(roles)
    with staff.changing():
        if staff.member_by_email(email) is not None:
            raise Refused(f"{email} is on the list already. Open them there to give them a new link.")
        return told(_added(email, chosen))


def make_admin(email: str) -> tuple[Person, bool]:
    """The person with that address as an administrator who may sign in; whether they are new.

    For whoever runs the server. Raises Refused where the address is none.
    """
    email = _address(email)
    with staff.changing():
        found = staff.member_by_email(email)
        made = found or _added(email, ["admin"])
        made.active = True
        _give(made, [*(role.name for role in made.roles), "admin"])
        return told(made), found is None


def _address(email: str) -> str:
    if not is_address(normal(email)):
        raise Refused("That is not an e-mail address. Write it as in name@hospital.example.")
    return normal(email)


def _chosen(roles: Iterable[str]) -> list[str]:
    given = set(roles)
    if not given or not given <= set(ROLES):
        raise Refused(f"Choose at least one role: {', '.join(ROLES)}.")
    return [name for name in ROLES if name in given]


def _added(email: str, roles: list[str]) -> staff.StaffMember:
    made = staff.StaffMember(email=email, session_key=_new_key(), active=True, recovery_codes=[])
    _give(made, roles)
    staff.add(made)
    return made


def _give(member: staff.StaffMember, roles: Iterable[str]) -> None:
    had = {role.name: role for role in member.roles}
    member.roles = [had.get(name) or staff.StaffRole(name=name) for name in sorted(set(roles))]


def _new_key() -> str:
    return secrets.token_urlsafe()


@contextmanager
def changed(number: int) -> Iterator[staff.StaffMember]:
    """The stored person of that number while they are changed, by one at a time.

    Raises Refused where there is none, and where no administrator who may sign in would be left.
    """
    with staff.changing():
        found = staff.member(number)
        if found is None:
            raise Refused("This person is not on the list any more.")
        had_admin = staff.active_with("admin") > 0
        yield found
        if had_admin and not staff.active_with("admin"):
            raise Refused("Nobody would be left to manage people. Make somebody else an administrator first.")


def change_roles(number: int, roles: Iterable[str]) -> Person:
    """The person with these roles instead of those they had. Raises Refused."""
    chosen = _chosen(roles)
    with changed(number) as found:
        _give(found, chosen)
        return told(found)


def switch(number: int, active: bool) -> Person:
    """The person, let in or kept out from now on; whoever is kept out is signed out. Raises Refused."""
    with changed(number) as found:
        found.active = active
        found.session_key = _new_key()
        staff.drop_links(number)
        return told(found)


def end_sessions(number: int) -> Person:
    """The person, signed out everywhere. Raises Refused."""
    with changed(number) as found:
        found.session_key = _new_key()
        return told(found)


def change_password(number: int, password: str) -> Person:
    """The person with another password, given as its hash, and signed out everywhere. Raises Refused."""
    with changed(number) as found:
        found.password, found.session_key = password, _new_key()
        staff.drop_links(number)
        return told(found)


def link(number: int, choose: bool = True) -> str:
    """A new one-time secret that lets a person in, in place of those they had.

    `choose`: they choose a password with it; without, it lets them in at once. Raises Refused where they are
    kept out.
    """
    token = secrets.token_urlsafe(32)
    with changed(number) as found:
        if not found.active:
            raise Refused(f"{found.email} may not sign in at present. Let them in first.")
        staff.drop_links(number)
        expires = clock.moment() + LINK_HOURS * 60 * 60
        staff.add_link(staff.StaffLink(digest=_digest(token), member=number, expires=expires, choose=choose))
    return token


def address(settings: Settings, token: str) -> str:
    """The web address of a one-time secret."""
    return f"{settings.url}/staff/enter/{token}"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def opened(token: str) -> tuple[Person, bool]:
    """Whom a link lets in, and whether they choose a password with it. Raises BadLink."""
    member, choose = _opened(token)
    return told(member), choose


def _opened(token: str) -> tuple[staff.StaffMember, bool]:
    found = staff.link(_digest(token))
    member = None if found is None else staff.member(found.member)
    if found is None or member is None or not member.active or found.expires <= clock.moment():
        raise BadLink
    return member, found.choose


def spend(token: str, password: str | None = None) -> Person:
    """Use a link up, and keep the hash of the password chosen with it. Ends the person's open sessions.

    Raises BadLink, and ValueError where a password is to be chosen and none is given.
    """
    with staff.changing():
        member, choose = _opened(token)
        if choose and password is None:
            raise ValueError("no password was chosen")
        staff.drop_links(member.id)
        member.session_key = _new_key()
        member.password = password if choose else member.password
        return told(member)
