"""Reports, by command."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Typist

PLAN = """report:
  tables:
    - {name: more, title: More, rows: burned_out}
  figures:
    - {kind: likert, name: bars, title: Bars, blocks: {"": mini_z}}
"""


def test_a_report_is_one_command(sealed: Typist, tmp_path: Path) -> None:
    said = sealed.said(f"report burnout --out {tmp_path / 'out'}")
    assert str(tmp_path / "out" / "report.html") in said
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Made-up data" in page
    assert "30/50 (60%)" in page
    assert "<script" not in page


def test_a_plan_may_be_added(sealed: Typist, tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    made = sealed.json(f"report burnout --out {tmp_path / 'out'} --plan {tmp_path / 'plan.yaml'}")
    assert made["added"] == ["bars", "more"]
    assert {"figures/bars.svg", "figures/bars.png"} < set(made["files"])
    assert (tmp_path / "out" / "figures" / "bars.svg").read_bytes().startswith(b"<svg")


def test_a_draft_is_refused_in_a_sentence(typist: Typist, tmp_path: Path) -> None:
    typist.said("campaign create burnout --instrument mini_z --invited 50")
    assert "is a draft" in typist.refused(f"report burnout --out {tmp_path / 'out'}")
