"""What was said of everything that was done: what each thing must be by now, whatever was killed."""

from __future__ import annotations

import json
import os
import select
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

ABSENT = "absent"


@dataclass
class Thing:
    """A response, an invitation, a campaign or a backup: what was told of it, and what it may be now.

    `may_be` is one word, or two while nobody knows whether it became the second.
    """

    kind: str
    told: dict[str, Any]
    may_be: tuple[str, ...] = (ABSENT,)


@dataclass
class Ledger:
    """Everything that was begun and acknowledged, by name; `doing` is an act that has not been, and whose."""

    things: dict[str, Thing] = field(default_factory=dict)
    doing: tuple[str, str] | None = None
    wrong: list[str] = field(default_factory=list)
    cut_off: Counter[str] = field(default_factory=Counter)
    came_through: Counter[str] = field(default_factory=Counter)
    """How often an act was cut off, and how often it turned out to have been done all the same."""
    lasts: dict[str, float] = field(default_factory=dict)
    """How many seconds each act takes at most, as far as was seen lately."""

    def hear(self, said: Mapping[str, Any]) -> None:
        """Keep what was said: that something begins, is done, or is wrong."""
        if "wrong" in said:
            self.wrong.append(said["wrong"])
        elif "came_through" in said:
            assert self.doing
            self.came_through[self.doing[0]] += said["came_through"]
        elif "act" in said:
            thing = self.things.setdefault(said["name"], Thing(said["kind"], {}))
            thing.told |= said["told"]
            thing.may_be = (thing.may_be[-1], said["after"])
            self.doing = said["act"], said["name"]
        else:
            assert self.doing
            act, name = self.doing
            thing = self.things[name]
            thing.told |= said["told"]
            thing.may_be = thing.may_be[-1:]
            self.lasts[act] = max(said["seconds"], 0.8 * self.lasts.get(act, 0))
            self.doing = None

    def of(self, kind: str, *may_be: str) -> Iterator[tuple[str, Thing]]:
        """The things of a kind, with their names; only those that are surely so, where that is given."""
        for name, thing in self.things.items():
            if thing.kind == kind and (not may_be or thing.may_be == may_be):
                yield name, thing


@dataclass
class Speaker:
    """Says everything twice: to its own ledger, and into a pipe, whole lines at a time."""

    ledger: Ledger
    pipe: int

    def say(self, **said: Any) -> None:
        """Say one thing. It is in the pipe when this returns, so nothing that happens next can stop it."""
        line = json.dumps(said).encode() + b"\n"
        assert len(line) <= select.PIPE_BUF  # so much is written whole or not at all
        os.write(self.pipe, line)
        self.ledger.hear(said)
