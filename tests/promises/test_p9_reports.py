"""P9 for reports: the same answers, plan and versions give the same bytes, whenever and wherever."""

from __future__ import annotations

import random

from tests.promises.elsewhere import printed

CHILD = """
import hashlib, json, sys
from surveyapp.analysis.document import csv, docx, html
from tests.analysis.report.reported import reported

made = reported(json.loads(sys.stdin.read()), sys.argv[1])
files = [html.text(made).encode(), docx.written(made), *(csv.text(table).encode() for table in made.tables)]
files += [part for figure in made.figures for part in (figure.drawing.svg, figure.drawing.png)]
print(*(hashlib.sha256(file).hexdigest() for file in files))
"""
PLAN = """{
  tables: [{name: one, title: One, rows: [area, good, harm, hours], by: sued, test: none, median: true}],
  comparisons: [{name: change, title: Change, pairs: stress, agree: [1, 2],
    tests: [mcnemar, signed_rank], family: all}],
  figures: [
    {kind: likert, name: bars, title: Bars, blocks: {"": [good, harm]}},
    {kind: before_after, name: pairs, title: Pairs, comparison: change}],
  aims: [{name: aim, words: So, of: good, agree: [1], more_than: 5}]}"""


def people(order: int) -> list[dict[str, object]]:
    """Forty responses, in the order of a seed."""
    chance = random.Random(9)
    made: list[dict[str, object]] = [
        {
            "area": chance.choice("ab"),
            "sued": chance.choice(["yes", "no"]),
            "hours": chance.randint(0, 3),
            **{name: chance.choice("1234") for name in ("good", "ashamed_before", "ashamed_after", "harm")},
        }
        for _ in range(40)
    ]
    random.Random(order).shuffle(made)
    return made


def written(order: int, **environment: str) -> str:
    """The digests of all files as a process of its own writes them."""
    return printed(CHILD, PLAN, given=people(order), **environment)


def test_another_order_time_zone_and_language_give_the_same_bytes() -> None:
    first = written(1, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    assert first == written(2, PYTHONHASHSEED="2", TZ="Pacific/Auckland", LC_ALL="C", SOURCE_DATE_EPOCH="1")
    assert len(set(first.split())) == 9
