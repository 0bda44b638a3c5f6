"""The report of a sealed campaign: tables, tests and figures of a paper, from the plan fixed in advance."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path

from surveyapp.analysis.document import csv, docx, html
from surveyapp.analysis.document.report import Report
from surveyapp.analysis.report.build import build
from surveyapp.analysis.report.material import Material
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Unusable
from surveyapp.release import placing
from surveyapp.release.gate import TABLES, Left, admit_again, admit_report
from surveyapp.release.package import Delivery, prepared
from surveyapp.release.plan.later import Planned, load_later
from surveyapp.release.profile import Profile
from surveyapp.release.terms import Refusal
from surveyapp.release.write import Tell, tell_nobody
from surveyapp.services import Refused, campaigns, publish
from surveyapp.store import box, office

PROGRAMS = ("surveyapp", "numpy", "scipy", "matplotlib", "python-docx")
"""What has a part in a report, beside Python."""
REPORT = "report"
"""Where the office keeps the SHA-256 of a report's tables, beside those of the data package."""


@dataclass(frozen=True)
class Reported:
    """The SHA-256 of each file by name, and the analyses that were not planned in advance."""

    files: dict[str, str]
    added: tuple[str, ...]


def report(name: str, out: Path, plan_file: Path | None = None, tell: Tell = tell_nobody) -> Reported:
    """Writes the report of a sealed campaign into a folder, and remembers what left.

    It follows the plan that was fixed on opening and, after that, one in a file. Raises Refused, and writes
    nothing, where there is no plan, where a file's plan cannot be carried out, and where the campaign's terms
    do not allow it.
    """
    campaign, instrument, profile = publish.asked_of(name)
    planned = _planned(profile, instrument, plan_file)
    versions = {each: installed(each) for each in PROGRAMS} | {"Python": platform.python_version()}
    delivery = Delivery(versions=versions, tell=tell)
    try:
        ready = prepared(campaign, instrument, profile, box.rows(name), delivery)
        counted = {f"{TABLES}{file}": _digest(content) for file, content in ready.tables.files.items()}
        said = tuple(_provenance(name, instrument, profile, counted))
        material = Material(ready, planned, campaign.invited, said, versions)
        with placing.aside(out) as folder:
            tell("Writing the report", 0, 1)
            _write(build(material), folder)
            files = placing.digests(folder)
            placing.admit_folder(out, files)
            _remember(name, counted, files)
            placing.place_folder(folder, out)
            tell("Writing the report", 1, 1)
    except Refusal as refusal:
        raise Refused(str(refusal)) from None
    return Reported(files, tuple(sorted(planned.added)))


def release_id(counted: Mapping[str, str]) -> str:
    """What a report calls the release that it is made of: SHA-256 over the names and digests of its tables.

    They are those of the data package, by their names there: whoever has that can compute it again.
    """
    return _digest(json.dumps(counted, sort_keys=True).encode())


def _planned(profile: Profile, instrument: Instrument, plan_file: Path | None) -> Planned:
    fixed = profile.document.report
    if plan_file is not None:
        try:
            text = plan_file.read_text(encoding="utf-8")
            return load_later(text, str(plan_file), fixed, instrument, profile.withheld)
        except UnicodeDecodeError:
            raise Refused(f"{plan_file} is not UTF-8 text. Save it as UTF-8.") from None
        except Unusable as unusable:
            raise Refused(problems=unusable.problems) from None
    if fixed is None:
        raise Refused(
            "The profile with which this campaign opened has no plan of analysis. Everything that is planned "
            "now will be marked as not planned in advance. Write it in a file, and have that carried out.",
            "--plan FILE",
        )
    return Planned(fixed, frozenset())


def _provenance(
    name: str, instrument: Instrument, profile: Profile, counted: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    yield "Campaign", name
    yield "Instrument", f"{instrument.name}, version {instrument.hash}"
    yield "Questions", instrument.document.source.said
    yield "Release profile and plan", f"{profile.name}, version {profile.hash}"
    yield "Release", f"{release_id(counted)} (SHA-256 over all tables)"


def _write(made: Report, folder: Path) -> None:
    (folder / "report.html").write_text(html.text(made), encoding="utf-8", newline="\n")
    (folder / "report.docx").write_bytes(docx.written(made))
    (folder / "tables").mkdir()
    for table in made.tables:
        (folder / f"tables/{table.name}.csv").write_bytes(csv.text(table).encode("utf-8-sig"))
    if made.figures:
        (folder / "figures").mkdir()
    for figure in made.figures:
        (folder / f"figures/{figure.name}.svg").write_bytes(figure.drawing.svg)
        (folder / f"figures/{figure.name}.png").write_bytes(figure.drawing.png)


def _remember(name: str, counted: dict[str, str], files: Mapping[str, str]) -> None:
    """Keep what leaves before it is there. Raises Refusal where something else left before."""
    tables = {file: digest for file, digest in files.items() if file.startswith(TABLES)}
    with office.changing():
        before = office.release(name)
        kept = before.made if before else {"files": {}, "versions": {}}
        admit_again(Left(counted), Left(kept["files"]))
        admit_report(tables, kept.get(REPORT, {}))
        kept = kept | {"files": kept["files"] | counted, REPORT: kept.get(REPORT, {}) | tables}
        if before is None:
            office.add_release(name, release_id(counted), kept)
            campaigns.find(name).state = "released"
        else:
            before.made = kept


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
