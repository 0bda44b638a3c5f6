"""What the page on release profiles shows is what the program takes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from surveyapp.instrument.model import Instrument
from surveyapp.release.document import Privacy, Stratum
from surveyapp.release.profile import load_profile, open_profile
from surveyapp.release.rungs import SAID
from surveyapp.release.words import MISSING
from tests.release.tiny import HERE, bundled, instrument

PAGE = (HERE / "docs" / "release-profiles.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
LADDERS = dict(re.findall(r"`([\w/]+\.csv)`:\n\n```csv\n(.*?)```", PAGE, re.DOTALL))
CHECKING = ("checks", "demand_checks", "open_checks", "ladder_files", "profile", "rungs")


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


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text.split()[1])
def test_examples_load(text: str, tmp_path: Path) -> None:
    for name, ladder in LADDERS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(ladder, encoding="utf-8")
    file = str(tmp_path / "example.yaml")
    name = re.search(r"^instrument: (\w+)$", text, re.MULTILINE)
    if name is None:
        open_profile(text, file)
    else:
        load_profile(text, file, asked(name[1]))


def test_every_field_has_an_example() -> None:
    written = "\n".join(EXAMPLES)
    known = Privacy.model_fields.keys() | Stratum.model_fields.keys() | {"ladder_file"}
    assert {name for name in known if f"{name}:" not in written} == {"drop"}
    assert "`drop: true`" in PAGE
    assert len(LADDERS) == 2


@pytest.mark.parametrize(("word", "meaning"), MISSING.items())
def test_missing_words_are_explained(word: str, meaning: str) -> None:
    pages = (page.read_text(encoding="utf-8") for page in (HERE / "docs").glob("*.md"))
    assert any(f"| `{word}` | {meaning} |" in page for page in pages)


@pytest.mark.parametrize("code", SAID)
def test_every_problem_of_a_ladder_says_what_is_wrong(code: str) -> None:
    message, _ = SAID[code]
    assert message.count("{}") == 1


def test_every_problem_is_explained() -> None:
    sources = [HERE / "surveyapp" / "release" / f"{name}.py" for name in CHECKING]
    written = "".join(source.read_text(encoding="utf-8") for source in sources)
    codes = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', written)) - {
        "too-large",
        "unknown-key",
        "not-a-profile",
    }
    table = set(re.findall(r"`([a-z-]+)`", "".join(re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE))))
    assert {"not-nested", "band-order", "too-diverse"} <= codes
    assert codes - table == set()
    assert {code for code in table if "-" in code} - codes - {"file-name"} == set()


def test_a_profile_is_frozen_without_loading_numbers() -> None:
    """Campaigns open in processes that answer people, who never wait for numpy or pandas."""
    program = (
        "import sys, surveyapp.release.profile, surveyapp.release.gate, surveyapp.release.terms;"
        "sys.exit(bool({'numpy', 'pandas', 'scipy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, cwd=HERE).returncode == 0
