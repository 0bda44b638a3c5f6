"""What a look found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a finding means: it is as it should be, somebody must see to it, or it can't be told from here."""

    FINE = "fine"
    WRONG = "wrong"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: a code for scripts, the verdict, and a sentence for people."""

    code: str
    verdict: Verdict
    words: str


def fine(code: str, words: str) -> Finding:
    """It is as it should be."""
    return Finding(code, Verdict.FINE, words)


def wrong(code: str, words: str) -> Finding:
    """Somebody must see to it; the words say how."""
    return Finding(code, Verdict.WRONG, words)


def unknown(code: str, words: str) -> Finding:
    """It can't be told from here; the words say who could."""
    return Finding(code, Verdict.UNKNOWN, words)
