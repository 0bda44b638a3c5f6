"""What services say comes on the command line with the command that does it."""

from __future__ import annotations

from pathlib import Path

from surveyapp.cli import advice
from surveyapp.instrument.problems import Place, Problem
from surveyapp.services import Refused
from tests.cli.conftest import Typist
from tests.test_house import sources


def test_the_command_follows_the_last_sentence() -> None:
    assert advice.refusal(Refused("It is shut. Open it.", "surveyapp campaign open x")) == (
        "It is shut. Open it: surveyapp campaign open x"
    )
    assert advice.refusal(Refused("It is over.")) == "It is over."
    assert str(Refused("It is shut. Open it.", "surveyapp campaign open x")) == "It is shut. Open it."


def test_problems_stand_below_each_with_its_command() -> None:
    problems = [
        Problem(Place("a.yaml", 2, 3), "unknown-include", "there is no 'x'", "look at which there are"),
        Problem(Place("a.yaml", 4, 5), "item-count", "there are 3 items", "write items: 3"),
    ]
    refused = Refused("It has problems:", problems=problems)
    assert str(refused).splitlines()[2] == "    look at which there are"
    assert advice.refusal(refused).splitlines() == [
        "It has problems:",
        "a.yaml:2:3: unknown-include: there is no 'x'",
        "    look at which there are: surveyapp instrument list",
        "a.yaml:4:5: item-count: there are 3 items",
        "    write items: 3",
    ]


def test_commands_belong_to_problems_that_there_are() -> None:
    written = "".join(
        path.read_text(encoding="utf-8") for path in sources("surveyapp/instrument", "surveyapp/release")
    )
    assert [code for code in advice.COMMANDS if f'"{code}"' not in written] == []


def test_a_problem_found_in_a_file_teaches_its_command(typist: Typist, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "name: mine\ntitle: Mine\nsource: {citation: Own, wording: reconstructed}\n"
        "sections:\n  - {name: all, title: All, items: [{include: nothing}]}\n"
    )
    found = typist.type(f"instrument check {file}")
    assert "look at which there are: surveyapp instrument list\n" in found.output
    assert "look at which there are: surveyapp instrument list" in str(
        typist.type(f"instrument check {file} --json").output
    )


def test_the_e_mail_of_a_draft_says_how_it_is_opened(typist: Typist) -> None:
    typist.said("campaign create needs --instrument mini_z --invited 50")
    said = typist.type("invite needs --print").stderr
    opening = "surveyapp campaign open needs\n"
    assert f"Before you send it: 'needs' is a draft, and its link only rehearses. Open it: {opening}" in said
