"""The schedule as people see and change it: what will happen to a campaign, when, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from surveyapp.services import Refused, campaigns
from surveyapp.store import invitations, office
from surveyapp.store import schedule as store

Now = Callable[[], datetime]
"""Tells what the clock on the wall shows where the campaigns are."""

WORDS = {
    "open": "Open the campaign",
    "invite": "Send the invitation",
    "remind": "Send the reminder",
    "close": "Close the campaign",
    "delete": "Delete everything of the campaign",
}
PERSONAL_WORDS = {
    **WORDS,
    "invite": "Send everybody on the roster their invitation",
    "remind": "Remind everybody whose invitation is unused",
}
"""The same where everybody has a link of their own."""
STATES = {
    "waiting": "will happen",
    "doing": "happening now",
    "done": "done",
    "failed": "failed",
    "late": "missed, waits for you",
    "in_doubt": "in doubt",
}
NOUNS = {
    "open": "the opening",
    "invite": "the invitation",
    "remind": "the reminder",
    "close": "the closing",
    "delete": "the deletion",
}
WILL = {
    "open": "opens",
    "invite": "the invitation goes out",
    "remind": "the reminder goes out",
    "close": "closes",
    "delete": "is deleted",
}
ONCE = ("open", "close", "delete")
"""What a campaign waits for at most once at a time."""
MAILS = store.MAILS
LATE = timedelta(hours=6)
"""How late an e-mail still goes out by itself, after a time when no worker ran."""
WORKER_SILENT = 180
"""Seconds without a sign of a worker, which looks every minute, after which people are told."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address that an e-mail has not certainly reached: its state and what went wrong."""

    address: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is to happen to a campaign, or has."""

    number: int
    campaign: str
    what: str
    due: datetime
    state: str
    sent: int
    said: str
    addresses: tuple[Address, ...]
    personal: bool
    """Whether it is an e-mail that is another one for everybody on the roster."""

    @property
    def words(self) -> str:
        """What is to happen, in words."""
        return words_of(self.personal)[self.what]

    @property
    def will(self) -> str:
        """What will happen, as a campaign's page lists it: opens, closes."""
        return WILL[self.what]

    @property
    def standing(self) -> str:
        """How far it is, in words."""
        return STATES[self.state]

    @property
    def open_to_change(self) -> bool:
        """Whether it is still to happen, so that its time can be moved."""
        return self.state in ("waiting", "late")

    @property
    def can_go_on(self) -> bool:
        """Whether something of it has certainly not happened, and will when a person says so."""
        if self.personal:
            return self.state in ("failed", "late")
        certain = [each for each in self.addresses if each.state != "in_doubt"]
        return self.wants_a_person and (self.what not in MAILS or bool(certain))

    @property
    def can_be_doubled(self) -> bool:
        """Whether a person may have it sent also where it may have arrived already."""
        doubtful = any(each.state == "in_doubt" for each in self.addresses)
        return self.wants_a_person and not self.personal and doubtful

    @property
    def wants_a_person(self) -> bool:
        """Whether nothing more happens until somebody decides."""
        return self.state in ("failed", "late", "in_doubt")


def words_of(personal: bool) -> dict[str, str]:
    """What can be planned, in words, where everybody has a link of their own or all have one."""
    return PERSONAL_WORDS if personal else WORDS


def is_personal(campaign: str, what: str) -> bool:
    """Whether that would be an e-mail that is another one for everybody on the campaign's roster."""
    return what in MAILS and campaigns.find(campaign).by == "invitation"


def add(now: Now, campaign: str, what: str, due: datetime, to: Sequence[str] = ()) -> int:
    """Plans something; gives its number. Raises Refused where it cannot happen so."""
    with store.changing():
        _check(campaigns.find(campaign), now(), what, due)
        _check_addresses(campaign, what, to)
        waiting = _waiting(campaign)
        same = [each for each in waiting if each.what == what]
        if same and what in ONCE:
            raise Refused(
                f"'{campaign}' has that planned already, for {same[0].due:%Y-%m-%d %H:%M}. Change that."
            )
        _check_order(waiting, what, due)
        return store.add(campaign, what, due, to)


def _check_addresses(campaign: str, what: str, to: Sequence[str]) -> None:
    if is_personal(campaign, what):
        if to:
            raise Refused(
                f"In '{campaign}' the e-mails go to the people on the roster. Leave the addresses out."
            )
    elif bool(to) != (what in MAILS):
        raise Refused(
            "Say where the e-mail goes: the address of the group's mailing list, or several."
            if what in MAILS
            else "Only an e-mail has addresses."
        )


def _waiting(campaign: str) -> list[store.Scheduled]:
    return [each for each in store.entries(campaign) if each.state == "waiting"]


def _check_order(others: Sequence[store.Scheduled], what: str, due: datetime) -> None:
    """Refuses what would come before or after something planned that it must not come before or after."""
    # Of one time they happen in the order of WHAT.
    step = store.WHAT.index(what)
    for other in others:
        other_step = store.WHAT.index(other.what)
        early = (due, step) < (other.due, other_step)
        if early == (step < other_step) or (what in MAILS and other.what in MAILS):
            continue
        where, choose = ("before", "a later") if early else ("after", "an earlier")
        raise Refused(
            f"This is {where} {NOUNS[other.what]} planned for {other.due:%Y-%m-%d %H:%M}. Choose {choose} "
            "time, or move that first."
        )


