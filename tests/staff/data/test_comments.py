"""The review of comments: reading, deciding, taking back, and the file of what was let through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from surveyapp.services import comments
from surveyapp.services.comments import Comment
from surveyapp.web.application import Application
from tests.staff.conftest import post
from tests.staff.data.conftest import SPRING, TEXTS, sealed, trail

QUEUE = f"{SPRING}/comments"


def found(app: Application, beginning: str) -> Comment:
    with app.app_context():
        (comment,) = (
            each for each in comments.of(app.settings, "spring").comments if each.text.startswith(beginning)
        )
        return comment


def decide(analyst: FlaskClient, app: Application, beginning: str, decision: str, **more: Any) -> Any:
    return post(analyst, f"{QUEUE}/{found(app, beginning).ref}", decision=decision, **more)


def test_from_reading_to_a_file(analyst: FlaskClient, app: Application, tmp_path: Path) -> None:
    sealed(app)
    page = analyst.get(QUEUE).text
    assert "Awaiting a reader (3)" in page
    assert "I spoke with <mark>Dr. Alvarez<sup>1</sup></mark> on <mark>March 3<sup>2</sup></mark>" in page
    assert "It &lt;b&gt;helped&lt;/b&gt;" in page
    answer = decide(analyst, app, "More time", "approved")
    assert answer.status_code == 303
    assert "More time, please." in analyst.get(answer.location).text.partition("Just now")[2]
    decide(analyst, app, "our new", "withheld")
    redaction = analyst.get(f"{QUEUE}/{found(app, 'I spoke').ref}").text
    assert "I spoke with [removed] on [removed]." in redaction
    text = "I spoke with [a colleague] on [removed].\r\nIt <b>helped</b>."
    decide(analyst, app, "I spoke", "redacted", text=text)
    for show, there in (("awaiting", 0), ("approved", 1), ("redacted", 1), ("withheld", 1), ("all", 3)):
        page = analyst.get(f"{QUEUE}?show={show}").text
        assert page.count("<article") == there
    file = post(analyst, f"{SPRING}/reviewed")
    with app.app_context():
        comments.export(app.settings, "spring", tmp_path / "typed.csv")
    assert file.data == (tmp_path / "typed.csv").read_bytes()
    assert b"I spoke with [a colleague] on [removed]." in file.data
    assert not any(words in file.data for words in (b"Alvarez", b"our new"))
    assert file.headers["Content-Disposition"] == "attachment; filename=spring-comments.csv"
    assert file.headers["Cache-Control"] == "no-store"
    assert [path for path in (app.settings.home / "made").rglob("*") if path.is_file()] == []
    assert trail(app) == [
        ("read comments", "spring"),
        ("approved a comment", "spring"),
        ("withheld a comment", "spring"),
        ("redacted a comment", "spring"),
        ("downloaded 2 reviewed comments", "spring"),
    ]


def test_a_decision_is_taken_back_until_it_has_left(analyst: FlaskClient, app: Application) -> None:
    sealed(app)
    decide(analyst, app, "More time", "approved")
    decide(analyst, app, "More time", "undo")
    assert found(app, "More time").decision is None
    assert "Awaiting a reader (3)" in analyst.get(QUEUE).text
    decide(analyst, app, "More time", "approved")
    post(analyst, f"{SPRING}/reviewed")
    assert decide(analyst, app, "More time", "undo").status_code == 409
    answer = decide(analyst, app, "More time", "withheld")
    assert "This comment has left before" in analyst.get(answer.location).text
    again = found(app, "More time")
    assert (again.decision, again.released) == ("withheld", True)


def test_a_redaction_is_looked_at_before_it_is_kept(analyst: FlaskClient, app: Application) -> None:
    sealed(app)
    shown = decide(analyst, app, "I spoke", "begin", out="2")
    assert "I spoke with Dr. Alvarez on [removed]." in shown.text
    assert (
        "<mark>Dr. Alvarez<sup>1</sup></mark> on [removed]." in shown.text.partition("As it would leave")[2]
    )
    shown = decide(analyst, app, "I spoke", "look", text="I spoke [with someone].\nIt <b>helped</b>.")
    assert (shown.status_code, "with someone" in shown.text) == (200, True)
    for decision in ("look", "redacted"):
        wrong = decide(analyst, app, "I spoke", decision, text="I was [removed] <i>glad</i>")
        assert wrong.status_code == 422
        assert "Apart from the words in square brackets this is not what was written" in wrong.text
        assert "I was [removed] &lt;i&gt;glad&lt;/i&gt;</textarea>" in wrong.text
    assert found(app, "I spoke").decision is None


def test_comments_of_a_campaign_that_gives_tables_are_read_and_stay(
    analyst: FlaskClient, app: Application
) -> None:
    sealed(app, publish="tables")
    decide(analyst, app, "More time", "approved")
    assert "can be read and do not leave" in analyst.get(QUEUE).text
    refused = post(analyst, f"{SPRING}/reviewed")
    assert (refused.status_code, "only tables are shared" in refused.text) == (409, True)


def test_ten_are_on_a_page_and_all_are_on_one(analyst: FlaskClient, app: Application) -> None:
    texts = tuple(f"Text number {number} of them" for number in range(13))
    sealed(app, texts=texts)
    pages = [analyst.get(f"{QUEUE}?page={page}").text for page in (1, 2)]
    assert [page.count("<article") for page in pages] == [10, 3]
    assert all(sum(text in page for page in pages) == 1 for text in texts)


def test_no_comment_gives_an_empty_page(analyst: FlaskClient, app: Application) -> None:
    sealed(app, texts=())
    assert "Nobody wrote a comment" in analyst.get(QUEUE).text
    assert post(analyst, f"{SPRING}/reviewed").status_code == 409


@pytest.mark.parametrize(("ref", "decision", "status"), [("nothing", "approved", 404), ("", "burn", 400)])
def test_what_makes_no_sense_changes_nothing(
    analyst: FlaskClient, app: Application, ref: str, decision: str, status: int
) -> None:
    sealed(app)
    answer = post(analyst, f"{QUEUE}/{ref or found(app, 'More').ref}", decision=decision)
    assert answer.status_code == status
    with app.app_context():
        assert len(comments.of(app.settings, "spring").awaiting) == len(TEXTS)


def test_words_are_in_no_trail_flash_or_log(
    analyst: FlaskClient, app: Application, caplog: pytest.LogCaptureFixture
) -> None:
    sealed(app)
    locations = [
        decide(analyst, app, "I spoke", "redacted", text="I spoke [removed].\nIt <b>helped</b>.").location,
        decide(analyst, app, "our new", "approved").location,
    ]
    said = f"{trail(app)} {locations} {caplog.text}"
    assert not any(word in said for word in ("Alvarez", "spoke", "new PA"))
