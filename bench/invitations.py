"""Invitations to measure: codes that were sent, ballots that were signed, and answers that come with them."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA384

from bench.client import Ask
from bench.survey import NAME, Measured, disconnect, measured
from surveyapp.ballot.blind import PADDING, prepare
from surveyapp.ballot.codes import code_digest
from surveyapp.ballot.proofs import MODULUS_BITS, to_text, write_proof
from surveyapp.ballot.serials import new_serial
from surveyapp.services import keys
from surveyapp.store import invitations, office

CODES = 10_000
"""So many invitations are there to be used: more than all rounds together use."""


@dataclass
class Invited(Measured):
    """A campaign by invitation, whose key is known here so that ballots cost the measured server nothing."""

    key: RSAPrivateKey | None = None
    codes: Iterator[bytes] = field(default_factory=lambda: iter(()))

    def asking(self, number: int) -> list[list[Ask]]:
        """So many people ask for a ballot, each with an invitation of their own."""
        return [[(f"{self.path}/ballot", self._asking())] for _ in range(number)]

    def _asking(self) -> str:
        blinded = secrets.randbits(MODULUS_BITS - 1).to_bytes(MODULUS_BITS // 8)
        return urlencode({"code": to_text(next(self.codes)), "blinded": to_text(blinded)})

    def _ballot(self) -> str:
        assert self.key is not None
        prepared = prepare(new_serial(secrets.token_bytes), secrets.token_bytes)
        return write_proof(prepared, self.key.sign(prepared, PADDING, SHA384()))


@contextmanager
def invited(instrument: str, folder: Path) -> Iterator[Invited]:
    """An open campaign by invitation, of an instrument and in a new folder."""
    codes = [secrets.token_bytes(32) for _ in range(CODES)]
    with measured(instrument, folder, {}, by="invitation") as made:
        with made.app.app_context():
            with office.changing():
                people = [(f"p{at}@example.org", code_digest(NAME, code)) for at, code in enumerate(codes)]
                invitations.add(NAME, people)
            key = keys.private_numbers(made.settings, NAME).private_key()
            office.let_go()
            disconnect()
        yield Invited(made.app, made.path, made.survey, key=key, codes=itertools.chain(codes))
