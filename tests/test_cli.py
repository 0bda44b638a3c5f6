"""The command line: what goes wrong is one sentence that says what to do, never a traceback."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner, Result

from surveyapp.cli import COMMANDS, Commands, Entry, main


@click.command(cls=Commands, table={"break": Entry("tests.breaking", "Break.")})
@click.option("--traceback", is_flag=True)
def breaking(traceback: bool) -> None:
    """A group with one command, which breaks."""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(breaking, arguments)


@pytest.mark.parametrize(
    ("way", "sentence"),
    [
        ("refused", "Error: The campaign is open: close it first.\n"),
        ("settings", "Error: SURVEYAPP_URL is 'x': give another.\n"),
        ("file", "Error: No such file or directory: plan.yaml\n"),
        ("bug", "Error: Something broke (KeyError). `surveyapp --traceback …` shows where.\n"),
    ],
)
def test_what_goes_wrong_is_one_sentence(way: str, sentence: str) -> None:
    result = run("break", way)
    assert result.exit_code == 1
    assert result.stderr == sentence
    assert result.stdout == ""


@pytest.mark.parametrize("way", ["database", "box"])
def test_a_database_that_does_not_answer_says_what_to_check(way: str) -> None:
    result = run("break", way)
    assert result.exit_code == 1
    assert "DATABASE_URL" in result.stderr
    assert "203.0.113.9" not in result.stderr


def test_the_traceback_is_there_for_who_asks() -> None:
    assert isinstance(run("--traceback", "break", "bug").exception, KeyError)


def test_an_unknown_command_is_refused() -> None:
    result = CliRunner().invoke(main, ["nonsense"])
    assert result.exit_code == 2
    assert "No such command 'nonsense'." in result.stderr


def test_a_slip_of_the_pen_in_a_command_is_answered_with_the_command() -> None:
    result = CliRunner().invoke(main, ["exprot"])
    assert result.exit_code == 2
    assert "No such command 'exprot'. Did you mean 'export'" in result.stderr


def test_help_lists_every_command() -> None:
    output = CliRunner().invoke(main, ["--help"]).output
    assert [name for name in COMMANDS if f"\n  {name} " not in output] == []
