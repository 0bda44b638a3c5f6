"""The page on the plan: every example is sound, and nothing of the language is missing from it."""

from __future__ import annotations

import re

import pytest

from surveyapp.release.plan.checks import CODES
from surveyapp.release.plan.document import Aim, BeforeAfterBars, Comparison, Likert, Plan, Table
from surveyapp.release.profile import load_profile
from tests.release.tiny import HERE, bundled

PAGE = (HERE / "docs" / "analysis-plan.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n# (\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
WORDS = {
    *("wilson", "clopper_pearson", "RR2", "RR6", "none", "fisher", "rank_sum", "likert", "before_after"),
    *("mcnemar", "mcnemar_mid_p", "signed_rank"),
}


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_every_example_is_sound(name: str, example: str) -> None:
    profile = (HERE / "exports" / f"{name}.yaml").read_text(encoding="utf-8").partition("\nreport:\n")[0]
    assert load_profile(f"{profile}\n{example}", "example.yaml", bundled(name)).document.report is not None


def test_every_key_has_an_example_and_is_explained() -> None:
    written = "\n".join(example for _, example in EXAMPLES)
    for part in (Plan, Table, Comparison, Likert, BeforeAfterBars, Aim):
        for key in part.model_fields:
            assert re.search(rf"\b{key}: ", written.replace("\n", " \n"))
    for word in (*Table.model_fields, *Comparison.model_fields, *Likert.model_fields, *WORDS):
        assert f"`{word}`" in PAGE or f"`{word}: " in PAGE


def test_every_problem_is_listed_with_its_meaning() -> None:
    listed = dict(
        re.findall(
            r"^\| `([a-z-]+)` \| (.*) \|$", PAGE.partition("## What the checker says")[2], re.MULTILINE
        )
    )
    assert listed == CODES


def test_every_problem_that_is_said_is_listed() -> None:
    folder = HERE / "surveyapp" / "release" / "plan"
    written = "".join(
        (folder / f"{name}.py").read_text(encoding="utf-8")
        for name in ("pair_checks", "checks", "later", "reading")
    )
    body = written.replace(written[written.index("CODES = {") : written.index("\n}\n")], "")
    said = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', body))
    assert said - CODES.keys() == {"unknown-key"}
    assert CODES.keys() - said == set()
