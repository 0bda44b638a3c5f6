"""P6: what was asked is fixed: a published instrument never changes; a campaign names its exact version."""

from __future__ import annotations

import csv
import hashlib
import os
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from surveyapp.ballot.serials import BadBallot, Ballots, new_serial
from surveyapp.services import campaigns, library, publish
from surveyapp.services.campaigns import link
from surveyapp.services.respond import Outcome
from surveyapp.store import box, engines, office
from tests.promises.conftest import INSTRUMENT
from tests.services.conftest import Desk, reword_a_version

CHANGED = (
    INSTRUMENT.replace("Where do you work?", "Where do you live?")
    .replace("How was it?", "How was it not?")
    .replace("name: reasons", "name: grounds")
    .replace("adult: Adult", "elderly: Elderly")
)
Row = tuple[object, ...]


def edit(desk: Desk, words: str) -> None:
    """Somebody saves the instrument's file, and every process is started anew."""
    file = desk.settings.instruments / "tiny.yaml"
    before = file.stat().st_mtime_ns
    file.write_text(words, encoding="utf-8")
    os.utime(file, ns=(before + 10**9, before + 10**9))
    library._read.cache_clear()
    library.version.cache_clear()
    desk.seconds += 60


def rows(query: str) -> list[Row]:
    """What a table holds, past all of our own code."""
    with engines.reading(None) as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def versions() -> list[Row]:
    return rows("SELECT hash, name, content FROM instrument_version ORDER BY hash")


def hash_to_their_keys() -> bool:
    """Whether every stored version is what its key was computed from."""
    return all(hashlib.sha256(str(content).encode()).hexdigest() == key for key, _name, content in versions())


def path(desk: Desk, name: str = "round-1") -> str:
    return f"/s/{link(desk.settings, name).rpartition('/')[2]}"


def answer(desk: Desk, number: int, name: str = "round-1") -> None:
    survey = desk.survey(name)
    ballot, _receipt = desk.respond.ballot(survey)
    given = {"area": "adult", "feelings": f"calm {number}", "reasons": ["time"], "grounds": ["time"]}
    assert desk.respond.submit(survey, ballot, given) is Outcome.RECORDED


def columns(file: Path) -> dict[str, str]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return {row["variable"]: row["wording"] for row in csv.DictReader(lines)}


def test_an_edited_file_changes_nothing_of_what_is_open(
    desk: Desk, visitor: FlaskClient, tmp_path: Path
) -> None:
    """Page, storing, data and codebook follow what was opened; a draft, to show the edit, the file."""
    desk.open()
    answer(desk, 0)
    edit(desk, CHANGED)
    desk.create("draft")
    page, draft = visitor.get(path(desk)).text, visitor.get(path(desk, "draft")).text
    assert "Where do you work?" in page
    assert "Where do you live?" not in page
    assert "Where do you live?" in draft, "the edit is one that a page would show"
    for number in range(1, 10):
        answer(desk, number)
    stored = list(box.rows("round-1"))
    assert len(stored) == 10
    assert all('"reasons":["time"]' in row and "grounds" not in row for row in stored)
    campaigns.close("round-1")
    campaigns.seal(desk.today, "round-1")
    publish.export("round-1", tmp_path / "out")
    codebook = columns(tmp_path / "out" / "codebook.csv")
    assert codebook["area"] == "Where do you work?"
    assert codebook["feelings"] == "How was it?"
    assert "reasons_time" in codebook
    assert "grounds_time" not in codebook
    with (tmp_path / "out" / "data.csv").open(encoding="utf-8", newline="") as lines:
        assert {row["area"] for row in csv.DictReader(lines)} == {"adult"}


def test_a_file_that_is_gone_or_broken_changes_nothing_either(desk: Desk, visitor: FlaskClient) -> None:
    desk.open()
    edit(desk, "name: [")
    assert "Where do you work?" in visitor.get(path(desk)).text
    answer(desk, 1)
    (desk.settings.instruments / "tiny.yaml").unlink()
    assert desk.survey().version == versions()[0][0]
    answer(desk, 2)
    assert box.count("round-1") == 2


