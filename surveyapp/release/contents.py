"""Contents: what the files of a package are written from, and what writes each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from surveyapp.release.cells import line
from surveyapp.release.codebook import codebook
from surveyapp.release.columns import Column
from surveyapp.release.entries import Entries, Entry
from surveyapp.release.formats.codebook_html import codebook_html
from surveyapp.release.formats.descriptor import descriptor
from surveyapp.release.formats.excel import write_xlsx
from surveyapp.release.formats.parquet import write_parquet
from surveyapp.release.formats.r_script import r_script
from surveyapp.release.formats.readme import About, readme
from surveyapp.release.formats.spss import write_sav
from surveyapp.release.formats.stata import write_dta
from surveyapp.release.formats.stored import Rows, Stored
from surveyapp.release.gate import ROW_FILE, TABLES
from surveyapp.release.placing import Writer
from surveyapp.release.write import Tell, order, runs, tell_nobody, write

FORMATS = ("sav", "dta", "parquet", "xlsx")
"""What the rows are written as on demand."""


@dataclass(frozen=True)
class Contents:
    """A package before it is written: what it is about, its columns if rows leave, and the tables."""

    about: About
    entries: Entries
    columns: Sequence[Column] = ()
    tables: Mapping[str, bytes] = field(default_factory=dict)
    tell: Tell = tell_nobody

    @cached_property
    def stored(self) -> tuple[Stored, ...]:
        """The columns with their entries."""
        return tuple(Stored(column, self.entries.of(column)) for column in self.columns)

    @cached_property
    def every(self) -> tuple[Entry, ...]:
        """All entries, those of what is not in the data last."""
        leaving = [each.entry for each in self.stored] if self.columns else self.entries.without_rows()
        return (*leaving, *self.entries.left_behind())

    @cached_property
    def codebook(self) -> list[tuple[str, ...]]:
        """The codebook as a table."""
        return list(codebook(self.every, {each.name: each.numbers for each in self.stored}))

    def writers(self, formats: Collection[str]) -> dict[str, Writer]:
        """By file name, what writes the file: all but ``privacy.json``, which is written last."""
        described: dict[str, Writer] = {
            "codebook.csv": self._codebook_csv,
            "codebook.html": lambda path: text_file(path, self._codebook_html()),
            "README.md": lambda path: text_file(path, readme(self.about, self.every, bool(self.tables))),
        }
        tables = {f"{TABLES}{name}": partial(_bytes, made) for name, made in self.tables.items()}
        return {**(self._row_writers(formats) if self.columns else {}), **described, **tables}

    def _row_writers(self, formats: Collection[str]) -> dict[str, Writer]:
        plain = runs(self.columns, lambda _, word: word)
        rows = Rows(self.about.instrument.title, self.stored, order(plain))
        names = [each.name for each in self.stored]
        labels = {each.name: each.entry.labels for each in self.stored}

        def data(path: Path) -> None:
            with path.open("w", encoding="utf-8", newline="") as file:
                write(file, names, plain, rows.order, self.tell)

        def labelled(path: Path) -> None:
            spelled = runs(self.columns, lambda column, word: labels[column.name].get(word, word))
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                write(file, names, spelled, rows.order, self.tell)

        demanded: dict[str, Writer] = {
            "sav": lambda path: write_sav(path, rows),
            "dta": lambda path: write_dta(path, rows),
            "parquet": lambda path: write_parquet(path, rows),
            "xlsx": lambda path: write_xlsx(path, rows, self.codebook, self.tell),
        }
        return {
            ROW_FILE: data,
            "data_labels.csv": labelled,
            "datapackage.json": lambda path: text_file(path, descriptor(rows, self.about)),
            "analysis.R": lambda path: text_file(path, r_script(rows)),
            **{f"data.{name}": demanded[name] for name in FORMATS if name in formats},
        }

    def _codebook_csv(self, path: Path) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            file.writelines(map(line, self.codebook))

    def _codebook_html(self) -> str:
        about = self.about
        source = about.instrument.document.source.citation
        paragraphs = [f"The codebook of the data package “{about.name}”. Questions: {source}.", *about.kept()]
        return codebook_html(about.instrument.title, paragraphs, about.made_up, self.every)


def text_file(path: Path, text: str) -> None:
    """Write a text as it is, in UTF-8."""
    path.write_text(text, encoding="utf-8", newline="\n")


def _bytes(content: bytes, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
