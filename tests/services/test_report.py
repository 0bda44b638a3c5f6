"""The report of a campaign: what it is made of, what is remembered, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from surveyapp.release import placing
from surveyapp.services import Refused, campaigns, publish, report
from surveyapp.store import office
from tests.services.conftest import Desk

PLAN = """
report:
  tables:
    - {name: who, title: Who, rows: area}
"""
MORE = """report:
  tables:
    - {name: who, title: Who, rows: area}
    - {name: suits, title: Suits, rows: sued}
"""
OTHER = MORE.replace("name: suits", "name: others")


def planned(desk: Desk, plan: str = PLAN) -> None:
    profile = desk.settings.exports / "tiny.yaml"  # type: ignore[operator]
    profile.write_text(profile.read_text() + plan.lstrip())


def sealed(desk: Desk, plan: str = PLAN, people: int = 12, **changes: object) -> None:
    if plan:
        planned(desk, plan)
    desk.open(**changes)
    survey = desk.survey()
    for at in range(people):
        answers: dict[str, Any] = {
            "area": "adult" if at < 6 else "pediatric",
            "sued": "yes" if at % 2 else "no",
        }
        desk.respond.submit(survey, desk.respond.ballot(survey)[0], answers)
    campaigns.close("round-1")
    campaigns.seal(desk.today, "round-1")


def test_a_report_is_written_whole_and_remembered(desk: Desk, tmp_path: Path) -> None:
    sealed(desk)
    made = report.report("round-1", tmp_path / "out")
    assert set(made.files) == {"report.html", "report.docx", "tables/who.csv"}
    assert placing.digests(tmp_path / "out") == made.files
    assert "6/12 (50%)" in (tmp_path / "out/tables/who.csv").read_text(encoding="utf-8-sig")
    kept = office.release("round-1")
    assert kept is not None
    assert kept.made["report"] == {"tables/who.csv": made.files["tables/who.csv"]}
    assert campaigns.find("round-1").state == "released"


def test_a_package_and_a_report_may_leave_in_either_order(desk: Desk, tmp_path: Path) -> None:
    sealed(desk)
    first = report.report("round-1", tmp_path / "first")
    package = publish.export("round-1", tmp_path / "package")
    kept = office.release("round-1")
    assert kept is not None
    assert kept.digest == package.files["data.csv"]
    assert report.report("round-1", tmp_path / "second").files == first.files
    assert publish.export("round-1", tmp_path / "again").files == package.files


def test_the_release_id_is_one_that_the_package_has(desk: Desk, tmp_path: Path) -> None:
    sealed(desk)
    package = publish.export("round-1", tmp_path / "package")
    report.report("round-1", tmp_path / "report")
    counted = {name: digest for name, digest in package.files.items() if name.startswith("tables/")}
    assert report.release_id(counted) in (tmp_path / "report/report.html").read_text(encoding="utf-8")


def test_a_plan_may_be_added_to_and_not_be_changed(desk: Desk, tmp_path: Path) -> None:
    sealed(desk)
    for name, text in (("more.yaml", MORE), ("other.yaml", OTHER)):
        (tmp_path / name).write_text(text)
    plain = report.report("round-1", tmp_path / "plain")
    made = report.report("round-1", tmp_path / "more", tmp_path / "more.yaml")
    assert made.added == ("suits",)
    assert made.files["tables/who.csv"] == plain.files["tables/who.csv"]
    assert "not planned in advance" in (tmp_path / "more/tables/suits.csv").read_text(encoding="utf-8-sig")
    with pytest.raises(Refused, match="has other tables"):
        report.report("round-1", tmp_path / "other", tmp_path / "other.yaml")
    assert not (tmp_path / "other").exists()
    assert report.report("round-1", tmp_path / "again").files == plain.files


def forgetting(made: dict[str, Any]) -> dict[str, Any]:
    return made | {"report": {"tables/who.csv": "0" * 64}}


def counting(made: dict[str, Any]) -> dict[str, Any]:
    return made | {"files": {"tables/area.csv": "0" * 64}}


@pytest.mark.parametrize("changed", [forgetting, counting])
def test_other_numbers_do_not_leave(
    desk: Desk, tmp_path: Path, changed: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    sealed(desk)
    report.report("round-1", tmp_path / "first")
    with office.changing():
        kept = office.release("round-1")
        assert kept is not None
        kept.made = changed(kept.made)
    with pytest.raises(Refused, match="already"):
        report.report("round-1", tmp_path / "second")
    assert not (tmp_path / "second").exists()


def test_nothing_leaves_before_sealing_or_below_the_minimum(desk: Desk, tmp_path: Path) -> None:
    planned(desk)
    desk.open()
    with pytest.raises(Refused, match="not sealed"):
        report.report("round-1", tmp_path / "out")
    campaigns.close("round-1")
    campaigns.seal(desk.today, "round-1")
    with pytest.raises(Refused, match="Fewer people answered"):
        report.report("round-1", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert office.release("round-1") is None


def test_without_a_plan_one_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    sealed(desk, plan="")
    with pytest.raises(Refused, match="no plan of analysis"):
        report.report("round-1", tmp_path / "out")
    (tmp_path / "plan.yaml").write_text(MORE)
    assert report.report("round-1", tmp_path / "out", tmp_path / "plan.yaml").added == ("suits", "who")


def test_a_plan_that_cannot_be_carried_out_is_explained(desk: Desk, tmp_path: Path) -> None:
    sealed(desk)
    (tmp_path / "plan.yaml").write_text(MORE.replace("rows: sued", "rows: weather"))
    with pytest.raises(Refused, match="weather"):
        report.report("round-1", tmp_path / "out", tmp_path / "plan.yaml")
    (tmp_path / "plan.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(Refused, match="UTF-8"):
        report.report("round-1", tmp_path / "out", tmp_path / "plan.yaml")


def test_a_folder_with_something_else_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    sealed(desk)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/notes.txt").write_text("mine")
    with pytest.raises(Refused, match="something else"):
        report.report("round-1", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["notes.txt"]
