"""The audit trail: what staff did. Nothing that a respondent does is ever in it."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp import clock
from surveyapp.store import staff

PAGE = 100


@dataclass(frozen=True, slots=True)
class Event:
    """What somebody did: its number, the moment in seconds since 1970 UTC, who, what, and to what."""

    number: int
    at: int
    who: str
    action: str
    subject: str


def record(who: str, action: str, subject: str = "", at: int | None = None) -> None:
    """Keep what a member of staff did: their address, in few words what, and to which campaign or colleague.

    It is kept for the moment `at`, in seconds since 1970 UTC; by default now.

    In a transaction of its own: call it after what was done is done.
    """
    with staff.changing():
        staff.note(
            staff.AuditEvent(at=clock.moment() if at is None else at, who=who, action=action, subject=subject)
        )


def trail(before: int | None = None) -> list[Event]:
    """A page of what was done, newest first; `before` is the number of the last event of the page before."""
    found = staff.events(before, PAGE)
    return [Event(event.id, event.at, event.who, event.action, event.subject) for event in found]