def warning(campaign: str) -> str:
    """What is planned for a campaign that is not open, with no opening before it; "" where nothing is."""
    found = campaigns.find(campaign)
    waiting = _waiting(campaign)
    stuck = [each for each in waiting if each.what not in ("open", "delete")]
    if found.state not in ("draft", "closed") or not stuck or any(each.what == "open" for each in waiting):
        return ""
    return (
        f"'{campaign}' is not open, and no opening is planned. Plan the opening first, or open it yourself: "
        f"{NOUNS[stuck[0].what]} planned for {stuck[0].due:%Y-%m-%d %H:%M} fails without."
    )


def _check(campaign: office.Campaign, now: datetime, what: str, due: datetime) -> None:
    if due < now - timedelta(minutes=1):
        raise Refused(f"{due:%Y-%m-%d %H:%M} is over. Give a later time.")
    over = campaign.state in ("sealing", "sealed", "released")
    if over and what != "delete":
        raise Refused(f"'{campaign.name}' is {campaign.state}: all that can be planned now is to delete it.")
    if what == "open" and campaign.state == "open":
        raise Refused(f"'{campaign.name}' is open already.")
    if what not in ("close", "delete") and campaign.closes is not None and due.date() > campaign.closes:
        raise Refused(
            f"This is after the last day for answers, {campaign.closes}. Choose an earlier time, or move the "
            "last day first."
        )
    if what == "delete" and not over and (campaign.closes is None or due.date() <= campaign.closes):
        raise Refused(
            f"'{campaign.name}' still takes answers then. Give it a closing day before the day of its "
            "deletion, or seal it first."
        )


def change(now: Now, number: int, due: datetime) -> None:
    """Moves what is still to happen to another time. Raises Refused where it is too late for that."""
    entry = _find(number)
    _check(campaigns.find(entry.campaign), now(), entry.what, due)
    with store.changing():
        _check_order([each for each in _waiting(entry.campaign) if each.id != number], entry.what, due)
        if entry.state not in ("waiting", "late") or not store.try_again(number, due, ()):
            raise Refused("It happened, or is happening now. Look at the schedule again.")


def cancel(number: int) -> None:
    """Takes something off the schedule, its addresses too. Raises Refused while it is being done.

    With the last round of reminders that has begun nobody's reminder is due any more.
    """
    name = _find(number).campaign
    with store.changing():
        before = _rounds(name)
        if not store.drop(number):
            raise Refused("It is happening just now, and cannot be stopped. Look at the schedule again.")
        if before and not _rounds(name):
            invitations.end_round(name)


def overtake(campaign: str, what: Sequence[str] = ("open", *MAILS, "close")) -> None:
    """Takes off what waits of that, as it was done by hand; by default what cannot follow sealing."""
    with store.changing():
        for each in _waiting(campaign):
            if each.what in what:
                store.drop(each.id)


def _rounds(campaign: str) -> list[int]:
    return [each.id for each in store.entries(campaign) if each.begun and each.state != "done"]


def again(now: Now, number: int, doubtful_too: bool = False) -> None:
    """Has what failed, was missed or is in doubt happen now, because a person says so.

    E-mails go to the addresses that certainly got none; to those in doubt only with ``doubtful_too``, and
    never where everybody has a link of their own. Raises Refused where there is nothing to do again.
    """
    entry = _find(number)
    states = ("refused", "in_doubt") if doubtful_too else ("refused",)
    there = {each.state for each in store.addresses(number)}
    if entry.personal and entry.state == "in_doubt":
        raise Refused("Nobody is invited twice. Ask there whether it came; a reminder has the same link.")
    if entry.what in MAILS and not entry.personal and not there & {"waiting", *states}:
        raise Refused("Only addresses in doubt are left. Ask there first whether the e-mail came.")
    with store.changing():
        if entry.state not in ("failed", "late", "in_doubt") or not store.try_again(number, now(), states):
            raise Refused("It waits, is happening now, or is done. Look at the schedule again.")


def _find(number: int) -> Entry:
    entry = store.entry(number)
    if entry is None:
        raise Refused(f"There is nothing with the number {number} on the schedule.")
    return _entry(entry)


def listed(campaign: str | None = None) -> list[Entry]:
    """The schedule of a campaign, or of all, in the order of time. Raises Refused where there is none."""
    if campaign is not None:
        campaigns.find(campaign)
    found = sorted(store.entries(campaign), key=lambda each: (each.due, store.WHAT.index(each.what)))
    return [_entry(each) for each in found]


def _entry(row: store.Scheduled) -> Entry:
    addresses = tuple(Address(each.address, each.state, each.reason) for each in store.addresses(row.id))
    personal = is_personal(row.campaign, row.what)
    return Entry(row.id, row.campaign, row.what, row.due, row.state, row.sent, row.said, addresses, personal)


def closing(campaign: str) -> datetime | None:
    """When a campaign closes as planned; None where that is not planned."""
    return next((each.due for each in _waiting(campaign) if each.what == "close"), None)


def worker_is_silent(moment: int) -> bool:
    """Whether nothing on the schedule will happen, because no worker has looked at it for minutes."""
    seen = store.worker_seen()
    return seen is None or moment - seen > WORKER_SILENT
