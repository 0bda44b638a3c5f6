"""The `surveyapp` command, one module a group."""

import importlib
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

import click

from surveyapp import services
from surveyapp.variables import SettingsError


class Entry(NamedTuple):
    """A command: the module whose `command` it is, and what `--help` says, so that listing imports none."""

    module: str
    meaning: str


COMMANDS = {
    "init": Entry("surveyapp.cli.init", "Make the databases and the secret, or bring them up to date."),
    "serve": Entry("surveyapp.cli.serve", "Serve the pages."),
    "worker": Entry("surveyapp.cli.worker", "Keep the schedule: open, remind, close and delete in time."),
    "demo": Entry(
        "surveyapp.cli.demo", "Build synthetic campaigns in a folder of their own, and serve them."
    ),
    "instrument": Entry("surveyapp.cli.instrument", "Check, list, publish and compare what is asked."),
    "profile": Entry("surveyapp.cli.profile", "Check, list and show what may leave."),
    "campaign": Entry("surveyapp.cli.campaign", "Create, open, close and seal campaigns."),
    "forecast": Entry("surveyapp.cli.forecast", "Say who would stand out, before anybody answers."),
    "invite": Entry("surveyapp.cli.invite", "Send or print the e-mail that carries a campaign's link."),
    "schedule": Entry("surveyapp.cli.schedule", "Plan what happens to a campaign, and see what did."),
    "remind": Entry("surveyapp.cli.remind", "Remind those whose personal invitation is unused."),
    "simulate": Entry("surveyapp.cli.simulate", "Let synthetic respondents answer a synthetic campaign."),
    "export": Entry("surveyapp.cli.export", "Write the data package of a sealed campaign."),
    "report": Entry("surveyapp.cli.report", "Write tables, tests and figures of a sealed campaign."),
    "comments": Entry("surveyapp.cli.comments", "Read comments, and decide what of them leaves."),
    "deidentify": Entry("surveyapp.cli.deidentify", "Make any CSV file so coarse that nobody is found."),
    "reconcile": Entry("surveyapp.cli.reconcile", "Hold published numbers against each other."),
    "audit": Entry("surveyapp.cli.audit", "Say what can and can't be shown about anonymity here."),
    "backup": Entry("surveyapp.cli.backup", "Write office and box into one encrypted file."),
    "backup-key": Entry("surveyapp.cli.backup_key", "Make the key that alone opens backups."),
    "restore": Entry("surveyapp.cli.restore", "Put a backup into a new home."),
    "settings": Entry("surveyapp.cli.settings", "List every setting, its value and its meaning."),
}


class Commands(click.Group):
    """A group that imports a command when it is used, and tells people in a sentence what was refused."""

    def __init__(self, *args: Any, table: Mapping[str, Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table: as one meets them."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        entry = self.table.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = importlib.import_module(entry.module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command and its arguments. Raises UsageError, with what is spelt like a word that is none."""
        if args and args[0] not in self.table:
            from difflib import get_close_matches

            alike = get_close_matches(args[0], self.table)
            if alike:
                ctx.fail(f"No such command '{args[0]}'. Did you mean {' or '.join(map(repr, alike))}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.meaning) for name, entry in self.table.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. What is refused, and what breaks, becomes one sentence and exit code 1."""
        try:
            return super().invoke(ctx)
        except services.Refused as refused:
            raise click.ClickException(_refusal(refused)) from refused
        except SettingsError as unusable:
            raise click.ClickException(str(unusable)) from unusable
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            if ctx.params["traceback"]:
                raise
            raise click.ClickException(_broken(error)) from error


def _refusal(refused: services.Refused) -> str:
    from surveyapp.cli import advice

    return advice.refusal(refused)


def _broken(error: Exception) -> str:
    from surveyapp.store.engines import BoxUnavailable

    if isinstance(error, BoxUnavailable):
        return (
            f"The box is busy, does not answer, or was never made ({error.code}). Try again; check "
            "BOX_DATABASE_URL (`surveyapp settings` shows it), and run `surveyapp init`."
        )
    # By its name, because SQLAlchemy is the store's alone.
    if type(error).__name__ == "OperationalError":
        return (
            "A database is busy, does not answer, or was never made. Try again; check DATABASE_URL and "
            "BOX_DATABASE_URL (`surveyapp settings` shows them), and run `surveyapp init`."
        )
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename}" if error.filename else str(error)
    return f"Something broke ({type(error).__name__}). `surveyapp --traceback …` shows where."


@click.command(
    cls=Commands,
    table=COMMANDS,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--traceback", is_flag=True, help="Show where it broke, when something does.")
@click.version_option(package_name="surveyapp")
def main(traceback: bool) -> None:
    """Anonymous surveys that a physician can believe."""


if __name__ == "__main__":
    sys.exit(main())
