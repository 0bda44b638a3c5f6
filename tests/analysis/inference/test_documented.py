"""The page on inference states the sizes and functions that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from surveyapp.analysis.inference import fisher, holm, mcnemar, proportions, quantiles, ranks
from surveyapp.analysis.inference.outcome import Method
from tests.analysis.inference.outcomes import result_of

PAGE = (Path(__file__).parents[3] / "docs" / "inference.md").read_text(encoding="utf-8")
MODULES = (fisher, holm, mcnemar, proportions, quantiles, ranks)


@pytest.mark.parametrize(
    ("function", "size"),
    [
        ("mcnemar", f"{mcnemar.EXACT_UP_TO:,} discordant pairs"),
        ("fisher", f"{fisher.MOST_PARTIAL:,} partial tables a column"),
        ("rank_sum", f"{ranks.EXACT_UP_TO} answers in both groups"),
        ("signed_rank", f"{ranks.EXACT_UP_TO} changed pairs"),
    ],
)
def test_sizes_are_those_of_the_functions(function: str, size: str) -> None:
    assert re.search(rf"^\| `{function}\(.*\| {size} \|", PAGE, re.MULTILINE)


def test_every_function_is_there() -> None:
    named = re.findall(r"^\| `(\w+)\(", PAGE, re.MULTILINE)
    assert len(named) == 8
    assert [name for name in named if not any(hasattr(module, name) for module in MODULES)] == []


@pytest.mark.parametrize(
    ("rows", "columns", "cell", "method"),
    [(3, 4, 20, Method.EXACT), (2, 5, 100, Method.EXACT), (5, 5, 4, Method.CHI_SQUARED)],
)
def test_tables_are_as_exact_as_stated(rows: int, columns: int, cell: int, method: Method) -> None:
    assert result_of(fisher.fisher([[cell] * columns] * rows)).method is method
