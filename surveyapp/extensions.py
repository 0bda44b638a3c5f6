"""The Flask extensions, bare: `create_app` binds them to an app, nothing here knows a setting."""

from flask import Flask, has_app_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData

__all__ = ["db"]

# Every constraint has a name that is the same in both kinds of database, so that a migration can speak of it.
NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(column_0_label)s",
}


class Databases(SQLAlchemy):
    """Flask-SQLAlchemy for several applications over the same engines."""

    def share(self, owner: Flask, other: Flask) -> None:
        """Give another application the engines of one that has them, instead of a second pool."""
        other.extensions["sqlalchemy"] = self
        self._app_engines[other] = self._app_engines[owner]
        other.teardown_appcontext(self._teardown_session)


db = Databases(metadata=MetaData(naming_convention=NAMES), disable_autonaming=True)


def in_app() -> bool:
    """Whether the code runs for an application, whose databases can be asked."""
    return has_app_context()