def test_a_stored_version_is_what_its_key_was_computed_from(desk: Desk) -> None:
    desk.open("one")
    edit(desk, CHANGED)
    desk.open("two")
    assert len(versions()) == 2
    assert hash_to_their_keys()
    named = rows("SELECT version_hash FROM campaign ORDER BY name")
    assert named == [(desk.survey(name).version,) for name in ("one", "two")]


def test_the_look_sees_a_version_that_was_changed_in_the_database(desk: Desk) -> None:
    desk.open()
    reword_a_version("Where do you", "Why did you")
    assert not hash_to_their_keys()


def test_nothing_that_the_service_can_do_changes_a_version(desk: Desk, tmp_path: Path) -> None:
    """Every use case once more, with the file changed in between: the rows of the office stay as they are."""
    desk.open()
    fixed = "SELECT version_hash, profile_content, instrument FROM campaign WHERE name = 'round-1'"
    before = (versions(), rows(fixed))
    edit(desk, CHANGED)
    for number in range(10):
        answer(desk, number)
    campaigns.open_(desk.settings, desk.today, "round-1")
    campaigns.close("round-1")
    campaigns.open_(desk.settings, desk.today, "round-1", closes=desk.day)
    with pytest.raises(campaigns.Refused):
        desk.create("round-1")
    with pytest.raises(campaigns.Refused):
        campaigns.discard("round-1")
    campaigns.close("round-1")
    campaigns.seal(desk.today, "round-1")
    publish.export("round-1", tmp_path / "out")
    campaigns.list_(desk.settings, desk.today)
    assert (versions(), rows(fixed)) == before


def test_a_version_that_is_there_is_not_written_again(desk: Desk) -> None:
    desk.open()
    ((key, name, content),) = versions()
    with office.changing():
        assert office.version(str(key), str(name), "something else").content == content
    assert versions() == [(key, name, content)]


def test_the_database_refuses_an_open_campaign_without_a_version(desk: Desk) -> None:
    desk.open()
    with pytest.raises(Exception, match="frozen"), engines.writing(None) as connection:
        connection.execute(text("UPDATE campaign SET version_hash = NULL"))


def test_the_database_refuses_to_lose_a_version_that_was_asked(desk: Desk) -> None:
    desk.open()
    with pytest.raises(Exception, match=r"(?i)foreign key"), engines.writing(None) as connection:
        connection.execute(text("DELETE FROM instrument_version"))
    assert len(versions()) == 1


@pytest.mark.parametrize("other", ["another version", "another campaign", "the rehearsal"])
def test_a_post_made_for_something_else_is_refused(desk: Desk, visitor: FlaskClient, other: str) -> None:
    """The ballot in a page holds for one campaign and version; the page says that the survey has changed."""
    desk.create("draft")
    rehearsed, _receipt = desk.respond.ballot(desk.survey("draft"))
    desk.open()
    signing = Ballots(desk.settings.secrets)
    ballot = {
        "another version": signing.sign(new_serial(os.urandom), "round-1", "0" * 64, rehearsal=False),
        "another campaign": signing.sign(
            new_serial(os.urandom), "draft", desk.survey().version, rehearsal=False
        ),
        "the rehearsal": rehearsed,
    }[other]
    with pytest.raises(BadBallot):
        desk.respond.submit(desk.survey(), ballot, {"area": "adult"})
    form = {"_ballot": ballot, "_drawn": "live-000000000000", "area": "adult"}
    refused = visitor.post(path(desk), data=form)
    assert refused.status_code == 409
    assert "has changed since you opened it" in refused.text
    assert box.count("round-1") == 0


def test_a_page_of_the_version_asked_is_taken(desk: Desk, visitor: FlaskClient) -> None:
    """So that the refusals above mean something."""
    desk.open()
    ballot, _receipt = desk.respond.ballot(desk.survey())
    assert visitor.post(path(desk), data={"_ballot": ballot, "area": "adult"}).status_code == 303
    assert box.count("round-1") == 1
