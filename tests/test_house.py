"""The house keeps its own rules: what is imported when, how long things get, what is documented."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from surveyapp.cli import COMMANDS, main

HOUSE = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-redis.lock", "requirements-dev.lock")
LONGEST_FUNCTION = 40
LONGEST_VIEW = 25
LONGEST_FILE = 300


def sources(*folders: str) -> Iterator[Path]:
    """The Python files of some folders; not migrations, which are lists of columns."""
    for folder in folders:
        yield from (path for path in (HOUSE / folder).rglob("*.py") if path.parent.name != "versions")


def imported_by(program: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after a program."""
    listing = f"{program}\nimport sys; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_an_application_starts_without_the_analysts_libraries(tmp_path: Path) -> None:
    program = (
        "from surveyapp import create_app; from surveyapp.settings import Settings\n"
        f"create_app(Settings.from_environment({{'SURVEYAPP_HOME': {str(tmp_path)!r}, "
        "'SURVEYAPP_SECRETS': 'correct-horse-battery-staple-0123456789'}))"
    )
    loaded = imported_by(program)
    assert "flask" in loaded
    assert loaded & {"pandas", "numpy", "scipy", "matplotlib"} == set()


def test_help_starts_without_the_web_and_the_databases() -> None:
    program = (
        "from click.testing import CliRunner; from surveyapp.cli import main\n"
        "assert CliRunner().invoke(main, ['--help']).exit_code == 0"
    )
    assert imported_by(program) & {"flask", "sqlalchemy", "pydantic", "gunicorn"} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_exists_and_explains_itself(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.name == name
    assert command.help


def test_every_command_is_documented() -> None:
    pages = [HOUSE / "README.md", *(HOUSE / "docs").glob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    assert [name for name in COMMANDS if f"surveyapp {name}" not in text] == []


def test_files_stay_short() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources("surveyapp", "tests")
    }
    assert {str(path): length for path, length in lengths.items() if length >= LONGEST_FILE} == {}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file with its number of lines, decorators left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(HOUSE)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_stay_short() -> None:
    found = dict(function for path in sources("surveyapp", "tests", "bench") for function in functions(path))
    assert {name: length for name, length in found.items() if length >= LONGEST_FUNCTION} == {}


def test_views_stay_shorter() -> None:
    views = [path for path in sources("surveyapp/web") if path.name == "views.py"]
    found = dict(function for path in views for function in functions(path))
    assert {name: length for name, length in found.items() if length >= LONGEST_VIEW} == {}


def test_modules_have_names_that_say_something() -> None:
    vague = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}
    assert [path for path in sources("surveyapp", "tests", "bench") if path.stem in vague] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_hashes_and_no_address(lock: str) -> None:
    text = (HOUSE / lock).read_text(encoding="utf-8")
    packages = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert [package.partition(" ")[0] for package in packages if "--hash=sha256:" not in package] == []
    assert re.findall(r"https?://|file:|--(?:extra-)?index-url|--find-links", text) == []


def requirement_name(line: str) -> str:
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", line)[0].lower())  # type: ignore[index]


def test_the_locks_hold_every_dependency() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    dependencies, extras = project["dependencies"], project["optional-dependencies"]
    needed = {"requirements.lock": dependencies, "requirements-redis.lock": extras["redis"]}
    needed["requirements-dev.lock"] = dependencies + extras["redis"] + extras["dev"]
    for lock, requirements in needed.items():
        locked = set(re.findall(r"^([a-z0-9-]+)==", (HOUSE / lock).read_text(encoding="utf-8"), re.MULTILINE))
        assert {requirement_name(line) for line in requirements} - locked == set()


def test_instruments_and_profiles_come_along_in_the_wheel(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path],
        cwd=HOUSE,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("instruments", "exports"):
        expected = {f"surveyapp/bundled/{folder}/{path.name}" for path in (HOUSE / folder).glob("*.yaml")}
        assert expected
        assert expected <= names
    assert "surveyapp/py.typed" in names
    assert {name.partition("/")[0] for name in names if not name.startswith("surveyapp-")} == {"surveyapp"}
