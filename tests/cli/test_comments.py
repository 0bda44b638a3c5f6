"""`surveyapp comments`, as a committee member types it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from surveyapp.cli import main
from surveyapp.cli.console import create_cli_app
from surveyapp.cli.reading import shown
from surveyapp.clock import today_in
from surveyapp.release.comments.headings import Heading
from surveyapp.services import campaigns
from surveyapp.services.comments import Comment
from surveyapp.services.respond import Respond, survey_of
from surveyapp.settings import Settings
from tests.cli.conftest import Typist

CREATE = "campaign create round-1 --instrument peer_support_satisfaction --invited 30"
ALVAREZ = "I spoke with Dr. Alvarez on March 3.\nIt helped."
TEXTS = [ALVAREZ, "our new PA was there", "More time, please.", "I saw \x1b[31mred."]
PEOPLE = 20


@pytest.fixture
def reader(typist: Typist) -> Typist:
    """Somebody at a desk with a sealed campaign in which these texts were written."""
    typist.said(CREATE)
    typist.said("campaign open round-1")
    settings = Settings.from_environment(typist.environment)
    with create_cli_app(settings):
        respond = Respond(settings, today_in("UTC"))
        survey = survey_of(campaigns.find("round-1"), settings, today_in("UTC")())
        for number in range(PEOPLE):
            words = {"suggestions": TEXTS[number]} if number < len(TEXTS) else {}
            answers = {"role": "received", "accepted": "no" if number % 2 else "yes", **words}
            respond.submit(survey, respond.ballot(survey)[0], answers)
    typist.said("campaign close round-1")
    typist.said("campaign seal round-1")
    return typist


def ref(reader: Typist, beginning: str) -> str:
    """The reference of the text that begins so."""
    found: list[str] = [
        each["ref"]
        for each in reader.json("comments list round-1 --all")
        if each["text"].startswith(beginning)
    ]
    return found[0]


def answering(reader: Typist, command: str, *answers: str) -> str:
    """What a command that asks says to these answers."""
    result = CliRunner().invoke(
        main, shlex.split(command), env=reader.environment, input="".join(f"{each}\n" for each in answers)
    )
    assert result.exit_code == 0, result.output
    return result.output


def withhold_all_but(reader: Typist, beginning: str) -> None:
    """Decide about the others, so that one is left to review."""
    kept = ref(reader, beginning)
    others = [each["ref"] for each in reader.json("comments list round-1") if each["ref"] != kept]
    reader.said(f"comments withhold round-1 {' '.join(others)}")


def leaves(reader: Typist, beginning: str) -> str | None:
    """The words that leave of the text that begins so."""
    (found,) = (
        each for each in reader.json("comments list round-1 --all") if each["text"].startswith(beginning)
    )
    words: str | None = found["leaves"]
    return words


def test_naming_a_campaign_lists_what_awaits_a_reader(reader: Typist) -> None:
    said = reader.said("comments round-1")
    assert said == reader.said("comments list round-1")
    assert (
        "    I spoke with «1 Dr. Alvarez» on «2 March 3».\n    It helped.\n  1 a name, or initials\n" in said
    )
    assert "Question 20: What would you like to tell us" in said
    assert "4 awaiting a reader\nNext: surveyapp comments review round-1" in said
    assert "\x1b" not in said, "a comment gives a terminal no orders"


def test_a_reader_is_told_who_was_asked_and_what_the_file_will_not_say() -> None:
    own, joined = Heading("why", "3", "Why?"), Heading("*", "3, 5", "One of several questions")
    comment = Comment("aaaa", own, joined, "you answered “No” to question 2", "Two lines,\nno hint.")
    assert shown(comment) == (
        "aaaa\n  Question 3: Why?\n  Only asked if you answered “No” to question 2.\n"
        "  The file will not name the question: too few people were asked it or one joined with it.\n"
        "    Two lines,\n    no hint."
    )


def test_the_group_explains_itself(typist: Typist) -> None:
    said = typist.said("comments --help")
    assert all(
        f"\n  {name} " in said for name in ("list", "review", "approve", "redact", "withhold", "export")
    )
    assert "no campaign 'nowhere'" in typist.refused("comments nowhere")


def test_from_reading_to_a_file(reader: Typist, tmp_path: Path) -> None:
    reader.said(f"comments approve round-1 {ref(reader, 'More')} {ref(reader, 'I saw')}")
    reader.said(f"comments withhold round-1 {ref(reader, 'our new')}")
    redacted = reader.said(f"comments redact round-1 {ref(reader, 'I spoke')} --hint 1 --hint 2")
    assert redacted == "I spoke with [removed] on [removed].\nIt helped.\n"
    assert "2 approved, 1 redacted, 1 withheld\nNext: surveyapp comments export" in reader.said(
        "comments round-1"
    )
    out = tmp_path / "comments.csv"
    assert reader.said(f"comments export round-1 --out {out}") == f"3 texts: {out}\n"
    content = out.read_text(encoding="utf-8-sig")
    assert "Alvarez" not in content
    assert "PA" not in content
    assert content.startswith("item,number,question,text\nsuggestions,20,")
    again = reader.json(f"comments export round-1 --out {out}")
    assert (again["texts"], again["awaiting"], len(again["digest"])) == (3, 0, 64)


def test_what_is_withheld_is_listed_only_when_asked_for(reader: Typist) -> None:
    secret = ref(reader, "our new")
    said = reader.said(f"comments withhold round-1 {secret}")
    assert said == f"{secret} withheld\n"
    assert "new PA" not in reader.said("comments round-1")
    assert f"{secret}  withheld" in reader.said("comments list round-1 --all")


def test_review_goes_through_them_one_by_one(reader: Typist) -> None:
    said = answering(reader, "comments review round-1", "a", "w", "b", "a", "s", "q")
    assert "1 of 4" in said
    assert "3 of 4" in said
    assert "2 approved, 2 awaiting a reader" not in said.splitlines()[0]
    assert said.endswith("2 approved, 2 awaiting a reader\nNext: surveyapp comments review round-1\n")


def test_review_ends_after_the_last_one_and_asks_again_for_what_it_does_not_know(reader: Typist) -> None:
    said = answering(reader, "comments review round-1", "x", "a", "a", "a", "a")
    assert said.count("1 of 4") == 1
    assert "4 approved\nNext: surveyapp comments export round-1" in said


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        (["1", "", "y"], "I spoke with [removed] on March 3.\nIt helped."),
        (["1 2", "", "y"], "I spoke with [removed] on [removed].\nIt helped."),
        (["1", "1", "", "y"], "I spoke with [removed] on [removed].\nIt helped."),
        (["It helped", "", "y"], "I spoke with Dr. Alvarez on March 3.\n[removed]."),
        (["1", "u", "2", "", "y"], "I spoke with Dr. Alvarez on [removed].\nIt helped."),
        (["e", "I spoke with [a friend]. It helped.", "", "y"], "I spoke with [a friend]. It helped."),
    ],
)
def test_words_are_taken_out_in_steps(reader: Typist, answers: list[str], result: str) -> None:
    withhold_all_but(reader, "I spoke")
    said = answering(reader, "comments review round-1", "r", *answers)
    assert leaves(reader, "I spoke") == result
    assert result.splitlines()[-1] in said, "it is shown before it is kept"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (["", "q"], "[q]uit: q"),
        (["1", "", "n", "q"], "Keep it like this?"),
        (["dr. alvarez", "", "q"], "Upper and lower case count"),
        (["e", "I spoke with somebody.", "", "q"], "square brackets"),
        (["e", "[removed] did not help.", "", "q"], "adds none"),
        (["u", "", "q"], "[q]uit: q"),
    ],
)
def test_what_is_given_up_or_no_redaction_is_not_kept(reader: Typist, answers: list[str], words: str) -> None:
    withhold_all_but(reader, "I spoke")
    assert words in answering(reader, "comments review round-1", "r", *answers)
    assert leaves(reader, "I spoke") is None


def test_a_redaction_by_command(reader: Typist) -> None:
    alvarez = ref(reader, "I spoke")
    reader.said(f"comments redact round-1 {alvarez} --text 'I spoke with [a friend]. It helped.'")
    assert leaves(reader, "I spoke") == "I spoke with [a friend]. It helped."
    assert "adds none" in reader.refused(f"comments redact round-1 {alvarez} --text 'It [never] helped.'")
    for more in ("", "--text a --hint 1", "--hint 9"):
        assert reader.type(f"comments redact round-1 {alvarez} {more}").exit_code == 2
    assert leaves(reader, "I spoke") == "I spoke with [a friend]. It helped."


def test_a_reader_is_told_that_something_has_left(reader: Typist, tmp_path: Path) -> None:
    time = ref(reader, "More")
    reader.said(f"comments approve round-1 {time}")
    reader.said(f"comments export round-1 --out {tmp_path / 'comments.csv'}")
    assert "cannot be called back" not in reader.type(f"comments approve round-1 {time}").stderr
    assert "cannot be called back" in reader.type(f"comments withhold round-1 {time}").stderr
    assert f"{time}  withheld, has left" in reader.said("comments list round-1 --all")


def test_what_is_refused_is_one_sentence(reader: Typist, tmp_path: Path) -> None:
    out = tmp_path / "comments.csv"
    assert "No comment has been let through" in reader.refused(f"comments export round-1 --out {out}")
    assert "no comment aaaa" in reader.refused("comments approve round-1 aaaa")
    reader.said(f"comments approve round-1 {ref(reader, 'More')}")
    out.write_text("mine")
    assert "name a new file" in reader.refused(f"comments export round-1 --out {out}")


def test_a_removed_secret_is_told(reader: Typist) -> None:
    reader.said(f"comments approve round-1 {ref(reader, 'More')}")
    reader.environment["SURVEYAPP_SECRETS"] = "correct-horse-battery-staple-0123456789"
    assert "1 decisions match no comment" in reader.type("comments list round-1").stderr
