"""What is decided about a campaign, as options: of a new one with what is usual, of a draft what changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import click

Use = Callable[..., Any]


class Day(click.ParamType[date]):
    """A day, written as 2027-01-31."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was typed."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no day: write it as 2027-01-31.", param, ctx)


closes_option = click.option(
    "--closes",
    type=Day(),
    metavar="DATE",
    help="Last day on which answers are taken, as 2027-01-31; it ends at midnight in SURVEYAPP_TIMEZONE.",
)


def plan_options(*, new: bool) -> Callable[[Use], Use]:
    """The options that decide a campaign; ``new`` asks for what must be said and fills in what is usual."""

    def decorate(use: Use) -> Use:
        for option in reversed([*_asked(new), *_terms(new), closes_option, *_inviting(new)]):
            use = option(use)
        return use

    return decorate


def _asked(new: bool) -> Iterator[Use]:
    said = "What is asked: see surveyapp instrument list."
    yield click.option("--instrument", required=new, metavar="I", help=said)
    yield click.option("--invited", required=new, type=int, metavar="N", help="How many people are invited.")


def _terms(new: bool) -> Iterator[Use]:
    yield _one_of(new, "--publish", ("rows", "tables"), "What may leave: de-identified rows, or only tables.")
    for name, usual, said in (
        ("--k", 5, "How many people must share what colleagues may know."),
        ("--minimum", 10, "Nothing leaves below so many responses."),
        ("--smallest-cell", 5, "Smaller counts in tables are hidden."),
    ):
        yield click.option(name, type=int, metavar="N", help=said, **_usual(new, usual))
    usually = "by default" if new else "usually"
    said = f"Release profile; {usually} the one named like the instrument."
    yield click.option("--profile", metavar="P", help=said)


def _inviting(new: bool) -> Iterator[Use]:
    said = "One link for everybody, or a personal invitation for each, good for one response."
    yield _one_of(new, "--by", ("link", "invitation"), said)
    said = "People without JavaScript may type their invitation's code; only our word then protects them."
    code, default = "--code-without-script", False if new else None
    yield click.option(code if new else f"{code}/--no{code[1:]}", is_flag=True, default=default, help=said)


def _one_of(new: bool, name: str, words: tuple[str, ...], said: str) -> Use:
    return click.option(name, type=click.Choice(words), help=said, **_usual(new, words[0]))


def _usual(new: bool, value: Any) -> dict[str, Any]:
    return {"default": value, "show_default": True} if new else {}
