"""The roster: a file of the addresses that get a personal invitation."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from surveyapp.instrument.problems import Unusable
from surveyapp.mail.addresses import pasted
from surveyapp.release.encodings import encoding_of
from surveyapp.services import Refused

SEPARATORS = ",;\t|"
EXCEL = "sep="
MOST_BYTES = 20_000_000
MOST_SHOWN = 20
SHOWN = 60


@dataclass(frozen=True)
class Roster:
    """Addresses, each once and in the order of the file, and the lines on which one stood again."""

    addresses: tuple[str, ...]
    repeated: tuple[int, ...]


def read_roster(file: Path) -> Roster:
    """The addresses in a CSV file: one a line, alone or among other columns, below a heading or without one.

    Raises Refused with every line that holds none, and where the file cannot be read.
    """
    return read_lines(_text(file), str(file))


def read_lines(text: str, called: str) -> Roster:
    """The same of a text, called so where it holds none. Raises Refused."""
    addresses: dict[str, str] = {}
    repeated, problems = [], []
    for number, cells in _lines(text):
        address = _address(cells)
        if address is None:
            said = " ".join("; ".join(cell for cell in cells if cell).split())
            problems.append(f"line {number}: not exactly one e-mail address: “{said[:SHOWN]}”")
        elif address.lower() in addresses:
            repeated.append(number)
        else:
            addresses[address.lower()] = address
    if problems:
        raise Refused(_refusal(problems))
    if not addresses:
        raise Refused(f"{called} holds no address.")
    return Roster(tuple(addresses.values()), tuple(repeated))


def _address(cells: Sequence[str]) -> str | None:
    """The one address in the cells; None where there is none or more than one, or something is hidden."""
    found = [pasted(cell) for cell in cells]
    addresses = [address for each in found for address in each.addresses]
    broken = any("@" in piece for each in found for piece in each.wrong)
    hidden = any(not character.isprintable() for cell in cells for character in cell)
    return addresses[0] if len(addresses) == 1 and not broken and not hidden else None


def _text(file: Path) -> str:
    if file.stat().st_size > MOST_BYTES:
        raise Refused(f"{file} is larger than any roster: at most {MOST_BYTES // 10**6} MB are read.")
    try:
        return file.read_bytes().decode(encoding_of(file))
    except Unusable as unusable:
        raise Refused(f"{file} cannot be read: {unusable.problems[0].message}. Save it as UTF-8.") from None


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The number of each line, and those of its cells that may hold an address."""
    first = text.partition("\n")[0].strip()
    separator = first[-1] if first.lower().startswith(EXCEL) and len(first) == 5 else _separator(text)
    column: int | None = None
    begun = False
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    try:
        for line in reader:
            cells = [cell.strip() for cell in line]
            if not any(cells) or (not begun and cells[0].lower().startswith(EXCEL)):
                continue
            if not begun and not any("@" in cell for cell in cells):
                column = next((at for at, cell in enumerate(cells) if "mail" in cell.lower()), None)
            elif column is not None:
                yield reader.line_num, cells[column : column + 1]
            else:
                yield reader.line_num, [cell for cell in cells if "@" in cell] or cells
            begun = True
    except csv.Error:
        raise Refused(f"Line {reader.line_num} of the roster has a quotation mark that never ends.") from None


def _separator(text: str) -> str:
    """What stands on the most lines between other things; a comma where nothing does."""
    lines = text.splitlines()
    return max(SEPARATORS, key=lambda each: sum(each in line for line in lines))


def _refusal(problems: Sequence[str]) -> str:
    more = [f"and {len(problems) - MOST_SHOWN} more"] if len(problems) > MOST_SHOWN else []
    lines = "line" if len(problems) == 1 else "lines"
    head = (
        f"{len(problems)} {lines} of the roster cannot be used. Nothing was sent. Correct them, then again:"
    )
    return "\n  ".join([head, *problems[:MOST_SHOWN], *more])
