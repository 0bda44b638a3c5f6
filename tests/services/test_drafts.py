"""Drafts: nothing that anybody writes is lost, whoever else writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from surveyapp.instrument.check import Examined
from surveyapp.instrument.edit.items import AddItem, DeleteItem, SetItem
from surveyapp.instrument.edit.operations import Rewrite, SetDocument
from surveyapp.instrument.load import Library
from surveyapp.services import Refused, drafts, examining, versions
from surveyapp.services.drafts import CannotEdit, Conflict, Draft
from surveyapp.settings import Settings
from surveyapp.store import drafts as kept
from surveyapp.web.application import Application

ANN, BOB = "ann@example.org", "bob@example.org"


@pytest.fixture(autouse=True)
def context(app: Application) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def draft() -> Draft:
    return drafts.begin("Night work", ANN)


def titled(settings: Settings, draft: Draft, title: str, by: str, mark: str = "") -> Draft:
    """The draft with another title."""
    return drafts.change(settings, draft.name, SetDocument({"title": title}), draft.revision, by, mark)


def said(name: str) -> str:
    """The title that a draft has now."""
    return next(line for line in drafts.read(name).text.split("\n") if line.startswith("title:"))[7:]


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are checked from now on, nothing being remembered from before."""
    found: list[str] = []
    examine = examining.examine

    def noted(text: str, file: str, library: Library) -> Examined:
        found.append(text)
        return examine(text, file, library)

    examining._examined.cache_clear()
    examining._kept.cache_clear()
    monkeypatch.setattr(examining, "examine", noted)
    return found


def test_a_long_list_of_drafts_is_checked_once(settings: Settings, checked: list[str]) -> None:
    for at in range(examining.TEXTS_KEPT + 2):
        drafts.begin(f"Draft {at}", ANN)
    first = drafts.all_drafts(settings)
    assert len(checked) == len(first) == examining.TEXTS_KEPT + 2
    assert drafts.all_drafts(settings) == first
    assert len(checked) == len(first)


def test_the_list_tells_what_is_wrong_with_the_draft_as_it_is_now(settings: Settings, draft: Draft) -> None:
    (before,) = drafts.all_drafts(settings)
    drafts.change(settings, draft.name, AddItem("questions", "yes_no", "Do you rest?"), draft.revision, ANN)
    (after,) = drafts.all_drafts(settings)
    assert (before.problems, after.problems) == (1, 0)


def test_what_was_read_ahead_is_not_checked_again(
    settings: Settings, draft: Draft, checked: list[str]
) -> None:
    for _ in drafts.read_ahead(settings):
        pass
    assert checked == [draft.text]
    examining.examined(settings, draft.text)
    assert checked == [draft.text]


def test_every_draft_is_read_ahead_for_the_list_and_the_newest_stay_whole(
    settings: Settings, checked: list[str]
) -> None:
    for at in range(examining.TEXTS_KEPT + 2):
        drafts.begin(f"Draft {at}", ANN)
    for _ in drafts.read_ahead(settings):
        pass
    newest = drafts.all_drafts(settings)[0]
    examining.examined(settings, drafts.read(newest.name).text)
    assert len(checked) == examining.TEXTS_KEPT + 2


def test_a_draft_begins_with_little_and_says_what_is_missing(settings: Settings, draft: Draft) -> None:
    listed = drafts.all_drafts(settings)
    assert [(each.name, each.title, each.by) for each in listed] == [("night_work", "Night work", ANN)]
    assert listed[0].problems == 1
    assert drafts.begin("Night work", BOB).name == "night_work_2"


@pytest.mark.parametrize("title", ["", "  "])
def test_a_draft_needs_a_title(title: str) -> None:
    with pytest.raises(Refused, match="Give the survey a title"):
        drafts.begin(title, ANN)


def test_a_text_is_taken_in_as_it_is_even_if_nobody_can_read_it(settings: Settings) -> None:
    for text in ("name: a # why\n", "sections: [\n", "&a [*a]\n", "!!python/object x\n"):
        taken = drafts.take_in(text.encode(), ANN)
        assert drafts.read(taken.name).text == text
    assert len(drafts.all_drafts(settings)) == 4


def test_line_ends_are_plain_afterwards() -> None:
    assert drafts.take_in("name: a\r\ntitle: b\r\n", ANN).text == "name: a\ntitle: b\n"


