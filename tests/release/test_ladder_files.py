"""Ladders in files of their own, as ARX writes its hierarchies."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.instrument.problems import Unusable
from surveyapp.release.ladder_files import read_ladder
from surveyapp.release.profile import Profile, load_profile, open_profile
from tests.release.tiny import YEARS, instrument, profile_text

PROFILE = "privacy: {k: 2, quasi_identifiers: {zip: {ladder_file: zip.csv}}}\n"
ZIPS = "10025;100;1;*\n10027;100;1;*\n10451;104;1;*\n"


def opened(folder: Path, ladder: str | bytes, text: str = PROFILE) -> Profile:
    (folder / "zip.csv").write_bytes(ladder if isinstance(ladder, bytes) else ladder.encode())
    return open_profile(text, str(folder / "p.yaml"))[0]


def refused(folder: Path, ladder: str | bytes) -> list[tuple[str, int, str]]:
    with pytest.raises(Unusable) as caught:
        opened(folder, ladder)
    return [(each.code, each.where.line, each.message) for each in caught.value.problems]


@pytest.mark.parametrize(
    "ladder",
    [
        ZIPS,
        ZIPS.replace(";", ","),
        ZIPS.replace("\n", "\r\n"),
        b"\xef\xbb\xbf" + ZIPS.encode(),
        ZIPS.replace(";*", ""),
        ZIPS.replace(";*", ";*;*"),
        ZIPS.replace("10027;", '"10027";') + "\n",
    ],
)
def test_separators_marks_and_the_last_column_may_differ(tmp_path: Path, ladder: str | bytes) -> None:
    by = opened(tmp_path, ladder).ladders["zip"]
    assert [by.at("10025", level) for level in range(by.top + 1)] == ["10025", "100", "1", "*"]
    assert by.at("10451", 1) == "104"


def test_labels_that_hold_the_other_separator_are_told_apart(tmp_path: Path) -> None:
    by = opened(tmp_path, "5;[0, 10[;*\n15;[10, 20[;*\n").ladders["zip"]
    assert (by.top, by.at("15", 1)) == (2, "[10, 20[")


def test_rows_that_part_again_are_both_named(tmp_path: Path) -> None:
    said = "lines 1 and 2 share '100' in column 2 and part in column 3: '1' and '2'"
    assert refused(tmp_path, ZIPS.replace("10027;100;1", "10027;100;2")) == [("not-nested", 2, said)]


@pytest.mark.parametrize(
    ("ladder", "expected"),
    [
        ("10025;100;*\n10027;*\n", [("ragged", 2, "line 2 has 2 columns, and line 1 has 3")]),
        (ZIPS + "10025;100;1;*\n", [("doubled-value", 4, "'10025' stands in line 1 already")]),
        (";none;*\n10025;100;*\n", [("empty-value", 1, "the value is empty")]),
        ("", [("not-a-ladder", 1, "the ladder file is empty")]),
        ('10025;"100\n', [("not-a-ladder", 1, "quotes do not match")]),
        (b"\xff\xfe1", [("not-utf-8", 1, "not UTF-8 text")]),
    ],
)
def test_what_is_wrong_with_a_ladder_file_is_said_at_its_line(
    tmp_path: Path, ladder: str | bytes, expected: list[tuple[str, int, str]]
) -> None:
    assert refused(tmp_path, ladder) == expected


def test_a_star_below_the_last_column_is_refused_at_the_profile(tmp_path: Path) -> None:
    found = refused(tmp_path, "10025;*;1;*\n10451;104;1;*\n")
    assert [(code, line) for code, line, _ in found] == [("reserved-label", 1)]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../zip.csv", "ladder-file-outside"),
        ("/zip.csv", "ladder-file-outside"),
        ("link.csv", "ladder-file-outside"),
        ("other.csv", "no-ladder-file"),
        (".", "no-ladder-file"),
        ("x" * 300, "no-ladder-file"),
    ],
)
def test_only_files_beside_the_profile_are_read(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "zip.csv").write_text(ZIPS, encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.csv").symlink_to(tmp_path / "zip.csv")
    with pytest.raises(Unusable) as caught:
        open_profile(PROFILE.replace("zip.csv", f'"{name}"'), str(tmp_path / "in" / "p.yaml"))
    assert [problem.code for problem in caught.value.problems] == [code]


def test_values_alone_are_known_and_have_no_level_between(tmp_path: Path) -> None:
    privacy = opened(tmp_path, "10025;*\n10027;*\n").document.privacy
    assert (privacy.quasi_identifiers, privacy.values) == ({"zip": ()}, {"zip": ("10025", "10027")})


def test_what_is_kept_has_the_levels_and_no_file(tmp_path: Path) -> None:
    text = profile_text("quasi_identifiers: {years: {ladder_file: years.csv}}")
    (tmp_path / "years.csv").write_text("under_5;low;*\n5_to_9;low;*\n10_up;high;*\n", encoding="utf-8")
    by = load_profile(text, str(tmp_path / "p.yaml"), instrument(YEARS))
    written = profile_text("quasi_identifiers: {years: [{low: [under_5, 5_to_9], high: [10_up]}]}")
    assert by.canonical == load_profile(written, "p.yaml", instrument(YEARS)).canonical
    assert "csv" not in by.canonical
    assert Profile.from_canonical(by.canonical) == by


@pytest.mark.parametrize(
    ("ladder", "expected"),
    [
        ("under_5;low;*\n5_to_9;low;*\n", ["not-grouped"]),
        ("under_5;low;*\n5_to_9;low;*\n10_up;high;*\n20_up;high;*\n", ["unknown-label"]),
        ("under_5;1-4;*\n5_to_9;low;*\n10_up;high;*\n", ["reads-as-date"]),
        ("under_5;*\n5_to_9;*\n", ["not-grouped"]),
    ],
)
def test_a_ladder_file_fits_the_codes_of_an_instrument(
    tmp_path: Path, ladder: str, expected: list[str]
) -> None:
    (tmp_path / "years.csv").write_text(ladder, encoding="utf-8")
    text = profile_text("quasi_identifiers: {years: {ladder_file: years.csv}}")
    with pytest.raises(Unusable) as caught:
        load_profile(text, str(tmp_path / "p.yaml"), instrument(YEARS))
    assert [problem.code for problem in caught.value.problems] == expected


@given(st.integers(0, 2**40).map(Random), st.sampled_from(",;"))
@settings(max_examples=100, deadline=None)
def test_levels_are_the_same_from_a_file(rng: Random, separator: str) -> None:
    """Random nested levels, written as a table, come back as they were."""
    labels = [rng.choice(["v", "ä;", "a,b", 'q"']) + str(at) for at in range(rng.randint(1, 8))]
    values, levels, path = list(labels), [], {label: [label] for label in labels}
    for level in range(rng.randint(1, 4)):
        groups: dict[str, list[str]] = {}
        for label in labels:
            groups.setdefault(f"g{level}_{rng.randint(0, len(labels) // 2)}", []).append(label)
        for way in path.values():
            way.append(next(label for label, members in groups.items() if way[-1] in members))
        labels = list(groups)
        levels.append(groups)
    file = StringIO()
    csv.writer(file, delimiter=separator).writerows([*way, "*"] for way in path.values())
    assert read_ladder(file.getvalue(), "x.csv") == (values, levels)
