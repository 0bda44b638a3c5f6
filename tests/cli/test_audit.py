"""The audit, by command."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Typist


def test_a_home_as_it_should_be_has_exit_code_0(sealed: Typist) -> None:
    said = sealed.json("audit burnout")
    assert said["fine"] is True
    assert {finding["verdict"] for finding in said["findings"]} <= {"fine", "unknown"}
    assert "30 answered of 50 invited" in sealed.said("audit")


def test_what_is_wrong_has_exit_code_3_and_says_what_to_do(sealed: Typist, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    log.write_text("GET /s/burnout.AbCdEfGhIjKlMnOpQrStUv\n" * 3)
    result = sealed.type(f"audit --log {log}")
    assert (result.exit_code, "3 lines about visits" in result.output) == (3, True)
    assert "SEE TO IT" in result.output
    assert json.loads(sealed.type(f"audit --log {log} --json").output)["fine"] is False


def test_a_campaign_that_is_not_there_is_refused(sealed: Typist) -> None:
    assert "no campaign" in sealed.refused("audit other")
