"""The data package: what leaves a sealed campaign, as files for an analyst, in which nobody can be found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from surveyapp.instrument.kinds.base import Variable
from surveyapp.instrument.model import Instrument
from surveyapp.release import placing, tables
from surveyapp.release.account import Recoded, account, account_of_rows
from surveyapp.release.coarsen import released
from surveyapp.release.columns import Column
from surveyapp.release.contents import Contents, text_file
from surveyapp.release.declared import as_declared
from surveyapp.release.demands import Demands
from surveyapp.release.entries import Entries
from surveyapp.release.formats.readme import About
from surveyapp.release.gate import ROW_FILE, Left, admit_again, admit_campaign, admit_responses
from surveyapp.release.lattice import Lattice, lattice
from surveyapp.release.profile import Profile, terms_with
from surveyapp.release.recoding import Recoding
from surveyapp.release.search import search
from surveyapp.release.table import Table
from surveyapp.release.tables import TablesMade
from surveyapp.release.terms import Refusal, Terms
from surveyapp.release.texts import without_typed
from surveyapp.release.variety import quiet, varied, without_uniform
from surveyapp.release.verify import verify
from surveyapp.release.words import HIDDEN, SUPPRESSED, SYNTHETIC
from surveyapp.release.write import Order, Tell, order, runs, tell_nobody

ACCOUNT_FILE = "privacy.json"
MARK = Variable(SYNTHETIC, None, "flag", "Made-up data: no person gave these answers", {"1": "Made up"})


@dataclass(frozen=True)
class Made:
    """What a package holds.

    ``k`` as the terms ask, and the size of the smallest class ``reached``; by quasi-identifier the ``levels``
    at which it is shown, and in words what was ``done``; how many ``rows`` and ``columns``, and how many of
    those have a value ``shown``; the SHA-256 of each of the ``files`` by name. Without a row file all but
    ``k`` and the files is empty.
    """

    k: int
    reached: int
    levels: dict[str, tuple[int, ...]]
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
    """What is asked of a campaign before anything leaves it."""

    state: str
    invited: int
    terms: Terms
    synthetic: bool = False
    left: Left | None = None
    """What left before, if anything did: nothing else may follow it."""
    name: str = "survey"
    responses: int = 0
    """How many there are, for those who wait; 0 where it is not known."""


@dataclass(frozen=True)
class Delivery:
    """How a package leaves.

    ``formats`` are those on demand (see ``contents.FORMATS``), ``versions`` those of what writes the files.
    ``leave`` is called when everything is made and verified and nothing has appeared yet: it remembers what
    leaves, or raises Refusal. ``tell`` is told how far things are.
    """

    formats: Sequence[str] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    leave: Callable[[Made], None] = lambda _: None
    tell: Tell = tell_nobody


@dataclass(frozen=True)
class Method:
    """How the levels of the rows are found, and how tables are made."""

    search: Callable[[Lattice, Sequence[Column], Demands, Callable[[], Order]], Recoding] = search
    tabulate: Callable[..., TablesMade] = tables.make


@dataclass(frozen=True)
class Prepared:
    """What may leave, before anything is written of it.

    ``profile`` withholds all that does not leave; ``collected`` are the answers of all responses, and
    ``recoded`` the rows of a campaign that gives them.
    """

    about: About
    profile: Profile
    collected: Table
    recoded: Recoded | None
    tables: TablesMade

    @property
    def released(self) -> Sequence[Column] | None:
        """The columns of the row file; None in a campaign that gives tables only."""
        return self.recoded.columns if self.recoded else None


def prepared(
    campaign: Campaign,
    instrument: Instrument,
    profile: Profile,
    rows: Iterable[str],
    delivery: Delivery,
    method: Method | None = None,
) -> Prepared:
    """What may leave a campaign; the same answers in any order give the same.

    Raises Refusal where the gate is shut or no level meets k, and verify.Breach where tables would not keep
    the terms.
    """
    method = method or Method()
    terms = terms_with(profile, campaign.terms)
    admit_campaign(campaign.state)
    table = Table(instrument, rows, campaign.responses, delivery.tell)
    admit_responses(table.rows, campaign.invited, terms)
    about = About(campaign.name, instrument, terms, _program(delivery.versions), campaign.synthetic)
    kept = without_uniform(without_typed(profile, instrument), instrument, table.columns, terms)
    recoded = _recoded(about, kept, table, method) if terms.publish == "rows" else None
    made = method.tabulate(
        instrument,
        kept,
        terms,
        table.columns,
        table.rows,
        recoded.columns if recoded else None,
        progress=partial(delivery.tell, "Making tables"),
    )
    return Prepared(about, kept, table, recoded, made)


def package(
    campaign: Campaign,
    instrument: Instrument,
    profile: Profile,
    rows: Iterable[str],
    out: Path,
    delivery: Delivery | None = None,
    method: Method | None = None,
) -> Made:
    """Write the data package of a campaign's stored answers into the folder ``out``, or the .zip file.

    The same answers in any order give the same bytes. Raises Refusal where the gate is shut, no level meets
    k, a file would not be the one that left before, or ``out`` holds something else, and verify.Breach
    where a written file does not keep the terms. Nothing is left behind then.
    """
    delivery = delivery or Delivery()
    ready = prepared(campaign, instrument, profile, rows, delivery, method)
    recoded, columns = ready.recoded, ready.released or ()
    entries = Entries(instrument, ready.profile, recoded.levels if recoded else {})
    contents = Contents(ready.about, entries, columns, ready.tables.files, delivery.tell)
    with placing.aside(out) as folder:
        reached = _write(folder, contents, delivery, recoded)
        said = account_of_rows(recoded, profile, reached, campaign.invited) if recoded else {}
        text = account(ready.about, profile, contents.every, said, ready.tables.summary, delivery.versions)
        text_file(folder / ACCOUNT_FILE, text)
        made = _made(contents, recoded, reached, placing.digests(folder))
        admit_again(Left(made.files, delivery.versions), campaign.left)
        _place(folder, out, campaign, made, delivery)
    return made


def _recoded(about: About, profile: Profile, table: Table, method: Method) -> Recoded:
    """The columns that leave. Raises Refusal where none does, or where nothing meets the terms."""
    demands = varied(profile.demands(about.terms), about.instrument, profile, table.columns)
    ways = lattice(about.instrument, profile, table.columns, table.rows)
    leaving = [column for column in table.columns if column.name not in profile.withheld]
    if not leaving:
        raise Refusal(
            "nothing-left",
            "All that was asked is typed text or withheld, so there are no rows to release.",
        )
    sensitive = [quiet(column) for column in table.columns if column.name in demands.diverse]
    recoding = method.search(
        ways, sensitive, demands, lambda: order(runs(table.columns, lambda _, word: word))
    )
    columns = list(map(as_declared, released(ways, leaving, recoding)))
    if about.synthetic:
        columns.insert(0, Column(MARK, ("1",), np.zeros(table.rows, dtype=np.uint8)))
    return Recoded(tuple(columns), ways, recoding, demands)


def _write(folder: Path, contents: Contents, delivery: Delivery, recoded: Recoded | None) -> int:
    """Write all files but the account; gives the size of the smallest class in the rows, as read back."""
    writers = contents.writers(delivery.formats)
    for done, (name, writer) in enumerate(writers.items()):
        delivery.tell("Writing files", done, len(writers))
        writer(folder / name)
    delivery.tell("Writing files", len(writers), len(writers))
    if recoded is None:
        return 0
    boxes = {column.name for column in recoded.columns if column.variable.option}
    return verify(folder / ROW_FILE, recoded.ladders, recoded.demands, recoded.rows, boxes)


def _made(contents: Contents, recoded: Recoded | None, reached: int, files: dict[str, str]) -> Made:
    k = contents.about.terms.k
    if recoded is None:
        return Made(k, 0, {}, {}, 0, 0, 0, files)
    shown = sum(not {HIDDEN, SUPPRESSED}.issuperset(column.words) for column in recoded.columns)
    done = {each.name: each.entry.done for each in contents.stored if each.name in recoded.levels}
    return Made(k, reached, recoded.levels, done, recoded.rows, len(recoded.columns), shown, files)


def _place(folder: Path, out: Path, campaign: Campaign, made: Made, delivery: Delivery) -> None:
    """Put what was made where it was asked for, once it is remembered that it leaves.

    Remembered first: should this be cut off in between, nothing else can leave instead.
    """
    if out.suffix == placing.ARCHIVE:
        archive = placing.packed(folder, campaign.name)
        placing.admit_archive(archive, out)
        delivery.leave(made)
        placing.place_archive(archive, out)
    else:
        placing.admit_folder(out, made.files, campaign.left.files if campaign.left else {})
        delivery.leave(made)
        placing.place_folder(folder, out)


def _program(versions: Mapping[str, str]) -> str:
    return f"surveyapp {versions.get('surveyapp', '')}".strip()
