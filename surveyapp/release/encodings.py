"""Which characters the bytes of somebody else's text file stand for."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from surveyapp.instrument.problems import Place, Problem, Unusable

BLOCK = 2**20
SAMPLE = 2**16
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""What a file may begin with to say how it is encoded; UTF-32 before UTF-16, whose mark begins alike."""
WESTERN = ("cp1252", "latin_1")
"""What western programs wrote before UTF-8. Others look too much like these to be told apart."""


def encoding_of(path: Path) -> str:
    """A file's encoding: UTF-8, UTF-16, Windows-1252 or Latin-1. Raises Unusable for any other."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    marked = next((name for mark, name in MARKS if head.startswith(mark)), None)
    if marked is not None:
        return marked
    zeros = [head[start::2].count(0) for start in (0, 1)]
    if 4 * max(zeros) > len(head) > 8 * min(zeros):
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    if _is_utf_8(path):
        return "utf-8"
    return _western(path)


def _is_utf_8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _western(path: Path) -> str:
    from charset_normalizer import from_bytes  # only files from older programs need it

    sample = b"".join(_telling(path))
    best = from_bytes(sample, cp_isolation=list(WESTERN), threshold=1).best()
    if best is None:
        said = "it is neither UTF-8 nor UTF-16, nor Windows-1252"
        hint = "save it as UTF-8, or name its encoding"
        raise Unusable([Problem(Place(str(path)), "unknown-encoding", said, hint)])
    return best.encoding


def _telling(path: Path) -> Iterator[bytes]:
    """The first lines that are not ASCII, which are all that tells one of the older encodings."""
    taken = 0
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                yield line
                taken += len(line)
            if taken > SAMPLE:
                return
