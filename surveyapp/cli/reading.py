"""One comment on a terminal: how it is shown, and the questions that a reader answers about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from surveyapp.release.comments.hints import Hint
from surveyapp.release.comments.redaction import REMOVED, fault, occurrences, open_hints, without

if TYPE_CHECKING:
    from surveyapp.services.comments import Comment, Decision

    Decide = Callable[[Comment, Decision, str | None], Comment]

ACTIONS = {"a": "approve", "r": "redact", "w": "withhold", "s": "skip", "b": "back", "q": "quit"}
MENU = ", ".join(f"[{key}]{word[1:]}" for key, word in ACTIONS.items())
TAKING_OUT = "Take out: numbers of hints (1 3), or words as they stand there; [u]ndo, [e]dit, Enter when done"


def shown(comment: Comment) -> str:
    """A comment with the question above it, its hints marked in the text and explained below."""
    lines = [
        f"{comment.ref}  {_decided(comment)}".rstrip(),
        f"  Question {comment.question.number}: {comment.question.question}",
    ]
    if comment.condition:
        lines.append(f"  Only asked if {comment.condition}.")
    if not comment.heading.shown:
        lines.append(
            "  The file will not name the question: too few people were asked it or one joined with it."
        )
    lines += _marked(comment.text, comment.hints)
    if comment.decision == "redacted":
        lines.append(f"  Leaves as: {comment.redacted}")
    return "\n".join(lines)


def _decided(comment: Comment) -> str:
    return f"{comment.decision or ''}{', has left' if comment.released else ''}"


def _marked(text: str, found: Sequence[Hint]) -> Iterator[str]:
    """The text indented, with numbers at its hints, then what each may be."""
    parts, last = [], 0
    for number, hint in enumerate(found, 1):
        words = click.style(f"«{number} {text[hint.start : hint.end]}»", bold=True)
        parts += [text[last : hint.start], words]
        last = hint.end
    yield from (f"    {line}" for line in "".join([*parts, text[last:]]).split("\n"))
    yield from (f"  {number} {hint.meaning}" for number, hint in enumerate(found, 1))


def go_through(comments: list[Comment], decide: Decide) -> None:
    """Show the comments one by one and keep what the reader decides, up to the last or until they quit."""
    place = 0
    while place < len(comments):
        click.echo(f"\n{place + 1} of {len(comments)}   {shown(comments[place])}")
        action = click.prompt(MENU, type=click.Choice(list(ACTIONS)), show_choices=False)
        if action == "q":
            return
        if action == "b":
            place = max(place - 1, 0)
            continue
        if action == "r":
            text = _redacted(comments[place].text)
            if text is None:
                continue
            comments[place] = decide(comments[place], "redacted", text)
        elif action != "s":
            comments[place] = decide(comments[place], "approved" if action == "a" else "withheld", None)
        place += 1


def _redacted(original: str) -> str | None:
    """The words that leave, as the reader wants them after having seen them; None where they gave it up."""
    steps = [original]
    while True:
        text = steps[-1]
        found = open_hints(text)
        click.echo("\n".join(_marked(text, found)))
        typed = click.prompt(TAKING_OUT, default="", show_default=False).strip()
        if typed == "u":
            steps = steps[:-1] or [original]
        elif typed:
            steps += _taken_out(original, text, found, typed)
        elif text == original or not _keeps(original, text):
            return None
        else:
            return text


def _taken_out(original: str, text: str, found: list[Hint], typed: str) -> list[str]:
    """The text without what was typed, or nothing where that cannot be done."""
    if typed == "e":
        typed = click.prompt(f"New text, with {REMOVED} where something is taken out")
        wrong = fault(original, typed)
        if wrong:
            click.echo(wrong)
        return [] if wrong else [typed]
    numbers = typed.split()
    if all(number.isdecimal() and 0 < int(number) <= len(found) for number in numbers):
        return [without(text, [(found[int(each) - 1].start, found[int(each) - 1].end) for each in numbers])]
    stretches = occurrences(text, typed)
    if not stretches:
        click.echo("These words do not stand there. Upper and lower case count.")
        return []
    return [without(text, stretches)]


def _keeps(original: str, text: str) -> bool:
    wrong = fault(original, text)
    if wrong:
        click.echo(wrong)
        return False
    return click.confirm("Keep it like this?", default=True)
