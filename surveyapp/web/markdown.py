"""What authors write: a small subset of Markdown, and never their HTML.

Paragraphs, emphasis, lists, and links to https and mailto addresses; pictures, headings and HTML stay text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

ADDRESSES = ("https://", "mailto:")


class Subset(MarkdownIt):
    """Markdown with a closed list of what it may become."""

    def __init__(self) -> None:
        super().__init__("zero", {"html": False})
        self.enable(["emphasis", "list", "link", "newline", "escape", "entity"])
        self.add_render_rule("link_open", _link_open)

    def validateLink(self, url: str) -> bool:  # noqa: N802  the name is the library's
        return url.lower().startswith(ADDRESSES) and super().validateLink(url)


def _link_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    # In another tab: leaving the page empties its form.
    tokens[index].attrs.update(target="_blank", rel="noreferrer")
    return str(self.renderToken(tokens, index, options, env))


SUBSET = Subset()


def written(text: str) -> Markup:
    """An author's text as HTML that holds nothing but the subset."""
    return Markup(SUBSET.render(text))  # noqa: S704  the renderer escapes all that is not of the subset
