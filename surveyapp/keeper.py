"""Keeping a child process alive beside a server: started again when it ends, stopped with the server."""

import os
import signal
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from surveyapp import logs
from surveyapp.logs import Code

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a child that ended is started again; twice as many each time."""
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGCHLD)
STEADY_SECONDS = 120.0
"""A child that lasted so long counts as well: the next pause is the first again."""


class Keeper:
    """One child, forked from this process, so that it shares its memory. Give `tend` a call each second."""

    def __init__(self, work: Callable[[], None], seconds: Callable[[], float] = time.monotonic) -> None:
        self._work, self._seconds = work, seconds
        self._pid: int | None = None
        self._started = self._not_before = 0.0
        self._pause = FIRST_PAUSE

    @property
    def pid(self) -> int | None:
        """The child's process number, if there is a child."""
        return self._pid if self._pid is not None and _lives(self._pid) else None

    def tend(self) -> None:
        """Start the child where there is none and its pause is over."""
        now = self._seconds()
        if self._pid is not None and self.pid is None:
            logs.failure(Code.JOBS_DIED, pid=self._pid)
            self._pause = FIRST_PAUSE if now - self._started > STEADY_SECONDS else self._pause
            self._pid, self._not_before = None, now + self._pause
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
        if self._pid is None and now >= self._not_before:
            self._started = now
            self._pid = self._fork()

    def ask_to_stop(self) -> None:
        """Tell the child to finish what it is doing and end."""
        if self.pid is not None:
            os.kill(self.pid, signal.SIGTERM)

    def wait(self, seconds: float) -> None:
        """Wait so long for the child to end; one that does not is killed."""
        deadline = self._seconds() + seconds
        while self.pid is not None and self._seconds() < deadline:
            time.sleep(0.05)
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
        self._pid = None

    def _fork(self) -> int:
        # Held back meanwhile: the child would take it for one to its parent, and not end.
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        pid = os.fork()
        if pid == 0:
            self._be_child()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        return pid

    def _be_child(self) -> NoReturn:
        """Do the work, and end without going back into what the parent was doing."""
        try:
            for each in SIGNALS:
                signal.signal(each, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            self._work()
        except BaseException as error:  # noqa: BLE001  nothing of a child may run on as its parent
            logs.unexpected(error)
            os._exit(1)
        sys.stderr.flush()
        os._exit(0)


def _lives(pid: int) -> bool:
    """Whether a child has not ended; one that has is taken note of, so that it does not linger."""
    try:
        return os.waitpid(pid, os.WNOHANG) == (0, 0)
    except ChildProcessError:
        return False  # somebody else took note of it
