"""The schedule: what is to happen to a campaign, when, and what became of it. Nothing about who answers.

`due` is what the clock on the wall shows where the campaigns are; `touched` and `seen` are whole seconds
since 1970-01-01 UTC. Every change of a row's state is one UPDATE that names the state it comes from, so of
several workers, and of a worker and a person, one gets it.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, delete, false, func, select, text, update
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.dml import Update

from surveyapp.extensions import db
from surveyapp.store import invitations, office

__all__ = [
    "ADDRESS_STATES",
    "MAILS",
    "STATES",
    "WHAT",
    "Scheduled",
    "ScheduledAddress",
    "WorkerSeen",
    "add",
    "addresses",
    "begin_round",
    "changing",
    "changing_campaigns",
    "claim",
    "drop",
    "due_before",
    "entries",
    "entry",
    "forget_addresses",
    "keep_addresses",
    "move",
    "saw_worker",
    "sent",
    "set_address",
    "silent_since",
    "take_address",
    "touch",
    "try_again",
    "worker_seen",
]

MAILS = ("invite", "remind")
WHAT = ("open", *MAILS, "close", "delete")
# "late": a mail whose time went by while no worker ran; "in_doubt": a crash left unknown whether it was sent.
STATES = ("waiting", "doing", "done", "failed", "late", "in_doubt")
ADDRESS_STATES = ("waiting", "trying", "refused", "in_doubt")
ONE_AT_A_TIME = text("LOCK TABLE scheduled IN SHARE ROW EXCLUSIVE MODE")
WITH_CAMPAIGNS = text("LOCK TABLE campaign, scheduled IN SHARE ROW EXCLUSIVE MODE")


class Scheduled(office.Office):
    """One thing that is to happen: `what` to which campaign, when, and how far it is.

    `claim` is the random word of the worker that is doing it or did it last; only its bearer reports on it.
    `touched` is kept only while somebody is at it: afterwards it would tell how long that took. `sent` counts
    group e-mails; a number of personal reminders would tell how many had not answered. `said` is what became
    of it, for people. `begun` tells that its round of such reminders has begun: a crash must not repeat it.
    """

    __tablename__ = "scheduled"
    __table_args__ = (
        CheckConstraint(office.one_of("what", WHAT), "what"),
        CheckConstraint(office.one_of("state", STATES), "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[str] = mapped_column(ForeignKey(office.Campaign.name, ondelete="CASCADE"))
    what: Mapped[str]
    due: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="waiting")
    claim: Mapped[str | None]
    touched: Mapped[int | None] = mapped_column(BigInteger)
    sent: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(default="")
    begun: Mapped[bool] = mapped_column(default=False, server_default=false())


class ScheduledAddress(office.Office):
    """One address that an e-mail has not certainly reached; it is forgotten when the mail server has it."""

    __tablename__ = "scheduled_address"
    __table_args__ = (CheckConstraint(office.one_of("state", ADDRESS_STATES), "state"),)

    scheduled: Mapped[int] = mapped_column(ForeignKey(Scheduled.id, ondelete="CASCADE"), primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(default="waiting")
    reason: Mapped[str] = mapped_column(default="")


class WorkerSeen(office.Office):
    """When a worker last looked at the schedule: one row, so that people see whether anything will happen."""

    __tablename__ = "worker_seen"
    __table_args__ = (CheckConstraint("id = 1", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seen: Mapped[int] = mapped_column(BigInteger)


def changing() -> AbstractContextManager[None]:
    """One transaction that changes the schedule, one at a time."""
    return office.changing(ONE_AT_A_TIME)


def changing_campaigns() -> AbstractContextManager[None]:
    """One transaction that changes campaigns on which what is planned hangs."""
    return office.changing(WITH_CAMPAIGNS)


def add(campaign: str, what: str, due: datetime, to: Sequence[str]) -> int:
    """Keep a new entry with its addresses; gives its number. Only while `changing`."""
    made = Scheduled(campaign=campaign, what=what, due=due, state="waiting", sent=0, said="")
    db.session.add(made)
    db.session.flush()
    if to and _may_keep_addresses(made.id):
        db.session.add_all(ScheduledAddress(scheduled=made.id, address=each) for each in to)
    return made.id


def entry(number: int) -> Scheduled | None:
    """The entry of that number, as it is now."""
    return db.session.get(Scheduled, number, populate_existing=True)


def entries(campaign: str | None = None) -> Sequence[Scheduled]:
    """The entries of a campaign, or all, in the order of their time."""
    found = select(Scheduled).order_by(Scheduled.due, Scheduled.id)
    found = found if campaign is None else found.where(Scheduled.campaign == campaign)
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def addresses(number: int) -> Sequence[ScheduledAddress]:
    """The addresses of an entry that its e-mail has not certainly reached."""
    found = select(ScheduledAddress).where(ScheduledAddress.scheduled == number)
    return db.session.scalars(
        found.order_by(ScheduledAddress.address).execution_options(populate_existing=True)
    ).all()


def due_before(now: datetime) -> Sequence[Scheduled]:
    """The waiting entries whose time has come, earliest first; of one time an opening before its e-mail."""
    found = select(Scheduled).where(Scheduled.state == "waiting", Scheduled.due <= now)
    return sorted(db.session.scalars(found), key=lambda each: (each.due, WHAT.index(each.what), each.id))


def silent_since(moment: int) -> list[tuple[int, str]]:
    """Number and claim, as it is now, of the entries of which nothing was heard since a moment."""
    them = select(Scheduled.id, Scheduled.claim).where(Scheduled.state == "doing", Scheduled.touched < moment)
    return [(number, str(claim)) for number, claim in db.session.execute(them)]


def claim(number: int, now: datetime, word: str, moment: int) -> bool:
    """Take a waiting entry whose time has come; False where there is none, or another took it."""
    taking = update(Scheduled).where(
        Scheduled.id == number, Scheduled.state == "waiting", Scheduled.due <= now
    )
    with changing():
        taken = db.session.execute(taking.values(state="doing", claim=word, touched=moment))
        return _one(taken)


def _held(number: int, word: str) -> Update:
    return update(Scheduled).where(
        Scheduled.id == number, Scheduled.state == "doing", Scheduled.claim == word
    )


def touch(number: int, word: str, moment: int) -> bool:
    """Keep that somebody is at it; False where that claim does not hold the entry any more."""
    with changing():
        return _one(db.session.execute(_held(number, word).values(touched=moment)))


def begin_round(number: int, word: str, campaign: str, addresses: Sequence[str]) -> bool:
    """Have a reminder be due for some recipients, for an entry that has not begun yet; False where it has."""
    beginning = _held(number, word).where(Scheduled.begun.is_(False)).values(begun=True)
    with changing():
        if begun := _one(db.session.execute(beginning)):
            invitations.begin_round(db.session.connection(), campaign, addresses)
        return begun


def take_address(number: int, word: str, moment: int) -> str | None:
    """The next address that nobody tried, tried from now on; None where none is left to that claim."""
    with changing():
        if not _one(db.session.execute(_held(number, word).values(touched=moment))):
            return None
        found = select(ScheduledAddress.address).where(
            ScheduledAddress.scheduled == number, ScheduledAddress.state == "waiting"
        )
        address = db.session.scalar(found.order_by(ScheduledAddress.address).limit(1))
        if address is not None:
            set_address(number, address, "waiting", "trying")
        return address


def set_address(number: int, address: str, before: str, after: str, reason: str = "") -> bool:
    """Move one address from a state to another. Only while `changing`."""
    it = update(ScheduledAddress).where(
        ScheduledAddress.scheduled == number,
        ScheduledAddress.address == address,
        ScheduledAddress.state == before,
    )
    return _one(db.session.execute(it.values(state=after, reason=reason)))


def _may_keep_addresses(number: int) -> bool:
    """Whether an entry may have addresses: not once its campaign is being sealed, which waits for us here."""
    state = select(office.Campaign.state).join(Scheduled).where(Scheduled.id == number)
    state = state.with_for_update(read=True, of=office.Campaign)
    return db.session.scalar(state) in ("draft", "open", "closed")


def keep_addresses(number: int, found: Sequence[tuple[str, str, str]]) -> None:
    """Keep these addresses of an entry alone; none once sealing has begun. Only while `changing`."""
    db.session.execute(delete(ScheduledAddress).where(ScheduledAddress.scheduled == number))
    if found and _may_keep_addresses(number):
        db.session.add_all(
            ScheduledAddress(scheduled=number, address=address, state=state, reason=reason)
            for address, state, reason in found
        )


def forget_addresses(campaign: str) -> None:
    """Delete every address of a campaign's entries. Only while `changing`."""
    of_campaign = select(Scheduled.id).where(Scheduled.campaign == campaign)
    db.session.execute(delete(ScheduledAddress).where(ScheduledAddress.scheduled.in_(of_campaign)))


