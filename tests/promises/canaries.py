"""Words that occur nowhere else, and the look for them in whatever was written."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

MARK = "canary"


class Canaries:
    """By the place where each was put (`User-Agent`, `answer feelings`): a word that is nowhere else."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def word(self, place: str) -> str:
        """The word of a place, made on first use."""
        return self.words.setdefault(place, f"{MARK}{secrets.token_hex(6)}")

    def keep(self, place: str, word: str) -> str:
        """Look for this word too, as the place's; gives it back."""
        self.words[place] = word
        return word

    def found(self, data: bytes) -> set[str]:
        """The places whose word is in some bytes, as text in either case or in a disguise."""
        data = EMPTY.sub(b"", data)
        lower = data.lower()
        return {
            place
            for place, word in self.words.items()
            if any(form in (lower if form == form.lower() else data) for form in disguises(word))
        }

    def spoken(self, file: Path) -> set[str]:
        """The places whose word is in a file as plain text: for files too large to look for disguises."""
        found = {match[0].decode() for match in SPOKEN.finditer(file.read_bytes().lower())}
        return {place for place, word in self.words.items() if word in found}


EMPTY = re.compile(rb"\0{64,}")  # most of a database's files, where there is nothing to look for
SPOKEN = re.compile(MARK.encode() + rb"[0-9a-f]{12}")


def disguises(word: str) -> Iterator[bytes]:
    """The ways in which a program may write a word down: plain, encoded, or as a hash of it."""
    plain = word.encode()
    yield plain
    yield plain.lower()
    yield word.encode("utf-16-le")
    yield plain.hex().encode()
    yield json.dumps(word).strip('"').encode()
    for shift in range(3):
        # What follows a word in base64 changes its end, what precedes it its beginning.
        yield base64.b64encode(b"\0" * shift + plain)[4 if shift else 0 : -4]
    for kind in ("md5", "sha1", "sha256"):
        digest = hashlib.new(kind, plain, usedforsecurity=False)
        yield digest.digest()
        yield digest.hexdigest().encode()
    if re.fullmatch(r"\d+(\.\d+){3}", word):
        yield socket.inet_aton(word)
