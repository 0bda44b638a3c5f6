"""A sealed file opens with its key alone, and no change to it goes unseen."""

from __future__ import annotations

import io

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.services.backups import envelope
from surveyapp.services.backups.envelope import CHUNK_BYTES, TAG_BYTES, Sealer, Unreadable

KEY = X25519PrivateKey.generate()
LABEL = b"on the outside"
HEADER_BYTES = len(envelope.MAGIC) + envelope.LENGTH_BYTES + len(LABEL) + envelope.WRAPPED_BYTES


def sealed(*parts: bytes) -> bytes:
    out = io.BytesIO()
    sealer = Sealer(out, KEY.public_key(), LABEL)
    for part in parts:
        sealer.write(part)
    sealer.finish()
    return out.getvalue()


def opened(file: bytes, key: X25519PrivateKey = KEY) -> bytes:
    backup = io.BytesIO(file)
    return b"".join(envelope.content(backup, envelope.key_of(backup, key)))


@given(st.lists(st.binary(max_size=200)))
def test_it_comes_back(parts: list[bytes]) -> None:
    assert opened(sealed(*parts)) == b"".join(parts)


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_any_length_comes_back(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    assert opened(sealed(content[:size])) == content[:size]


def test_nothing_of_it_stands_in_the_file() -> None:
    assert b"what one said" not in sealed(b"what one said" * 100)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(Unreadable, match="another key"):
        opened(sealed(b"x"), X25519PrivateKey.generate())


def test_something_else_is_no_backup() -> None:
    with pytest.raises(Unreadable, match="not a backup"):
        opened(b"SQLite format 3\0")


def test_its_label_is_for_everybody_to_read() -> None:
    assert envelope.label_of(io.BytesIO(sealed(b"x"))) == LABEL


def test_a_file_of_an_earlier_program_has_no_label_and_opens() -> None:
    labelled = sealed(b"what one said")
    key = envelope.key_of(io.BytesIO(labelled), KEY)
    first = envelope.UNLABELLED
    file = first + envelope.SUITE.encrypt(key, KEY.public_key(), first) + labelled[HEADER_BYTES:]
    assert opened(file) == b"what one said"
    assert envelope.label_of(io.BytesIO(file)) is None


@given(st.data())
def test_a_changed_byte_is_seen(data: st.DataObject) -> None:
    file = bytearray(sealed(b"abc" * 50))
    file[data.draw(st.integers(0, len(file) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unreadable):
        opened(bytes(file))


@given(st.data())
def test_a_file_cut_short_is_seen(data: st.DataObject) -> None:
    file = sealed(b"abc" * 50)
    with pytest.raises(Unreadable):
        opened(file[: data.draw(st.integers(0, len(file) - 1))])


def test_chunks_cannot_be_dropped_or_moved() -> None:
    file, chunk = sealed(b"x" * 3 * CHUNK_BYTES), CHUNK_BYTES + TAG_BYTES
    first, second, third = (file[HEADER_BYTES + n * chunk :][:chunk] for n in range(3))
    for changed in ([first, second], [first, third], [second, first, third], [first, second, third, third]):
        with pytest.raises(Unreadable, match="damaged or cut short"):
            opened(file[:HEADER_BYTES] + b"".join(changed))


def test_the_same_content_looks_different_each_time() -> None:
    assert sealed(b"x")[HEADER_BYTES:] != sealed(b"x")[HEADER_BYTES:]


def test_a_public_key_comes_back_from_its_text() -> None:
    text = envelope.public_text(KEY.public_key())
    assert len(text) == 43
    assert envelope.public_key(text) == KEY.public_key()
    with pytest.raises(ValueError, match="base64"):
        envelope.public_key("short")
