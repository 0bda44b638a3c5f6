"""Where Chromium is on this machine. As a program: prints the path, or exits with 1 where there is none."""

import os
import shutil
import sys
from pathlib import Path

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
)


def find() -> str | None:
    """The path of Chromium or Chrome: what CHROMIUM names, a command, or an application of macOS."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    folders = (Path("/Applications"), Path.home() / "Applications")
    places = [str(folder / application) for folder in folders for application in APPLICATIONS]
    return next(filter(None, map(shutil.which, [*COMMANDS, *places])), None)


if __name__ == "__main__":
    found = find()
    if found is None:
        sys.exit(1)
    sys.stdout.write(f"{found}\n")
