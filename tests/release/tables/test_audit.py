"""The audit looks at what was written, and lets nothing pass that gives a hidden count away."""

from __future__ import annotations

from random import Random

import pytest

from surveyapp.release.table import Table
from surveyapp.release.tables.audit import audit
from surveyapp.release.tables.gather import gather
from surveyapp.release.tables.study import Study
from surveyapp.release.tables.write import read, rows
from surveyapp.release.terms import Terms
from tests.release.tables.cases import TINY, Row, by, random_people, tables
from tests.release.tiny import stored

TERMS = Terms("tables", 3, 6, 3)
PEOPLE = random_people(Random(5), 45)


def study_of(people: list[Row]) -> Study:
    table = Table(TINY, stored(people))
    return gather(TINY, by("area", "sued"), TERMS, table.columns, None, ["area", "sued"], table.rows).study


def planted(file: bytes, line: dict[str, str], count: int) -> bytes:
    """The file with a count where it has bounds."""
    before = f"{line['n']},{line['least']},{line['most']},{line['asked']}"
    text = file.decode()
    at = text.index(before, text.index(f"{line['variable']},"))
    return (text[:at] + f"{count},{count},{count},{line['asked']}" + text[at + len(before) :]).encode()


def test_what_is_written_passes() -> None:
    study = study_of(PEOPLE)
    made = tables(PEOPLE, by("area", "sued"), TERMS)
    written = {name: made.files[name] for name in made.files if name not in ("index.csv", "tables.html")}
    assert audit(study, read(study, written)) == []


def test_any_hidden_count_that_is_shown_is_found() -> None:
    study = study_of(PEOPLE)
    made = tables(PEOPLE, by("area", "sued"), TERMS)
    written = {name: made.files[name] for name in made.files if name not in ("index.csv", "tables.html")}
    tried = 0
    for name, content in written.items():
        hidden = [line for line in rows(content) if line["value"] and line["least"] != line["most"]]
        for line in hidden[:1]:
            column = next(
                at
                for at, each in enumerate(study.columns)
                if each.word == line["group_value"]
                and (each.group is None or study.groups[each.group].name == line["group"])
            )
            block = next(each for each in study.blocks if line["variable"] in {s.name for s in each.subjects})
            subject, _ = block.of(line["variable"])
            counts = study.counts[block.name].sums(subject.name, study.members[column])
            shown = planted(content, line, counts[subject.words.index(line["value"])])
            assert audit(study, read(study, {**written, name: shown})), line
            tried += 1
    assert tried > 3


def test_same_answers_in_another_order_give_the_same_bytes() -> None:
    turned = Random(3).sample(PEOPLE, len(PEOPLE))
    one, two = (tables(each, by("area", "sued"), TERMS).files for each in (PEOPLE, turned))
    assert dict(one) == dict(two)


def test_a_small_rest_is_told_as_a_bound() -> None:
    people = [{"sued": "no" if at < 3 else "yes"} for at in range(39)]
    made = tables(people, by(), Terms("tables", 3, 6, 5))
    said = {line["value"]: (line["n"], line["percent"]) for line in rows(made.files["sued.csv"])}
    assert said["1"] == ("35 or more", "89.7 or more")
    assert said["0"] == ("0 to 4", "0.0 to 10.3")
    assert b"35 or more" in made.files["tables.html"]


@pytest.mark.parametrize("count", [0, 5])
def test_too_few_answers_show_nothing(count: int) -> None:
    people = [{"good": "1", **({"area": "a"} if at < count else {})} for at in range(20)]
    made = tables(people, by(), Terms("tables", 3, 6, 3))
    assert [line["n"] for line in rows(made.files["area.csv"])] == ["not shown"]


def test_many_who_left_the_group_out_have_a_column_and_nothing_else_is_hidden_for_them() -> None:
    people = [{"area": "abc "[at % 4].strip(), "good": "123"[at % 3], "sued": "yes"} for at in range(120)]
    answered = [{name: value for name, value in each.items() if value} for each in people]
    made = tables(answered, by("area"), Terms("tables", 3, 6, 5))
    lines = rows(made.files["good_by_area.csv"])
    assert {line["group_label"] for line in lines} == {"A", "B", "C", "Not answered"}
    assert all(line["least"] == line["most"] for line in lines)
    few = tables(answered[:8], by("area"), Terms("tables", 3, 6, 5))
    assert "Not answered" not in {
        line["group_label"] for line in rows(few.files.get("good_by_area.csv", b""))
    }
