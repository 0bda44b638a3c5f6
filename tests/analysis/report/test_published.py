"""A report knows no more counts than the tables show."""

from __future__ import annotations

from surveyapp.analysis.figures.shares import Range
from surveyapp.analysis.report.published import Counted, Published
from surveyapp.release.terms import Terms
from tests.release.tables.cases import by, tables


def counted(variable: str, group: str = "", label: str = "") -> Counted | None:
    people = [{"area": "ab"[at % 2], "sued": "yes" if at > 2 else "no", "good": "1"} for at in range(40)]
    return Published(tables(people, by("area"), Terms("tables", 3, 6, 5)), lambda _: 1).counted(
        variable, (group, label)
    )


def test_counts_that_stand_in_a_table_are_known() -> None:
    good, area = counted("good"), counted("area")
    assert good is not None
    assert good.shown == {"1": 40, "2": 0, "3": 0}
    assert area is not None
    assert area.of(("a",)) == Range(20, 20)


def test_counts_that_are_held_back_are_ranges() -> None:
    sued = counted("sued")
    assert sued is not None
    assert sued.shown is None
    assert sued.of(("0",)) == Range(0, 4)


def test_nothing_is_known_of_what_has_no_column_or_no_table() -> None:
    assert counted("sued", "area", "c") is None
    assert counted("nothing") is None
