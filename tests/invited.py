"""Somebody with a personal invitation, who does by hand what the page's script does for others."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from surveyapp.ballot.blind import Blinded, blind, finalize, prepare
from surveyapp.ballot.codes import Codes
from surveyapp.ballot.proofs import fingerprint, from_text, public_key, to_text, write_proof
from surveyapp.ballot.serials import new_serial
from surveyapp.services import campaigns, invitations
from surveyapp.services.roster import Roster
from surveyapp.settings import Settings
from surveyapp.store import invitations as stored

FORM = "application/x-www-form-urlencoded"
Post = Callable[[str, bytes], tuple[int, str]]
"""Posts a form to a path; gives the status, and the words of the answer or the address that it leads to."""


@dataclass
class Person:
    """One invitation: the link's parts, and what the person makes up for the ballot."""

    path: str
    code: str
    key: bytes
    random_bytes: Callable[[int], bytes] = secrets.token_bytes
    serial: bytes = b""
    prepared: bytes = b""
    blinded: Blinded = field(default=Blinded(b"", 0))

    def __post_init__(self) -> None:
        self.begin_anew()

    @classmethod
    def from_link(cls, link: str, key: bytes) -> Person:
        """The person who was sent the link, and has compared the key with the fingerprint in it."""
        parts = urlsplit(link)
        code, _, pinned = parts.fragment.partition(".")
        assert from_text(pinned) == fingerprint(key)
        return cls(parts.path, code, key)

    def begin_anew(self) -> None:
        """Forget everything, as a page does that is opened again."""
        self.serial = new_serial(self.random_bytes)
        self.prepared = prepare(self.serial, self.random_bytes)
        self.blinded = blind(public_key(self.key).public_numbers(), self.prepared, self.random_bytes)

    def ask(self, post: Post) -> tuple[int, str]:
        """Asks for the ballot to be signed."""
        given = {"code": self.code, "blinded": to_text(self.blinded.message)}
        return post(f"{self.path}/ballot", urlencode(given).encode())

    def ballot(self, signed: str) -> str:
        """The ballot that the signature makes. Raises NoSignature."""
        signature = finalize(public_key(self.key), self.prepared, from_text(signed), self.blinded.inverse)
        return write_proof(self.prepared, signature)

    def send(self, post: Post, ballot: str, answers: Mapping[str, str]) -> tuple[int, str]:
        """Sends the answers with a ballot."""
        return post(self.path, urlencode({**answers, "_ballot": ballot}).encode())

    def answer(self, post: Post, answers: Mapping[str, str]) -> tuple[int, str]:
        """Takes a ballot and sends the answers with it."""
        status, signed = self.ask(post)
        assert status == 200, signed
        return self.send(post, self.ballot(signed), answers)


def people(settings: Settings, campaign: str, addresses: list[str]) -> list[Person]:
    """Those of the addresses, invited now; in an application's context, without any mail."""
    invitations.enrol(settings, campaign, Roster(tuple(addresses), ()))
    key = stored.key(campaign)
    assert key
    path = f"/i/{campaigns.token(settings, campaign)}"
    codes = Codes(settings.secrets)
    found = [next(codes.of(campaign, address)) for address in addresses]
    return [Person(path, to_text(code), key.public) for code in found]
