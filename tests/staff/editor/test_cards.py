"""The editor's pages, as a committee member's browser asks for them, without any script."""

from __future__ import annotations

import io

import pytest

from surveyapp.instrument.kinds import KINDS
from surveyapp.web.application import Application
from tests.staff.campaigns.conftest import make
from tests.staff.conftest import SignedIn, token
from tests.staff.editor.drafting import BASE, Drafting


def test_a_draft_begins_with_a_title(drafting: Drafting) -> None:
    drafting.begin("Night work")
    assert "Night work" in drafting.page()
    assert drafting.text().startswith("name: night_work\ntitle: Night work\n")


def test_a_survey_that_there_is_goes_by_its_title(drafting: Drafting) -> None:
    page = drafting.client.get(BASE).text
    assert '<option value="peer_support_satisfaction">Peer support satisfaction survey</option>' in page
    drafting.copy("mini_z")
    assert '<option value="needs_assessment">Peer support needs assessment</option>' in drafting.page()


def test_drafts_of_one_title_are_told_apart_by_their_names(drafting: Drafting) -> None:
    drafting.begin("Night work")
    assert ">night_work<" not in drafting.client.get(BASE).text
    drafting.begin("Night work")
    page = drafting.client.get(BASE).text
    assert ">night_work<" in page
    assert ">night_work_2<" in page


def test_a_section_without_questions_is_told_by_its_heading(drafting: Drafting) -> None:
    drafting.begin("Night work")
    assert "The section &#39;Questions&#39; asks nothing" in drafting.page()


def test_what_is_to_mend_is_listed_with_the_way_there(drafting: Drafting) -> None:
    drafting.begin("Night work")
    assert '<a href="#section-questions">The section “Questions”</a>' in drafting.page()
    drafting.add("questions", "choice", "In which area?")
    assert '<a href="#item-area">1. In which area?</a>' in drafting.page()


def test_an_item_is_added_and_worded(drafting: Drafting) -> None:
    drafting.begin("Night work")
    drafting.add("questions", "yes_no", "Do you work nights?")
    assert "Do you work nights?" in drafting.page()
    drafting.save_item("work_nights", ask="Do you ever work nights?", privacy="quasi_identifier")
    assert "        ask: Do you ever work nights?\n        privacy: quasi_identifier\n" in drafting.text()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_a_form_that_changes_nothing_when_it_is_sent_as_it_is(
    drafting: Drafting, kind: str
) -> None:
    drafting.begin("Kinds")
    drafting.add("questions", kind, "How much of it?")
    before = drafting.text()
    drafting.send_as_it_is(f"items/{drafting.only_item()}")
    assert drafting.text() == before


@pytest.mark.parametrize("name", ["needs_assessment", "peer_support_satisfaction", "mini_z"])
def test_no_form_of_a_real_survey_changes_anything_when_it_is_sent_as_it_is(
    drafting: Drafting, name: str
) -> None:
    drafting.copy(name)
    before = drafting.text()
    for section in drafting.data()["sections"]:
        drafting.send_as_it_is(f"sections/{section['name']}", "introduction")
        for item in section["items"]:
            if "include" not in item:
                drafting.send_as_it_is(f"items/{item['name']}")
    for scale in drafting.data().get("scales", {}):
        drafting.send_as_it_is(f"scales/{scale}", "scale-shown")
    drafting.send_as_it_is("about", "introduction")
    drafting.send_as_it_is("yaml", "text")
    assert drafting.text() == before


def test_buttons_move_copy_and_delete(drafting: Drafting) -> None:
    drafting.copy("needs_assessment")
    for act in ("item-down area", "item-copy years", "section-down practice", "item-delete years_2"):
        assert drafting.act(act).status_code == 303, act
    sections = drafting.data()["sections"]
    assert [section["name"] for section in sections[:2]] == ["review", "practice"]
    assert [item["name"] for item in sections[1]["items"]] == ["years", "area"]


def test_an_item_goes_to_another_section(drafting: Drafting) -> None:
    drafting.copy("needs_assessment")
    drafting.post("items/area/move", section="burnout")
    assert [item.get("name") for item in drafting.data()["sections"][3]["items"]] == [None, "area"]


def test_deleting_what_rules_need_is_offered_with_its_rules(drafting: Drafting) -> None:
    drafting.copy("needs_assessment")
    answer = drafting.act("item-delete practice_affected")
    words = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "is needed by the question “In which ways did it affect your practice?”" in words
    assert 'value="item-delete-all practice_affected"' in words
    assert drafting.act("item-delete-all practice_affected").status_code == 303
    assert "practice_affected" not in drafting.text()


def test_undo_and_redo(drafting: Drafting) -> None:
    drafting.begin("Night work")
    before = drafting.text()
    drafting.add("questions", "note", "Breathe")
    after = drafting.text()
    assert drafting.post("undo").status_code == 303
    assert drafting.text() == before
    assert drafting.post("redo").status_code == 303
    assert drafting.text() == after


