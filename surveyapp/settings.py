"""Settings: read once from the environment, checked, typed and frozen.

The class `Settings` is the one table of them: each field carries its variable, its default and its meaning,
and `surveyapp settings` prints them from there.
"""

import difflib
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_type_hints

from surveyapp import variables
from surveyapp.variables import SettingsError

__all__ = ["Setting", "Settings", "SettingsError", "bundled", "documented"]

PREFIX = "SURVEYAPP_"
SECRETS_FILE = "secrets"
PACKAGE = Path(__file__).resolve().parent


def bundled(folder: str) -> Path:
    """The folder of that name that comes along: inside an installed package, or beside it in a checkout."""
    installed = PACKAGE / "bundled" / folder
    return installed if installed.is_dir() else PACKAGE.parent / folder


class Setting(NamedTuple):
    """How one field of `Settings` is read, and what is said about it.

    `default` is text as it would stand in the environment; `{home}` in it stands for the home folder. `shown`
    is the default in words, where the text itself depends on the machine. A `secret` is never shown.
    """

    variable: str
    default: str
    meaning: str
    read: Callable[[str], Any] = variables.text
    shown: str | None = None
    secret: bool = False

    @property
    def documented_default(self) -> str:
        """The default as the documentation gives it, the same on every machine."""
        return self.default.replace("{home}", "HOME") if self.shown is None else self.shown


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that a deployment decides. Made by `Settings.from_environment`."""

    home: Annotated[
        Path,
        Setting(
            "SURVEYAPP_HOME", "instance", "Folder of the secrets and the SQLite databases.", variables.path
        ),
    ]
    secrets: Annotated[
        tuple[str, ...],
        Setting(
            "SURVEYAPP_SECRETS",
            "",
            "Secrets that sign links and ballots, oldest first, separated by commas; the last one signs.",
            variables.secrets,
            "the lines of HOME/secrets",
            secret=True,
        ),
    ] = field(repr=False)
    database_url: Annotated[
        str,
        Setting(
            "DATABASE_URL",
            "sqlite:///{home}/office.sqlite",
            "The office: campaigns, their terms and versions, what was released.",
            variables.database,
        ),
    ] = field(repr=False)
    box_database_url: Annotated[
        str,
        Setting(
            "BOX_DATABASE_URL",
            "sqlite:///{home}/box.sqlite",
            "The box: answers and comments, nothing else.",
            variables.database,
        ),
    ] = field(repr=False)
    jobs_url: Annotated[
        str,
        Setting(
            "SURVEYAPP_JOBS_URL",
            "sqlite:///{home}/jobs.sqlite",
            "The queue of the worker: a file, or a Redis that several machines share.",
            variables.jobs,
        ),
    ] = field(repr=False)
    url: Annotated[
        str,
        Setting(
            "SURVEYAPP_URL",
            "http://127.0.0.1:8000",
            "The address that stands in every link.",
            variables.web_address,
        ),
    ]
    timezone: Annotated[
        str,
        Setting(
            "SURVEYAPP_TIMEZONE", "UTC", "Where the day ends on which a campaign closes.", variables.timezone
        ),
    ]
    instruments: Annotated[
        Path,
        Setting(
            "SURVEYAPP_INSTRUMENTS",
            str(bundled("instruments")),
            "Folder of the instruments (*.yaml).",
            variables.path,
            "those that come along",
        ),
    ]
    exports: Annotated[
        Path,
        Setting(
            "SURVEYAPP_EXPORTS",
            str(bundled("exports")),
            "Folder of the release profiles (*.yaml).",
            variables.path,
            "those that come along",
        ),
    ]
    resources: Annotated[
        Path,
        Setting(
            "SURVEYAPP_RESOURCES",
            str(PACKAGE / "web" / "resources.yaml"),
            "File of the places to get help that the closing page lists.",
            variables.path,
            "the list that comes along",
        ),
    ]
    mail_host: Annotated[str, Setting("SURVEYAPP_MAIL_HOST", "", "Mail server (SMTP); empty: no mail.")]
    mail_port: Annotated[
        int, Setting("SURVEYAPP_MAIL_PORT", "25", "Port of the mail server.", variables.number(1, 65535))
    ]
    mail_security: Annotated[
        str,
        Setting(
            "SURVEYAPP_MAIL_SECURITY",
            "none",
            "What protects the way to the mail server: none, starttls or tls.",
            variables.word("none", "starttls", "tls"),
        ),
    ]
    mail_username: Annotated[
        str, Setting("SURVEYAPP_MAIL_USERNAME", "", "User at the mail server; empty: no sign-in.")
    ]
    mail_password: Annotated[
        str,
        Setting(
            "SURVEYAPP_MAIL_PASSWORD", "", "Password at the mail server.", variables.exactly, secret=True
        ),
    ] = field(repr=False)
    mail_from: Annotated[str, Setting("SURVEYAPP_MAIL_FROM", "", "Sender's address of the mail.")]
    backup_key: Annotated[
        str,
        Setting(
            "SURVEYAPP_BACKUP_KEY",
            "",
            "Public key that backups are encrypted for; `surveyapp backup-key` makes it.",
            variables.public_key,
        ),
    ]
    second_factor: Annotated[
        str,
        Setting(
            "SURVEYAPP_SECOND_FACTOR",
            "admin",
            "Which staff must sign in with a code from their phone too: nobody, admin or everybody.",
            variables.word("nobody", "admin", "everybody"),
        ),
    ]
    bind: Annotated[
        str,
        Setting("SURVEYAPP_BIND", "127.0.0.1:8000", "Where the server listens.", variables.listener),
    ]
    workers: Annotated[
        int, Setting("SURVEYAPP_WORKERS", "2", "Processes of the server.", variables.number(1, 64))
    ]
    threads: Annotated[
        int, Setting("SURVEYAPP_THREADS", "4", "Threads in each process.", variables.number(1, 64))
    ]
    proxies: Annotated[
        int,
        Setting(
            "SURVEYAPP_PROXIES",
            "0",
            "How many reverse proxies stand in front; their word on scheme and host is believed.",
            variables.number(0, 8),
        ),
    ]
    max_request_bytes: Annotated[
        int,
        Setting(
            "SURVEYAPP_MAX_REQUEST_BYTES",
            "262144",
            "Largest request that is read.",
            variables.number(16_384, 16_777_216),
        ),
    ]

    def __post_init__(self) -> None:
        if self.database_url == self.box_database_url:
            raise SettingsError(
                "DATABASE_URL and BOX_DATABASE_URL name the same database: give the box one of its own, "
                "so that whoever runs the office never needs the answers."
            )
        if self.jobs_url in (self.database_url, self.box_database_url):
            raise SettingsError("SURVEYAPP_JOBS_URL names the office or the box: give it a file of its own.")
        if self.mail_host and "@" not in self.mail_from:
            raise SettingsError("SURVEYAPP_MAIL_FROM holds no address: mail needs a sender.")
        if not f"{self.mail_username}{self.mail_password}".isascii():
            raise SettingsError(
                "SURVEYAPP_MAIL_USERNAME or SURVEYAPP_MAIL_PASSWORD has a letter that no mail server can be "
                "told: use English letters, digits and signs."
            )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Settings from variables such as `os.environ`; an empty variable counts as not given.

        Without SURVEYAPP_SECRETS the lines of HOME/secrets are read; where that file is missing too,
        `secrets` is empty, and `surveyapp init` makes it. Raises `SettingsError` at the first setting that
        cannot be used, and at a variable that begins like ours but is none of them.
        """
        table = documented()
        _refuse_unknown(environment, [row.variable for row in table.values()])
        home = _read(table["home"], environment, "")
        values = {name: _read(row, environment, home.as_posix()) for name, row in table.items()}
        values["secrets"] = values["secrets"] or _kept_secrets(home / SECRETS_FILE)
        return cls(**values)

    def shown(self, name: str) -> str:
        """The value of a field as text for people: secrets and passwords are hidden."""
        value = getattr(self, name)
        if name == "secrets":
            return f"(hidden: {len(value)})" if value else "(none: run surveyapp init)"
        if name.endswith(("database_url", "jobs_url")):
            return re.sub(r"//.*@", "//***@", re.sub(r"\?.*", "?***", value))
        return "(hidden)" if value and documented()[name].secret else str(value)


