"""Any CSV file made so coarse that nobody in it can be found."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from surveyapp.instrument.explain import nearest
from surveyapp.instrument.problems import Place, Problem, Unusable
from surveyapp.instrument.tree import Tree
from surveyapp.release.cells import cell, guarded
from surveyapp.release.checks import lists
from surveyapp.release.coarsen import released
from surveyapp.release.columns import Column, combinations, narrow
from surveyapp.release.encodings import encoding_of
from surveyapp.release.lattice import Lattice, plain
from surveyapp.release.open_checks import column_faults, strange, values
from surveyapp.release.open_table import Form, Table, form_of, header_of, read_table, unknown
from surveyapp.release.placing import Writers, folder
from surveyapp.release.profile import Profile
from surveyapp.release.recoding import Recoding
from surveyapp.release.search import search
from surveyapp.release.verify import Breach, verify
from surveyapp.release.write import Run, Tell, order, runs, write

ROW_FILE, ABOUT = "data.csv", "privacy.json"
MOST_STRANGE = 50


@dataclass(frozen=True)
class Source:
    """A CSV file, and how it is written where that cannot be told from itself."""

    path: Path
    encoding: str | None = None
    separator: str | None = None


@dataclass(frozen=True)
class Deidentified:
    """What was written.

    ``k`` is the smallest class in the written file and ``asked`` what the profile demands; ``rows`` are those
    of the file, and ``suppressed_rows`` those that are all ``*`` or left out. ``levels`` has the level of
    each quasi-identifier in the other rows; with local recoding, how many written rows show each level.
    ``population`` is how many people the roster has, if there is one.
    ``loss`` is between 0 and 1 (see ``release.loss``). ``form`` is how the source is written.
    """

    asked: int
    k: int
    classes: int
    rows: int
    suppressed_rows: int
    loss: float
    recoding: str
    suppress_at_most: float
    drop: bool
    diverse: dict[str, int]
    population: int | None
    levels: dict[str, int] | dict[str, dict[str, int]]
    withheld: list[str]
    profile: str
    form: Form
    files: dict[str, str]

    def about(self) -> dict[str, Any]:
        """What ``privacy.json`` says: nothing that follows from more than the rows and the profile."""
        return {name: value for name, value in asdict(self).items() if name not in ("form", "files")}


def deidentify(source: Source, profile: Profile, tree: Tree, out: Path, tell: Tell) -> Deidentified:
    """Write a folder with the rows of a CSV file, as coarse as the profile demands, and an account of it.

    The same rows in any order give the same bytes. Raises Unusable where the file cannot be read or does not
    fit the profile, Refusal where nothing meets the demands or ``out`` holds something else, and Breach where
    a written file does not keep them. Nothing is left behind then.
    """
    form, table = _read(source, profile, tree, tell)
    columns = [
        each if each.name in profile.ladders else each.renamed([guarded(word) for word in each.words])
        for each in table.columns
    ]
    demands = profile.demands()
    lattice = plain(profile.ladders, columns, table.rows)
    sensitive = [column for column in columns if column.name in demands.diverse]
    recoding = search(lattice, sensitive, demands, lambda: order(_lines(columns)))
    leaving = list(released(lattice, columns, recoding))
    made = _account(profile, lattice, recoding, leaving, form)

    def check(folder: Path, _: Mapping[str, str]) -> None:
        path = folder / ROW_FILE
        if verify(path, profile.ladders, demands, made.rows) != made.k:
            raise Breach(f"{path.name} does not say what was meant")

    return replace(made, files=folder(out, _writers(leaving, made), check))


def _read(source: Source, profile: Profile, tree: Tree, tell: Tell) -> tuple[Form, Table]:
    """The file's cells, all of which the profile's ladders know."""
    privacy, path = profile.document.privacy, source.path
    encoding = source.encoding or encoding_of(path)
    form = form_of(path, encoding, source.separator, {name for name, _ in lists(privacy)})
    faults = column_faults(privacy, header_of(path, form))
    problems = sorted(Problem(tree.place(at), code, said, hint) for at, code, said, hint in faults)
    if problems:
        raise Unusable(problems)
    codes = {name: values(privacy, name) for name in profile.ladders}
    table = read_table(path, form, codes, profile.withheld, tell)
    odd = {
        each.name: found
        for each in table.columns
        if each.name in profile.ladders and (found := strange(privacy, each.name, each.words))
    }
    if odd:
        raise Unusable(list(_strange(path, form, odd, codes)))
    return form, table


def _strange(
    path: Path, form: Form, odd: Mapping[str, Sequence[str]], codes: Mapping[str, Sequence[str]]
) -> Iterator[Problem]:
    for line, name, word in islice(unknown(path, form, odd), MOST_STRANGE):
        said = f"column '{name}': the ladder does not know {_quoted(word)}"
        yield Problem(Place(str(path), line), "unknown-value", said, nearest(word, codes[name]))
    more = sum(map(len, odd.values())) - MOST_STRANGE
    if more > 0:
        yield Problem(Place(str(path)), "unknown-value", f"and {more:,} other values that no ladder knows")


def _quoted(word: str) -> str:
    """A word for the eye, none of whose characters a terminal obeys."""
    return f"'{word[:60]}'" if word.isprintable() else ascii(word[:60])


def _account(
    profile: Profile, lattice: Lattice, recoding: Recoding, leaving: Sequence[Column], form: Form
) -> Deidentified:
    rows = len(leaving[0].codes)
    known = [column for column in leaving if column.name in profile.ladders]
    found = combinations([each.codes for each in known], [len(each.words) for each in known], rows)
    privacy = profile.document.privacy
    return Deidentified(
        asked=privacy.k or 0,
        k=int(found.counts.min()),
        classes=len(found.counts),
        rows=rows,
        suppressed_rows=recoding.suppressed,
        loss=recoding.loss,
        recoding=privacy.recoding,
        suppress_at_most=privacy.suppress_at_most,
        drop=privacy.drop,
        diverse=privacy.diverse,
        population=sum(profile.population.counts.values()) if profile.population else None,
        levels=_spread(lattice, recoding) if privacy.recoding == "local" else _levels(lattice, recoding),
        withheld=[*privacy.withhold],
        profile=profile.hash,
        form=form,
        files={},
    )


def _levels(lattice: Lattice, recoding: Recoding) -> dict[str, int]:
    """The level of each quasi-identifier in the rows that are not suppressed."""
    shown = next((each for each in recoding.patterns if each != lattice.tops), lattice.tops)
    return dict(zip((ladder.variable for ladder in lattice.ladders), shown, strict=True))


def _spread(lattice: Lattice, recoding: Recoding) -> dict[str, dict[str, int]]:
    """By quasi-identifier and level, how many rows show it so."""
    which = recoding.which if recoding.kept is None else recoding.which[recoding.kept]
    rows = np.bincount(which, minlength=len(recoding.patterns)).tolist()
    spread = {}
    for place, ladder in enumerate(lattice.ladders):
        counts = dict.fromkeys(map(str, range(ladder.top + 1)), 0)
        for pattern, count in zip(recoding.patterns, rows, strict=True):
            counts[str(pattern[place])] += count
        spread[ladder.variable] = {level: count for level, count in counts.items() if count}
    return spread


def _lines(columns: Sequence[Column]) -> list[Run]:
    """The lines of a file. An empty cell that is a line of its own is quoted: an empty line is no row."""
    if len(columns) > 1:
        return runs(columns, lambda _, word: word)
    texts = [cell(word) or '""' for word in columns[0].words]
    ranks = {text: rank for rank, text in enumerate(sorted(set(texts)))}
    codes = np.array([ranks[text] for text in texts], dtype=narrow(len(ranks)))
    return [Run(tuple(f"{text}\n" for text in ranks), codes[columns[0].codes])]


def _writers(leaving: Sequence[Column], made: Deidentified) -> Writers:
    def data(path: Path) -> None:
        lines = _lines(leaving)
        with path.open("w", encoding="utf-8", newline="") as file:
            write(file, [column.name for column in leaving], lines, order(lines))

    def about(path: Path) -> None:
        text = json.dumps(made.about(), ensure_ascii=False, indent=2)
        path.write_text(f"{text}\n", encoding="utf-8", newline="\n")

    return {ROW_FILE: data, ABOUT: about}
