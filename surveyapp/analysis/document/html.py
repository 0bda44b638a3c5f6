"""A report as one HTML file that needs nothing else: no script, no font, no network."""

from __future__ import annotations

from base64 import b64encode

from jinja2 import Environment, PackageLoader, StrictUndefined

from surveyapp.analysis.document.report import Block, Report

ENVIRONMENT = Environment(
    loader=PackageLoader("surveyapp.analysis.document"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    auto_reload=False,
)


def kind(block: Block) -> str:
    """The name of the macro that draws a block."""
    return type(block).__name__.lower()


def embedded(svg: bytes) -> str:
    """An SVG as an address that holds it; as an image its ids can't meet those of another figure."""
    return f"data:image/svg+xml;base64,{b64encode(svg).decode()}"


ENVIRONMENT.filters |= {"kind": kind, "embedded": embedded}


def text(report: Report) -> str:
    """The report as HTML: the same report, the same text. Every value in it is escaped."""
    return ENVIRONMENT.get_template("report.html").render(report=report)
