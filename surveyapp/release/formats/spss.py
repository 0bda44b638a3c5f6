"""SPSS (.sav): numbers with value labels, and the missing words as user-missing numbers.

Limits: labels of variables have at most 255 bytes, those of values 120, texts as user-missing 8 bytes; only
three single numbers can be missing, so that it is a range of four.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from surveyapp.release.formats.stored import Rows, Stored, cut
from surveyapp.release.words import MISSING

FORMATS = {"month": "MOYR8", "day": "SDATE10"}
MEASURES = {"coded": "nominal", "text": "nominal"}
LONGEST_LABEL, LONGEST_VALUE_LABEL = 255, 120
SECONDS_A_DAY = 86_400
LARGEST = 2**31
FIRST_DAY = 577_735
"""The day from which SPSS counts, 14 October 1582, as Python counts days."""
CREATED = 92, b"01 Jan 8000:00:00"
"""Offset and content of creation date ("dd mmm yy") and time ("hh:mm:ss") in the file header record, as
the developers' guide of PSPP describes it ("System File Format", File Header Record)."""


def write_sav(path: Path, rows: Rows) -> None:
    """Write the rows as an SPSS file."""
    import pandas as pd
    import pyreadstat

    absent = missing_numbers(rows.stored)
    data = {stored.name: _cells(rows, stored, absent) for stored in rows.stored}
    pyreadstat.write_sav(
        pd.DataFrame(data, copy=False),
        path,
        file_label=cut(rows.title, 64, "bytes"),
        column_labels=[cut(each.entry.wording, LONGEST_LABEL, "bytes") for each in rows.stored],
        variable_value_labels={each.name: _labels(each, absent) for each in rows.stored},
        missing_ranges={each.name: _missing(each, absent) for each in rows.stored},
        variable_format={each.name: _format(each) for each in rows.stored if each.form != "text"},
        variable_measure={each.name: MEASURES.get(each.form, "scale") for each in rows.stored},
        row_compress=True,
    )
    with path.open("r+b") as file:
        file.seek(CREATED[0])
        file.write(CREATED[1])


def missing_numbers(columns: Sequence[Stored]) -> dict[str, int]:
    """The number for each missing word: -99 to -96, or as far below where a value comes near.

    The same in all columns. No answer has more than 15 digits, so there is always room for them.
    """
    taken = {str(value) for each in columns if each.form == "text" for value in each.words}
    lowest = min(
        (_number(each, word) for each in columns if each.form != "text" for word in each.words), default=0
    )
    for digits in range(1, 16):
        block = {word: -(9 * 10**digits + 9 - place) for place, word in enumerate(MISSING)}
        if lowest > max(block.values()) and not taken & set(map(str, block.values())):
            return block
    raise ValueError("no numbers are left for missing words")


def _number(stored: Stored, word: str) -> float:
    value = stored.value(word)
    if stored.form in ("month", "day"):
        return float((value.toordinal() - FIRST_DAY) * SECONDS_A_DAY)
    return float(value)


def _cells(rows: Rows, stored: Stored, absent: dict[str, int]) -> Any:
    if stored.form == "text":
        return rows.cells(stored, lambda word: str(absent.get(word, word)), object)
    words = stored.column.words
    numbers = {word: absent[word] if word in absent else _number(stored, word) for word in words}
    whole = all(number.is_integer() for number in map(float, numbers.values()))
    small = max(map(abs, numbers.values()), default=0) < LARGEST
    return rows.cells(stored, numbers.__getitem__, "int32" if whole and small else "float64")


def _labels(stored: Stored, absent: dict[str, int]) -> dict[Any, str]:
    missing = {absent[word]: said for word, said in MISSING.items() if word in stored.column.words}
    labels = {
        value: cut(label, LONGEST_VALUE_LABEL, "bytes") for value, label in (stored.labels | missing).items()
    }
    return {str(value): label for value, label in labels.items()} if stored.form == "text" else dict(labels)


def _missing(stored: Stored, absent: dict[str, int]) -> list[Any]:
    if stored.form == "text":
        return [str(absent[word]) for word in MISSING if word in stored.column.words]
    return [{"lo": min(absent.values()), "hi": max(absent.values())}]


def _format(stored: Stored) -> str:
    if stored.form in FORMATS:
        return FORMATS[stored.form]
    decimals = max((len(word.partition(".")[2]) for word in stored.words), default=0)
    return f"F{16 if stored.form == 'number' else 8}.{min(decimals, 8) if stored.form == 'number' else 0}"
