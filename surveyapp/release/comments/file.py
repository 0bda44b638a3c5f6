"""The file in which reviewed comments leave, apart from all answers."""

from __future__ import annotations

from collections.abc import Iterable

from surveyapp.release.cells import line
from surveyapp.release.comments.headings import Heading
from surveyapp.release.words import SYNTHETIC

COLUMNS = ("item", "number", "question", "text")


def written(texts: Iterable[tuple[Heading, str]], synthetic: bool) -> bytes:
    """The file's bytes: UTF-8 with a byte order mark, one row for each text under a heading.

    Rows are sorted by what they say, a text that several people wrote stands there once, and made-up ones are
    marked in a column of their own. The same texts in any order give the same bytes.
    """
    mark, said = ([SYNTHETIC], ["1"]) if synthetic else ([], [])
    rows = sorted(
        {(heading.number, heading.item, heading.question, text) for heading, text in texts},
        key=lambda row: ([int(number) for number in row[0].split(", ")], row),
    )
    lines = [line([*mark, *COLUMNS])]
    lines += [line([*said, item, number, question, text]) for number, item, question, text in rows]
    return "".join(lines).encode("utf-8-sig")
