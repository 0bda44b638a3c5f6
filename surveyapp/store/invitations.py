"""Invitations: who is invited, which codes were used, and the key that signs ballots. Until sealing.

No column relates a recipient to an invitation, and none holds a time. A row of `invitation` has the same
length before and after it is used, so that SQLite writes it in its place: the order of rows in the file stays
that of the codes and does not become that of their use. The words for e-mails have one length for the same
reason: a reminder would move the rows of those who have not answered.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import Enum, auto

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql.dml import Update

from surveyapp.extensions import db
from surveyapp.store import office
from surveyapp.store.engines import reading, writing

__all__ = [
    "BallotKey",
    "Invitation",
    "Recipient",
    "Taken",
    "add",
    "add_key",
    "begin_round",
    "claim",
    "count",
    "end_doubt",
    "end_round",
    "forget",
    "is_unused",
    "key",
    "mark",
    "mark_all",
    "recipients",
    "start_round",
    "take",
    "unused",
    "used",
]

DIGEST_BYTES = 32
NOT_YET = bytes(DIGEST_BYTES)
# What became of a person's e-mails: the invitation waits, is on its way, was sent; a reminder is due, or on
# its way. Who is found "on its way" by a later run was cut off there.
MAILS = ("waiting", "sending", "emailed", "overdue", "nudging")
REMINDING = MAILS[3:]


class BallotKey(office.Office):
    """The key that signs a campaign's ballots: `public` in DER, `private` encrypted."""

    __tablename__ = "ballot_key"

    campaign: Mapped[str] = mapped_column(ForeignKey(office.Campaign.name), primary_key=True)
    public: Mapped[bytes]
    private: Mapped[bytes]


