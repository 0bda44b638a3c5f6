"""Staff: who may sign in, what they may open, and what they did. Nobody who answers is ever in here.

Moments are whole seconds since 1970-01-01 UTC, the same in both kinds of database.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, delete, func, select, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.extensions import db
from surveyapp.store import office

__all__ = [
    "ROLES",
    "AuditEvent",
    "StaffLink",
    "StaffMember",
    "StaffRole",
    "active_with",
    "add",
    "add_link",
    "changing",
    "drop_links",
    "events",
    "link",
    "member",
    "member_by_email",
    "member_by_session",
    "members",
    "note",
]

ROLES = ("committee", "analyst", "admin")
ONE_AT_A_TIME = text("LOCK TABLE staff_member IN SHARE ROW EXCLUSIVE MODE")


class StaffMember(office.Office):
    """One person who may sign in.

    `session_key` is what a session names: a new one ends all sessions. `password` is an argon2 hash, nothing
    before the first sign-in. `totp` is the second factor's secret, encrypted with this server's own;
    `totp_counter` the last code's place in time, so that no code counts twice. `recovery_codes` are digests.
    """

    __tablename__ = "staff_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    session_key: Mapped[str] = mapped_column(unique=True)
    active: Mapped[bool]
    password: Mapped[str | None]
    totp: Mapped[str | None]
    totp_counter: Mapped[int | None] = mapped_column(BigInteger)
    recovery_codes: Mapped[list[str]] = mapped_column(JSON)
    roles: Mapped[list["StaffRole"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="StaffRole.name"
    )


class StaffRole(office.Office):
    """One role of one person."""

    __tablename__ = "staff_role"
    __table_args__ = (CheckConstraint(office.one_of("name", ROLES), "name"),)

    member: Mapped[int] = mapped_column(ForeignKey(StaffMember.id), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)


class StaffLink(office.Office):
    """A one-time link: the SHA-256 of its secret, whom it lets in, and until when.

    `choose` says whether a password is chosen with it; without, it lets in at once.
    """

    __tablename__ = "staff_link"

    digest: Mapped[str] = mapped_column(primary_key=True)
    member: Mapped[int] = mapped_column(ForeignKey(StaffMember.id))
    expires: Mapped[int] = mapped_column(BigInteger)
    choose: Mapped[bool]


class AuditEvent(office.Office):
    """What somebody of the staff did: when, who (an address), what, and to which campaign or colleague."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger)
    who: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]


def changing() -> AbstractContextManager[None]:
    """One transaction that changes staff, one at a time: what it reads about them stays so until its end."""
    return office.changing(ONE_AT_A_TIME)


def member(number: int) -> StaffMember | None:
    """The person of that number, if there is one."""
    return db.session.get(StaffMember, number)


def member_by_email(email: str) -> StaffMember | None:
    """The person with that address, as it is stored."""
    return db.session.scalar(select(StaffMember).where(StaffMember.email == email))


def member_by_session(key: str) -> StaffMember | None:
    """The person whom a session names."""
    return db.session.scalar(select(StaffMember).where(StaffMember.session_key == key))


def members() -> Sequence[StaffMember]:
    """Everybody, by address."""
    return db.session.scalars(select(StaffMember).order_by(StaffMember.email)).all()


def active_with(role: str) -> int:
    """How many people have the role and may sign in."""
    found = select(func.count()).select_from(StaffRole).join(StaffMember)
    return db.session.scalar(found.where(StaffRole.name == role, StaffMember.active == true())) or 0


def add(made: StaffMember) -> None:
    """Keep a new person, who has a number afterwards. Only while `changing`."""
    db.session.add(made)
    db.session.flush()


def add_link(made: StaffLink) -> None:
    """Keep a new link. Only while `changing`."""
    db.session.add(made)


def link(digest: str) -> StaffLink | None:
    """The link with that digest, spent links being gone."""
    return db.session.get(StaffLink, digest)


def drop_links(number: int) -> None:
    """Take back every link of a person. Only while `changing`."""
    db.session.execute(delete(StaffLink).where(StaffLink.member == number))


def note(event: AuditEvent) -> None:
    """Keep what somebody did. Only while `changing`."""
    db.session.add(event)


def events(before: int | None, most: int) -> Sequence[AuditEvent]:
    """What was done, newest first: at most so many, older than the event of that number."""
    found = select(AuditEvent).order_by(AuditEvent.id.desc()).limit(most)
    return db.session.scalars(found if before is None else found.where(AuditEvent.id < before)).all()
