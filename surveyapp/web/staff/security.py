"""Flask-Security over our own tables: passwords, sessions and one-time codes.

Its own pages are left out: ours say less to strangers and more to staff.
"""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_security import RoleMixin, Security, UserDatastore, UserMixin
from flask_wtf import CSRFProtect

from surveyapp.services import staff
from surveyapp.services.staff import Person
from surveyapp.settings import Settings
from surveyapp.web.staff.keys import derived

# OWASP's smallest for argon2id (19 MiB, two passes, one lane), about 20 ms: respondents share the processor.
ARGON2 = {"argon2__memory_cost": 19_456, "argon2__time_cost": 2, "argon2__parallelism": 1}


class Role(RoleMixin):
    """A role as Flask-Security sees it."""

    def __init__(self, name: str) -> None:
        self.name = name


class User(UserMixin):
    """A person as Flask-Security sees them."""

    fs_uniquifier = ""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.fs_uniquifier = person.session_key
        self.email, self.active, self.password = person.email, person.active, person.password
        self.roles = [Role(name) for name in person.roles]


class People(UserDatastore):
    """Finds people; all changes are use cases of `services.staff`."""

    def __init__(self) -> None:
        super().__init__(User, Role)

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> User | None:
        """The person whom a session names."""
        found = staff.by_session(kwargs["fs_uniquifier"])
        return None if found is None else User(found)


def _configuration(settings: Settings) -> dict[str, Any]:
    *older, newest = derived(settings.secrets, "session")
    secure = settings.url.startswith("https:")
    return {
        "SECRET_KEY": newest,
        "SECRET_KEY_FALLBACKS": older,
        "SESSION_COOKIE_NAME": "__Secure-staff" if secure else "staff",
        "SESSION_COOKIE_PATH": "/staff",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        # A page never says where one comes from, so there is no Referer to compare.
        "WTF_CSRF_SSL_STRICT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],  # which it hashes with unless told otherwise
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2,
        # A pepper would tie passwords to a secret that may be replaced.
        "SECURITY_PASSWORD_SINGLE_HASH": {"argon2"},
        "SECURITY_CLI_USERS_NAME": False,
        "SECURITY_CLI_ROLES_NAME": False,
        "SECURITY_DEFAULT_REMEMBER_ME": False,
    }


def register(app: Flask, settings: Settings) -> None:
    """Give the app sessions, and a token in every form."""
    app.config.update(_configuration(settings))
    CSRFProtect(app)
    security = Security(app, People(), register_blueprint=False)
    # The address and browser of a session are never compared, so they are never read.
    security.login_manager.session_protection = None
    # Only the cookie says who one is.
    security.login_manager.request_loader(lambda _request: None)
