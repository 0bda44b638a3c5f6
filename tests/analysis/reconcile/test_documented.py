"""The page on reconciling shows what the command prints."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from surveyapp.analysis.reconcile.claims import COLUMNS
from surveyapp.cli import main

HOUSE = Path(__file__).parents[3]
PAGE = (HOUSE / "docs" / "reconcile.md").read_text(encoding="utf-8")
EXAMPLE = "docs/examples/peer-support-claims.csv"


def reconcile(*words: str) -> Result:
    return CliRunner().invoke(main, ["reconcile", *words])


def test_the_findings_are_those_of_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HOUSE)
    (shown,) = re.findall(r"```console\n\$ surveyapp reconcile (\S+)\n(.*?)```", PAGE, re.DOTALL)
    result = reconcile(shown[0])
    assert shown == (EXAMPLE, result.output)
    assert result.exit_code == 1


def test_programs_get_the_same() -> None:
    result = reconcile(str(HOUSE / EXAMPLE), "--json")
    assert result.exit_code == 1
    assert [(problem["line"], problem["code"]) for problem in json.loads(result.output)] == [
        (6, "denominator"),
        (9, "denominator"),
        (15, "percent"),
        (21, "p-value"),
    ]
    assert {tuple(problem) for problem in json.loads(result.output)} == {
        ("file", "line", "column", "code", "message", "hint")
    }


def test_claims_that_fit_say_so(tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_text("id,n,N,percent\nresponded,66,100,66\n", encoding="utf-8")
    result = reconcile(str(file))
    assert (result.exit_code, result.output) == (0, f"{file}: no problems\n")


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_explained(column: str) -> None:
    assert f"| `{column}` |" in PAGE


def test_every_code_is_explained() -> None:
    folder = HOUSE / "surveyapp" / "analysis" / "reconcile"
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source)) | {
        "percent",
        "denominator",
        "delimiter",
        "cells",
    }
    assert len(codes) > 15
    assert {code for code in codes if f"`{code}`" not in PAGE} == {"utf-8"} & codes
