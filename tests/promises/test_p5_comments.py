"""P5 for comments: only what a person has let through leaves, and nothing but the box tells of the rest."""

from __future__ import annotations

import csv
import io
import itertools
import logging
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from surveyapp.cli import main
from surveyapp.extensions import db
from surveyapp.services import Refused, campaigns, comments, publish
from surveyapp.store import engines
from tests.promises.canaries import Canaries
from tests.services.conftest import Desk
from tests.serving import environment

DECISIONS = ("approved", "redacted", "withheld", "undecided")


@pytest.fixture
def canaries() -> Canaries:
    return Canaries()


def sealed(desk: Desk, texts: list[str], name: str = "round-1", **terms: object) -> None:
    """A sealed campaign of twelve people, the first of whom wrote these texts."""
    desk.open(name, **terms)
    survey = desk.survey(name)
    for number in range(12):
        words = {"lessons": texts[number]} if number < len(texts) else {}
        given = {"area": "adult", "reasons": ["other"], **words}
        desk.respond.submit(survey, desk.respond.ballot(survey)[0], given)
    campaigns.close(name)
    campaigns.seal(desk.today, name)


def decide_each(desk: Desk, canaries: Canaries) -> None:
    """One comment for each decision: of the one that is redacted the word `redacted` is taken away."""
    sealed(desk, [f"Words {word} and {canaries.word(word)} end." for word in DECISIONS])
    for comment in comments.of(desk.settings, "round-1").comments:
        word = comment.text.split()[1]
        if word == "redacted":
            comments.decide("round-1", [comment], "redacted", "Words redacted and [removed] end.")
        elif word != "undecided":
            comments.decide("round-1", [comment], "approved" if word == "approved" else "withheld")


def typed(desk: Desk, *command: str) -> str:
    """All that a command shows."""
    result = CliRunner(env=environment(desk.settings)).invoke(main, ["comments", *command])
    assert result.exit_code == 0, result.output
    return result.output


def office_bytes(desk: Desk) -> bytes:
    """Everything that the office's database holds, as its own file or as its tables tell it."""
    db.session.rollback()
    with engines.reading(None) as connection:
        if connection.dialect.name == "sqlite":
            return b"".join(path.read_bytes() for path in desk.settings.home.glob("office.sqlite*"))
        tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        rows = [connection.execute(text(f'SELECT * FROM "{table}"')).all() for (table,) in tables]  # noqa: S608
        return repr(rows).encode()


def texts_in(file: Path) -> list[str]:
    lines = io.StringIO(file.read_text(encoding="utf-8-sig"))
    return [row["text"] for row in csv.DictReader(lines)]


def test_only_reviewed_words_are_in_the_file(desk: Desk, canaries: Canaries, tmp_path: Path) -> None:
    decide_each(desk, canaries)
    comments.export(desk.settings, "round-1", tmp_path / "comments.csv")
    assert canaries.found((tmp_path / "comments.csv").read_bytes()) == {"approved"}
    assert texts_in(tmp_path / "comments.csv") == [
        f"Words approved and {canaries.word('approved')} end.",
        "Words redacted and [removed] end.",
    ]


