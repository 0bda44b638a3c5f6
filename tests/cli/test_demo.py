"""The demo, built but not served."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

from click.testing import CliRunner

from surveyapp.cli import main

PUBLISHED = (
    *("46/66 (70%)", "20/66 (30%)", "37/63 (59%)", "35/62 (56%)", "23/32 (72%)", "31 or more of 35"),
    *("One,15/35 (43%)", "Two,7 to 15 of 35", "Three,5/35 (14%)", "Five or more,at most 4 of 35"),
)
"""Of 16, 12 and 1 of 36 suits only 35 are asked; what is printed leaves 0 to 4 for the last."""
HIDDEN = ("32/35", "32 of", "1/35", "1/36", "3/35 (9%)")


def test_the_demo_builds_everything_in_a_folder_of_its_own(tmp_path: Path) -> None:
    elsewhere = {"SURVEYAPP_HOME": str(tmp_path / "real"), "TMPDIR": str(tmp_path)}
    result = CliRunner().invoke(main, ["demo", "--no-serve", "--json"], env=elsewhere)
    assert result.exit_code == 0, result.output
    demo = json.loads(result.stdout)
    try:
        assert not (tmp_path / "real").exists(), "whatever is really installed is not touched"
        assert set(demo["staff"]) == {"committee", "analyst", "admin"}
        assert set(demo["links"]) == {"mini_z", "needs_assessment", "peer_support_satisfaction"}
        with (Path(demo["package"]) / "data.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert {row["synthetic"] for row in rows} == {"1"}
        with (Path(demo["package"]) / "tables" / "area.csv").open(newline="", encoding="utf-8-sig") as file:
            counts = {row["value"]: row["n"] for row in csv.DictReader(file)}
        assert counts == {"adult": "46", "pediatric": "20", "not_answered": "0", "not_asked": "0"}
        said = [
            "\n".join(
                path.read_text(encoding="utf-8-sig") for path in sorted(Path(each).glob("tables/*.csv"))
            )
            for each in demo["reports"]
        ]
        assert [count for count in PUBLISHED if count not in said[0]] == []
        assert [count for count in HIDDEN if count in said[0]] == []
        assert "9/9 (100%),70 to 100%,Reached" in said[1]
        assert "9/9 (100%),3/9 (33%),6,0,∞ (1.18 to ∞),.031,.156" in said[1]
        assert "review_distress: 39 answers wanted, but only 37 are asked" in demo["not_met"]
    finally:
        shutil.rmtree(demo["home"])
