"""What analysts work with: reports and data of sealed campaigns, and comments that await a reader."""

from surveyapp.web.staff.data import packages, reports, reviewing, views  # noqa: F401  for their addresses
from surveyapp.web.staff.data.area import blueprint

__all__ = ["blueprint"]
