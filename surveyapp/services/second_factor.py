"""Second factors: codes from a phone (RFC 6238), each good for once, and recovery codes for a lost phone."""

from __future__ import annotations

import hashlib
import secrets

from surveyapp.services.staff import Person, changed, told

RECOVERY_CODES = 10
CODE_BYTES = 8
GROUP = 4


def new_recovery_codes(number: int) -> list[str]:
    """Ten codes in place of those a person had, each good for once; only their hashes are kept.

    Each is 64 random bits in hexadecimal, in groups of four. Raises Refused where there is no such person.
    """
    codes = [_grouped(secrets.token_hex(CODE_BYTES)) for _ in range(RECOVERY_CODES)]
    with changed(number) as found:
        found.recovery_codes = [_digest(code) for code in codes]
    return codes


def _grouped(code: str) -> str:
    return "-".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def _digest(code: str) -> str:
    return hashlib.sha256("".join(filter(str.isalnum, code.lower())).encode()).hexdigest()


def keep(number: int, secret: str, counter: int) -> None:
    """Keep a second factor: its encrypted secret, and the counter of the code that showed that it works.

    Raises Refused where there is no such person.
    """
    with changed(number) as found:
        found.totp, found.totp_counter = secret, counter


def encrypt_anew(number: int, secret: str) -> None:
    """Keep the same second factor, encrypted with another key. Raises Refused where nobody has the number."""
    with changed(number) as found:
        found.totp = secret


def forget(number: int) -> Person:
    """The person without a second factor, for a lost phone. Raises Refused where there is no such person."""
    with changed(number) as found:
        found.totp, found.totp_counter, found.recovery_codes = None, None, []
        return told(found)


def take_counter(number: int, counter: int) -> bool:
    """Use up the code of that counter; False where it or a later one was used before."""
    with changed(number) as found:
        if found.totp_counter is not None and counter <= found.totp_counter:
            return False
        found.totp_counter = counter
        return True


def take_recovery_code(number: int, code: str) -> bool:
    """Use up a recovery code, however it was typed; False where it is none of the person's."""
    digest = _digest(code)
    with changed(number) as found:
        if digest not in found.recovery_codes:
            return False
        found.recovery_codes = [kept for kept in found.recovery_codes if kept != digest]
        return True
