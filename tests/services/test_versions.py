"""Publishing, retiring and comparing versions; what is asked under a name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from surveyapp.instrument.difference.change import Effect, worst
from surveyapp.services import Refused, campaigns, library, versions
from surveyapp.services.versions import FileAdvice
from tests.services.conftest import TINY, Desk

COMMENTED = TINY.replace("name: tiny\n", "name: tiny  # our own short name\n", 1)
REWORDED = TINY.replace("Sued?", "Were you sued?")


def write(desk: Desk, text: str, name: str = "tiny") -> Path:
    file = desk.settings.instruments / f"{name}.yaml"
    before = file.stat().st_mtime_ns if file.exists() else 0
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(before + 10**9, before + 10**9))
    return file


def test_versions_are_numbered_and_dated(desk: Desk) -> None:
    one = versions.publish(desk.settings, TINY)
    two = versions.publish(desk.settings, REWORDED)
    assert (one.number, two.number, one.fresh, one.title) == (1, 2, True, "A tiny survey")
    assert one.hash == library.in_file(desk.settings, "tiny").hash
    assert [each.number for each in versions.of("tiny")] == [2, 1]
    assert versions.latest() == [versions.numbered("tiny", 2)]
    assert two.plain()["published_on"] == two.published_on.isoformat()


def test_the_text_stays_as_written(desk: Desk) -> None:
    made = versions.publish(desk.settings, COMMENTED)
    assert versions.text(made.hash) == COMMENTED
    assert versions.instrument(made.hash).name == "tiny"


def test_the_same_wording_is_published_once(desk: Desk) -> None:
    first = versions.publish(desk.settings, COMMENTED)
    again = versions.publish(desk.settings, TINY)
    assert (again.hash, again.number, again.fresh) == (first.hash, 1, False)
    assert versions.text(first.hash) == COMMENTED, "nor is its text replaced"


def test_what_has_problems_is_not_published(desk: Desk) -> None:
    with pytest.raises(Refused, match="unknown-key"):
        versions.publish(desk.settings, TINY + "\nanother: key\n")
    with pytest.raises(Refused, match="cannot be published"):
        versions.publish(desk.settings, "name: [")
    assert versions.of("tiny") == []


def test_the_newest_version_is_what_is_asked(desk: Desk) -> None:
    """Before anything is published the file is; then it may change without changing what is asked."""
    assert library.instrument(desk.settings, "tiny").items["sued"].ask == "Sued?"
    versions.publish(desk.settings, TINY)
    write(desk, REWORDED)
    assert library.instrument(desk.settings, "tiny").items["sued"].ask == "Sued?"
    desk.create()
    assert desk.survey().instrument.items["sued"].ask == "Sued?"
    versions.publish_file(desk.settings, desk.settings.instruments / "tiny.yaml")
    assert desk.survey().instrument.items["sued"].ask == "Were you sued?"
    assert versions.campaigns_asking("tiny") == {None: ["round-1"]}


def test_a_published_instrument_needs_no_file(desk: Desk) -> None:
    other = TINY.replace("name: tiny\n", "name: other\n", 1)
    made = versions.publish(desk.settings, other)
    assert library.names(desk.settings) == ["other", "tiny"]
    assert library.instrument(desk.settings, "other").hash == made.hash
    assert versions.file_said(desk.settings, "other") is None


def test_a_retired_version_is_asked_no_more(desk: Desk) -> None:
    one = versions.publish(desk.settings, TINY)
    two = versions.publish(desk.settings, REWORDED)
    desk.open("running")
    assert versions.retire(two.hash).retired
    assert versions.newest("tiny") == versions.numbered("tiny", one.number)
    assert library.instrument(desk.settings, "tiny").hash == one.hash
    assert desk.survey("running").version == two.hash
    versions.retire(one.hash)
    with pytest.raises(Refused, match="retired"):
        library.instrument(desk.settings, "tiny")
    with pytest.raises(Refused, match="Bring that version back"):
        versions.publish(desk.settings, TINY)
    versions.restore(one.hash)
    assert library.instrument(desk.settings, "tiny").hash == one.hash


def test_numbers_go_on_after_retiring(desk: Desk) -> None:
    versions.retire(versions.publish(desk.settings, TINY).hash)
    assert versions.publish(desk.settings, REWORDED).number == 2


def test_two_published_versions_are_compared(desk: Desk) -> None:
    one = versions.publish(desk.settings, TINY)
    two = versions.publish(desk.settings, REWORDED)
    found = versions.difference(one.hash, two.hash)
    assert [(change.code, change.where) for change in found] == [("question", "item sued")]
    gone = versions.publish(desk.settings, TINY.replace(", pediatric: Pediatric", ""))
    assert worst(versions.difference(one.hash, gone.hash)) is Effect.BREAKING


def test_what_is_not_there_is_refused(desk: Desk) -> None:
    for use in (versions.text, versions.instrument, versions.retire):
        with pytest.raises(Refused, match="no such"):
            use("0" * 64)
    with pytest.raises(Refused, match="no version 7"):
        versions.numbered("tiny", 7)


def test_it_is_said_how_a_file_stands_to_what_is_published(desk: Desk) -> None:
    file = desk.settings.instruments / "tiny.yaml"
    publishing = f"surveyapp instrument publish {file}"
    assert versions.file_said(desk.settings, "tiny") == FileAdvice(
        f"{file} is not published. You can publish it as it is.", publishing, ready=True
    )
    versions.publish_file(desk.settings, file)
    assert versions.file_said(desk.settings, "tiny") is None
    versions.publish(desk.settings, REWORDED)
    assert versions.file_said(desk.settings, "tiny") == FileAdvice(
        f"{file} is version 1; version 2 is newer."
    )
    write(desk, TINY.replace("Sued?", "Ever sued?"))
    told = versions.file_said(desk.settings, "tiny")
    assert told is not None
    assert (told.command, told.ready) == (publishing, True)
    write(desk, "name: [")
    told = versions.file_said(desk.settings, "tiny")
    assert told is not None
    assert (told.command, told.ready) == (f"surveyapp instrument check {file}", False)


def test_files_are_loaded_where_nothing_of_their_name_is_published(desk: Desk) -> None:
    write(desk, TINY.replace("name: tiny\n", "name: other\n", 1), "other")
    write(desk, "name: [", "broken")
    versions.publish(desk.settings, REWORDED)
    made, said = versions.load_files(desk.settings)
    assert [(each.name, each.number) for each in made] == [("other", 1)]
    assert len(said) == 2
    assert versions.load_files(desk.settings) == ([], said)


INCLUDING = TINY.replace("name: tiny\n", "name: whole\n", 1) + "      - include: part\n"
PART = (
    "name: part\ntitle: P\nsource: {citation: n, wording: verbatim}\n"
    "sections: [{name: p, title: P, items: [%s]}]"
)
ITEM = "{name: extra, type: yes_no, ask: Extra?}"


def test_what_is_included_is_found_published_or_beside_the_file(desk: Desk) -> None:
    with pytest.raises(Refused, match="unknown-include"):
        versions.publish(desk.settings, INCLUDING)
    versions.publish(desk.settings, PART % ITEM)
    drafted = versions.publish(desk.settings, INCLUDING)
    assert versions.instrument(drafted.hash).items["extra"].ask == "Extra?"
    write(desk, PART % ITEM.replace("Extra?", "More?"), "part")
    filed = versions.publish_file(desk.settings, write(desk, INCLUDING, "whole"))
    assert versions.instrument(filed.hash).items["extra"].ask == "More?"


def test_a_campaign_of_a_published_instrument_opens_with_it(desk: Desk) -> None:
    made = versions.publish(desk.settings, TINY)
    write(desk, REWORDED)
    desk.open()
    assert desk.survey().version == made.hash
    campaigns.close("round-1")
    assert versions.campaigns_asking("tiny") == {made.hash: ["round-1"]}
