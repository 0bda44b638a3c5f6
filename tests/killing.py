"""Kills processes in the midst of their work, and looks each time what became of it.

    python -m tests.killing --moments 1000
    python -m tests.killing --moments 1000 --office postgresql://… --box postgresql://…

For every moment this process, which has everything imported and nothing open, forks one that works, and kills
it (SIGKILL) at random while it does one of eight things; then it forks another that looks, does what was cut
off again, and looks once more. What was killed is our own process: what a power cut does to a disk is not
shown by this. Prints as JSON how often each act was cut off, and what was wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from surveyapp import create_app, store
from surveyapp.services.backups.make import new_key
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from tests.killed.acts import Hand, begin
from tests.killed.faults import FAULTS
from tests.killed.ledger import Ledger, Speaker
from tests.killed.look import look
from tests.promises.answering import with_known_key
from tests.promises.conftest import with_tiny

FIRST_GUESS = 0.02
AFTERWARDS = 4
"""How many other things a process does after the one in which it was to be killed."""
LASTING = 60
MOST_SAID = 1500


@dataclass
class Killer:
    """Kills processes that work in an application, whose databases are empty at first."""

    app: Application
    folder: Path
    chance: random.Random
    ledger: Ledger

    def begin(self) -> None:
        """Make the databases, and what all the processes work on."""
        self._wait_for(self._forked(lambda _hand: self._prepare()))

    def _prepare(self) -> None:
        with self.app.app_context():
            store.upgrade()
        begin(self.app)

    def moment(self, act: str) -> None:
        """Kill a process while it does that, or a little later; then look."""
        worker, pipe = self._forked(partial(_work, act))
        with os.fdopen(pipe, "rb") as saying:
            for line in saying:
                said = json.loads(line)
                self.ledger.hear(said)
                if said.get("act") == act:
                    break
            time.sleep(self.chance.uniform(0, 1.2 * self.ledger.lasts.get(act, FIRST_GUESS)))
            os.kill(worker, signal.SIGKILL)
            os.waitpid(worker, 0)
            for line in saying:
                self.ledger.hear(json.loads(line))
        self.ledger.cut_off[self.ledger.doing[0] if self.ledger.doing else "between"] += 1
        self._wait_for(self._forked(lambda hand: look(hand, self.folder / "backup.key")))
        self._forget_backups()

    def _forked(self, work: Callable[[Hand], None]) -> tuple[int, int]:
        """A process that does some work, by its number; and the end of the pipe in which it says what."""
        reading, writing = os.pipe()
        chance = random.Random(self.chance.getrandbits(64))
        process = os.fork()
        if process:
            os.close(writing)
            return process, reading
        os.close(reading)
        speaker = Speaker(self.ledger, writing)
        try:
            work(Hand(self.app, speaker, chance, self.folder / "backups"))
        except Exception:  # noqa: BLE001  whatever it is, it is wrong
            speaker.say(wrong=traceback.format_exc()[-MOST_SAID:])
        os._exit(0)

    def _wait_for(self, forked: tuple[int, int]) -> None:
        process, pipe = forked
        with os.fdopen(pipe, "rb") as saying:
            for line in saying:
                self.ledger.hear(json.loads(line))
        if os.waitpid(process, 0)[1]:
            self.ledger.wrong.append("the process that looked died")

    def _forget_backups(self) -> None:
        """Also the files that were growing, which nobody takes for backups."""
        for file in (self.folder / "backups").iterdir():
            file.unlink()
        for name in [name for name, _thing in self.ledger.of("backup")]:
            del self.ledger.things[name]


def _work(act: str, hand: Hand) -> None:
    hand.acts[act]()
    for _ in range(AFTERWARDS):
        hand.acts[hand.chance.choice(["submit", "withdraw", "issue", "redeem"])]()
    time.sleep(LASTING)


def settings_in(folder: Path, office: str, box: str) -> Settings:
    """Settings of a home in that folder, on databases that are given or else on SQLite; with a backup key."""
    (folder / "backups").mkdir()
    given = {
        "SURVEYAPP_HOME": str(folder),
        "SURVEYAPP_SECRETS": secrets.token_urlsafe(32),
        "DATABASE_URL": office,
        "BOX_DATABASE_URL": box,
    }
    settings = replace(Settings.from_environment(given), backup_key=new_key(folder / "backup.key"))
    return with_tiny(settings, folder)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.killing", description=__doc__)
    parser.add_argument("--moments", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=29)
    parser.add_argument("--acts", nargs="+")
    parser.add_argument("--fault", choices=FAULTS)
    for database in ("office", "box"):
        parser.add_argument(f"--{database}", default="", metavar="URL")
    return parser.parse_args()


def main() -> None:
    """Kill as often as was asked for, or until something is wrong; then say what was seen."""
    asked, begun = arguments(), time.monotonic()
    if asked.fault:
        FAULTS[asked.fault]()
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        with_known_key(patch)
        app = create_app(settings_in(Path(place), asked.office, asked.box))
        killer = Killer(app, Path(place), random.Random(asked.seed), Ledger())
        killer.begin()
        acts = asked.acts or list(Hand(app, Speaker(Ledger(), 0), random.Random(), Path(place)).acts)
        for number in range(asked.moments):
            if not killer.ledger.wrong:
                killer.moment(acts[number % len(acts)])
        ledger = killer.ledger
    seen = {
        "moments": ledger.cut_off.total(),
        "cut_off": ledger.cut_off,
        "came_through": ledger.came_through,
        "responses": sum(1 for _ in ledger.of("response")),
        "seconds": round(time.monotonic() - begun, 1),
        "wrong": ledger.wrong,
    }
    sys.stdout.write(json.dumps(seen) + "\n")


if __name__ == "__main__":
    main()
