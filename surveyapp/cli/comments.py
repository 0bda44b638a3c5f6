"""`surveyapp comments`: reading what people wrote, and deciding what of it leaves."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from surveyapp.cli.console import create_cli_app, json_option, print_json

if TYPE_CHECKING:
    from surveyapp.services.comments import Comment, Decision, Reviewed


class Listing(click.Group):
    """A group that lists where a campaign is named in a command's place."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command and its arguments; `list` where the first word is none of the commands."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            args = ["list", *args]
        return super().resolve_command(ctx, args)


@click.group("comments", cls=Listing)
def command() -> None:
    """Read comments, approve, redact or withhold them, and export what was let through.

    `surveyapp comments CAMPAIGN` lists what awaits a reader, in an order that tells nothing and apart from
    all answers. Comments are there once a campaign is sealed. Hints point at names, dates, places and the
    like; they do not find everything, so read each comment.
    """


@command.command("list")
@click.argument("campaign")
@click.option("--all", "everything", is_flag=True, help="Also those that were decided about.")
@json_option
def list_(campaign: str, everything: bool, as_json: bool) -> None:
    """List the comments that await a reader, with hints of what may point to somebody."""
    from surveyapp.cli.reading import shown

    with create_cli_app() as app:
        reviewed = _of(app.settings, campaign)
    comments = reviewed.comments if everything else reviewed.awaiting
    if as_json:
        print_json([comment.plain() for comment in comments])
        return
    for comment in comments:
        click.echo(f"{shown(comment)}\n")
    _stand(campaign, reviewed)


@command.command("review")
@click.argument("campaign")
@click.option("--all", "everything", is_flag=True, help="Also those that were decided about.")
def review(campaign: str, everything: bool) -> None:
    """Go through the comments one by one, deciding about each. What was decided is kept at once."""
    from surveyapp.cli.reading import go_through
    from surveyapp.services import comments

    def decide(comment: Comment, decision: Decision, redacted: str | None) -> Comment:
        return comments.decide(campaign, [comment], decision, redacted)[0]

    with create_cli_app() as app:
        reviewed = _of(app.settings, campaign)
        go_through(list(reviewed.comments if everything else reviewed.awaiting), decide)
        _stand(campaign, _of(app.settings, campaign))


@command.command("approve")
@click.argument("campaign")
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
def approve(campaign: str, refs: tuple[str, ...]) -> None:
    """Let comments leave as they are."""
    _decide(campaign, refs, "approved")


@command.command("withhold")
@click.argument("campaign")
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
def withhold(campaign: str, refs: tuple[str, ...]) -> None:
    """Keep comments from leaving."""
    _decide(campaign, refs, "withheld")


@command.command("redact")
@click.argument("campaign")
@click.argument("ref")
@click.option(
    "--text", help="The words that leave: [removed], or [a colleague], where something is taken out."
)
@click.option(
    "--hint", "numbers", multiple=True, type=int, metavar="N", help="Take out this hint; may be repeated."
)
def redact(campaign: str, ref: str, text: str | None, numbers: tuple[int, ...]) -> None:
    """Let a comment leave without some of its words. A redaction takes words away and adds none."""
    from surveyapp.release.comments.redaction import without

    if (text is None) == (not numbers):
        raise click.UsageError("Say what is taken out: either --text TEXT, or --hint N (may be repeated).")
    with create_cli_app() as app:
        (comment,) = _of(app.settings, campaign).named([ref])
        if text is None:
            unknown = [number for number in numbers if not 0 < number <= len(comment.hints)]
            if unknown:
                raise click.UsageError(f"The comment has no hint {unknown[0]}; it has {len(comment.hints)}.")
            chosen = [comment.hints[number - 1] for number in numbers]
            text = without(comment.text, [(hint.start, hint.end) for hint in chosen])
        _keep(campaign, [comment], "redacted", text)
    click.echo(text)


@command.command("export")
@click.argument("campaign")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.csv",
    help="File to write; nothing else may stand there.",
)
@json_option
def export(campaign: str, out: Path, as_json: bool) -> None:
    """Write what was let through into a file of its own. Nothing that nobody has read is in it."""
    from surveyapp.services import comments

    with create_cli_app() as app:
        left = comments.export(app.settings, campaign, out)
    if as_json:
        print_json({"campaign": campaign, "out": str(out), **asdict(left)})
        return
    click.echo(f"{left.texts} texts: {out}")
    if left.awaiting:
        click.echo(f"{left.awaiting} still await a reader: surveyapp comments review {campaign}")


def _of(settings: Any, campaign: str) -> Reviewed:
    from surveyapp.services import comments

    reviewed = comments.of(settings, campaign)
    if reviewed.forgotten:
        click.echo(
            f"{reviewed.forgotten} decisions match no comment: the secret that they were kept under is gone. "
            "Put it back (SURVEYAPP_SECRETS), or review those comments again.",
            err=True,
        )
    return reviewed


def _decide(campaign: str, refs: tuple[str, ...], decision: Decision) -> None:
    with create_cli_app() as app:
        chosen = _of(app.settings, campaign).named(refs)
        _keep(campaign, chosen, decision, None)
    for comment in chosen:
        click.echo(f"{comment.ref} {decision}")


def _keep(campaign: str, chosen: list[Comment], decision: Decision, text: str | None) -> None:
    from surveyapp.services import comments

    comments.decide(campaign, chosen, decision, text)
    for comment in chosen:
        if comment.released and comment.leaving != (comment.text if decision == "approved" else text):
            click.echo(
                f"{comment.ref} has left in a file as it was decided before, and cannot be called back: only "
                "later files follow what was decided now.",
                err=True,
            )


def _stand(campaign: str, reviewed: Reviewed) -> None:
    """How far the review is, and what comes next."""
    counts = Counter(comment.decision or "awaiting a reader" for comment in reviewed.comments)
    click.echo(", ".join(f"{number} {word}" for word, number in sorted(counts.items())) or "No comments.")
    if reviewed.awaiting:
        click.echo(f"Next: surveyapp comments review {campaign}")
    elif reviewed.comments:
        click.echo(f"Next: surveyapp comments export {campaign} --out FILE.csv")
