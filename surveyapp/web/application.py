"""The application object."""

from types import TracebackType
from typing import cast

from flask import Flask, current_app

from surveyapp import logs
from surveyapp.settings import Settings


class Application(Flask):
    """Flask with typed settings, and with nothing of a request in the log of what broke."""

    def __init__(self, name: str, settings: Settings) -> None:
        super().__init__(name, static_folder=None)
        self.settings = settings

    def log_exception(
        self, exc_info: tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
    ) -> None:
        """Write the kind and place of an unexpected error; Flask would write method, path and traceback."""
        if exc_info[1] is not None:
            logs.unexpected(exc_info[1])


def settings() -> Settings:
    """The settings of the current application."""
    return cast("Application", current_app).settings
