"""The demo, built but not served."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

from click.testing import CliRunner

from surveyapp.cli import main


def test_the_demo_builds_everything_in_a_folder_of_its_own(tmp_path: Path) -> None:
    elsewhere = {"SURVEYAPP_HOME": str(tmp_path / "real"), "TMPDIR": str(tmp_path)}
    result = CliRunner().invoke(main, ["demo", "--no-serve", "--json"], env=elsewhere)
    assert result.exit_code == 0, result.output
    demo = json.loads(result.stdout)
    try:
        assert not (tmp_path / "real").exists(), "whatever is really installed is not touched"
        assert set(demo["links"]) == {"mini_z", "needs_assessment", "peer_support_satisfaction"}
        with (Path(demo["package"]) / "data.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert {row["synthetic"] for row in rows} == {"1"}
        with (Path(demo["package"]) / "tables" / "area.csv").open(newline="", encoding="utf-8-sig") as file:
            counts = {row["value"]: row["n"] for row in csv.DictReader(file)}
        assert counts == {"adult": "46", "pediatric": "20", "not_answered": "0", "not_asked": "0"}
        assert "review_distress: 39 answers wanted, but only 37 are asked" in demo["not_met"]
    finally:
        shutil.rmtree(demo["home"])