@pytest.mark.parametrize(
    ("content", "why"), [(b"\xff\xfe", "UTF-8"), (b" \n", "nothing in it"), ("a" * 300_000, "longer than")]
)
def test_what_is_no_text_is_refused(content: str | bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        drafts.take_in(content, ANN)


def test_changes_are_undone_and_done_again_one_by_one(settings: Settings, draft: Draft) -> None:
    draft = titled(settings, draft, "Two", ANN)
    draft = titled(settings, draft, "Three", ANN)
    draft = drafts.step(draft.name, back=True, revision=draft.revision, by=ANN)
    assert said(draft.name) == "Two"
    draft = drafts.step(draft.name, back=True, revision=draft.revision, by=ANN)
    assert (said(draft.name), draft.undoes) == ("Night work", None)
    draft = drafts.step(draft.name, back=False, revision=draft.revision, by=ANN)
    draft = drafts.step(draft.name, back=False, revision=draft.revision, by=ANN)
    assert (said(draft.name), draft.redoes) == ("Three", None)
    draft = drafts.step(draft.name, back=True, revision=draft.revision, by=ANN)
    assert said(draft.name) == "Two"


def test_there_is_an_end_to_undoing(draft: Draft) -> None:
    with pytest.raises(Refused, match="nothing to undo"):
        drafts.step(draft.name, back=True, revision=1, by=ANN)
    with pytest.raises(Refused, match="nothing to do again"):
        drafts.step(draft.name, back=False, revision=1, by=ANN)


def test_what_is_saved_while_somebody_types_is_undone_as_one(settings: Settings, draft: Draft) -> None:
    for title in ("N", "Ni", "Nights"):
        draft = titled(settings, draft, title, ANN, mark="form")
    draft = drafts.step(draft.name, back=True, revision=draft.revision, by=ANN)
    assert said(draft.name) == "Night work"


def test_the_second_of_two_is_told_and_shown_both_changes(settings: Settings, draft: Draft) -> None:
    titled(settings, draft, "Ann's", ANN)
    with pytest.raises(Conflict) as conflict:
        titled(settings, draft, "Bob's", BOB)
    told = conflict.value
    assert said(draft.name) == "Ann's"
    assert (told.theirs.by, told.before) == (ANN, draft.text)
    assert told.mine == draft.text.replace("title: Night work", "title: Bob's")
    assert told.theirs.text == draft.text.replace("title: Night work", "title: Ann's")


def test_the_second_can_go_on_from_what_they_were_shown(settings: Settings, draft: Draft) -> None:
    theirs = drafts.change(settings, draft.name, AddItem("questions", "yes_no", "Rest?"), 1, ANN)
    both = titled(settings, theirs, "Bob's", BOB)
    assert "Rest?" in both.text
    assert said(draft.name) == "Bob's"


def test_one_person_in_two_tabs_is_no_conflict(settings: Settings, draft: Draft) -> None:
    titled(settings, draft, "One", ANN)
    titled(settings, draft, "Two", ANN)
    assert said(draft.name) == "Two"


def test_a_whole_text_does_not_go_over_what_one_did_in_another_window(
    settings: Settings, draft: Draft
) -> None:
    titled(settings, draft, "One", ANN)
    with pytest.raises(Conflict):
        drafts.change(settings, draft.name, Rewrite("name: a\n"), draft.revision, ANN)
    assert said(draft.name) == "One"


def test_undoing_somebody_elses_change_unseen_is_refused(settings: Settings, draft: Draft) -> None:
    titled(settings, draft, "Ann's", ANN)
    with pytest.raises(Refused, match=f"{ANN} changed the draft"):
        drafts.step(draft.name, back=True, revision=draft.revision, by=BOB)


def test_only_the_last_revisions_are_kept_and_older_pages_are_told(
    settings: Settings, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "REVISIONS_KEPT", 3)
    newest = draft
    for at in range(5):
        newest = titled(settings, newest, f"Title {at}", ANN)
    assert [each.revision for each in kept.since(draft.name, 0)] == [4, 5, 6]
    with pytest.raises(Conflict) as conflict:
        titled(settings, draft, "Late", BOB)
    assert conflict.value.before is None


def test_a_change_that_changes_nothing_is_no_revision(settings: Settings, draft: Draft) -> None:
    assert titled(settings, draft, "Night work", ANN).revision == draft.revision


def test_what_cannot_be_done_says_why_and_changes_nothing(settings: Settings, draft: Draft) -> None:
    with pytest.raises(CannotEdit) as refusal:
        drafts.change(settings, draft.name, DeleteItem("gone"), 1, ANN)
    assert refusal.value.problem.code == "unknown-item"
    broken = drafts.change(settings, draft.name, Rewrite("a: [\n"), 1, ANN)
    with pytest.raises(CannotEdit, match="Line 2 can't be read"):
        drafts.change(settings, draft.name, SetItem("a", {"ask": "B"}), broken.revision, ANN)
    assert drafts.read(draft.name).text == "a: [\n"


def test_a_draft_is_published_and_is_then_gone(settings: Settings, draft: Draft) -> None:
    with pytest.raises(Refused, match="empty-section"):
        drafts.publish(settings, draft.name, draft.revision)
    whole = drafts.change(settings, draft.name, AddItem("questions", "yes_no", "Rest?"), 1, ANN)
    with pytest.raises(Refused, match="changed the draft since"):
        drafts.publish(settings, draft.name, draft.revision)
    made = drafts.publish(settings, draft.name, whole.revision)
    assert (made.name, made.number) == ("night_work", 1)
    assert drafts.all_drafts(settings) == []
    assert drafts.copy_published(made.hash, BOB).text == whole.text


def test_what_a_colleague_words_while_it_is_published_stays_a_draft(
    settings: Settings, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = drafts.change(settings, draft.name, AddItem("questions", "yes_no", "Rest?"), 1, ANN)
    publish = versions.publish

    def meanwhile(*given: Any, **more: Any) -> versions.Published:
        titled(settings, whole, "Late", BOB)
        return publish(*given, **more)

    monkeypatch.setattr(versions, "publish", meanwhile)
    made = drafts.publish(settings, draft.name, whole.revision)
    assert made.title == "Night work"
    assert "Late" in drafts.read(draft.name).text


def test_a_copy_is_of_what_is_published_or_else_of_the_file(settings: Settings) -> None:
    copy = drafts.copy_filed(settings, "mini_z", ANN)
    assert copy.text == (settings.instruments / "mini_z.yaml").read_text(encoding="utf-8")
    published = versions.publish(settings, copy.text.replace("title: Mini-Z", "title: The Mini-Z"))
    assert drafts.copy_filed(settings, "mini_z", ANN).text == versions.text(published.hash)
    with pytest.raises(Refused):
        drafts.copy_filed(settings, "no_such", ANN)


def test_a_discarded_draft_leaves_nothing(draft: Draft) -> None:
    drafts.discard(draft.name)
    assert kept.since(draft.name, 0) == []
    with pytest.raises(Refused, match="no draft 'night_work'"):
        drafts.read(draft.name)
