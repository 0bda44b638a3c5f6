"""Tables under suppression: counts of all responses, of which none singles a person out."""

from surveyapp.release.tables.make import TablesMade, make

__all__ = ["TablesMade", "make"]