def documented() -> dict[str, Setting]:
    """What is said about each field of `Settings`, by the field's name.

    Raises KeyError at a field without a `Setting`.
    """
    said = {
        name: [note for note in getattr(hint, "__metadata__", ()) if isinstance(note, Setting)]
        for name, hint in get_type_hints(Settings, include_extras=True).items()
    }
    missing = [entry.name for entry in fields(Settings) if not said[entry.name]]
    if missing:
        raise KeyError(f"undocumented settings: {', '.join(missing)}")
    return {entry.name: said[entry.name][0] for entry in fields(Settings)}


def _read(row: Setting, environment: Mapping[str, str], home: str) -> Any:
    try:
        return row.read(environment.get(row.variable) or row.default.replace("{home}", home))
    except SettingsError as problem:
        raise SettingsError(f"{row.variable} {problem}.") from None


def _refuse_unknown(environment: Mapping[str, str], known: list[str]) -> None:
    for variable in sorted(environment):
        if variable.startswith(PREFIX) and variable not in known:
            near = difflib.get_close_matches(variable, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "`surveyapp settings` lists those there are."
            raise SettingsError(f"{variable} is not a setting: {hint}")


def _kept_secrets(file: Path) -> tuple[str, ...]:
    if not file.is_file():
        return ()
    if file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
        raise SettingsError(f"{file} is open to everybody on this machine: run chmod 600 {file}")
    try:
        return variables.secrets(file.read_text(encoding="utf-8"))
    except SettingsError as problem:
        raise SettingsError(f"{file} {problem}.") from None
