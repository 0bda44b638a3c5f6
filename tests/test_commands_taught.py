"""Commands are for the command line: no words that a page may show name one of them, or an option."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from surveyapp.cli import COMMANDS
from tests.test_house import HOUSE, sources

NAMED = re.compile(
    rf"surveyapp (?:{'|'.join(COMMANDS)})\b|(?:^|[\s'\"`\[]|(?<!var)\()--[a-z][a-z-]*(?![\w:-])"
)
"""A command of ours, or an option."""
SAYING = ("services", "store", "mail", "web", "instrument", "release", "analysis")
"""The packages whose words may come to stand on a page."""
TYPED_ONLY = ("inspection", "backups")
"""Use cases that no page has."""
PASSED_ON = re.compile(r"\{\{ for_the_server\(.*?\) \}\}|\{#.*?#\}", re.DOTALL)
"""What a page gives to be handed to whoever runs the server, and remarks."""
Trees = dict[Path, ast.Module]


@cache
def parsed() -> Trees:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sources("surveyapp")}


def carriers(trees: Trees) -> set[str]:
    """The kinds of refusals and advice, which carry words and apart from them a command."""
    nodes = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    above = {node.name: {each.id for each in node.bases if isinstance(each, ast.Name)} for node in nodes}
    found: set[str] = set()
    while more := {name for name in above if (above[name] | {name}) & {"Refused", "Advice", *found}} - found:
        found |= more
    return found


def calls(tree: ast.AST, kinds: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
            yield node


def strings(*nodes: ast.AST) -> list[ast.Constant]:
    found = [node for each in nodes for node in ast.walk(each) if isinstance(node, ast.Constant)]
    return [node for node in found if isinstance(node.value, str)]


def unspoken(tree: ast.Module, kinds: set[str]) -> list[ast.AST]:
    """What nobody reads on a page: docstrings, and what is given as a command beside words."""
    docstrings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    named = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "command"]
    return [*docstrings, *named, *(given for call in calls(tree, kinds) for given in call.args[1:2])]


def naming(path: Path, found: list[ast.Constant]) -> list[str]:
    return [f"{path.relative_to(HOUSE)}:{each.lineno}" for each in found if NAMED.search(str(each.value))]


def test_no_refusal_and_no_advice_names_a_command_in_its_words() -> None:
    kinds = carriers(parsed())
    assert {"Refused", "Advice", "FileAdvice", "TooMany", "Wrong"} <= kinds
    refusals = {path: list(calls(tree, kinds)) for path, tree in parsed().items()}
    assert sum(map(len, refusals.values())) > 150
    for path, found in refusals.items():
        assert naming(path, strings(*(words for call in found for words in call.args[:1]))) == []


def test_no_text_that_a_page_may_show_names_a_command() -> None:
    kinds = carriers(parsed())
    for path, tree in parsed().items():
        if path.relative_to(HOUSE / "surveyapp").parts[0] not in SAYING or path.parent.name in TYPED_ONLY:
            continue
        silent = {id(node) for node in strings(*unspoken(tree, kinds))}
        spoken = [node for node in strings(tree) if id(node) not in silent]
        assert naming(path, spoken) == []


def test_no_staff_page_names_a_command_but_to_be_passed_on() -> None:
    pages = list((HOUSE / "surveyapp/web/templates/staff").rglob("*.html"))
    assert any("for_the_server(" in page.read_text(encoding="utf-8") for page in pages)
    for page in pages:
        said = PASSED_ON.sub("", page.read_text(encoding="utf-8"))
        assert NAMED.search(said) is None, page
