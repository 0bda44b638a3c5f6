"""Looking whether everything is as it was said to be, after a process was killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from surveyapp.ballot.serials import comment_id, response_id
from surveyapp.services import Refused
from surveyapp.services.backups import restore
from surveyapp.services.spending import Declined, NotIssued
from surveyapp.store import box, engines, invitations, office
from tests.killed.acts import BY_INVITATION, BY_LINK, Hand, answers
from tests.killed.ledger import ABSENT, Thing

SEALED_ID_BYTES = 10
GOING_ON = (BY_LINK, BY_INVITATION)


def look(hand: Hand, backup_key: Path) -> None:
    """Say what is not as it must be; then do what was cut off again, and look whether all is certain now."""
    for wrong in _differences(hand, backup_key):
        hand.speaker.say(wrong=f"Before it was done again: {wrong}")
    if hand.ledger.doing:
        hand.finish()
    spent = [name for name, _thing in hand.ledger.of("invitation", "spent")]
    if spent:
        _only_one_ballot(hand, spent[-1])
        _only_one_ballot(hand, hand.chance.choice(spent))
    for wrong in _differences(hand, backup_key):
        hand.speaker.say(wrong=f"After it was done again: {wrong}")


def _only_one_ballot(hand: Hand, name: str) -> None:
    """An invitation gives the same signature for the same message at any time, and none for another."""
    person, signed = hand.person(name), hand.ledger.things[name].told["signed"]
    with hand.app.app_context():
        if hand.ask(person) != signed:
            hand.speaker.say(wrong=f"{name} got another signature for the same message")
        person.begin_anew()
        try:
            hand.ask(person)
        except NotIssued as declined:
            if declined.reason is Declined.SPENT:
                return
        hand.speaker.say(wrong=f"{name} was not told that the invitation is spent")


def _differences(hand: Hand, backup_key: Path) -> Iterator[str]:
    with hand.app.app_context():
        looked = _Looked(hand)
        yield from looked.at_campaigns()
        yield from looked.at_responses()
        yield from looked.at_invitations()
        yield from _backups(hand, backup_key)


class _Looked:
    """The two databases as they are at one moment."""

    def __init__(self, hand: Hand) -> None:
        self._things, self._say = hand.ledger.things, hand.speaker.say
        self._responses: dict[str, dict[bytes, str | None]] = {name: {} for name in GOING_ON}
        self._comments: dict[str, dict[bytes, str]] = {name: {} for name in GOING_ON}
        with engines.reading(engines.BOX) as connection:
            for row in connection.execute(select(box.response)):
                self._responses.setdefault(row.campaign, {})[row.id] = row.answers
            for row in connection.execute(select(box.comment)):
                self._comments.setdefault(row.campaign, {})[row.id] = row.text

    def at_campaigns(self) -> Iterator[str]:
        """Each is in the state that was acknowledged; a sealed one has all its answers, under ranks."""
        for name, thing in self._of("campaign"):
            found = office.campaign(name)
            state = ABSENT if found is None or found.state == "draft" else found.state
            self._tell(thing, state)
            known = "sealed" if state == "sealing" and len(thing.may_be) == 2 else state
            if known not in thing.may_be:
                yield f"{name} is {state}, not {' or '.join(thing.may_be)}"
            if "sealed" in thing.may_be:
                yield from self._kept(name, sealed=thing.may_be == ("sealed",))
        office.let_go()

    def _kept(self, campaign: str, sealed: bool) -> Iterator[str]:
        mine = [thing for _name, thing in self._of("response") if thing.told["campaign"] == campaign]
        rows = self._responses.pop(campaign, {})
        comments = self._comments.pop(campaign, {})
        if sorted(map(str, rows.values())) != sorted(map(_stored, mine)):
            yield f"{campaign} has {len(rows)} responses, not its {len(mine)}"
        if sorted(comments.values()) != sorted(answers(thing)["lessons"] for thing in mine):
            yield f"{campaign} has {len(comments)} comments, not its {len(mine)}"
        if sealed and any(len(each) != SEALED_ID_BYTES for each in (*rows, *comments)):
            yield f"{campaign} has ids that receipts lead to"

    def at_responses(self) -> Iterator[str]:
        """Each is what was acknowledged, whole, and there is none beside."""
        for name, thing in self._of("response"):
            campaign, serial = thing.told["campaign"], bytes.fromhex(name)
            if campaign not in self._responses:
                continue
            rows, comments = self._responses[campaign], self._comments[campaign]
            found = _state(thing, rows, response_id(campaign, serial))
            self._tell(thing, found)
            said = comments.pop(comment_id(campaign, "lessons", serial), None)
            if found not in thing.may_be:
                yield f"a response to {campaign} is {found}, not {' or '.join(thing.may_be)}"
            if said != (answers(thing)["lessons"] if found == "stored" else None):
                yield f"a response to {campaign} is {found}, and its comment {said}"
        for campaign in self._responses:
            if self._responses[campaign] or self._comments.get(campaign):
                yield f"{campaign} has responses that nobody sent"

    def at_invitations(self) -> Iterator[str]:
        """As many are used as were; never fewer than there are responses."""
        certain = sum(thing.may_be == ("spent",) for _name, thing in self._of("invitation"))
        possible = sum(thing.may_be[-1] == "spent" for _name, thing in self._of("invitation"))
        used = invitations.count(BY_INVITATION)[1]
        if certain < possible:
            self._say(came_through=used == possible)
        if not certain <= used <= possible:
            yield f"{used} invitations are used, not {certain} to {possible}"

    def _tell(self, thing: Thing, found: str) -> None:
        """Say of what was cut off whether it was done all the same."""
        if len(thing.may_be) == 2:
            self._say(came_through=found == thing.may_be[-1])

    def _of(self, kind: str) -> Iterator[tuple[str, Thing]]:
        return ((name, thing) for name, thing in self._things.items() if thing.kind == kind)


def _stored(thing: Thing) -> str:
    """What the box keeps of a person's answers."""
    return f'{{"area":"adult","feelings":"{thing.told["words"]}"}}'


def _state(thing: Thing, rows: dict[bytes, str | None], key: bytes) -> str:
    """What a response is, which is taken out of the rows."""
    if key not in rows:
        return ABSENT
    found = rows.pop(key)
    if found is None:
        return "withdrawn"
    return "stored" if found == _stored(thing) else "changed"


def _backups(hand: Hand, key: Path) -> Iterator[str]:
    """A file with a backup's name is whole, and holds what there was when it was begun."""
    for name, thing in hand.ledger.of("backup"):
        file = Path(name)
        if len(thing.may_be) == 2:
            hand.speaker.say(came_through=file.exists())
        if not file.exists():
            if ABSENT not in thing.may_be:
                yield "a backup is gone"
            continue
        try:
            rows = restore.read(file, key).rows["response"]
        except Refused as refused:
            yield f"a backup is not whole: {refused}"
        else:
            if rows != thing.told["rows"]:
                yield f"a backup has {rows} responses, not {thing.told['rows']}"
