"""Downloads: the packages and reports that were made for analysts, kept until their campaign is deleted.

They lie in HOME/made/CAMPAIGN, which nobody else on the machine may read. A file is handed out while it is
what the office remembers to have left, and made again otherwise.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO
from zipfile import ZipFile

from surveyapp.release.formats.archive import pack
from surveyapp.release.gate import TABLES
from surveyapp.release.placing import ARCHIVE, digests
from surveyapp.services import Refused, comments
from surveyapp.settings import Settings
from surveyapp.store import box, office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveyapp.services.comments import Exported

MADE = "made"
DATA, REPORT = "data", "report"
FORMATS = {
    "sav": "SPSS (data.sav)",
    "dta": "Stata (data.dta)",
    "parquet": "Parquet (data.parquet)",
    "xlsx": "Excel (data.xlsx)",
}
"""What the rows can be written as besides CSV, in words."""
MOST = 5000
"""More responses than this are not worked on while somebody waits for a page."""
PIECE = 2**20
_one_at_a_time = Lock()


class TooMany(Refused):
    """There are too many responses for a page to wait; ``command`` is for whoever runs the server."""


def chosen(formats: tuple[str, ...]) -> str:
    """How a package with these formats is called, such as data-sav-xlsx; plain data where it has none."""
    return "-".join([DATA, *(each for each in FORMATS if each in formats)])


def formats_of(package: str) -> tuple[str, ...] | None:
    """The formats of a package that is called so; None where none is."""
    formats = tuple(package.split("-")[1:])
    return formats if set(formats) <= FORMATS.keys() and chosen(formats) == package else None


def make_package(settings: Settings, name: str, package: str) -> None:
    """Makes the package that is called so, unless it is there. Raises Refused as `surveyapp export` does."""
    out = _folder(settings, name) / f"{package}{ARCHIVE}"
    if out.is_file() and _is_what_left(name, out):
        return
    formats = formats_of(package) or ()
    with _making(
        name,
        command=f"surveyapp export {name}{''.join(f' --format {each}' for each in formats)} "
        f"--out HOME/{MADE}/{name}/{out.name}",
    ):
        from surveyapp.services import publish

        out.unlink(missing_ok=True)
        publish.export(name, out, formats)
        out.chmod(0o600)


def make_report(settings: Settings, name: str) -> Path:
    """Makes the report, unless it is there; gives its folder. Raises Refused as `surveyapp report` does."""
    out = _folder(settings, name) / REPORT
    if out.is_dir() and _is_the_report(name, out):
        return out
    with _making(name, command=f"surveyapp report {name} --out HOME/{MADE}/{name}/{REPORT}"):
        from surveyapp.services import report

        shutil.rmtree(out, ignore_errors=True)
        report.report(name, out)
        for path in (out, *out.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
    return out


def packages(settings: Settings, name: str) -> list[str]:
    """What the packages are called that are there."""
    there = (path.stem for path in _path(settings, name).glob(f"{DATA}*{ARCHIVE}"))
    return sorted(each for each in there if formats_of(each) is not None)


def has_report(settings: Settings, name: str) -> bool:
    """Whether a report is there."""
    return (_path(settings, name) / REPORT / "report.html").is_file()


def package_files(settings: Settings, name: str, package: str) -> dict[str, int]:
    """The files in a package with their sizes in bytes. Raises KeyError where it is not there."""
    with _opened(settings, name, package) as archive:
        return {each.filename.partition("/")[2]: each.file_size for each in archive.infolist()}


def package_file(settings: Settings, name: str, package: str, file: str) -> bytes:
    """One file of a package. Raises KeyError where there is none, and Refused where it is not what left."""
    with _opened(settings, name, package) as archive:
        content = archive.read(f"{name}/{file}")
    if _left(name).get(file) != hashlib.sha256(content).hexdigest():
        raise Refused(_STALE)
    return content


def package_archive(settings: Settings, name: str, package: str) -> BinaryIO:
    """A package as the .zip that it is. Raises KeyError and Refused as `package_file` does."""
    path = _path(settings, name) / f"{package}{ARCHIVE}"
    if not path.is_file():
        raise KeyError(package)
    if not _is_what_left(name, path):
        raise Refused(_STALE)
    return path.open("rb")


def report_file(settings: Settings, name: str, file: str) -> bytes:
    """One file of the report. Raises KeyError where there is none, and Refused where it is not what left."""
    folder = _report(settings, name)
    if file not in digests(folder):
        raise KeyError(file)
    return (folder / file).read_bytes()


def report_archive(settings: Settings, name: str) -> BytesIO:
    """The report as one .zip file. Raises KeyError and Refused as `report_file` does."""
    folder = _report(settings, name)
    with TemporaryDirectory(dir=_folder(settings, name)) as place:
        archive = Path(place) / f"{REPORT}{ARCHIVE}"
        pack(archive, folder, list(digests(folder)), f"{name}-{REPORT}")
        return BytesIO(archive.read_bytes())


def reviewed_comments(settings: Settings, name: str) -> tuple[bytes, Exported]:
    """The file of reviewed comments, which is not kept, and what it holds. Raises Refused."""
    with TemporaryDirectory(dir=_folder(settings, name)) as place:
        out = Path(place) / "comments.csv"
        exported = comments.export(settings, name, out)
        return out.read_bytes(), exported


def forget(settings: Settings, name: str) -> None:
    """Deletes what was made of a campaign; what is just being made of it does not appear any more."""
    shutil.rmtree(_path(settings, name), ignore_errors=True)


_STALE = (
    "What lies here is not what left this campaign last: another version made it. Go back to the campaign, "
    "and make it again."
)


@contextmanager
def _making(name: str, *, command: str) -> Iterator[None]:
    """The one thing that this process makes. Raises Refused where that has to wait.

    Raises TooMany where ``command`` has to make it.
    """
    if box.count(name) > MOST:
        raise TooMany(
            f"This campaign has more than {MOST:,} responses, which takes longer than a page can wait. Ask "
            "whoever runs the server to make it in the server’s home, HOME. Then it is here, too.",
            command,
        )
    if not _one_at_a_time.acquire(blocking=False):
        raise Refused("Something else is being made just now. Go back, and try again in half a minute.")
    try:
        # A reader who keeps the office open keeps others from writing it.
        office.let_go()
        yield
    finally:
        _one_at_a_time.release()


def _path(settings: Settings, name: str) -> Path:
    return settings.home / MADE / name


def _folder(settings: Settings, name: str) -> Path:
    """The folder of a campaign, made where it is missing."""
    folder = _path(settings, name)
    for each in (folder.parent, folder):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def _opened(settings: Settings, name: str, package: str) -> Iterator[ZipFile]:
    path = _path(settings, name) / f"{package}{ARCHIVE}"
    if not path.is_file():
        raise KeyError(package)
    with ZipFile(path) as archive:
        yield archive


def _report(settings: Settings, name: str) -> Path:
    folder = _path(settings, name) / REPORT
    if not folder.is_dir():
        raise KeyError(REPORT)
    if not _is_the_report(name, folder):
        raise Refused(_STALE)
    return folder


def _is_what_left(name: str, archive: Path) -> bool:
    """Whether each file in an archive is, byte for byte, the one that left last."""
    left = _left(name)
    with ZipFile(archive) as opened:
        for each in opened.infolist():
            with opened.open(each) as file:
                digest = hashlib.sha256()
                while piece := file.read(PIECE):
                    digest.update(piece)
            if left.get(each.filename.partition("/")[2]) != digest.hexdigest():
                return False
    return True


def _is_the_report(name: str, folder: Path) -> bool:
    """Whether the tables of a report left."""
    release = office.release(name)
    if release is None or REPORT not in release.made:
        return False
    left: Mapping[str, str] = release.made[REPORT]
    return all(left.get(file) == each for file, each in digests(folder).items() if file.startswith(TABLES))


def _left(name: str) -> Mapping[str, str]:
    release = office.release(name)
    files: Mapping[str, str] = release.made["files"] if release else {}
    return files
