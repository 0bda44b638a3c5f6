"""What the office refuses to keep."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from surveyapp.extensions import db
from surveyapp.store import office
from surveyapp.store.office import STATES, Campaign, CommentReview, InstrumentVersion, Release

TERMS = {"publish": "rows", "k": 5, "minimum": 10, "smallest_cell": 5, "invited": 100, "synthetic": False}
DRAFT: dict[str, Any] = {
    "name": "needs",
    "instrument": "needs_assessment",
    "profile": "needs_assessment",
    **TERMS,
}
FROZEN = {"version_hash": "v", "profile_content": "{}"}


def keep(*things: object) -> None:
    db.session.add_all(things)
    db.session.commit()


def test_a_new_campaign_is_a_draft(any_store: Flask) -> None:
    keep(Campaign(**DRAFT))
    kept = db.session.get_one(Campaign, "needs")
    assert (kept.state, kept.version_hash, kept.profile_content, kept.closes) == ("draft", None, None, None)


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_kept(sqlite_store: Flask, state: str) -> None:
    keep(InstrumentVersion(hash="v", name="needs_assessment", content="{}"))
    keep(Campaign(**DRAFT, **FROZEN, state=state))


@pytest.mark.parametrize(
    ("wrong", "check"),
    [
        ({"name": ""}, "ck_campaign_name"),
        ({"name": "n" * 41}, "ck_campaign_name"),
        ({**FROZEN, "state": "forgotten"}, "ck_campaign_state"),
        ({"publish": "everything"}, "ck_campaign_publish"),
        ({"k": 1}, "ck_campaign_k"),
        ({"minimum": 4}, "ck_campaign_minimum"),
        ({"smallest_cell": 0}, "ck_campaign_smallest_cell"),
        ({"invited": 0}, "ck_campaign_invited"),
        ({"state": "open"}, "ck_campaign_frozen"),
        ({"state": "sealed", "version_hash": "v"}, "ck_campaign_frozen"),
        ({"state": "open", "profile_content": "{}"}, "ck_campaign_frozen"),
    ],
)
def test_a_campaign_against_the_rules_is_refused(any_store: Flask, wrong: dict[str, Any], check: str) -> None:
    keep(InstrumentVersion(hash="v", name="needs_assessment", content="{}"))
    with pytest.raises(IntegrityError, match=check):
        keep(Campaign(**DRAFT | wrong))


def test_a_campaign_names_a_version_that_is_there(any_store: Flask) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        keep(Campaign(**DRAFT, **FROZEN, state="open"))


def test_a_version_in_use_stays(any_store: Flask) -> None:
    version = InstrumentVersion(hash="v", name="needs_assessment", content="{}")
    keep(version, Campaign(**DRAFT, **FROZEN, state="open"))
    db.session.delete(version)
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        db.session.commit()


def test_a_campaign_gives_one_row_file_ever(any_store: Flask) -> None:
    keep(Campaign(**DRAFT))
    keep(Release(campaign="needs", digest="d", made={"levels": {"area": 0}, "k": 6}))
    assert db.session.get_one(Release, "needs").made == {"levels": {"area": 0}, "k": 6}
    db.session.expunge_all()
    with pytest.raises(IntegrityError):
        keep(Release(campaign="needs", digest="e", made={}))


def test_a_release_belongs_to_a_campaign(any_store: Flask) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        keep(Release(campaign="unheard-of", digest="d", made={}))


REVIEW: dict[str, Any] = {"campaign": "needs", "ref": "aaaa", "decision": "approved", "released": False}


@pytest.mark.parametrize(
    ("wrong", "check"),
    [
        ({"decision": "forgotten"}, "ck_comment_review_decision"),
        ({"decision": "redacted"}, "ck_comment_review_text"),
        ({"text": "words"}, "ck_comment_review_text"),
        ({"decision": "withheld", "text": "words"}, "ck_comment_review_text"),
        ({"campaign": "unheard-of"}, r"(?i)foreign key"),
    ],
)
def test_no_words_are_kept_but_those_of_redactions(
    any_store: Flask, wrong: dict[str, Any], check: str
) -> None:
    keep(Campaign(**DRAFT))
    with pytest.raises(IntegrityError, match=check):
        keep(CommentReview(**REVIEW | wrong))


def test_the_last_decision_about_a_comment_counts(any_store: Flask) -> None:
    with office.changing():
        assert office.add(Campaign(**DRAFT))
    for decision, words in (("approved", None), ("redacted", "[removed] words"), ("withheld", None)):
        with office.changing():
            office.review_comment("needs", "aaaa", decision, words)
            (review,) = office.comment_reviews("needs").values()
            assert (review.decision, review.text, review.released) == (decision, words, False)
    assert office.comment_reviews("other") == {}


def test_a_change_is_kept_as_a_whole_or_not_at_all(any_store: Flask) -> None:
    with office.changing():
        assert office.add(Campaign(**DRAFT))

    def change_and_fail() -> None:
        with office.changing():
            office.remove(db.session.get_one(Campaign, "needs"))
            office.add(Campaign(**DRAFT | {"name": "other"}))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert [campaign.name for campaign in office.campaigns()] == ["needs"]


def test_a_name_is_taken_once(any_store: Flask) -> None:
    with office.changing():
        assert office.add(Campaign(**DRAFT))
    with office.changing():
        assert not office.add(Campaign(**DRAFT | {"invited": 7}))
    assert db.session.get_one(Campaign, "needs").invited == 100


def test_a_version_is_stored_once(any_store: Flask) -> None:
    for _ in range(2):
        with office.changing():
            office.version("v", "needs_assessment", "{}")
    assert db.session.get_one(InstrumentVersion, "v").content == "{}"
