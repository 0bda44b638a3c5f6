"""The command line, run in this process as somebody would type it."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from surveyapp.cli import main


class Typist:
    """Types commands for one home."""

    def __init__(self, environment: dict[str, str]):
        self.environment = environment

    def type(self, command: str) -> Result:
        """What came of a command, typed without the leading `surveyapp`."""
        return CliRunner().invoke(main, shlex.split(command), env=self.environment)

    def said(self, command: str) -> str:
        """What a command that works prints."""
        result = self.type(command)
        assert result.exit_code == 0, result.output
        return result.stdout

    def json(self, command: str) -> Any:
        """What a command that works prints with --json."""
        return json.loads(self.said(f"{command} --json"))

    def refused(self, command: str) -> str:
        """What a command says that is refused: one sentence, and exit code 1."""
        result = self.type(command)
        assert result.exit_code == 1, result.output
        assert "Traceback" not in result.output
        return result.stderr


@pytest.fixture
def typist(tmp_path: Path) -> Typist:
    typist = Typist({"SURVEYAPP_HOME": str(tmp_path / "home"), "SURVEYAPP_URL": "https://survey.example.org"})
    typist.said("init")
    return typist


@pytest.fixture
def sealed(typist: Typist) -> Typist:
    """A sealed campaign `burnout` of made-up people."""
    typist.said("campaign create burnout --instrument mini_z --invited 50 --synthetic")
    for command in ("campaign open", "simulate -n 30", "campaign close", "campaign seal"):
        typist.said(f"{command} burnout")
    return typist
