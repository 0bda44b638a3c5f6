"""Two at one draft, what is saved by itself, and words of authors who mean harm."""

from __future__ import annotations

import re

from tests.staff.editor.drafting import Drafting

HOSTILE = "<script>alert(1)</script>\"'{{7*7}}&amp;</textarea><img src=x onerror=alert(2)>"


def test_the_second_is_told_and_shown_the_difference_and_loses_nothing(
    drafting: Drafting, colleague: Drafting
) -> None:
    colleague.name = drafting.begin("Night work")
    drafting.add("questions", "yes_no", "Do you rest?")
    mine = colleague.form("items/rest", "ask")
    drafting.save_item("rest", ask="Do you rest well?")
    mine["ask"] = "Do you ever rest?"
    answer = colleague.client.post(f"{colleague.base}/items/rest", data=mine)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "committee@example.org changed this draft while you were at it" in page
    assert "Do you rest well?" in page
    assert "Do you ever rest?" in page
    assert "Do you rest well?" in drafting.text()


def test_what_was_refused_is_sent_again_or_kept_as_a_copy(drafting: Drafting, colleague: Drafting) -> None:
    colleague.name = drafting.begin("Night work")
    drafting.add("questions", "yes_no", "Do you rest?")
    mine = colleague.form("items/rest", "ask")
    drafting.save_item("rest", help="Think of last week")
    mine["ask"] = "Do you ever rest?"
    page = colleague.client.post(f"{colleague.base}/items/rest", data=mine).get_data(as_text=True)
    copy = colleague.client.post(f"{colleague.base}/copy", data=colleague.fields(page, "copied"))
    again = colleague.client.post(f"{colleague.base}/items/rest", data=colleague.fields(page, "ask"))
    assert again.status_code == 303
    assert "Do you ever rest?" in drafting.text()
    copied = Drafting(colleague.client, copy.location.rpartition("/")[2])
    assert "Do you ever rest?" in copied.text()
    assert "last week" not in copied.text()


def test_the_script_is_told_in_data_what_was_saved(drafting: Drafting) -> None:
    drafting.begin("Night work")
    drafting.add("questions", "choice", "Your part?")
    form = drafting.form("items/part", "ask")
    for at, label in enumerate(("I gave it", "I had it", "Both of them")):
        form[f"options-{at}-label"] = label
    form["do"] = "stay"
    told = drafting.client.post(
        f"{drafting.base}/items/part", data=form, headers={"Accept": "application/json"}
    )
    assert told.get_json() == {
        "revision": drafting.revision(),
        "lists": {"options": ["gave", "i_had_it", "both"]},
        "problems": [],
    }


def test_the_script_is_told_of_a_conflict(drafting: Drafting, colleague: Drafting) -> None:
    colleague.name = drafting.begin("Night work")
    form = colleague.form("about", "title")
    drafting.add("questions", "note", "Breathe")
    form["title"] = "Other"
    told = colleague.client.post(f"{colleague.base}/about", data=form, headers={"Accept": "application/json"})
    assert (told.status_code, told.get_json()["conflict"]) == (409, True)


def test_words_of_authors_are_shown_and_never_run(drafting: Drafting, colleague: Drafting) -> None:
    text = (
        "name: evil\ntitle: HOSTILE\nintroduction: HOSTILE\nsource: {citation: a, wording: adapted}\n"
        "scales: {s: {1: HOSTILE}}\nsections:\n  - name: one\n    title: HOSTILE\n    items:\n"
        "      - {name: a, type: choice, ask: HOSTILE, options: {x: HOSTILE}}\n"
        "      - {name: b, type: scale, ask: HOSTILE, scale: s, when: {a: x}}\n"
        "      - {name: HOSTILE, type: HOSTILE}\nderive:\n  z: {recode: a, to: {x: y}, label: HOSTILE}\n"
    )
    quoted = '"' + HOSTILE.replace('"', '\\"') + '"'
    drafting.take_in(text.replace("HOSTILE", quoted))
    colleague.name = drafting.name
    paths = [
        "",
        "about",
        "items/a",
        "items/b",
        "sections/one",
        "scales",
        "scales/s",
        "scores",
        "yaml",
        "preview",
    ]
    paths += ["rules/item/b", "rules/option/a/x", "preview?item=a", "scores?score=z"]
    pages = [drafting.page(path) for path in paths]
    mine = colleague.form("yaml", "text")
    drafting.act("item-down a")
    pages.append(
        colleague.client.post(f"{colleague.base}/yaml", data=mine | {"text": text}).get_data(as_text=True)
    )
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "49&amp;" not in page
    assert sum("&lt;script&gt;alert(1)" in page for page in pages) >= len(pages) - 2


def test_the_preview_is_the_respondents_own_page_in_our_frame_only(drafting: Drafting) -> None:
    drafting.copy("needs_assessment")
    answer = drafting.get("preview")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "What is your area of practice?" in answer.get_data(as_text=True)
    assert 'sandbox="allow-scripts"' in drafting.page()
    one = drafting.get("preview?item=suits").get_data(as_text=True)
    assert re.findall(r'id="item-(\w+)"', one) == ["suits"]


def test_one_item_is_looked_at_under_its_own_number(drafting: Drafting) -> None:
    drafting.begin("Night work")
    for words in ("Do you rest?", "Do you sleep?", "Do you eat?"):
        drafting.add("questions", "yes_no", words)
    last = drafting.data()["sections"][0]["items"][2]["name"]
    number = '<span class="number">{}.</span> Do you eat?'
    assert number.format(3) in drafting.page(f"preview?item={last}")
    drafting.act(f"item-up {last}")
    assert number.format(2) in drafting.page(f"preview?item={last}")


def test_the_preview_leaves_rules_out_that_cannot_be_followed(drafting: Drafting) -> None:
    drafting.begin("Rules")
    drafting.add("questions", "yes_no", "Do you rest?")
    drafting.send("yaml", "text", text=drafting.text() + "        when: {nowhere: yes}\n")
    assert "Do you rest?" in drafting.page("preview")


PART = "name: part\ntitle: P\nsource: {citation: n, wording: adapted}\nsections:\n  - name: p\n    title: P\n"
WHOLE = PART.replace("part", "whole") + "    items: [{include: part}]\n"
ASKED = PART + "    items: [{name: rest, type: yes_no, ask: Do you rest?}]\n"


def test_what_was_not_read_is_not_published(drafting: Drafting, colleague: Drafting) -> None:
    """What a draft includes may be worded otherwise before the button is pressed."""
    colleague.take_in(ASKED)
    assert colleague.send("publish", "revision").status_code == 303
    drafting.take_in(WHOLE)
    read = drafting.form("publish", "revision")
    colleague.take_in(ASKED.replace("rest?", "ever rest?"))
    assert colleague.send("publish", "revision").status_code == 303
    answer = drafting.client.post(f"{drafting.base}/publish", data=read)
    assert answer.status_code == 409
    assert "not what you looked at" in answer.get_data(as_text=True)
    assert drafting.send("publish", "revision").status_code == 303
