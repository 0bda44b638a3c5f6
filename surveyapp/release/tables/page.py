"""All tables on one page that needs nothing else: no script, light and dark, fit to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from surveyapp.release.tables.subjects import ABSENT
from surveyapp.release.tables.write import NOT_SHOWN, rows
from surveyapp.release.words import NOT_ASKED

STYLE = """
:root{color-scheme:light dark;--ground:#fff;--ink:#1d2529;--quiet:#566168;--line:#c9cfd1;--soft:#f2f4f4}
@media (prefers-color-scheme:dark){
:root{--ground:#14191b;--ink:#e9edec;--quiet:#a9b4b7;--line:#3b474b;--soft:#1f282b}}
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem;background:var(--ground);
color:var(--ink)}
h2{margin:2.5rem 0 .25rem;font-size:1.2rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;margin:.5rem 0 1rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.25rem 0}
th,td{padding:.25rem .75rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:top}
th:first-child{text-align:left;font-weight:400}
thead th{font-weight:600;vertical-align:bottom;max-width:9rem}
th[scope=colgroup]{text-align:center;max-width:none}
.apart th,.apart td{background:var(--soft)}
small{color:var(--quiet)}
@media print{:root{--ground:#fff;--ink:#000;--quiet:#333}body{max-width:none;font-size:10pt}
section{break-inside:avoid}.scroll{overflow:visible}}
"""
Row = dict[str, str]


def page(title: str, said: list[str], files: Mapping[str, bytes], headings: Mapping[str, str]) -> bytes:
    """The page for the written files: what they say and nothing beyond.

    ``headings`` has the heading of each item by the name of its file; ``said`` are sentences at the top.
    """
    parts = [
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}: tables</title>\n<style>{STYLE}</style>",
        f"<main>\n<h1>{escape(title)}</h1>",
        *(f"<p>{escape(each)}</p>" for each in said),
    ]
    for name in headings:
        found = [row for stem, content in files.items() if _of(stem, name) for row in rows(content)]
        parts += _section(name, headings, found)
    return ("\n".join(parts) + "\n</main>\n").encode()


def _of(file: str, name: str) -> bool:
    return file == f"{name}.csv" or file.startswith(f"{name}_by_")


def _section(name: str, titles: Mapping[str, str], found: list[Row]) -> Iterator[str]:
    heading = titles[name]
    yield f'<section id="{escape(name)}">\n<h2>{escape(heading)}</h2>'
    for variable in dict.fromkeys(row["variable"] for row in found):
        yield from _table([row for row in found if row["variable"] == variable], heading, titles)
    yield "</section>"


def _table(found: list[Row], heading: str, titles: Mapping[str, str]) -> Iterator[str]:
    """One variable: its values down, everybody and the groups across, under what each group is called."""
    question = found[0]["question"]
    columns = dict.fromkeys((row["group"], row["group_value"], row["group_label"]) for row in found)
    values = {row["value"]: row["label"] for row in found if row["value"]}
    cells = {(row["group"], row["group_value"], row["value"]): row for row in found}
    caption = f"<caption>{escape(question)}</caption>" if question != heading else ""
    if not values:
        yield f"<p>{escape(question)}: {escape(found[0]['note'])}.</p>"
        return
    yield f'<div class="scroll" role="region" aria-label="{escape(question)}" tabindex="0">'
    yield f"<table>{caption}\n<thead>{_groups(columns, titles)}<tr><td></td>"
    for group, value, label in columns:
        asked = next((row["asked"] for key, row in cells.items() if key[:2] == (group, value)), "")
        base = f"<br><small>N = {escape(asked)}</small>" if asked else ""
        yield f'<th scope="col">{escape(label) or "Everybody"}{base}</th>'
    yield "</tr></thead>\n<tbody>"
    for value, label in values.items():
        if value == NOT_ASKED and all(row["n"] == "0" for row in found if row["value"] == value):
            continue
        apart = ' class="apart"' if value in ABSENT else ""
        yield f'<tr{apart}><th scope="row">{escape(label)}</th>'
        for group, head, _ in columns:
            yield f"<td>{_cell(cells.get((group, head, value)))}</td>"
        yield "</tr>"
    yield "</tbody></table></div>"
    for note in dict.fromkeys(row["note"] for row in found if row["note"]):
        yield f"<p><small>{escape(note[:1].upper() + note[1:])}.</small></p>"


def _groups(columns: Iterable[tuple[str, str, str]], titles: Mapping[str, str]) -> str:
    """A line over the headings that says what each group of them was asked; nothing without groups."""
    widths = Counter(group for group, _, _ in columns)
    if set(widths) == {""}:
        return ""
    over = "".join(
        f'<th scope="colgroup" colspan="{width}">{escape(titles.get(group, group))}</th>'
        if group
        else "<td></td>"
        for group, width in widths.items()
    )
    return f"<tr><td></td>{over}</tr>\n"


def _cell(row: Row | None) -> str:
    if row is None:
        return "–"
    if row["n"] == NOT_SHOWN:
        return "*"
    share = row["percent"]
    percent = share.replace(" or more", "% or more") if "more" in share else f"{share}%"
    return escape(row["n"]) + (f" <small>({escape(percent)})</small>" if share else "")
