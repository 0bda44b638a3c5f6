"""What the gate refuses, and that its words help nobody to count."""

from __future__ import annotations

import re

import pytest

from surveyapp.release.gate import admit_campaign, admit_responses
from surveyapp.release.terms import Refusal, Terms

TERMS = Terms("rows", 5, 10, 5)


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_nothing_leaves_before_sealing(state: str) -> None:
    with pytest.raises(Refusal, match="seal it first") as caught:
        admit_campaign(state, TERMS)
    assert caught.value.code == "not-sealed"


@pytest.mark.parametrize("state", ["sealed", "released"])
def test_a_sealed_campaign_passes(state: str) -> None:
    admit_campaign(state, TERMS)


def test_a_campaign_for_tables_gives_no_rows_and_says_what_it_gives() -> None:
    with pytest.raises(Refusal, match="gives is its report") as caught:
        admit_campaign("sealed", Terms("tables", 5, 10, 5))
    assert caught.value.code == "tables-only"


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
