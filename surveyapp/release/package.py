"""The data package: a sealed campaign's responses as files for an analyst, in which nobody can be found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from surveyapp.instrument.kinds.base import Variable
from surveyapp.instrument.model import Instrument
from surveyapp.release.cells import line
from surveyapp.release.coarsen import released
from surveyapp.release.codebook import HEADER, Codebook
from surveyapp.release.columns import Column
from surveyapp.release.gate import admit_campaign, admit_once, admit_responses
from surveyapp.release.lattice import Search, by_steps, lattice
from surveyapp.release.profile import Profile, terms_with
from surveyapp.release.table import Table
from surveyapp.release.terms import Terms
from surveyapp.release.verify import verify
from surveyapp.release.words import HIDDEN, SUPPRESSED, SYNTHETIC
from surveyapp.release.write import Writers, folder, order, runs, write

ROW_FILE = "data.csv"
MARK = Variable(SYNTHETIC, None, "flag", "Made-up data: no person gave these answers", {"1": "Made up"})


@dataclass(frozen=True)
class Made:
    """What a package holds.

    ``k`` as the terms ask and the size of the smallest class ``reached``, the level of each quasi-identifier
    and what that did to it in words, how many responses, and the SHA-256 of each file by name.
    """

    k: int
    reached: int
    levels: dict[str, int]
    done: dict[str, str]
    rows: int
    columns: int
    shown: int
    files: dict[str, str]

    @property
    def digest(self) -> str:
        """SHA-256 over the names and contents of all files."""
        return hashlib.sha256(json.dumps(self.files, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Campaign:
    """What the gate asks of a campaign before anything leaves it."""

    state: str
    invited: int
    terms: Terms
    synthetic: bool = False
    left: str | None = None
    """SHA-256 of the row file that left before, if one did: no other may follow it."""


def package(
    campaign: Campaign,
    instrument: Instrument,
    profile: Profile,
    rows: Iterable[str],
    out: Path,
    search: Search = by_steps,
) -> Made:
    """Write the data package of a campaign's stored answers into the folder ``out``.

    The same answers in any order give the same bytes. Raises Refusal where the gate is shut, no level meets
    k, the row file would not be the one that left before, or ``out`` holds something else, and verify.Breach
    where a written file does not keep the terms. Nothing is left behind then.
    """
    terms = terms_with(profile, campaign.terms)
    admit_campaign(campaign.state, terms)
    table = Table(instrument, rows)
    admit_responses(table.rows, campaign.invited, terms)
    ways = lattice(instrument, profile, table.columns, table.rows)
    levels = dict(zip((ladder.variable for ladder in ways.ladders), search(ways, terms.k), strict=True))
    columns = list(released(instrument, profile, table.columns, levels))
    if campaign.synthetic:
        columns.insert(0, Column(MARK, ("1",), np.zeros(table.rows, dtype=np.uint8)))
    reached: list[int] = []

    def check(made: Path, digests: Mapping[str, str]) -> None:
        reached.append(verify(made / ROW_FILE, list(levels), terms.k, table.rows))
        admit_once(digests[ROW_FILE], campaign.left)

    book = Codebook(instrument, profile, columns, levels)
    files = folder(out, _writers(book), check)
    shown = sum(not {HIDDEN, SUPPRESSED}.issuperset(column.words) for column in columns)
    done = {column.name: book.done(column) for column in columns if column.name in levels}
    return Made(terms.k, reached[0], levels, done, table.rows, len(columns), shown, files)


def _writers(book: Codebook) -> Writers:
    names = [column.name for column in book.columns]
    plain = runs(book.columns, lambda _, word: word)
    rows = order(plain)

    def data(path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            write(file, names, plain, rows)

    def labels(path: Path) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            write(file, names, runs(book.columns, book.spell), rows)

    def codebook(path: Path) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            file.writelines(map(line, (HEADER, *book.rows())))

    return {ROW_FILE: data, "data_labels.csv": labels, "codebook.csv": codebook}
