"""P5, as far as rows go: what will leave is fixed before the first answer, and shown to those who answer.

A campaign gives one row file, ever, in which every combination of what colleagues may know is shared by k.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from surveyapp.ballot.serials import BadBallot
from surveyapp.release.demands import Demands
from surveyapp.release.ladders import Ladder
from surveyapp.release.verify import Breach, verify
from surveyapp.services import Refused, campaigns, publish, redrafting
from surveyapp.services.campaigns import link
from surveyapp.services.respond import Outcome
from surveyapp.store import box, engines, office
from tests.promises.conftest import PROFILE
from tests.services.conftest import Desk

TERMS = (
    "SELECT publish, k, minimum, smallest_cell, profile, profile_content, invited, synthetic FROM campaign"
)
EDITED = PROFILE.replace("area: []", "area: []\n    secret: []").replace("withhold: [secret]", "withhold: []")
"""What everybody typed the same would leave."""
ODD = {"k": 7, "minimum": 13, "smallest_cell": 6, "invited": 29}


def answer(desk: Desk, area: str, feelings: str = "calm", name: str = "round-1") -> None:
    survey = desk.survey(name)
    given = {"area": area, "feelings": feelings, "secret": "withheld-word", "lessons": "comment-word"}
    assert desk.respond.submit(survey, desk.respond.ballot(survey)[0], given) is Outcome.RECORDED


def sealed(desk: Desk, areas: list[str], **terms: object) -> None:
    """A sealed campaign in which these people answered."""
    desk.open(**terms)
    for number, area in enumerate(areas):
        answer(desk, area, f"calm {number}")
    campaigns.close("round-1")
    campaigns.seal(desk.today, "round-1")


def terms_row() -> tuple[object, ...]:
    """The terms as the database has them, past all of our own code."""
    with engines.reading(None) as connection:
        return tuple(connection.execute(text(TERMS)).one())


def page(desk: Desk, visitor: FlaskClient, rest: str = "") -> str:
    desk.seconds += 60
    return visitor.get(f"/s/{link(desk.settings, 'round-1').rpartition('/')[2]}{rest}").text


def classes(file: Path) -> Counter[str]:
    """How many rows of a written file share each value of what colleagues may know."""
    with file.open(encoding="utf-8", newline="") as lines:
        return Counter(row["area"] for row in csv.DictReader(lines))


def test_terms_are_fixed_on_opening(desk: Desk, tmp_path: Path) -> None:
    """The profile's file is edited and everything is done that the service can do: the row stays as it is."""
    desk.open(**ODD)
    before = terms_row()
    file = desk.settings.exports / "tiny.yaml"
    file.write_text(EDITED, encoding="utf-8")
    for number in range(14):
        answer(desk, "adult", f"calm {number}")
    campaigns.open_(desk.settings, desk.today, "round-1")
    campaigns.close("round-1")
    campaigns.open_(desk.settings, desk.today, "round-1", closes=desk.day)
    campaigns.close("round-1")
    campaigns.seal(desk.today, "round-1")
    publish.export("round-1", tmp_path / "out")
    assert terms_row() == before
    assert b"withheld-word" not in (tmp_path / "out" / "data.csv").read_bytes()
    assert b"adult" in (tmp_path / "out" / "data.csv").read_bytes(), "the look finds what is there"


def test_answers_to_other_terms_are_not_taken(desk: Desk) -> None:
    """A backup can bring a draft back that people had answered: their pages still show what it was then."""
    desk.open()
    page, _receipt = desk.respond.ballot(desk.survey())
    office.let_go()
    with engines.writing(None) as connection:
        connection.execute(text("UPDATE campaign SET state = 'draft', version_hash = NULL"))
    before = redrafting.plan_of("round-1")
    redrafting.redraft(desk.settings, "round-1", replace(before, k=2), redrafting.mark(before))
    campaigns.open_(desk.settings, desk.today, "round-1")
    with pytest.raises(BadBallot):
        desk.respond.submit(desk.survey(), page, {"area": "adult"})
    answer(desk, "adult")
    assert box.count("round-1") == 1


def test_an_edit_before_opening_counts(desk: Desk, tmp_path: Path) -> None:
    """So that the edit above is one that would change what leaves."""
    desk.create()
    file = desk.settings.exports / "tiny.yaml"
    file.write_text(EDITED, encoding="utf-8")
    campaigns.open_(desk.settings, desk.today, "round-1")
    for _ in range(10):
        answer(desk, "adult")
    campaigns.close("round-1")
    campaigns.seal(desk.today, "round-1")
    publish.export("round-1", tmp_path / "out")
    assert b"withheld-word" in (tmp_path / "out" / "data.csv").read_bytes()


@pytest.mark.parametrize("rest", ["", "/privacy"])
def test_respondents_see_the_terms_in_force(desk: Desk, visitor: FlaskClient, rest: str) -> None:
    desk.open(**ODD)
    shown = re.sub(r"\s+", " ", page(desk, visitor, rest))
    assert "at least 13 people have answered" in shown
    assert "at least 7 people look alike" in shown
    assert "numbers below 6 are hidden, except of how many left a question out." in shown
    assert "One file of answers may be shared" in shown


def test_respondents_of_a_campaign_without_a_row_file_see_that(desk: Desk, visitor: FlaskClient) -> None:
    desk.open(publish="tables", **ODD)
    assert "Only tables are shared" in page(desk, visitor)
    assert "One file of answers may be shared" not in page(desk, visitor)


