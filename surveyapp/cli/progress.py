"""How far long work is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from types import TracebackType

    from click._termui_impl import ProgressBar


class Progress:
    """Draws how far things are on standard error, a bar for each thing, where somebody watches."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty()
        self._what = ""
        self._bar: ProgressBar[int] | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def __call__(self, what: str, done: int, whole: int) -> None:
        if not self._watched or not whole:
            return
        if what != self._what:
            self._end()
            self._what = what
            self._bar = click.progressbar(length=whole, label=what, file=sys.stderr)
            self._bar.__enter__()
        if self._bar is not None:
            self._bar.update(done - self._bar.pos)

    def _end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
        self._bar, self._what = None, ""
