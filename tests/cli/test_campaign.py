"""A campaign from beginning to end, by command."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.cli.conftest import Typist

CREATE = "campaign create needs-2026 --instrument needs_assessment --invited 100"


def test_the_main_job_from_init_to_data(typist: Typist, tmp_path: Path) -> None:
    typist.said(f"{CREATE} --synthetic --closes 2099-12-31")
    assert typist.json("campaign status needs-2026")["state"] == "draft"
    typist.said("campaign open needs-2026")
    typist.said("simulate needs-2026 -n 66 --seed 3")
    assert typist.json("campaign status needs-2026")["responses"] == 65, "rounded down to a multiple of k"
    typist.said("campaign close needs-2026")
    typist.said("campaign seal needs-2026")
    assert typist.json("campaign status needs-2026")["responses"] == 66
    out = tmp_path / "package"
    made = typist.json(f"export needs-2026 --out {out}")
    assert made["rows"] == 66
    with (out / "data.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 66
    assert typist.json("campaign status needs-2026")["state"] == "released"
    again = typist.json(f"export needs-2026 --out {tmp_path / 'again'}")
    assert again["files"] == made["files"], "the same bytes"


def test_status_says_what_a_script_needs(typist: Typist) -> None:
    created = typist.json(f"{CREATE} --k 6 --minimum 12 --smallest-cell 4 --publish tables")
    assert created == typist.json("campaign status needs-2026") == typist.json("campaign list")[0]
    expected = {
        "name": "needs-2026",
        "state": "draft",
        "instrument": "needs_assessment",
        "profile": "needs_assessment",
        "invited": 100,
        "responses": 0,
        "publish": "tables",
        "k": 6,
        "minimum": 12,
        "smallest_cell": 4,
        "closes": None,
        "synthetic": False,
    }
    assert {key: created[key] for key in expected} == expected


def test_a_draft_is_changed_until_it_is_open(typist: Typist, tmp_path: Path) -> None:
    typist.said(f"{CREATE} --closes 2099-12-31 --k 6 --minimum 12")
    terms = "--publish tables --k 5 --never-closes --by invitation --code-without-script"
    changed = typist.json(f"campaign change needs-2026 --rename needs-2027 --invited 90 {terms}")
    expected = {"name": "needs-2027", "invited": 90, "publish": "tables", "k": 5, "minimum": 12}
    assert {key: changed[key] for key in expected} == expected
    assert (changed["by"], changed["closes"], changed["state"]) == ("invitation", None, "draft")
    assert "over" in typist.refused("campaign change needs-2027 --closes 2020-01-01")
    assert typist.type("campaign change needs-2027 --closes 2099-01-01 --never-closes").exit_code == 2
    assert typist.type("campaign change needs-2027").exit_code == 2
    roster = tmp_path / "roster.csv"
    roster.write_text("slip@exmaple.org\n")
    typist.said(f"invite needs-2027 --roster {roster}")
    assert "its name and how" in typist.refused("campaign change needs-2027 --rename needs-2028")
    assert typist.type("campaign change needs-2027 --empty-roster --rename other").exit_code == 2
    assert "its name and how" in typist.refused("campaign change needs-2027 --rename needs-2028")
    typist.said("campaign change needs-2027 --empty-roster")
    typist.said("campaign change needs-2027 --rename needs-2028")
    typist.said("campaign change needs-2028 --rename needs-2027")
    typist.said("campaign open needs-2027")
    assert "nobody can change it any more" in typist.refused("campaign change needs-2027 --k 7")


def test_the_link_is_at_the_address_of_the_settings(typist: Typist) -> None:
    typist.said(CREATE)
    url = typist.json("campaign link needs-2026")["url"]
    assert url.startswith("https://survey.example.org/s/needs-2026.")
    assert typist.said("campaign link needs-2026").strip() == url


def test_what_is_refused_is_one_sentence(typist: Typist, tmp_path: Path) -> None:
    typist.said(CREATE)
    out = tmp_path / "package"
    for command, words in (
        (CREATE, "Choose another name"),
        ("campaign status nothing", "surveyapp campaign list"),
        ("campaign seal needs-2026", "Close it first"),
        (f"export needs-2026 --out {out}", "a draft"),
        ("simulate needs-2026 -n 3", "--synthetic"),
        ("invite needs-2026 --to a@example.org", "draft"),
    ):
        assert words in typist.refused(command)
    typist.said("campaign open needs-2026")
    assert "not sealed" in typist.refused(f"export needs-2026 --out {out}")
    assert "SURVEYAPP_MAIL_HOST" in typist.refused("invite needs-2026 --to a@example.org")
    assert not out.exists()


def test_the_e_mail_is_printed_for_pasting(typist: Typist) -> None:
    typist.said(CREATE)
    typist.said("campaign open needs-2026 --closes 2099-12-31")
    printed = typist.said("invite needs-2026 --print")
    assert printed.startswith("Subject: Anonymous survey: Peer support needs assessment\n\n")
    assert typist.said("campaign link needs-2026").strip() in printed


def test_a_draft_is_discarded(typist: Typist) -> None:
    typist.said(CREATE)
    typist.said("campaign discard needs-2026")
    assert typist.json("campaign list") == []
    assert "surveyapp campaign create" in typist.said("campaign list")


def test_each_state_says_what_comes_next(typist: Typist) -> None:
    assert "surveyapp campaign open needs-2026" in typist.said(CREATE)
    assert "fewer than 5 of 100 invited" in typist.said("campaign open needs-2026")
    closed = typist.said("campaign close needs-2026")
    assert "surveyapp campaign seal needs-2026, for good" in closed
    assert "nothing leaves below 10 responses" in closed
    assert "Closes:" not in closed


def test_a_last_day_that_is_over_or_unreadable_is_refused(typist: Typist) -> None:
    assert "which is over" in typist.refused(f"{CREATE} --closes 2020-01-31")
    unreadable = typist.type(f"{CREATE} --closes 31.01.2099")
    assert unreadable.exit_code == 2
    assert "write it as 2027-01-31" in unreadable.stderr
