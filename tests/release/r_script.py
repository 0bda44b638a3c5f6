"""A light reading of the R that a package comes with: the names in its calls of `c()`."""

from __future__ import annotations

import re

TEXT = r'"(?:[^"\\]|\\.)*"'


def columns_named(script: str, variable: str) -> set[str]:
    """The texts in each `variable <- c(…)` or `variable = c(…)`; where they have names, those."""
    found: set[str] = set()
    for match in re.finditer(rf"\b{variable} (?:<-|=) c\(((?:{TEXT}|[^()\"])*)\)", script):
        entries = re.findall(rf"({TEXT})( = {TEXT})?", match[1])
        found |= {name.strip('"') for name, _ in entries}
    return found
