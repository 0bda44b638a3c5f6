"""Any CSV file, made so coarse that nobody in it can be found."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycanon.anonymity import k_anonymity

from surveyapp.services import Refused
from surveyapp.services.deidentify import Deidentified, Source, deidentify

AGE = "age: [{young: ~, middle: 40, old: 60}, {young: [young], grown: [middle, old]}]"
KNOWN = "{k: 2, quasi_identifiers: {age: [{young: ~, old: 40}], sex: []}%s}"
PEOPLE = "age,sex,ill\n21,f,no\n22,f,yes\n51,m,no\n52,m,yes\n"


def run(folder: Path, data: str | bytes, privacy: str, out: str = "out") -> Deidentified:
    (folder / "people.csv").write_bytes(data if isinstance(data, bytes) else data.encode())
    (folder / "p.yaml").write_text(f"privacy: {privacy}\n", encoding="utf-8")
    return deidentify(Source(folder / "people.csv"), folder / "p.yaml", folder / out)


def refused(folder: Path, data: str | bytes, privacy: str) -> str:
    with pytest.raises(Refused) as caught:
        run(folder, data, privacy)
    assert not (folder / "out").exists()
    return str(caught.value).replace(f"{folder}/", "")


def written(folder: Path) -> str:
    return (folder / "out" / "data.csv").read_text(encoding="utf-8")


def test_rows_leave_as_coarse_as_needed_and_sorted(tmp_path: Path) -> None:
    made = run(tmp_path, PEOPLE, KNOWN % "")
    assert written(tmp_path) == "age,sex,ill\nold,m,no\nold,m,yes\nyoung,f,no\nyoung,f,yes\n"
    assert (made.k, made.rows, made.levels, made.suppressed_rows) == (2, 4, {"age": 1, "sex": 0}, 0)
    assert (tmp_path / "people.csv").read_text(encoding="utf-8") == PEOPLE


def test_the_account_says_what_was_done_and_nothing_of_the_place(tmp_path: Path) -> None:
    made = run(tmp_path, PEOPLE, KNOWN % ", withhold: [ill]")
    found = json.loads((tmp_path / "out" / "privacy.json").read_text(encoding="utf-8"))
    assert found == made.about()
    assert found | {"profile": "…"} == {
        "asked": 2,
        "k": 2,
        "classes": 2,
        "rows": 4,
        "suppressed_rows": 0,
        "loss": pytest.approx(1 / 6),  # two of four ages each: (2 - 1) / (4 - 1), and nothing of the sexes
        "recoding": "full",
        "suppress_at_most": 0.05,
        "drop": False,
        "diverse": {},
        "population": None,
        "levels": {"age": 1, "sex": 0},
        "withheld": ["ill"],
        "profile": "…",
    }


def test_the_same_rows_in_any_order_and_any_form_give_the_same_bytes(tmp_path: Path) -> None:
    header, *rows = PEOPLE.splitlines()
    other = "\r\n".join([header, *reversed(rows)]).replace(",", ";").encode("utf-16")
    assert run(tmp_path, PEOPLE, KNOWN % "").files == run(tmp_path, other, KNOWN % "", "again").files


def test_a_second_run_into_the_same_folder_changes_nothing(tmp_path: Path) -> None:
    assert run(tmp_path, PEOPLE, KNOWN % "") == run(tmp_path, PEOPLE, KNOWN % "")
    with pytest.raises(Refused, match="holds something else"):
        run(tmp_path, PEOPLE, KNOWN % ", withhold: [ill]")


def test_local_recoding_counts_the_rows_at_each_level(tmp_path: Path) -> None:
    data = "age\n" + "20\n" * 10 + "30\n" * 3 + "50\n50\n51\n70\n"
    privacy = f"{{k: 3, suppress_at_most: 0, recoding: local, quasi_identifiers: {{{AGE}}}}}"
    made = run(tmp_path, data, privacy)
    assert isinstance(made.levels["age"], dict)
    assert sum(made.levels["age"].values()) == made.rows == 17
    cells = Counter(written(tmp_path).splitlines()[1:])
    assert min(cells.values()) == made.k >= 3
    assert made.levels["age"]["0"] == cells["20"] + cells["30"] == 13


def test_suppressed_rows_stay_as_stars_or_are_dropped(tmp_path: Path) -> None:
    data = "sex,ill\n" + "f,no\n" * 10 + "m,no\nm,yes\n"
    privacy = "{k: 3, suppress_at_most: %s, drop: %s, quasi_identifiers: {sex: [], ill: []}}"
    kept = run(tmp_path, data, privacy % (0.25, "false"))
    assert (kept.rows, kept.suppressed_rows) == (12, 3)
    assert written(tmp_path).count("*,*\n") == 3
    dropped = run(tmp_path, data, privacy % (0.25, "true"), "dropped")
    assert (dropped.rows, dropped.suppressed_rows) == (10, 2)
    assert "*" not in (tmp_path / "dropped" / "data.csv").read_text(encoding="utf-8")


def test_a_class_has_as_many_values_as_asked(tmp_path: Path) -> None:
    data = "sex,ill\nf,no\nf,yes\nm,no\nm,no\n"
    made = run(tmp_path, data, "{k: 2, quasi_identifiers: {sex: []}, diverse: {ill: 2}}")
    assert made.levels == {"sex": 1}


def test_the_roster_replaces_k_of_the_file(tmp_path: Path) -> None:
    privacy = "{k: 5, quasi_identifiers: {sex: []}, population: [{sex: f, people: 5}, {sex: m, people: %s}]}"
    assert run(tmp_path, "sex\nf\nm\n", privacy % 9).k == 1
    assert written(tmp_path) == "sex\nf\nm\n"
    assert run(tmp_path, "sex\nf\nm\n", privacy % 4, "other").levels == {"sex": 1}


def test_cells_that_a_spreadsheet_would_run_are_guarded(tmp_path: Path) -> None:
    run(tmp_path, 'sex,note\nf,"=1+1"\nf,-1\n', "{k: 2, quasi_identifiers: {sex: []}}")
    assert written(tmp_path) == "sex,note\nf,'=1+1\nf,-1\n"


def test_guarding_makes_no_variety(tmp_path: Path) -> None:
    """What was two values and becomes one text counts as one."""
    privacy = "{k: 2, quasi_identifiers: {sex: []}, diverse: {note: 2}}"
    assert "no level" in refused(tmp_path, "sex,note\nf,=1\nf,'=1\n", privacy)


def test_empty_cells_stay_empty_until_they_are_hidden(tmp_path: Path) -> None:
    run(tmp_path, "age,sex\n20,f\n21,f\n,f\n,f\n", KNOWN % "")
    assert written(tmp_path) == "age,sex\n,f\n,f\nyoung,f\nyoung,f\n"
    run(tmp_path, 'note\n""\nx\n""\nx\n', "{k: 2, quasi_identifiers: {note: []}}", "single")
    assert (tmp_path / "single" / "data.csv").read_text(encoding="utf-8") == 'note\n""\n""\nx\nx\n'


def test_values_that_no_ladder_knows_are_all_named_with_their_lines(tmp_path: Path) -> None:
    privacy = "{k: 2, quasi_identifiers: {sex: [], town: [{w: [Ulm, Bern]}]}, values: {sex: [f, m]}}"
    data = 'sex,town\nf,Ulm\nF,"Bern\n"\nm,Ulm\nF,Brn\n'
    assert refused(tmp_path, data, privacy).splitlines() == [
        "people.csv:3:1: unknown-value: column 'sex': the ladder does not know 'F'",
        "    there are: f, m",
        "people.csv:3:1: unknown-value: column 'town': the ladder does not know 'Bern\\n'",
        "    did you mean 'Bern'?",
        "people.csv:6:1: unknown-value: column 'town': the ladder does not know 'Brn'",
        "    did you mean 'Bern'?",
    ]


@pytest.mark.parametrize(
    ("cell", "known"),
    [
        ("39.5", True),
        ("-3", False),
        ("0", True),
        ("1e3", False),
        ("2021-05", False),
        ("4O", False),
        ("", True),
    ],
)
def test_bands_know_numbers_from_their_first_start_on(tmp_path: Path, cell: str, known: bool) -> None:
    privacy = "{k: 2, quasi_identifiers: {age: [{young: 0, old: 40}], sex: []}}"
    data = f"age,sex\n{cell},f\n{cell},f\n"
    if known:
        assert run(tmp_path, data, privacy).rows == 2
    else:
        assert "unknown-value" in refused(tmp_path, data, privacy)


def test_bands_of_years_and_dates_know_dates(tmp_path: Path) -> None:
    privacy = "{k: 2, quasi_identifiers: {born: [{b: ~, a: 1980}], died: [{b: ~, a: 2020-05}]}}"
    run(tmp_path, "born,died\n1979,2020-04-30\n1978,2020-01\n1980-01-02,2020-05-01\n1981,2021-01\n", privacy)
    assert written(tmp_path) == "born,died\na,a\na,a\nb,b\nb,b\n"


@pytest.mark.parametrize(
    ("privacy", "said"),
    [
        (
            "{k: 2, quasi_identifiers: {agee: []}}",
            "p.yaml:1:37: unknown-variable: the data has no column 'agee'",
        ),
        ("{quasi_identifiers: {age: []}}", "missing: 'k' is missing"),
        ("{k: 2}", "missing: 'quasi_identifiers' is missing"),
        ("{k: 2, quasi_identifiers: {age: []}, groups: [sex]}", "campaign-only"),
        ("{k: 2, quasi_identifiers: {age: []}, diverse: {sexx: 2}}", "unknown-variable"),
        ("{k: 9, quasi_identifiers: {age: []}}", "At no level"),
        (
            "{k: 2, quasi_identifiers: {age: []}, suppress_at_most: 1, drop: true, diverse: {sex: 3}}",
            "At no level",
        ),
        ("{k: 2, quasi_identifiers: {age: [{low: [21]}]}}", "the ladder does not know '22'"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_written(tmp_path: Path, privacy: str, said: str) -> None:
    assert said in refused(tmp_path, PEOPLE, privacy)


def test_a_profile_for_an_instrument_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    profile = tmp_path / "p.yaml"
    profile.write_text("name: a\ninstrument: a\nprivacy: {k: 2}\n", encoding="utf-8")
    with pytest.raises(Refused, match="other-instrument"):
        deidentify(Source(tmp_path / "people.csv"), profile, tmp_path / "out")


def test_the_data_is_no_place_to_write_to(tmp_path: Path) -> None:
    for out in ("people.csv", "people.csv/in", "people.csv/in/it"):
        with pytest.raises(Refused, match="is the data itself"):
            run(tmp_path, PEOPLE, KNOWN % "", out)
    with pytest.raises(Refused, match="holds something else"):
        run(tmp_path, PEOPLE, KNOWN % "", ".")
    assert {path.name for path in tmp_path.iterdir()} == {"people.csv", "p.yaml"}


def test_an_encoding_that_does_not_exist_is_said_so(tmp_path: Path) -> None:
    run(tmp_path, PEOPLE, KNOWN % "")
    with pytest.raises(Refused, match="no encoding 'utf-9'"):
        deidentify(Source(tmp_path / "people.csv", "utf-9"), tmp_path / "p.yaml", tmp_path / "other")


@given(st.integers(0, 2**40).map(Random))
@settings(max_examples=60, deadline=None)
def test_everybody_shares_their_cells_with_k_whatever_the_data(rng: Random) -> None:
    k, rows = rng.randint(2, 4), rng.randint(4, 40)
    lines = [f"{rng.randint(0, 90)},{rng.choice('fm')},{rng.choice('abc')},{at}" for at in range(rows)]
    share, drop = rng.choice([0, 0.1, 0.3]), rng.choice(["true", "false"])
    ladders = f"{{{AGE}, sex: [], kind: [{{ab: [a, b], c: [c]}}]}}"
    privacy = f"{{k: {k}, suppress_at_most: {share}, drop: {drop}, quasi_identifiers: {ladders}}}"
    with TemporaryDirectory() as place:
        folder = Path(place)
        made = run(folder, "\n".join(["age,sex,kind,row", *lines]), privacy)
        _, *found = csv.reader(written(folder).splitlines())
        classes = Counter(tuple(row[:3]) for row in found)
        assert min(classes.values()) == made.k >= k
        assert len(classes) == made.classes
        left_out = rows - len(found)
        assert {row[3] for row in found} <= {str(at) for at in range(rows)}
        assert classes["*", "*", "*"] + left_out == made.suppressed_rows
        assert made.suppressed_rows in (*range(int(share * rows + 1e-9) + 1), rows)
        frame = pd.read_csv(folder / "out" / "data.csv", dtype=str, keep_default_na=False)
        assert k_anonymity(frame, ["age", "sex", "kind"]) == made.k
        rng.shuffle(lines)
        assert run(folder, "\n".join(["age,sex,kind,row", *lines]), privacy, "again").files == made.files
