"""Keeping the schedule: what the worker does when it looks, and how one entry is done, once.

An entry is claimed by one UPDATE before anything happens, and each address by one of its own before its
e-mail is handed over. So after a crash it is known what certainly did not happen, which goes on by itself,
and what may have happened, which only a person repeats. Opening, closing and deleting do no harm twice.

Personal e-mails go to a campaign's roster, which keeps of each person how far theirs is. Nothing of the
schedule tells who was reminded, how many, or how long it took: they are those who have not answered.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from surveyapp import clock, logs
from surveyapp.mail.send import Failure, send_one
from surveyapp.services import Refused, audit, campaigns, invitations, invite, retention
from surveyapp.services.invitations import NOT_REMINDED, Mailed
from surveyapp.services.schedule import LATE, MAILS, Now, is_personal
from surveyapp.settings import Settings
from surveyapp.store import office
from surveyapp.store import schedule as store

SILENT_SECONDS = 15 * 60
"""After so long without a sign a claim counts as crashed: no e-mail, sealing or deletion takes longer."""
MISSED = "Its time went by while no worker ran. Send it now, or take it off the schedule."
BROKEN = "the program broke off while it was being sent, so nobody knows whether it went out"
PERHAPS_REMINDED = "The connection broke off while reminders were handed over. Some may not have arrived."
WHO = "the schedule"
DID = {
    "open": "opened the campaign",
    "invite": "sent the invitation",
    "remind": "sent the reminder",
    "close": "closed the campaign",
    "delete": "deleted everything of the campaign",
}


@dataclass(frozen=True)
class Jobs:
    """The schedule of one application; ``stopping`` tells that the worker wants to end.

    ``began`` is the moment when it began to keep it.
    """

    settings: Settings
    now: Now
    moment: Callable[[], int] = clock.moment
    stopping: Callable[[], bool] = lambda: False
    began: int = 0

    def today(self) -> date:
        """The date where the campaigns are."""
        return self.now().date()

    def look(self) -> list[int]:
        """The numbers of what is to be done now. Takes care of what a crash left, and of missed e-mails."""
        store.saw_worker(self.moment())
        for number, claim in store.silent_since(self.moment() - SILENT_SECONDS):
            _conclude(number, claim)
        now, ready = self.now(), []
        for entry in store.due_before(now):
            if entry.what in MAILS and entry.due < now - LATE:
                with store.changing():
                    store.move(entry.id, ("waiting",), "late", MISSED)
            else:
                ready.append(entry.id)
        office.let_go()
        return ready

    def perform(self, number: int) -> None:
        """Does an entry, if it waits and its time has come; whoever else tries finds nothing to do."""
        claim = secrets.token_urlsafe(12)
        if not store.claim(number, self.now(), claim, self.moment()):
            return
        entry = store.entry(number)
        if entry is None:
            return
        name, what = entry.campaign, entry.what
        try:
            self._do(number, claim, name, what, self._recorder(name, entry.due))
        except Refused as refused:
            _conclude(number, claim, str(refused))
        except Exception as error:  # noqa: BLE001  whatever it is, it is told, and the worker goes on
            logs.unexpected(error)
            _conclude(number, claim, f"Something broke ({type(error).__name__}). Try it again.")

    def _recorder(self, name: str, due: datetime) -> Callable[[str], None]:
        """Keeps in the audit trail that something was done to a campaign at the time it was planned for.

        The time when it really was would tell how long the reminders before it took, and so how many they
        were. What a worker finds undone is kept for the moment when that worker began.
        """
        at = max(clock.moment_of(due, self.settings.timezone), self.began)
        return lambda action: audit.record(WHO, action, name, at)

    def _do(self, number: int, claim: str, name: str, what: str, record: Callable[[str], None]) -> None:
        if is_personal(name, what):
            self._send_personally(number, claim, name, what, record)
            return
        if what in MAILS:
            sent = self._send_all(number, claim, name, what)
            record(f"{DID[what]} to {_addresses(sent)}")
            return
        if what == "open":
            campaigns.open_(self.settings, self.today, name)
        elif what == "close":
            campaigns.close(name)
        else:
            retention.end(self.settings, self.today, name)
        with store.changing():
            store.move(number, ("doing",), "done", "", claim)
        record(DID[what])

    def _send_all(self, number: int, claim: str, name: str, what: str) -> int:
        """Sends to one address after the other, and counts those that took it, until the worker stops."""
        letter = invite.mail_to_send(self.settings, self.today, name, reminding=what == "remind")
        sent = 0
        while not self.stopping():
            address = store.take_address(number, claim, self.moment())
            if address is None:
                break
            failure = send_one(self.settings, letter, address)
            _keep(number, address, failure)
            sent += failure is None
        _conclude(number, claim)
        return sent

    def _send_personally(
        self, number: int, claim: str, name: str, what: str, record: Callable[[str], None]
    ) -> None:
        def going_on() -> bool:
            return not self.stopping() and store.touch(number, claim, self.moment())

        def begin(addresses: Sequence[str]) -> None:
            if store.begin_round(number, claim, name, addresses):
                record("began to remind those whose invitation is unused")

        if what == "remind":
            mailed = invitations.send_planned_reminders(self.settings, self.today, name, begin, going_on)
            _conclude_reminders(number, claim, mailed)
        else:
            mailed = invitations.send_planned_invitations(self.settings, self.today, name, going_on)
            _conclude_invitations(number, claim, mailed)
            record(f"{DID[what]} to {_addresses(mailed.sent)}")


def _keep(number: int, address: str, failure: Failure | None) -> None:
    with store.changing():
        if failure is None:
            store.sent(number, address)
        else:
            state = "in_doubt" if failure.doubtful else "refused"
            store.set_address(number, address, "trying", state, failure.reason)


def _conclude_reminders(number: int, claim: str, mailed: Mailed) -> None:
    """Says where a round of reminders stands: never whom it reached, nor how many."""
    after, said = "done", PERHAPS_REMINDED if mailed.doubtful else ""
    if mailed.stopped:
        after, said = "waiting", ""
    elif mailed.failures:
        after, said = "failed", NOT_REMINDED
    with store.changing():
        store.move(number, ("doing",), after, said, claim)


def _conclude_invitations(number: int, claim: str, mailed: Mailed) -> None:
    """Says where invitations stand, and keeps of those that did not arrive, or perhaps not, where and why."""
    counts = Counter(refused=len(mailed.failures), in_doubt=len(mailed.doubtful))
    after = "failed" if mailed.failures else "in_doubt" if mailed.doubtful else "done"
    after = "waiting" if mailed.stopped else after
    found = [(each.address, "refused", each.reason) for each in mailed.failures]
    found += [(address, "in_doubt", BROKEN) for address in mailed.doubtful]
    with store.changing():
        if store.move(number, ("doing",), after, _in_words(counts, after), claim):
            store.keep_addresses(number, [] if mailed.stopped else found)


def _conclude(number: int, claim: str, trouble: str = "") -> None:
    """Says where an entry stands that is not being done any more, unless somebody else has it by now."""
    with store.changing():
        left = store.addresses(number)
        counts = Counter("in_doubt" if each.state == "trying" else each.state for each in left)
        entry = store.entry(number)
        mail = entry is not None and entry.what in MAILS and not is_personal(entry.campaign, entry.what)
        after = _state(counts, trouble, mail)
        if not store.move(number, ("doing",), after, trouble or _in_words(counts, after), claim):
            return
        for each in left:
            if each.state == "trying":
                store.set_address(number, each.address, "trying", "in_doubt", BROKEN)


def _state(counts: Mapping[str, int], trouble: str, mail: bool) -> str:
    if counts["in_doubt"] and not counts["waiting"]:
        return "in_doubt"
    if trouble or (counts["refused"] and not counts["waiting"]):
        return "failed"
    # What was not tried goes on by itself; opening, closing and deleting do no harm twice.
    return "waiting" if counts["waiting"] or not mail else "done"


def _in_words(counts: Mapping[str, int], after: str) -> str:
    if after in ("waiting", "done"):
        return ""
    parts = {"refused": "did not get it", "in_doubt": "may have got it or not"}
    said = [f"{_addresses(counts[state])} {words}" for state, words in parts.items() if counts[state]]
    return f"{', and '.join(said)}."


def _addresses(count: int) -> str:
    return f"{count} {'address' if count == 1 else 'addresses'}"
