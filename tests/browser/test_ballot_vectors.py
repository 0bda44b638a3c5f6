"""The page's module for ballots, as the page has it, against the vectors of RFC 9474."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Error, Page

from surveyapp.ballot.blind import blind_sign, verify
from surveyapp.ballot.proofs import fingerprint, from_text, to_text
from surveyapp.services import keys
from surveyapp.store import invitations
from surveyapp.web.assets import STATIC
from tests.ballot.vectors import KEY, LENGTH, SALTED, VECTORS, Vector, factor
from tests.browser.conftest import OpenPage
from tests.browser.invited import personal_campaign
from tests.browser.site import Site

pytestmark = pytest.mark.browser

MODULE = (STATIC / "survey" / "ballot.js").read_text(encoding="utf-8")
PUBLIC = KEY.public_numbers.public_key()
DER = to_text(PUBLIC.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
OWN = """const given = [fromText(args.salt), fromText(args.factor)];
const random = () => given.shift();"""


@pytest.fixture
def page(open_page: OpenPage, site: Site) -> Page:
    """A page of ours without script of its own."""
    found = open_page()
    found.goto(site.settings.url)
    return found


def run(page: Page, words: str, **args: Any) -> Any:
    """What the words give after the module."""
    return page.evaluate(f"async (args) => {{ {MODULE}\n{words} }}", args)


def blinded_by(page: Page, vector: Vector) -> Any:
    words = f"""{OWN}
    const made = await blind(BigInt(args.n), fromText(args.prepared), args.length, random);
    return {{ blinded: toText(made.blinded), unblinding: made.unblinding.toString() }};"""
    return run(
        page,
        words,
        n=str(KEY.public_numbers.n),
        prepared=to_text(vector.prepared),
        length=LENGTH,
        salt=to_text(vector.salt),
        factor=to_text(factor(vector)),
    )


def finalized_by(page: Page, vector: Vector, signed: bytes) -> Any:
    words = """const key = { modulus: BigInt(args.n), verifier: await importKey(fromText(args.der)) };
    const [prepared, signed] = [fromText(args.prepared), fromText(args.signed)];
    return toText(await finalize(key, prepared, signed, BigInt(args.inverse)));"""
    return run(
        page,
        words,
        n=str(KEY.public_numbers.n),
        der=DER,
        prepared=to_text(vector.prepared),
        signed=to_text(signed),
        inverse=str(vector.inverse),
    )


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_it_blinds_as_in_the_rfc(page: Page, vector: Vector) -> None:
    made = blinded_by(page, vector)
    assert from_text(made["blinded"]) == vector.blinded
    assert int(made["unblinding"]) == vector.inverse


@pytest.mark.parametrize("vector", SALTED, ids=lambda vector: vector.name)
def test_it_unblinds_as_in_the_rfc(page: Page, vector: Vector) -> None:
    assert from_text(finalized_by(page, vector, vector.blind_signature)) == vector.signature


def test_it_stops_at_what_is_no_signature(page: Page) -> None:
    wrong = SALTED[0].blind_signature[:-1] + b"\0"
    with pytest.raises(Error, match="no signature"):
        finalized_by(page, SALTED[0], wrong)


def test_what_it_makes_itself_is_signed_by_the_server(page: Page, site: Site) -> None:
    campaign = personal_campaign(site)
    with site.app.app_context():
        private = keys.private_numbers(site.settings, campaign.name)
        kept = invitations.key(campaign.name)
        assert kept
        der = kept.public
    given = {"der": to_text(der), "pinned": to_text(fingerprint(der))}
    words = """globalThis.key = await openKey(fromText(args.der), args.pinned);
    globalThis.prepared = chance(52);
    globalThis.made = await blind(key.modulus, prepared);
    return [toText(prepared), toText(made.blinded)];"""
    prepared, blinded = run(page, words, **given)
    signed = blind_sign(private, from_text(blinded), lambda length: bytes([7]) * length)
    words = "return toText(await finalize(key, prepared, fromText(args.signed), made.unblinding));"
    signature = run(page, words, signed=to_text(signed))
    public = private.public_numbers.public_key()
    assert verify(public, from_text(prepared), from_text(signature))
    assert not verify(public, from_text(prepared) + b"x", from_text(signature))


@pytest.mark.parametrize("change", ["fingerprint", "exponent", "size"])
def test_another_key_is_not_opened(page: Page, site: Site, change: str) -> None:
    campaign = personal_campaign(site)
    with site.app.app_context():
        kept = invitations.key(campaign.name)
        assert kept
        der = kept.public
    if change == "exponent":
        der = der[:-1] + b"\3"
    elif change == "size":
        der = from_text(DER)
    pinned = fingerprint(der + b"x" if change == "fingerprint" else der)
    with pytest.raises(Error, match="another key"):
        run(page, "await openKey(fromText(args.der), args.pinned);", der=to_text(der), pinned=to_text(pinned))
