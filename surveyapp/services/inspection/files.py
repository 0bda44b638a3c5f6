"""What lies around an installation: its home, logs, a proxy's configuration, backups."""

from __future__ import annotations

import gzip
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from surveyapp import clock
from surveyapp.services.backups.envelope import MAGIC, UNLABELLED, Unreadable, label_of
from surveyapp.services.backups.label import told
from surveyapp.services.inspection.findings import Finding, fine, unknown, wrong
from surveyapp.settings import Settings

LOGS = ("/var/log/nginx", "/var/log/caddy", "/var/log/apache2", "/var/log/httpd")
PROXIES = ("/etc/nginx", "/etc/caddy")
DAYS = 14
VISIT = re.compile(rb"/s/[a-z0-9-]+\.[A-Za-z0-9_-]{10}|/i/[a-z0-9][a-z0-9-]*|#[A-Za-z0-9_-]{43}\b")
"""What only a line about a visit has: the path of a survey, or the code of an invitation."""
SQLITE = b"SQLite format 3\0"


def home(settings: Settings) -> Iterator[Finding]:
    """Looks at who may read the home, and at what lies in it."""
    here = [file for file in settings.home.rglob("*") if file.is_file()] if settings.home.is_dir() else []
    open_to_all = [
        it.name for it in (settings.home, *here) if it.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    if open_to_all:
        yield wrong("home", f"Others on this machine may read {_listed(open_to_all)}: chmod go= them.")
    else:
        yield fine("home", f"Only their owner may read the files in {settings.home}.")
    ours = {
        Path(url.rpartition("sqlite:///")[2]) for url in (settings.database_url, settings.box_database_url)
    }
    copies = [file.name for file in here if file not in ours and _starts(file, SQLITE) and _is_copy(file)]
    if copies:
        yield wrong("copies", f"Copies of databases that nothing protects: {_listed(copies)}. Delete them.")


def _is_copy(file: Path) -> bool:
    """Whether a database holds tables of ours, as its first page says in plain text."""
    with file.open("rb") as pages:
        return b"instrument_version" in (first := pages.read(65536)) or b"CREATE TABLE intake" in first


def logs(files: Iterable[BinaryIO], folders: Iterable[str] = LOGS) -> Iterator[Finding]:
    """Searches logs for lines about visits: those given, and those of the last days in the usual folders."""
    given = [(getattr(file, "name", "input"), _visits(file)) for file in files]
    found = [(str(file), _visits_in(file)) for file in _recent(folders)]
    told = [(name, lines) for name, lines in given + found if lines]
    for name, lines in told:
        yield wrong(
            "logs",
            f"{name} has {lines:,} lines about visits to surveys: delete it, and switch that log off "
            "(docs/operating.md, Behind a reverse proxy).",
        )
    if not told and given + found:
        yield fine("logs", f"Logs searched, without a line about a visit: {len(given + found)}.")
    if not given:
        yield unknown(
            "own-log",
            "The service's own log was not looked at. With systemd: "
            "journalctl -u surveyapp -o cat | surveyapp audit --log -",
        )


def _recent(folders: Iterable[str]) -> Iterator[Path]:
    oldest = clock.moment() - DAYS * 86400
    for folder in map(Path, folders):
        try:
            yield from (
                it for it in sorted(folder.rglob("*")) if it.is_file() and it.stat().st_mtime > oldest
            )
        except OSError:
            continue


def _visits_in(file: Path) -> int:
    try:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
            return _visits(lines)
    except (OSError, EOFError):
        return 0


def _visits(lines: Iterable[bytes]) -> int:
    return sum(1 for line in lines if VISIT.search(line))


def proxy(settings: Settings, folders: Iterable[str] = PROXIES) -> Finding:
    """Reads the configuration of a proxy on this machine, if there is one that names our host."""
    host = urlsplit(settings.url).hostname or ""
    ours = [file for folder in folders for file in sorted(Path(folder).rglob("*")) if _names(file, host)]
    if not ours:
        return unknown(
            "proxy",
            f"No configuration of nginx or Caddy that names {host} can be read here. Whoever runs the proxy, "
            "the firewall or the hosting should confirm that they keep no log of visits.",
        )
    loud = [str(file) for file in ours if not _is_silent(file)]
    if loud:
        return wrong("proxy", f"{_listed(loud)} may log visits. docs/operating.md has what to set.")
    return fine("proxy", f"{_listed([str(file) for file in ours])} switches the log of visits off.")


def _names(file: Path, host: str) -> bool:
    try:
        return file.is_file() and bool(host) and host.encode() in file.read_bytes()
    except OSError:
        return False


def _is_silent(file: Path) -> bool:
    text = re.sub(r"#.*", "", file.read_text(encoding="utf-8", errors="replace"))
    if "reverse_proxy" in text:
        excluded = re.search(r"exclude\s[^}\n]*http\.log\.access", text)
        return bool(excluded) and not re.search(r"output\s+file", text)
    return re.findall(r"\baccess_log\s+([^;\s]+)", text) in (["off"], ["off", "off"])


def backups(settings: Settings, folders: Iterable[Path]) -> Iterator[Finding]:
    """Looks at the backups in the home and some folders: whether they hold what sealing removed since."""
    found = {
        file: _label(file)
        for folder in (settings.home, *folders)
        for file in sorted(folder.rglob("*"))
        if _starts(file, MAGIC) or _starts(file, UNLABELLED)
    }
    if not found:
        yield unknown("backups", "No backup was found here. Name the folder that has them: --backups FOLDER")
        return
    older = [file.name for file, label in found.items() if label is None]
    labels = {file.name: told(label, settings.secrets) for file, label in found.items() if label}
    before = [f"{file} ({', '.join(label.sealed)})" for file, label in labels.items() if label.sealed]
    strange = [file for file, label in labels.items() if label.strange]
    if before:
        yield wrong(
            "backups",
            f"Backups made before a campaign was sealed hold what sealing removed: {_listed(before)}. Delete "
            "them and their copies, or see that they expire soon.",
        )
    if older:
        yield unknown(
            "old-backups",
            f"Backups of an earlier version do not say what they hold: {_listed(older)}. Those made before a "
            "campaign was sealed hold what sealing removed: delete them.",
        )
    if strange:
        yield unknown(
            "strange-backups",
            f"Backups hold campaigns that are not here: {_listed(strange)}. Were these deleted, the backups "
            "still hold them: delete those too. A new name, or a secret that is gone, looks the same.",
        )
    if not before and not older and not strange:
        yield fine("backups", f"Encrypted backups, none from before a sealing: {len(found)}.")


def _label(file: Path) -> bytes | None:
    try:
        with file.open("rb") as backup:
            return label_of(backup)
    except (OSError, Unreadable):
        return None


def _starts(file: Path, first: bytes) -> bool:
    try:
        with file.open("rb") as content:
            return content.read(len(first)) == first
    except OSError:
        return False


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
