"""codebook.html: the codebook to read and print, in one file without script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup

from surveyapp.release.entries import Entry
from surveyapp.release.words import MISSING

STYLE = Markup("""
:root { color-scheme: light dark; --ink: #1d2733; --quiet: #566573; --line: #d9e0e6; --back: #fff; --soft:
  #f3f6f8;
  --bar: #2f7f86; --gap: #b9c4cc; --mark: #8a4b08; --marked: #fdf3e3; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --quiet: #a3b1bd; --line: #36424d; --back:
  #151b21;
  --soft: #1d252d; --bar: #5fb3b9; --gap: #4b5965; --mark: #f0c98d; --marked: #33291a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 54rem; background: var(--back); color:
  var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 2px solid
  var(--line); }
h3 { font-size: 1rem; margin: 0; }
a { color: inherit; text-decoration-color: var(--bar); text-underline-offset: .2em; }
code { font: .93em ui-monospace, monospace; overflow-wrap: anywhere; }
p { margin: .25rem 0 .75rem; }
.quiet { color: var(--quiet); font-size: .9rem; }
.made-up { padding: .6rem .9rem; border-left: 4px solid var(--mark); background: var(--marked); color:
  var(--mark); }
nav ul { columns: 15rem; padding-left: 1.2rem; }
nav li { break-inside: avoid; font-size: .9rem; }
article { margin: 0 0 1rem; padding: .9rem 1rem; border: 1px solid var(--line); border-radius: .5rem;
  break-inside: avoid; }
article:target { outline: 2px solid var(--bar); }
dl { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .5rem 0 0; font-size: .9rem; }
dl div { display: flex; gap: .4rem; }
dt { color: var(--quiet); }
dd { margin: 0; }
table { width: 100%; margin-top: .6rem; border-collapse: collapse; font-size: .92rem; }
th, td { padding: .25rem .5rem .25rem 0; border-top: 1px solid var(--line); text-align: left;
  vertical-align: top; }
th { color: var(--quiet); font-weight: 500; border-top: 0; }
td.count, th.count { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.bar { width: 26%; padding-right: 0; vertical-align: middle; }
td.bar span { display: block; height: .6rem; border-radius: .2rem; background: var(--bar); }
tr.missing { color: var(--quiet); }
tr.missing td.bar span { background: var(--gap); }
@media (max-width: 34rem) { td.bar, th.bar { display: none; } }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } nav { display: none; }
  td.bar span { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
""")
PAGE = Markup("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Codebook: {title}</title>
<style>{style}</style>
</head>
<body>
<header><h1>{title}</h1>
{about}</header>
<nav aria-label="Variables"><h2>Variables</h2>
<ul>
{index}</ul></nav>
<main>
{sections}</main>
</body>
</html>
""")
ARTICLE = Markup("""<article id="{anchor}"><h3><code>{name}</code></h3>
<p>{number}{wording}</p>
{table}<dl>{facts}</dl></article>
""")
MOST_VALUES = 40
"""A column of more values than that is summed up: it holds numbers, dates or texts."""


def codebook_html(title: str, about: Sequence[str], made_up: str, entries: Sequence[Entry]) -> str:
    """The page: ``about`` are its first paragraphs, ``made_up`` what is said of data that is made up."""
    paragraphs = [Markup('<p class="made-up">{}</p>\n').format(made_up)] if made_up else []
    paragraphs += [Markup("<p>{}</p>\n").format(text) for text in about]
    index = (
        Markup('<li><a href="#{0}"><code>{1}</code></a></li>\n').format(_anchor(entry), entry.name)
        for entry in entries
    )
    sections = (
        Markup("<section><h2>{}</h2>\n{}</section>\n").format(section, _joined(map(_article, several)))
        for section, several in groupby(entries, lambda entry: entry.section)
    )
    return str(
        PAGE.format(
            title=title,
            style=STYLE,
            about=_joined(paragraphs),
            index=_joined(index),
            sections=_joined(sections),
        )
    )


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def _anchor(entry: Entry) -> str:
    return entry.name.replace(" (text)", "-text")


def _article(entry: Entry) -> Markup:
    number = f"{entry.number}. " if entry.number else ""
    return ARTICLE.format(
        anchor=_anchor(entry),
        name=entry.name,
        number=number,
        wording=entry.wording,
        table=_table(entry),
        facts=_joined(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*fact) for fact in _facts(entry)),
    )


def _facts(entry: Entry) -> Iterable[tuple[str, str]]:
    yield "Kind", entry.kind.replace("_", " ")
    if entry.range:
        yield "Range", entry.range
    if entry.n is not None:
        yield "n", f"{entry.n:,}"
    if entry.privacy:
        yield "Privacy", entry.privacy.replace("_", "-")
    yield "Released", entry.done


def _table(entry: Entry) -> Markup:
    """Codes and missing words with what they mean and how many cells hold them."""
    counts = entry.counts or {}
    order = [*entry.labels, *(word for word in counts if word not in entry.labels and word not in MISSING)]
    if len(order) > MOST_VALUES:
        order = []
    rows = [_row(word, entry.labels.get(word, ""), entry, "") for word in order]
    rows += [_row(word, MISSING[word], entry, "missing") for word in entry.missing]
    if not rows:
        return Markup("")
    counted = Markup('<th class="count">Count</th><th class="bar"></th>') if entry.counts is not None else ""
    head = Markup("<tr><th>Code</th><th>Meaning</th>{}</tr>\n").format(counted)
    return Markup("<table>\n{}{}</table>\n").format(head, _joined(rows))


def _row(word: str, meaning: str, entry: Entry, kind: str) -> Markup:
    counted: str | Markup = ""
    if entry.counts is not None:
        count = entry.counts.get(word, 0)
        share = 100 * count / max(sum(entry.counts.values()), 1)
        counted = Markup(
            '<td class="count">{:,}</td><td class="bar"><span style="width: {:.1f}%"></span></td>'
        ).format(count, share)
    return Markup('<tr class="{}"><td><code>{}</code></td><td>{}</td>{}</tr>\n').format(
        kind, word, meaning, counted
    )
