"""P4, wherever a process is killed (kill -9): of what was acknowledged nothing is lost, nobody is locked out,
and nothing is there twice.

`tests.killing` says what is done, where it is cut off, and what is looked at.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from surveyapp.settings import Settings
from tests.killed.faults import FAULTS

PATIENCE = 3600.0
FEW, MANY = 32, 1000
ACTS = {"submit", "withdraw", "issue", "redeem", "open", "close", "seal", "backup"}


def killing(settings: Settings, *options: str) -> dict[str, Any]:
    """What a run of the program saw, on databases that are empty."""
    databases = ["--office", settings.database_url, "--box", settings.box_database_url]
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", *databases, *options],
        stdout=subprocess.PIPE,
        timeout=PATIENCE,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_wherever_a_process_is_killed(any_store_settings: Settings) -> None:
    found = killing(any_store_settings, "--moments", str(FEW))
    assert found["wrong"] == []
    assert found["moments"] == FEW


@pytest.mark.slow
def test_a_process_is_killed_a_thousand_times(any_store_settings: Settings) -> None:
    """Every act is cut off, and some of what was cut off had been done all the same."""
    found = killing(any_store_settings, "--moments", str(MANY))
    assert found["wrong"] == []
    assert found["moments"] == MANY
    assert found["cut_off"].keys() - {"between"} == ACTS
    assert {act for act, times in found["came_through"].items() if times} & ACTS


@pytest.mark.parametrize(
    ("fault", "act", "words"),
    [
        ("thanks-before-it-stores", "submit", "is absent, not stored"),
        ("signs-twice", "issue", "was not told that the invitation is spent"),
        ("writes-backups-in-place", "backup", "a backup is not whole"),
    ],
)
def test_the_look_finds_what_is_wrong(fault: str, act: str, words: str, settings: Settings) -> None:
    found = killing(settings, "--moments", str(FEW), "--acts", act, "--fault", fault)
    assert fault in FAULTS
    assert words in " ".join(found["wrong"])
