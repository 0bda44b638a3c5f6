"""The group e-mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from surveyapp.services import Refused, campaigns, invite
from tests.services.conftest import Desk


def test_the_e_mail_says_what_it_is_for_and_where_it_leads(desk: Desk) -> None:
    desk.open(closes=date(2027, 1, 31))
    letter = invite.group_mail(desk.settings, desk.today, "round-1")
    text = letter.text
    assert letter.subject == "Anonymous survey: A tiny survey"
    link = campaigns.link(desk.settings, "round-1")
    assert f"\n{link}\n" in text, "on a line of its own, so that no mail program breaks it"
    for words in ("The survey is anonymous", "Sunday, 31 January 2027", "Questions: The committee"):
        assert words in text
    assert all(len(line) <= 76 for line in text.splitlines() if line != link)


def test_without_a_last_day_it_names_none(desk: Desk) -> None:
    desk.open()
    assert "until the end of" not in invite.group_mail(desk.settings, desk.today, "round-1").text


def test_a_draft_can_be_looked_at_but_is_not_sent(desk: Desk) -> None:
    desk.create()
    assert (
        campaigns.link(desk.settings, "round-1")
        in invite.group_mail(desk.settings, desk.today, "round-1").text
    )
    with pytest.raises(Refused, match="draft"):
        invite.send_group_mail(desk.settings, desk.today, "round-1", ["a@example.org"])


def test_a_closed_campaign_invites_nobody(desk: Desk) -> None:
    desk.open()
    campaigns.close("round-1")
    with pytest.raises(Refused, match="takes no answers"):
        invite.group_mail(desk.settings, desk.today, "round-1")


def test_without_a_mail_server_it_says_what_to_do(desk: Desk) -> None:
    desk.open()
    with pytest.raises(Refused, match=r"SURVEYAPP_MAIL_HOST.*paste it") as refusal:
        invite.send_group_mail(desk.settings, desk.today, "round-1", ["a@example.org"])
    assert refusal.value.command == "surveyapp invite round-1 --print"


def test_an_address_that_fails_is_named(desk: Desk) -> None:
    desk.open()
    settings = replace(desk.settings, mail_host="127.0.0.1", mail_port=9, mail_from="c@example.org")
    failures = invite.send_group_mail(settings, desk.today, "round-1", ["a@example.org"])
    assert [failure.address for failure in failures] == ["a@example.org"]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:8000", "this machine alone"),
        ("http://localhost:8000", "this machine alone"),
        ("http://survey.example.org", "not https"),
    ],
)
def test_a_link_that_should_not_go_out_is_doubted(desk: Desk, url: str, words: str) -> None:
    desk.open()
    settings = replace(desk.settings, url=url)
    assert [words in doubt.words for doubt in invite.doubts(settings, desk.today, "round-1")] == [True]


def test_a_title_that_no_subject_can_have_is_doubted_before_it_is_fixed(desk: Desk) -> None:
    file = desk.settings.instruments / "tiny.yaml"
    file.write_text(file.read_text().replace("A tiny survey", "A =?tiny?= survey"))
    desk.create()
    settings = replace(desk.settings, url="https://survey.example.org")
    (_draft, doubt) = invite.doubts(settings, desk.today, "round-1")
    assert "Type the title anew" in doubt.words
    with pytest.raises(Refused, match="title anew"):
        invite.group_mail_file(settings, desk.today, "round-1")


def test_an_open_campaign_at_an_https_address_raises_no_doubt(desk: Desk) -> None:
    desk.open()
    settings = replace(desk.settings, url="https://survey.example.org")
    assert list(invite.doubts(settings, desk.today, "round-1")) == []


def test_the_e_mail_of_a_draft_is_doubted(desk: Desk) -> None:
    desk.create()
    settings = replace(desk.settings, url="https://survey.example.org")
    assert ["a draft" in doubt.words for doubt in invite.doubts(settings, desk.today, "round-1")] == [True]
