"""Instruments: what is published, how versions differ, and trying them out before anybody is asked."""

from surveyapp.web.staff.instruments.trying import drafts, published
from surveyapp.web.staff.instruments.views import blueprint

__all__ = ["blueprints"]

blueprints = (blueprint, published, drafts)
