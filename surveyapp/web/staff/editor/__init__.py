"""Wording an instrument: sections and items as cards, forms for each, and YAML for those who want it."""

from surveyapp.web.staff.editor import (
    conflicts,
    item_views,
    part_views,
    publishing,
    rule_views,
    text_views,
    views,
)
from surveyapp.web.staff.editor.area import blueprint

__all__ = [
    "blueprint",
    "conflicts",
    "item_views",
    "part_views",
    "publishing",
    "rule_views",
    "text_views",
    "views",
]
