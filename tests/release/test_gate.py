"""What the gate refuses, and that its words help nobody to count."""

from __future__ import annotations

import re

import pytest

from surveyapp.release.gate import Left, admit_again, admit_campaign, admit_responses
from surveyapp.release.terms import Refusal, Terms

TERMS = Terms("rows", 5, 10, 5)


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_nothing_leaves_before_sealing(state: str) -> None:
    with pytest.raises(Refusal, match="seal it first") as caught:
        admit_campaign(state)
    assert caught.value.code == "not-sealed"


@pytest.mark.parametrize("state", ["sealed", "released"])
def test_a_sealed_campaign_passes(state: str) -> None:
    admit_campaign(state)


@pytest.mark.parametrize(("responses", "invited"), [(10, 10), (10, 66)])
def test_enough_responses_pass(responses: int, invited: int) -> None:
    admit_responses(responses, invited, TERMS)


@pytest.mark.parametrize(
    ("responses", "invited", "code"),
    [(9, 66, "below-minimum"), (0, 66, "below-minimum"), (67, 66, "more-than-invited")],
)
def test_too_few_and_too_many_are_refused_without_a_count(responses: int, invited: int, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        admit_responses(responses, invited, TERMS)
    assert caught.value.code == code
    assert set(re.findall(r"\d+", str(caught.value))) <= {str(TERMS.minimum)}


LEFT = Left({"data.csv": "a", "tables/area.csv": "b", "README.md": "c"}, {"surveyapp": "1"})


@pytest.mark.parametrize("name", ["data.csv", "tables/area.csv", "README.md"])
def test_a_file_that_left_leaves_as_it_was_or_not_at_all(name: str) -> None:
    admit_again(Left({name: LEFT.files[name], "data.sav": "new"}, LEFT.versions), LEFT)
    with pytest.raises(Refusal) as caught:
        admit_again(Left({name: "other"}, LEFT.versions), LEFT)
    assert caught.value.code == "another-file"
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("name", "held"), [("data.csv", True), ("tables/area.csv", True), ("README.md", False)]
)
def test_another_version_may_describe_the_rows_in_other_words_but_gives_no_others(
    name: str, held: bool
) -> None:
    later = Left({name: "other"}, {"surveyapp": "2"})
    if held:
        with pytest.raises(Refusal):
            admit_again(later, LEFT)
    else:
        admit_again(later, LEFT)


def test_what_left_is_remembered_whatever_leaves_later() -> None:
    later = LEFT.followed_by(Left({"data.sav": "d", "README.md": "e"}, {"surveyapp": "2"}))
    assert later.files == {**LEFT.files, "data.sav": "d", "README.md": "e"}
    assert later.versions == {"surveyapp": "2"}
