"""Rounds of thirty people who answer by invitation; a round with the same seed is the same round."""

from __future__ import annotations

import random
from datetime import date
from functools import cache

import gmpy2
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPrivateNumbers,
    RSAPublicNumbers,
    rsa_crt_dmp1,
    rsa_crt_dmq1,
    rsa_crt_iqmp,
)

from surveyapp.ballot.proofs import from_text, to_text
from surveyapp.services import campaigns, keys
from surveyapp.services.campaigns import Plan
from surveyapp.services.issuing import issue
from surveyapp.services.respond import Outcome, Respond, survey_of
from surveyapp.settings import Settings
from tests.invited import Person, people

PEOPLE = 30
SECRET = "the one secret of every round, so that a round can be had again"


def today() -> date:
    return date(2027, 1, 4)


@cache
def known_key() -> RSAPrivateKey:
    """A key that is the same in every run of the tests."""
    chance = random.Random(9474)
    e, top = 65537, 0b11 << 1534
    p, q = (int(gmpy2.next_prime(chance.getrandbits(1536) | top)) for _ in range(2))
    d = pow(e, -1, (p - 1) * (q - 1))
    public = RSAPublicNumbers(e, p * q)
    made = RSAPrivateNumbers(p, q, d, rsa_crt_dmp1(d, p), rsa_crt_dmq1(d, q), rsa_crt_iqmp(p, q), public)
    return made.private_key()


def with_known_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every campaign that opens have that key."""
    monkeypatch.setattr(keys, "generate_private_key", lambda *_: known_key())


def answers(number: int) -> str:
    """What a person says, as it is stored; no two say the same."""
    words = "".join(random.Random(f"words {number}").choices("abcdefghijklmnopqrstuvwxyz", k=20))
    return f'{{"feelings":"{words}"}}'


def round_of(settings: Settings, name: str, seed: int) -> tuple[dict[str, bytes], dict[str, str]]:
    """A round in which everybody answers once, in random order; in an application's context.

    Gives the code that each address was sent, and what each really said.
    """
    chance = random.Random(seed)
    campaigns.create(settings, Plan(name=name, instrument="tiny", invited=PEOPLE, by="invitation"))
    campaigns.open_(settings, today, name)
    addresses = [f"person{number}@example.org" for number in range(PEOPLE)]
    invited = dict(zip(addresses, people(settings, name, addresses), strict=True))
    said = dict(zip(addresses, chance.sample(range(PEOPLE), PEOPLE), strict=True))
    shown = survey_of(campaigns.find(name), settings, today())
    respond = Respond(settings, today)
    for address in chance.sample(addresses, PEOPLE):
        given = invited[address]
        person = Person(given.path, given.code, given.key, chance.randbytes)
        signed = issue(settings, shown, person.code, to_text(person.blinded.message))
        words = answers(said[address])[13:-2]
        outcome = respond.submit(shown, person.ballot(signed), {"feelings": words})
        assert outcome is Outcome.RECORDED
    mails = {address: from_text(person.code) for address, person in invited.items()}
    return mails, {address: answers(number) for address, number in said.items()}
