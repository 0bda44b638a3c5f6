"""What people, a committee and an administrator do: each thing is said when it begins and when it is done."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Literal

from surveyapp.ballot.codes import Codes
from surveyapp.ballot.proofs import to_text
from surveyapp.ballot.receipts import receipt, serial_of
from surveyapp.services import campaigns, invitations
from surveyapp.services.backups.make import make
from surveyapp.services.campaigns import Plan
from surveyapp.services.issuing import issue
from surveyapp.services.respond import Outcome, Respond, Survey, Withdrawal, survey_of
from surveyapp.services.roster import Roster
from surveyapp.store import invitations as stored
from surveyapp.web.application import Application
from tests.invited import Person
from tests.killed.ledger import Ledger, Speaker, Thing

BY_LINK, BY_INVITATION = "by-link", "by-invitation"
MOST = 1_000_000
FEW = 3


class Refusal(Exception):
    """Somebody was refused what they have a right to."""


def today() -> date:
    """The day on which all of it happens."""
    return date(2027, 1, 4)


def begin(app: Application) -> None:
    """Opens the two campaigns that go on to the end."""
    with app.app_context():
        open_campaign(app, BY_LINK, "link")
        open_campaign(app, BY_INVITATION, "invitation")


def open_campaign(app: Application, name: str, by: Literal["link", "invitation"]) -> None:
    """Makes a campaign, where it is not there yet, and opens it."""
    if not campaigns.exists(name):
        campaigns.create(app.settings, Plan(name=name, instrument="tiny", invited=MOST, by=by))
    campaigns.open_(app.settings, today, name)


def answers(thing: Thing) -> dict[str, str]:
    """What a person answers; no two answer the same."""
    return {"area": "adult", "feelings": thing.told["words"], "lessons": f"About {thing.told['words']}"}


def _goes_on(response: Thing) -> bool:
    return response.told["campaign"] in (BY_LINK, BY_INVITATION)


class Hand:
    """Does things in an application, and says so."""

    def __init__(self, app: Application, speaker: Speaker, chance: random.Random, backups: Path) -> None:
        self.app, self.speaker, self.chance, self._backups = app, speaker, chance, backups
        self._respond = Respond(app.settings, today)
        self.acts: dict[str, Callable[[], None]] = {
            "submit": self.submit,
            "withdraw": self.withdraw,
            "issue": self.issue,
            "redeem": self.redeem,
            "open": self.open,
            "close": self.close,
            "seal": self.seal,
            "backup": self.backup,
        }
        self._ways: dict[str, Callable[[str, Thing], dict[str, Any] | None]] = {
            "stored": self._send,
            "withdrawn": self._take_back,
            "spent": lambda name, _thing: {"signed": self.ask(self.person(name))},
            "open": lambda name, thing: open_campaign(self.app, name, thing.told["by"]),
            "closed": lambda name, _thing: campaigns.close(name),
            "sealed": self._seal,
            "whole": self._back_up,
        }

    @property
    def ledger(self) -> Ledger:
        """What was said so far."""
        return self.speaker.ledger

    def finish(self) -> None:
        """Do, or do again, what was said to begin; then say that it is done."""
        assert self.ledger.doing
        name = self.ledger.doing[1]
        thing = self.ledger.things[name]
        begun = time.perf_counter()
        with self.app.app_context():
            told = self._ways[thing.may_be[-1]](name, thing) or {}
        self.speaker.say(told=told, seconds=time.perf_counter() - begun)

    def _do(self, act: str, kind: str, name: str, after: str, **told: str | int) -> None:
        self.speaker.say(act=act, kind=kind, name=name, after=after, told=told)
        self.finish()

    def submit(self, campaign: str = BY_LINK) -> None:
        """Somebody sends the form that the group's link gave them."""
        with self.app.app_context():
            ballot, written_down = self._respond.ballot(self._shown(campaign))
        self._record("submit", campaign, ballot, written_down)

    def _record(self, act: str, campaign: str, ballot: str, written_down: str, address: str = "") -> None:
        words = self.chance.randbytes(8).hex()
        told = {"campaign": campaign, "ballot": ballot, "receipt": written_down, "words": words}
        told["address"] = address
        self._do(act, "response", serial_of(written_down).hex(), "stored", **told)

    def withdraw(self) -> None:
        """Somebody takes their answers back."""
        while not (found := [n for n, each in self.ledger.of("response", "stored") if _goes_on(each)]):
            self.submit()
        self._do("withdraw", "response", self.chance.choice(found), "withdrawn")

    def issue(self) -> None:
        """Somebody who was invited asks for a ballot."""
        address = f"{secrets.token_hex(8)}@example.org"
        with self.app.app_context():
            invitations.enrol(self.app.settings, BY_INVITATION, Roster((address,), ()))
        self._do("issue", "invitation", address, "spent")

    def redeem(self) -> None:
        """Somebody sends the form with their ballot."""
        redeemed = {thing.told.get("address") for _name, thing in self.ledger.of("response")}
        while not (waiting := [n for n, _ in self.ledger.of("invitation", "spent") if n not in redeemed]):
            self.issue()
        address = waiting[-1]
        person = self.person(address)
        ballot = person.ballot(self.ledger.things[address].told["signed"])
        self._record("redeem", BY_INVITATION, ballot, receipt(person.serial), address)

    def open(self) -> None:
        """The committee opens a small campaign."""
        name = f"small-{secrets.token_hex(8)}"
        self._do("open", "campaign", name, "open", by=self.chance.choice(["link", "invitation"]))

    def close(self) -> None:
        """It closes one that some have answered."""
        while not (found := list(self.ledger.of("campaign", "open"))):
            self.open()
        name, thing = found[0]
        if thing.told["by"] == "link":
            for _ in range(FEW):
                self.submit(name)
        self._do("close", "campaign", name, "closed")

    def seal(self) -> None:
        """It seals one that is closed."""
        while not (found := list(self.ledger.of("campaign", "closed"))):
            self.close()
        self._do("seal", "campaign", found[0][0], "sealed")

    def backup(self) -> None:
        """The administrator makes a backup."""
        rows = sum(1 for _ in self.ledger.of("response"))  # those taken back keep their place
        self._do("backup", "backup", str(self._backups / secrets.token_hex(8)), "whole", rows=rows)

    def person(self, address: str) -> Person:
        """The person with that address, whose page chose the same numbers each time."""
        with self.app.app_context():
            key = stored.key(BY_INVITATION)
            assert key
            public = key.public
        code = next(Codes(self.app.settings.secrets).of(BY_INVITATION, address))
        return Person("", to_text(code), public, random.Random(address).randbytes)

    def ask(self, person: Person) -> str:
        """The ballot's signature, in an application's context. Raises NotIssued."""
        shown = self._shown(BY_INVITATION)
        return issue(self.app.settings, shown, person.code, to_text(person.blinded.message))

    def _shown(self, campaign: str) -> Survey:
        return survey_of(campaigns.find(campaign), self.app.settings, today())

    def _send(self, _name: str, thing: Thing) -> None:
        found = self._respond.submit(
            self._shown(thing.told["campaign"]), thing.told["ballot"], answers(thing)
        )
        if found is not Outcome.RECORDED:
            raise Refusal(found)

    def _take_back(self, _name: str, thing: Thing) -> None:
        found = self._respond.withdraw(self._shown(thing.told["campaign"]), thing.told["receipt"])
        if found is not Withdrawal.WITHDRAWN:
            raise Refusal(found)

    def _seal(self, name: str, _thing: Thing) -> None:
        if campaigns.find(name).state != "sealed":
            campaigns.seal(today, name)

    def _back_up(self, name: str, _thing: Thing) -> None:
        if not Path(name).exists():
            make(self.app.settings, Path(name))
