"""An attacker who has everything that P3 names and wants to know who said what.

It gets both databases (as files where they are files, with the places and transactions of rows where they are
not), all e-mails, and the keys. It links by content: anything that stands with a person and with a response,
or can be computed from one and found with the other. Where that fails it links by order: the first invitation
that was used to the first response that came, as far as anything tells which those were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from surveyapp.ballot.codes import blinded_digest, code_digest
from surveyapp.ballot.proofs import to_text
from surveyapp.ballot.serials import SERIAL_BYTES, response_id
from surveyapp.extensions import db
from surveyapp.settings import Settings
from surveyapp.store import engines

SHORTEST = 8
"""Bytes that tell something: fewer are the same by chance."""


@dataclass
class Evidence:
    """All that there is: bytes that stand with each person and each response, and in which order they lie.

    An order is empty where nothing gives one.
    """

    campaign: str
    people: dict[str, list[bytes]] = field(default_factory=dict)
    responses: dict[str, list[bytes]] = field(default_factory=dict)
    order_of_people: list[str] = field(default_factory=list)
    order_of_responses: list[str] = field(default_factory=list)


def gather(settings: Settings, campaign: str, mails: Mapping[str, bytes]) -> Evidence:
    """The evidence in an application's context; `mails` gives the code that each address was sent."""
    found = Evidence(campaign)
    owners = {code_digest(campaign, code): address for address, code in mails.items()}
    rows = {owners[row["code"]]: row for row in _rows(None, "invitation", campaign)}
    for address, code in mails.items():
        sent = [code, to_text(code).encode(), address.encode()]
        found.people[address] = [*sent, *_bytes(rows.get(address, {}))]
    for row in _rows("box", "response", campaign):
        others = {name: value for name, value in row.items() if name != "answers"}
        found.responses[str(row["answers"])] = list(_bytes(others))
    if db.engine.dialect.name == "sqlite":
        files = {file.name: file.read_bytes() for file in settings.home.glob("*.sqlite*")}
        said = {answers: answers.encode() for answers in found.responses}
        found.order_of_people = _as_written(
            {each: row["blinded"] for each, row in rows.items()}, files, "office"
        )
        found.order_of_responses = _as_written(said, files, "box")
    else:
        found.order_of_people = [
            owners[code] for code in _by_transaction(None, "invitation", "code", campaign)
        ]
        found.order_of_responses = list(_by_transaction("box", "response", "answers", campaign))
    return found


def _rows(bind: str | None, table: str, campaign: str) -> list[dict[str, Any]]:
    query = text(f"SELECT * FROM {table} WHERE campaign = :campaign")  # noqa: S608  our own tables
    with engines.reading(bind) as connection:
        return [dict(row) for row in connection.execute(query, {"campaign": campaign}).mappings()]


def _by_transaction(bind: str | None, table: str, column: str, campaign: str) -> Sequence[Any]:
    """A column in the order of the transactions that wrote its rows last, and of their places."""
    order = f"xmin::text::bigint, {table}.ctid"
    query = text(f"SELECT {column} FROM {table} WHERE campaign = :campaign ORDER BY {order}")  # noqa: S608  our own
    with engines.reading(bind) as connection:
        return connection.scalars(query, {"campaign": campaign}).all()


def _bytes(row: Mapping[str, Any]) -> Iterator[bytes]:
    for value in row.values():
        if isinstance(value, bytes):
            yield value
        elif isinstance(value, str):
            yield value.encode()


def _as_written(marks: Mapping[str, bytes], files: Mapping[str, bytes], database: str) -> list[str]:
    """The names in the order in which their marks came into a database's log, or else into its file.

    A log has the pages in the order in which they changed; a page gives its rows room from its end.
    """
    for name, backwards in ((f"{database}.sqlite-wal", False), (f"{database}.sqlite", True)):
        places = {each: files.get(name, b"").find(mark) for each, mark in marks.items()}
        if places and min(places.values()) >= 0:
            return sorted(places, key=lambda each: places[each], reverse=backwards)
    return []


def computable(campaign: str, tokens: Sequence[bytes]) -> set[bytes]:
    """The bytes, and what this program or anybody might compute from them."""
    found = {token for token in tokens if len(token) >= SHORTEST and token != campaign.encode()}
    for token in list(found):
        found |= {made(campaign, token) for made in (response_id, blinded_digest, code_digest)}
        found |= {hashlib.sha256(token).digest(), response_id(campaign, token[:SERIAL_BYTES])}
    return found


def linked(evidence: Evidence) -> dict[str, str]:
    """Which response the attacker takes for whose."""
    guessed = {}
    known = {said: set(tokens) for said, tokens in evidence.responses.items()}
    for address, tokens in evidence.people.items():
        knows = computable(evidence.campaign, tokens)
        fitting = [said for said, theirs in known.items() if any(a in b for a in knows for b in theirs)]
        if len(fitting) == 1:
            guessed[address] = fitting[0]
    if len(guessed) == len(evidence.people):
        return guessed
    people = evidence.order_of_people or sorted(evidence.people)
    return dict(zip(people, evidence.order_of_responses or sorted(evidence.responses), strict=False))