def sent(number: int, address: str) -> None:
    """Count an e-mail that the mail server has taken, and forget its address. Only while `changing`."""
    it = delete(ScheduledAddress).where(
        ScheduledAddress.scheduled == number, ScheduledAddress.address == address
    )
    if _one(db.session.execute(it)):
        counted = update(Scheduled).where(Scheduled.id == number)
        db.session.execute(counted.values(sent=Scheduled.sent + 1))


def move(number: int, before: Sequence[str], after: str, said: str, claimed: str | None = None) -> bool:
    """Move an entry from one of some states to another; with `claimed` only where that word still holds it.

    Only while `changing`.
    """
    it = update(Scheduled).where(Scheduled.id == number, Scheduled.state.in_(before))
    if claimed is not None:
        it = it.where(Scheduled.claim == claimed)
    return _one(db.session.execute(it.values(state=after, said=said, touched=None)))


def try_again(number: int, due: datetime, addresses_too: Sequence[str]) -> bool:
    """Have an entry wait for a time again, its addresses in these states too; False while it is being done.

    Only while `changing`.
    """
    it = update(Scheduled).where(Scheduled.id == number, Scheduled.state.notin_(("doing", "done")))
    if not _one(db.session.execute(it.values(state="waiting", due=due, claim=None, said=""))):
        return False
    them = update(ScheduledAddress).where(
        ScheduledAddress.scheduled == number, ScheduledAddress.state.in_(addresses_too)
    )
    db.session.execute(them.values(state="waiting", reason=""))
    return True


def drop(number: int) -> bool:
    """Forget an entry with its addresses; False while it is being done. Only while `changing`."""
    return _one(
        db.session.execute(delete(Scheduled).where(Scheduled.id == number, Scheduled.state != "doing"))
    )


def saw_worker(moment: int) -> None:
    """Keep when a worker last looked."""
    with changing():
        db.session.merge(WorkerSeen(id=1, seen=moment))


def worker_seen() -> int | None:
    """When a worker last looked, or was at something, if ever."""
    looked = db.session.scalar(select(func.max(WorkerSeen.seen)))
    busy = db.session.scalar(select(func.max(Scheduled.touched)).where(Scheduled.state == "doing"))
    return max((moment for moment in (looked, busy) if moment is not None), default=None)


def _one(result: object) -> bool:
    return getattr(result, "rowcount", 0) == 1
