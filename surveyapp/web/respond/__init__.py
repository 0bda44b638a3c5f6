"""Respondents' pages: no account, no cookie, one page with one form, and nothing logged."""

from surveyapp.web.respond.views import blueprint

__all__ = ["blueprint"]
