"""analysis.R: reads the data in base R, with labels as factors and the missing words kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import indent

from surveyapp.release.cells import guarded
from surveyapp.release.formats.stored import Rows, Stored
from surveyapp.release.words import MISSING

SCRIPT = """\
# Reads the data of this package into R; needs nothing but R itself.
#   data      one row a response: factors with labels, numbers as numbers, NA where there is no value
#   missing   the same rows and columns: why there is no value, NA where there is one
#   wording   what was asked, by column

# The folder that this script is in, run by Rscript or by source(); else the one that R works in.
files <- c(if (sys.nframe() > 0) sys.frame(1)$ofile,
           sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)))
folders <- c(dirname(as.character(files)), ".")
folder <- folders[file.exists(file.path(folders, "data.csv"))][1]
cells <- read.csv(file.path(folder, "data.csv"), colClasses = "character", na.strings = character(),
                  check.names = FALSE, encoding = "UTF-8")

words <- c(
{words}
)
wording <- c(
{wording}
)
# Columns that share their codes, and what those stand for.
coded <- list(
{coded}
)
numbers <- c({numbers})
days <- c({days})

why <- function(cell) factor(ifelse(cell %in% names(words), cell, NA), names(words))
missing <- as.data.frame(lapply(cells, why), optional = TRUE)
value <- function(cell) replace(cell, cell %in% names(words), NA)
data <- as.data.frame(lapply(cells, value), optional = TRUE)
for (each in coded) data[each$columns] <- lapply(data[each$columns], factor, names(each$codes), each$codes)
data[numbers] <- lapply(data[numbers], as.numeric)
data[days] <- lapply(data[days], as.Date)

for (name in names(data)) {{
  cat("\\n", name, ": ", wording[[name]], "\\n", sep = "")
  values <- if (is.factor(data[[name]])) table(data[[name]])
  if (is.null(values)) print(summary(data[[name]]))
  counts <- c(values, Filter(function(n) n > 0, table(missing[[name]])))
  cat(sprintf("%8d  %s\\n", counts, names(counts)), sep = "")
}}
"""


def r_script(rows: Rows) -> str:
    """The script; it is ASCII, so that it reads the same in any locale."""
    shared: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for stored in rows.stored:
        if stored.form == "coded":
            labels = ((guarded(code), stored.entry.labels.get(code, code)) for code in stored.numbers)
            shared.setdefault(tuple(labels), []).append(stored.name)
    return SCRIPT.format(
        words=indent(_pairs(MISSING), "  "),
        wording=indent(_pairs({stored.name: stored.entry.wording for stored in rows.stored}), "  "),
        coded=indent(",\n".join(_set(names, dict(codes)) for codes, names in shared.items()), "  "),
        numbers=_names(each for each in rows.stored if each.form in ("whole", "number")),
        days=_names(each for each in rows.stored if each.form == "day"),
    )


def _set(names: Iterable[str], codes: Mapping[str, str]) -> str:
    return (
        f"list(\n  columns = c({', '.join(map(quoted, names))}),\n"
        f"  codes = c(\n{indent(_pairs(codes), '    ')}\n  )\n)"
    )


def _pairs(pairs: Mapping[str, str]) -> str:
    return ",\n".join(f"{quoted(name)} = {quoted(text)}" for name, text in pairs.items())


def _names(stored: Iterable[Stored]) -> str:
    return ", ".join(quoted(each.name) for each in stored)


def quoted(text: str) -> str:
    """A text as R writes it, in ASCII."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if " " <= letter <= "~" else f"\\U{{{ord(letter):x}}}"
