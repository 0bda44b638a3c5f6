"""README.md: what a package is, how it was made, what its files hold and how to cite it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill

from surveyapp.instrument.model import Instrument
from surveyapp.release.entries import COLLECTED, TABLES_ONLY, Entry
from surveyapp.release.terms import Terms, always_shown
from surveyapp.release.words import MISSING

MADE_UP = "Made-up data: no person gave these answers."
WIDTH = 110
RATINGS = "in ratings of the program"
WRITTEN_HASH = 12
FILES = {
    "codebook.html": "every variable: wording, codes and labels, counts, what was done; to read and to print",
    "codebook.csv": "the same as a table, one row a variable",
    "privacy.json": "the terms, what was done to meet them, and the risk that is left",
    "tables/": "tables over all responses, in which small counts are hidden",
}
ROW_FILES = {
    "data.csv": "one row a response, in codes; UTF-8 without a byte order mark",
    "data_labels.csv": "the same rows in the same order, in labels; with a byte order mark, for Excel",
    "datapackage.json": "a Frictionless Data Package with the Table Schema of both",
    "analysis.R": "reads the data into R, with labels and with the missing words apart",
}
ON_DEMAND = {
    "data.sav": "SPSS; missing words are user-missing numbers, which their labels explain",
    "data.dta": "Stata 14 and later; missing words are .a, .b, .c and .d",
    "data.parquet": "Parquet; where a number is missing, the column `…_missing` beside it has the word",
    "data.xlsx": "Excel; the rows in labels, and the codebook",
}


@dataclass(frozen=True)
class About:
    """What a package is about: the campaign by name, what it asked, its terms, the program that made it."""

    name: str
    instrument: Instrument
    terms: Terms
    program: str
    synthetic: bool = False

    @property
    def made_up(self) -> str:
        """What is said of made-up data; nothing of people's."""
        return MADE_UP if self.synthetic else ""

    def kept(self, counted: str = RATINGS) -> Iterator[str]:
        """How privacy was kept, a paragraph each; ``counted`` says of which answers small counts are shown.

        A package always says the same of them: what left must come again byte for byte.
        """
        terms = self.terms
        if terms.publish == "rows":
            yield (
                "In the rows, whatever colleagues may know of each other is shared by at least "
                f"{terms.k} responses: it was made coarser until that was so, and what would give it back "
                "was held back. Those who look alike gave at least two different answers to each sensitive "
                "question, unless so many gave the same one that tables may say so. Rows are sorted by what "
                "they say, so their order tells nothing. Nobody was left out."
            )
        else:
            yield "The people who answered were told that only tables will leave: there is no row file."
        yield (
            f"Nothing leaves where fewer than {terms.minimum} people answered. In tables counts below "
            f"{terms.smallest_cell} are hidden; only {always_shown(counted)} "
            "are they shown. This was fixed, and shown to everybody, before the first answer."
        )


def readme(about: About, entries: Sequence[Entry], tables: bool) -> str:
    """The page, in Markdown; it is the same whichever formats were asked for."""
    instrument, rows = about.instrument, about.terms.publish == "rows"
    source, contact = instrument.document.source, instrument.document.contact
    files = {**(ROW_FILES if rows else {}), **FILES}
    if not tables:
        del files["tables/"]
    parts = [
        f"# {instrument.title}\n",
        f"**{about.made_up}**\n" if about.synthetic else "",
        _wrapped(f"The de-identified data package of the survey “{about.name}”."),
        f"Questions: {source.citation} (wording: {source.wording}).\n",
        f"Contact: {contact}\n" if contact else "",
        "## Files\n",
        _list(files),
    ]
    if rows:
        parts += ["On demand, with the same rows in the same order:\n", _list(ON_DEMAND)]
    parts += ["## How privacy was kept\n", *map(_wrapped, about.kept()), *_done(entries)]
    if rows:
        parts += ["## Missing values\n", "A cell never stands empty:\n", _list(MISSING), _reading()]
    parts += ["## How to cite\n", _wrapped(_citation(about))]
    return "\n".join(part for part in parts if part)


def _wrapped(text: str) -> str:
    return fill(text, WIDTH, break_long_words=False, break_on_hyphens=False) + "\n"


def _list(said: Mapping[str, str]) -> str:
    return "".join(f"- `{name}`: {text}\n" for name, text in said.items())


def _done(entries: Iterable[Entry]) -> Iterator[str]:
    """What was done to variables, those together to which the same was."""
    together: dict[str, list[str]] = {}
    for entry in entries:
        if entry.done not in (COLLECTED, TABLES_ONLY):
            together.setdefault(entry.done, []).append(entry.name)
    if together:
        yield "What was done to variables that are not simply shown as collected:\n"
        yield _list({"`, `".join(names): done for done, names in together.items()})


def _reading() -> str:
    words = ", ".join(f'"{word}"' for word in MISSING)
    return (
        f'In pandas: `pd.read_csv("data.csv", na_values=[{words}])`. In R: `source("analysis.R")`.\n\n'
        "A text that a spreadsheet would run as a formula, or that reads like one of these words, has an\n"
        "apostrophe in front.\n"
    )


def _citation(about: About) -> str:
    asked = about.instrument
    return (
        f"{asked.title}: de-identified data package “{about.name}”. Instrument {asked.name}, version "
        f"{asked.hash[:WRITTEN_HASH]}. Made with {about.program}. {about.made_up}"
    ).strip()
