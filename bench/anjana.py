"""What anjana answers on made-up people: asked in an environment of its own, since it pins its dependencies.

    python -m bench.anjana --record tests/release/anjana.json

writes down its levels for a number of cases, which the tests then hold ours against.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.people import GROUPED, K, people
from surveyapp.release.lattice import Levels

HERE = Path(__file__).parent
PYTHON = HERE.parent / ".venv" / "peers" / "bin" / "python"
MADE_BY = "python -m bench.anjana --record tests/release/anjana.json"


@dataclass(frozen=True)
class Case:
    """People to hide among each other: k of a kind, at most a share of them left out."""

    people: int
    seed: int
    k: int = K
    share: float = 0.0


@dataclass(frozen=True)
class Answer:
    """The levels of the variables in their order, how many rows were left out, and its CPU seconds."""

    levels: Levels
    left_out: int
    seconds: float


CASES = [
    Case(number, seed, k, share)
    for number in (30, 66, 200, 1_000, 3_000)
    for seed in range(4)
    for k in (2, 3, 5, 10)
    for share in (0.0, 0.05)
]


def ask(cases: Iterable[Case]) -> list[Answer | None]:
    """What anjana makes of each case; None where it gives up."""
    lines = "\n".join(json.dumps(_asked(case)) for case in cases)
    done = subprocess.run(
        [PYTHON, "-P", HERE / "peer.py"], input=lines, capture_output=True, text=True, check=True
    )
    return [_answer(json.loads(line)) for line in done.stdout.splitlines()]


def _asked(case: Case) -> dict[str, object]:
    made = people(case.people, case.seed)
    return {
        "words": {column.name: column.words for column in made.columns},
        "codes": {column.name: column.codes.tolist() for column in made.columns},
        "hierarchies": made.hierarchies(),
        "k": case.k,
        "percent": 100 * case.share,
    }


def _answer(found: dict[str, Any] | None) -> Answer | None:
    if found is None:
        return None
    return Answer(tuple(found["levels"][name] for name in GROUPED), found["left_out"], found["seconds"])


def main() -> None:
    """Record the answers to all cases that it answers."""
    parser = argparse.ArgumentParser(prog="python -m bench.anjana", description=__doc__)
    parser.add_argument("--record", type=Path, metavar="FILE", required=True, help="where to write them")
    given = parser.parse_args()
    rows = [
        asdict(case) | {"levels": found.levels, "left_out": found.left_out}
        for case, found in zip(CASES, ask(CASES), strict=True)
        if found is not None
    ]
    lines = ",\n".join(map(json.dumps, rows))
    text = f'{{"made_by": "{MADE_BY}", "answers": [\n{lines}\n]}}\n'
    given.record.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
