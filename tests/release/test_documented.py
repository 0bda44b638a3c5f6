"""What the page on release profiles shows is what the program takes."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from surveyapp.instrument.model import Instrument
from surveyapp.release.profile import load_profile
from surveyapp.release.rungs import SAID
from surveyapp.release.words import MISSING
from tests.release.tiny import HERE, bundled, instrument

PAGE = (HERE / "docs" / "release-profiles.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def asked(name: str) -> Instrument:
    """The instrument of an example: one that comes along, or the one that the page makes up."""
    if name != "parental_leave":
        return bundled(name)
    made_up = instrument(
        """
        - {name: age, type: integer, ask: Age?, privacy: quasi_identifier}
        - {name: last_leave, type: date, ask: When?, privacy: quasi_identifier}
        """
    )
    return Instrument(made_up.document.model_copy(update={"name": name}))


@pytest.mark.parametrize("text", EXAMPLES)
def test_examples_load(text: str) -> None:
    name = re.search(r"^instrument: (\w+)$", text, re.MULTILINE)
    assert name is not None
    load_profile(text, "docs/release-profiles.md", asked(name[1]))


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4


@pytest.mark.parametrize(("word", "meaning"), MISSING.items())
def test_missing_words_are_explained(word: str, meaning: str) -> None:
    assert f"| `{word}` | {meaning} |" in PAGE


@pytest.mark.parametrize("code", SAID)
def test_every_problem_of_a_ladder_says_what_is_wrong(code: str) -> None:
    message, _ = SAID[code]
    assert message.count("{}") == 1


def test_a_profile_is_frozen_without_loading_numbers() -> None:
    """Campaigns open in processes that answer people, who never wait for numpy or pandas."""
    program = (
        "import sys, surveyapp.release.profile, surveyapp.release.gate, surveyapp.release.terms;"
        "sys.exit(bool({'numpy', 'pandas', 'scipy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=HERE).returncode == 0
