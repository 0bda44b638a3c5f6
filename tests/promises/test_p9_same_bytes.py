"""P9 for data packages: the same data, profile and versions give the same bytes, whenever and wherever."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest

from surveyapp.release.contents import FORMATS
from tests.promises.elsewhere import printed

CHILD = """
import json, sys
from pathlib import Path
from surveyapp.release.package import Campaign, Delivery, package
from tests.release.tiny import TERMS, instrument, profile, stored
from tests.release.test_formats import ITEMS, LADDERS

of, rows, place = instrument(ITEMS), json.loads(sys.stdin.read()), Path(sys.argv[1])
campaign, versions = Campaign("sealed", 99, TERMS, synthetic=True, name="round-1"), {"surveyapp": "1"}
for name in ("out", "out.zip"):
    delivery = Delivery(sys.argv[2:], versions)
    made = package(campaign, of, profile(of, LADDERS), stored(rows), place / name, delivery)
print(json.dumps(made.files))
"""


def rows(order: int) -> list[dict[str, object]]:
    """Forty responses, in the order of a seed."""
    chance = random.Random(9)
    made: list[dict[str, object]] = [
        {
            "years": chance.choice(["under_5", "5_to_9", "10_up"]),
            "sued": chance.choice(["yes", "no"]),
            "cost": chance.randint(-90, 90),
            "pay": chance.choice([1.5, -2, 1e12, 0.1]),
            "since": f"20{chance.randint(10, 20)}-0{chance.randint(1, 9)}",
            "place": chance.choice(["north", "süd"]),
            "mood": chance.choice(["1", "2"]),
        }
        for _ in range(40)
    ]
    random.Random(order).shuffle(made)
    return made


def exported(place: Path, order: int, **environment: str) -> dict[str, str]:
    """The package in every format as a process of its own makes it, by name with the SHA-256."""
    place.mkdir()
    found = printed(CHILD, place, *FORMATS, given=rows(order), **environment)
    made: dict[str, str] = json.loads(found)
    return made


def test_every_file_is_the_same_in_any_order_of_rows_time_zone_locale_and_hash_seed(tmp_path: Path) -> None:
    plain = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    other = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}
    first = exported(tmp_path / "first", 1, **plain)
    second = exported(tmp_path / "second", 2, **other)
    assert {"data.csv", "privacy.json", *(f"data.{name}" for name in FORMATS)} <= first.keys()
    assert second == first
    assert (tmp_path / "second" / "out.zip").read_bytes() == (tmp_path / "first" / "out.zip").read_bytes()
    assert exported(tmp_path / "less", 1, PYTHONHASHSEED="3") == first


@pytest.mark.parametrize("name", ["data.sav", "data.dta", "data.xlsx", "data.parquet"])
def test_no_file_tells_when_it_was_made(name: str, tmp_path: Path) -> None:
    """The same bytes could still be those of one hour: nothing in them is of today."""
    exported(tmp_path / "here", 1)
    written = (tmp_path / "here" / "out" / name).read_bytes()
    today = subprocess.run(
        ["date", "+%Y-%m-%d|%d %b %y|%d %b %Y"], capture_output=True, text=True, check=True
    )
    for form in today.stdout.strip().split("|"):
        assert form.encode() not in written