def test_problems_stand_on_the_card_that_they_are_about(drafting: Drafting) -> None:
    drafting.begin("Night work")
    drafting.add("questions", "date", "What is your date of birth?")
    page = drafting.page()
    card = page.partition('<article class="card item troubled"')[2].partition("</article>")[0]
    assert "A date of birth tells who answers." in card
    assert "<code>identifying-date</code>" in card
    assert "1 thing to mend" in page


def test_each_card_says_who_may_know_the_answer_and_what_that_does(drafting: Drafting) -> None:
    drafting.begin("Night work")
    drafting.add("questions", "yes_no", "Do you rest?")
    assert "A new question counts as sensitive." in drafting.page()
    said = {
        "sensitive": "<strong>Sensitive:</strong> nobody else knows the answer, so small counts",
        "quasi_identifier": "<strong>A colleague may know it:</strong> the answer can tell who somebody is",
        "ordinary": "<strong>Ordinary:</strong> harmless even if known",
    }
    assert said["sensitive"] in drafting.page()
    for privacy, words in said.items():
        drafting.save_item(drafting.only_item(), privacy=privacy)
        assert words in drafting.page()


def test_words_in_between_say_nothing_of_privacy(drafting: Drafting) -> None:
    drafting.begin("Night work")
    drafting.add("questions", "note", "Thank you for staying.")
    assert "<strong>Sensitive:</strong>" not in drafting.page()


def test_an_included_instrument_is_locked_and_says_why(drafting: Drafting) -> None:
    drafting.begin("Night work")
    assert drafting.post(add="include", section="questions", instrument="mini_z").status_code == 303
    assert "Locked." in drafting.page()
    assert "These words are locked." in drafting.page("items/mini_z")
    drafting.post("items/mini_z", ask="Are you tired?")
    assert "tired" not in drafting.text()


def test_a_text_that_cannot_be_read_is_kept_with_its_problem(drafting: Drafting) -> None:
    drafting.begin("Night work")
    assert drafting.send("yaml", "text", text="name: [").status_code == 303
    assert drafting.text() == "name: ["
    assert "not-yaml" in drafting.page("yaml")
    assert "can’t be shown as cards" in drafting.page()
    assert "nothing to see" in drafting.page("preview")


def test_files_come_and_go_as_they_are(drafting: Drafting, signed_in: SignedIn) -> None:
    text = "# mine\nname: rest\ntitle: 'Other'\nsource: {citation: a, wording: adapted}\nsections: []\n"
    page = drafting.client.get("/staff/")
    sent = {"csrf_token": token(page), "file": (io.BytesIO(text.encode()), "rest.yaml")}
    answer = drafting.client.post(BASE, data=sent, content_type="multipart/form-data")
    drafting.name = answer.location.rpartition("/")[2]
    assert drafting.text() == text
    assert drafting.get("download").headers["Content-Disposition"] == 'attachment; filename="rest.yaml"'


def test_a_whole_draft_is_published(drafting: Drafting) -> None:
    drafting.copy("mini_z")
    assert drafting.post("publish").status_code == 303
    assert drafting.get().status_code == 409
    assert "published version 1" in str(drafting.trail())


def test_before_it_is_published_it_is_said_what_it_becomes(drafting: Drafting) -> None:
    drafting.copy("mini_z")
    assert f"{drafting.base}/publish" in drafting.page()
    said = drafting.page("publish")
    assert "It becomes <strong>version 1</strong>, the first one." in said
    assert "Nobody can ever change it again." in said
    assert drafting.get().status_code == 200, "it is still a draft"
    assert drafting.send("publish", "revision").status_code == 303


def test_before_a_second_version_it_is_said_what_changes_and_who_follows(
    drafting: Drafting, app: Application
) -> None:
    drafting.copy("mini_z")
    drafting.post("publish")
    make(app, "spring", instrument="mini_z")
    drafting.copy("mini_z")
    same = drafting.page("publish")
    assert "Exactly this is published already, as <strong>version 1</strong>" in same
    drafting.send("yaml", "text", text=drafting.text() + "contact: Ann, extension 12\n")
    said = drafting.page("publish")
    assert "It becomes <strong>version 2</strong>" in said
    assert "Wording (1)" in said
    assert 'href="/staff/campaigns/spring"' in said


def test_a_draft_with_something_to_mend_is_not_offered_for_publishing(drafting: Drafting) -> None:
    drafting.begin("Night work")
    assert f"{drafting.base}/publish" not in drafting.page()
    assert drafting.get("publish").status_code == 409


def test_a_draft_is_discarded(drafting: Drafting) -> None:
    drafting.begin("Night work")
    assert drafting.post("discard", confirmed="yes").status_code == 303
    assert "no draft" in drafting.get().get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["items/gone", "sections/gone", "scales/gone", "rules/item/gone", "rules/option/a/b"]
)
def test_what_is_not_there_is_not_there(drafting: Drafting, path: str) -> None:
    drafting.begin("Night work")
    assert drafting.get(path).status_code == 404


@pytest.mark.parametrize("role", ["analyst", "admin"])
def test_only_the_committee_words_surveys(signed_in: SignedIn, role: str) -> None:
    assert signed_in(role).get(BASE).status_code == 403