@pytest.mark.parametrize(
    ("people", "terms", "reason"),
    [
        (12, {}, "Fewer people answered"),
        (15, {"invited": 14}, "more responses than people were invited"),
        (0, {}, "Fewer people answered"),
    ],
    ids=["below the minimum", "above the number invited", "nobody"],
)
def test_what_the_terms_do_not_allow_does_not_leave(
    desk: Desk, tmp_path: Path, people: int, terms: dict[str, object], reason: str
) -> None:
    """The refusal says why; the one number in it is the minimum, which everybody was shown."""
    sealed(desk, ["adult"] * people, **(ODD | terms))
    with pytest.raises(Refused, match=reason) as refusal:
        publish.export("round-1", tmp_path / "out")
    assert set(re.findall(r"\d+", str(refusal.value))) <= {"13"}
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_nothing_leaves_before_sealing(desk: Desk, tmp_path: Path, state: str) -> None:
    if state == "draft":
        desk.create()
    else:
        desk.open()
        for _ in range(10):
            answer(desk, "adult")
    if state == "closed":
        campaigns.close("round-1")
    with pytest.raises(Refused, match=r"seal|draft"):
        publish.export("round-1", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_exactly_the_minimum_leaves(desk: Desk, tmp_path: Path) -> None:
    """So that the refusals above are not of everything."""
    sealed(desk, ["adult"] * 13, **ODD)
    assert publish.export("round-1", tmp_path / "out").rows == 13


def test_a_later_export_gives_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    sealed(desk, ["adult", "pediatric"] * 7, **ODD)
    packages = []
    for name in ("first", "second"):
        publish.export("round-1", tmp_path / name)
        packages.append(
            {file.name: file.read_bytes() for file in (tmp_path / name).rglob("*") if file.is_file()}
        )
    assert packages[0] == packages[1]


def test_another_row_file_does_not_leave(desk: Desk, tmp_path: Path) -> None:
    """Where somebody changed the databases meanwhile, the second file would differ, and is refused."""
    sealed(desk, ["adult", "pediatric"] * 7, **ODD)
    publish.export("round-1", tmp_path / "first")
    with engines.writing("box") as connection:
        connection.execute(text("UPDATE response SET answers = replace(answers, 'pediatric', 'adult')"))
    with pytest.raises(Refused, match=r"given its data\.csv already"):
        publish.export("round-1", tmp_path / "second")
    assert not (tmp_path / "second").exists()
    assert (tmp_path / "first" / "data.csv").exists()


def test_a_refused_second_file_takes_nothing_of_others_with_it(desk: Desk, tmp_path: Path) -> None:
    """The folder that was named stays as it was: what stood in it before is not ours to delete."""
    sealed(desk, ["adult", "pediatric"] * 7, **ODD)
    publish.export("round-1", tmp_path / "first")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    with engines.writing("box") as connection:
        connection.execute(text("UPDATE response SET answers = replace(answers, 'pediatric', 'adult')"))
    with pytest.raises(Refused):
        publish.export("round-1", tmp_path / "mine")
    assert (tmp_path / "mine" / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("seed", range(4))
def test_k_holds_on_the_written_bytes(desk: Desk, tmp_path: Path, seed: int) -> None:
    """Counted here from the file itself, hidden values being a value like any other."""
    chance = random.Random(seed)
    rare = chance.randrange(0, 10)
    areas = ["pediatric"] * rare + ["adult"] * (29 - rare)
    chance.shuffle(areas)
    sealed(desk, areas, **ODD)
    made = publish.export("round-1", tmp_path / "out")
    found = classes(tmp_path / "out" / "data.csv")
    assert found.total() == 29
    assert min(found.values()) == made.reached >= 7
    assert found == ({"*": 29} if 0 < rare < 7 else Counter(areas))


def test_the_look_sees_a_file_in_which_too_few_share_a_value(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_text("area\n" + "adult\n" * 20 + "pediatric\n" * 6, encoding="utf-8")
    assert min(classes(file).values()) == 6
    with pytest.raises(Breach):
        verify(file, {"area": Ladder("area")}, Demands(7), 26)


def test_comments_and_what_is_withheld_or_typed_stay_behind(desk: Desk, tmp_path: Path) -> None:
    sealed(desk, ["adult"] * 13, **ODD)
    publish.export("round-1", tmp_path / "out", publish.FORMATS)
    left = b"".join(file.read_bytes() for file in sorted((tmp_path / "out").rglob("*")) if file.is_file())
    assert b"comment-word" not in left
    assert b"withheld-word" not in left
    assert b"calm 12" not in left
    assert b"adult" in left, "the look finds what is there"


def test_a_campaign_for_tables_gives_tables_and_no_rows(desk: Desk, tmp_path: Path) -> None:
    sealed(desk, ["adult"] * 20, **(ODD | {"publish": "tables"}))
    made = publish.export("round-1", tmp_path / "out", publish.FORMATS)
    assert [name for name in made.files if name.startswith("data")] == []
    assert [name for name in made.files if name.startswith("tables/")]


def test_what_left_is_all_that_ever_leaves(desk: Desk, tmp_path: Path) -> None:
    """Other formats are the same rows; from a box with one answer more, were there one, nothing leaves."""
    sealed(desk, ["adult"] * 14, **ODD)
    first = publish.export("round-1", tmp_path / "first")
    later = publish.export("round-1", tmp_path / "later.zip", ["sav", "dta"])
    assert later.files.items() > first.files.items()
    with engines.writing(engines.BOX) as connection:
        taken = "DELETE FROM response WHERE id = (SELECT min(id) FROM response)"
        connection.execute(text(taken))
    with pytest.raises(Refused, match=r"given its data\.csv already"):
        publish.export("round-1", tmp_path / "other")
    assert not (tmp_path / "other").exists()
