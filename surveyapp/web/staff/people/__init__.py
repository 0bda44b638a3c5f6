"""Who may sign in, and what was done."""

from surveyapp.web.staff.people.views import blueprint

__all__ = ["blueprint"]
