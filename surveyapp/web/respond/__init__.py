"""Respondents' pages: no account, no cookie, one page with one form, and nothing logged."""

from surveyapp.web.respond import invitation, views

__all__ = ["blueprints"]

blueprints = (views.blueprint, invitation.blueprint)