class Recipient(office.Office):
    """An address that is invited, and what became of the e-mails to it."""

    __tablename__ = "recipient"
    __table_args__ = (
        CheckConstraint(office.one_of("mail", MAILS), "mail"),
        {"sqlite_with_rowid": False},
    )

    campaign: Mapped[str] = mapped_column(ForeignKey(office.Campaign.name), primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    mail: Mapped[str]


class Invitation(office.Office):
    """The right to one ballot: digests of its code and of the blinded message that it was used for."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint(f"length(code) = {DIGEST_BYTES}", "code"),
        CheckConstraint(f"length(blinded) = {DIGEST_BYTES}", "blinded"),
        {"sqlite_with_rowid": False},
    )

    campaign: Mapped[str] = mapped_column(ForeignKey(office.Campaign.name), primary_key=True)
    code: Mapped[bytes] = mapped_column(primary_key=True)
    used: Mapped[bool]
    blinded: Mapped[bytes]


class Taken(Enum):
    """What became of an invitation: used now, or before for the same message; for another one; never seen; or
    the campaign is not open."""

    NOW = auto()
    AGAIN = auto()
    OTHERWISE = auto()
    UNKNOWN = auto()
    SHUT = auto()


OF_CODE = (Invitation.campaign == bindparam("of_campaign")) & (Invitation.code == bindparam("of_code"))
IS_OPEN = (
    select(office.Campaign.name)
    .where(office.Campaign.name == bindparam("of_campaign"), office.Campaign.state == "open")
    .exists()
)
TAKE = (
    update(Invitation)
    .where(OF_CODE, Invitation.used.is_(False), IS_OPEN)
    .values(used=True, blinded=bindparam("given"))
)
FOUND = select(Invitation.used, Invitation.blinded).where(OF_CODE)


@contextmanager
def _changing() -> Iterator[Connection]:
    """A transaction that writes. The session's own lets go for it: on SQLite it would wait for that."""
    db.session.rollback()
    with writing(None) as connection:
        yield connection


def take(campaign: str, code: bytes, blinded: bytes) -> Taken:
    """Use the invitation with that digest of a code, for that digest of a message; once, whoever tries."""
    which = {"of_campaign": campaign, "of_code": code}
    with _changing() as connection:
        if connection.execute(TAKE, {**which, "given": blinded}).rowcount:
            return Taken.NOW
        found = connection.execute(FOUND, which).one_or_none()
    if found is None:
        return Taken.UNKNOWN
    if not found.used:
        return Taken.SHUT
    return Taken.AGAIN if found.blinded == blinded else Taken.OTHERWISE


def add(campaign: str, people: Sequence[tuple[str, bytes]]) -> None:
    """Invite addresses, each with the digest of its code. Only while the office is `changing`."""
    if not people:
        return
    invited = [{"campaign": campaign, "address": address, "mail": "waiting"} for address, _code in people]
    # In the order of the codes, so that no place in a file relates one to an address.
    codes = [
        {"campaign": campaign, "code": code, "used": False, "blinded": NOT_YET}
        for code in sorted(code for _address, code in people)
    ]
    db.session.execute(insert(Recipient), invited)
    db.session.execute(insert(Invitation), codes)


def recipients(campaign: str) -> dict[str, str]:
    """What became of the e-mails, by address and in its order."""
    found = select(Recipient.address, Recipient.mail).where(Recipient.campaign == campaign)
    with reading(None) as connection:
        return {row.address: row.mail for row in connection.execute(found.order_by(Recipient.address))}


def claim(campaign: str, address: str, before: str, after: str) -> bool:
    """Take the e-mail to one address a step further; False where it is not there: another run was first."""
    one = update(Recipient).where(
        Recipient.campaign == campaign, Recipient.address == address, Recipient.mail == before
    )
    with _changing() as connection:
        return connection.execute(one.values(mail=after)).rowcount == 1


def mark_all(campaign: str, addresses: Sequence[str], mail: str) -> None:
    """Keep for some addresses, all at once, what becomes of their e-mails."""
    with _changing() as connection:
        mark(connection, campaign, addresses, mail)


def mark(connection: Connection, campaign: str, addresses: Sequence[str], mail: str) -> None:
    """The same within a transaction that writes already."""
    if not addresses:
        return
    one = update(Recipient).where(
        Recipient.campaign == bindparam("of_campaign"), Recipient.address == bindparam("of_address")
    )
    given = [{"of_campaign": campaign, "of_address": address, "mail": mail} for address in addresses]
    connection.execute(one.values(mail=bindparam("mail")), given)


def begin_round(connection: Connection, campaign: str, addresses: Sequence[str]) -> None:
    """Have a reminder be due for some addresses, within a transaction that writes already.

    Everybody's step is set anew: one left over would tell whether that person is among those addresses.
    """
    connection.execute(_settling(campaign, MAILS[1:]))
    mark(connection, campaign, addresses, "overdue")


def start_round(campaign: str, addresses: Sequence[str], anew: bool) -> None:
    """The same, unless a round is under way; with ``anew`` also then. Of several at once, one does it."""
    steps = select(Recipient.mail).where(Recipient.campaign == campaign).order_by(Recipient.address)
    with _changing() as connection:
        found = connection.scalars(steps.with_for_update()).all()
        if anew or not set(REMINDING) & set(found):
            begin_round(connection, campaign, addresses)


def end_doubt(campaign: str) -> None:
    """Forget which reminders were cut off: each is for somebody who had not answered."""
    with _changing() as connection:
        connection.execute(_settling(campaign, ("nudging",)))


def end_round(campaign: str) -> None:
    """Have no reminder be due any more. Only while the office or the schedule is `changing`."""
    db.session.execute(_settling(campaign, REMINDING))


def _settling(campaign: str, mails: Sequence[str]) -> Update:
    those = update(Recipient).where(Recipient.campaign == campaign, Recipient.mail.in_(mails))
    return those.values(mail="emailed")


def is_unused(campaign: str, code: bytes) -> bool:
    """Whether nobody has used the invitation with that digest of a code."""
    with reading(None) as connection:
        found = connection.execute(FOUND, {"of_campaign": campaign, "of_code": code}).one_or_none()
    return found is not None and not found.used


def unused(campaign: str) -> set[bytes]:
    """The digests of the codes that nobody has used yet."""
    return _codes(campaign, used=False)


def used(campaign: str) -> set[bytes]:
    """The digests of the codes that somebody has used."""
    return _codes(campaign, used=True)


def _codes(campaign: str, used: bool) -> set[bytes]:
    found = select(Invitation.code).where(Invitation.campaign == campaign, Invitation.used.is_(used))
    with reading(None) as connection:
        return set(connection.scalars(found))


def count(campaign: str) -> tuple[int, int]:
    """How many are invited, and how many of their codes were used."""
    counting = select(func.count(), func.count().filter(Invitation.used.is_(True)))
    with reading(None) as connection:
        everybody, those = connection.execute(counting.where(Invitation.campaign == campaign)).one()
    return everybody, those


def add_key(campaign: str, public: bytes, private: bytes) -> None:
    """Keep a campaign's key. Only while the office is `changing`."""
    db.session.add(BallotKey(campaign=campaign, public=public, private=private))


def key(campaign: str) -> BallotKey | None:
    """The key that signs a campaign's ballots, while there is one."""
    return db.session.get(BallotKey, campaign)


def forget(campaign: str) -> None:
    """Delete recipients, invitations and key of a campaign. Only while the office is `changing`."""
    for table in (Recipient, Invitation, BallotKey):
        db.session.execute(delete(table).where(table.campaign == campaign))
