"""Campaigns: creating, trying, launching, extending, closing and sealing them."""

from surveyapp.web.staff.campaigns import (  # noqa: F401  for their addresses
    forecasting,
    inviting,
    mail,
    reading,
    schedule,
    steps,
    views,
)
from surveyapp.web.staff.campaigns.area import blueprint

__all__ = ["blueprint"]