def test_no_word_that_was_not_let_through_is_anywhere_but_in_the_box(
    desk: Desk, canaries: Canaries, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in the office, in a log, in what commands show once it is decided, nor in any other file."""
    caplog.set_level(logging.DEBUG)
    decide_each(desk, canaries)
    comments.export(desk.settings, "round-1", tmp_path / "comments.csv")
    publish.export("round-1", tmp_path / "package")
    (undecided,) = comments.of(desk.settings, "round-1").awaiting
    shown = typed(desk, "withhold", "round-1", undecided.ref)
    shown += typed(desk, "list", "round-1") + typed(
        desk, "export", "round-1", "--out", str(tmp_path / "b.csv")
    )
    package = b"".join(file.read_bytes() for file in (tmp_path / "package").rglob("*") if file.is_file())
    assert canaries.found(shown.encode()) == set()
    assert canaries.found(package) == set()
    assert canaries.found(caplog.text.encode()) == set()
    assert canaries.found(office_bytes(desk)) == set(), "approved words, too, stay in the box"
    assert b"Words redacted and [removed] end." in office_bytes(desk), "the look finds what is there"


def test_the_office_confirms_no_guess(desk: Desk, canaries: Canaries) -> None:
    """A reference is no digest that somebody with the office and an idea of what was said could compute."""
    canaries.keep("guess", "Nobody helped.")
    canaries.keep("guess with its item", "lessonsNobody helped.")
    canaries.keep("guess with its campaign", "round-1lessonsNobody helped.")
    sealed(desk, ["Nobody helped."])
    reviewed = comments.of(desk.settings, "round-1")
    comments.decide("round-1", reviewed.comments, "withheld")
    assert reviewed.comments[0].ref.encode() in office_bytes(desk)
    assert canaries.found(office_bytes(desk)) == set()


def test_references_and_their_order_tell_nothing_of_the_order_of_answers(desk: Desk) -> None:
    """Whatever the order in which people answered, what is listed is the same."""
    listed = []
    for number, texts in enumerate(itertools.permutations(["one", "two", "three"])):
        sealed(desk, list(texts), f"round-{number}")
        found = comments.of(desk.settings, f"round-{number}").comments
        assert [each.ref for each in found] == sorted(each.ref for each in found)
        listed.append({each.text for each in found})
    assert all(each == {"one", "two", "three"} for each in listed)


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_nothing_can_be_read_before_sealing(desk: Desk, canaries: Canaries, state: str) -> None:
    desk.create() if state == "draft" else desk.open()
    if state != "draft":
        survey = desk.survey()
        for _ in range(12):
            given = {"area": "adult", "lessons": canaries.word("lessons")}
            desk.respond.submit(survey, desk.respond.ballot(survey)[0], given)
    if state == "closed":
        campaigns.close("round-1")
    result = CliRunner(env=environment(desk.settings)).invoke(main, ["comments", "round-1"])
    assert result.exit_code == 1
    assert canaries.found(result.output.encode()) == set()


def test_a_crash_while_it_is_written_leaves_no_file(
    desk: Desk, canaries: Canaries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the last moment: the words are on the disk, and the file has not appeared."""
    decide_each(desk, canaries)

    def power_fails(_self: Path, _target: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", power_fails)
        with pytest.raises(KeyboardInterrupt):
            comments.export(desk.settings, "round-1", tmp_path / "out" / "comments.csv")
    assert list((tmp_path / "out").iterdir()) == []
    left = {each.decision: each.released for each in comments.of(desk.settings, "round-1").comments}
    assert left == {"approved": True, "redacted": True, "withheld": False, None: False}, "never too little"
    comments.export(desk.settings, "round-1", tmp_path / "out" / "comments.csv")
    assert len(texts_in(tmp_path / "out" / "comments.csv")) == 2


def test_a_changed_comment_is_no_longer_approved(desk: Desk, canaries: Canaries, tmp_path: Path) -> None:
    """Whoever changes the box after a reader approved gets nothing out: decisions hold for the words read."""
    decide_each(desk, canaries)
    with engines.writing(engines.BOX) as connection:
        connection.execute(text("UPDATE comment SET text = text || ' more' WHERE item = 'lessons'"))
    with pytest.raises(Refused, match="No comment has been let through"):
        comments.export(desk.settings, "round-1", tmp_path / "comments.csv")


def test_how_many_wrote_the_same_is_not_in_the_file(desk: Desk, tmp_path: Path) -> None:
    sealed(desk, ["It was the same for us two.", "It was the same for us two.", "More time."])
    comments.decide("round-1", comments.of(desk.settings, "round-1").comments, "approved")
    comments.export(desk.settings, "round-1", tmp_path / "comments.csv")
    assert texts_in(tmp_path / "comments.csv") == ["It was the same for us two.", "More time."]


def test_a_question_that_few_were_asked_is_not_named(desk: Desk, tmp_path: Path) -> None:
    """A comment under it would say of its writer what the row file hides."""
    instrument = (desk.settings.instruments / "tiny.yaml").read_text()
    asked = "      - {name: effect, type: comment, ask: What was it like there?, when: {area: pediatric}}\n"
    (desk.settings.instruments / "tiny.yaml").write_text(instrument + asked)
    desk.open()
    survey = desk.survey()
    for number in range(12):
        area = "pediatric" if number < 3 else "adult"
        given = {"area": area, "effect": "It was hard.", "lessons": "Be kind."}
        desk.respond.submit(survey, desk.respond.ballot(survey)[0], given)
    campaigns.close("round-1")
    campaigns.seal(desk.today, "round-1")
    comments.decide("round-1", comments.of(desk.settings, "round-1").comments, "approved")
    comments.export(desk.settings, "round-1", tmp_path / "comments.csv")
    content = (tmp_path / "comments.csv").read_text(encoding="utf-8-sig")
    assert "What was it like there?" not in content
    assert "effect" not in content
    assert texts_in(tmp_path / "comments.csv") == ["Be kind.", "It was hard."]
