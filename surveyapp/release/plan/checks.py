"""What keeps a plan from being carried out, said all at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import islice

from surveyapp.instrument.explain import nearest
from surveyapp.instrument.kinds.base import Variable
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Path
from surveyapp.release.carried import determinants
from surveyapp.release.plan import named
from surveyapp.release.plan.document import Aim, BeforeAfterBars, Figure, Plan, Table
from surveyapp.release.plan.pair_checks import comparison_faults, dichotomy
from surveyapp.release.rungs import Fault

MOST_PROBLEMS = 500
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}
"""What Windows takes for a device, whatever the folder."""

CODES = {
    "aim-decided": "an aim that every share reaches, or none",
    "aim-unbounded": "an aim has no bound, or more than one",
    "by-itself": "a table is broken down by one of its own rows",
    "by-not-coded": "a table is broken down by what has no codes, or by an item with several variables",
    "by-not-two": "the rank-sum test compares two groups, and there are more or fewer",
    "code-doubled": "a code is listed twice",
    "codes-not-numbers": "a test computes with codes that are no numbers",
    "columns-missing": "two questions are compared, and nothing says what they are called",
    "comment-in-plan": "a comment or a note is used, of which nothing is counted",
    "empty-plan": "a plan has nothing in it",
    "family-of-one": "a family has one test, so there is nothing to correct",
    "family-without-test": "a table has a family and makes no test",
    "fixed-in-plan": "a later plan gives another meaning to what the plan fixed on opening says",
    "kind-in-plan": "a date or a text is used, of which a report makes no table",
    "name-doubled": "two parts of a plan have one name",
    "no-median": "a table asks for medians and has no row on a scale of numbers",
    "not-a-plan": "a file given as a plan has no `report`",
    "not-a-scale": "a figure has a variable that is not answered on a scale",
    "one-sided": "all codes are on one side, or none is",
    "pairs-unlike": "two items have not the same statements",
    "row-doubled": "a variable stands twice in a table, or in a block of a figure",
    "scales-differ": "questions on different scales are compared",
    "same-variable": "a variable is compared with itself",
    "test-doubled": "a test is listed twice",
    "test-misfits": "a test does not fit what it is asked of",
    "test-without-by": "a table has a test and no groups to compare",
    "unfit-file-name": "a name that some computers take for a device",
    "unknown-code": "a code that the variable does not have",
    "unknown-comparison": "a figure shows a comparison that is not there, or one without a McNemar test",
    "unknown-kind": "a figure is of no kind that there is",
    "unknown-name": "the instrument has no item, variable or score of that name",
    "withheld-in-plan": "a variable is withheld, or depends on one that is",
    "wrong-pairs": "what is compared are not pairs",
}
"""Every code of a plan's own, and what it means."""


def plan_faults(plan: Plan, instrument: Instrument, withheld: Collection[str]) -> Iterator[Fault]:
    """The problems of a plan for an instrument of which some variables are withheld, up to MOST_PROBLEMS."""
    return islice(_faults(plan, instrument, withheld), MOST_PROBLEMS)


def _faults(plan: Plan, instrument: Instrument, withheld: Collection[str]) -> Iterator[Fault]:
    if not plan.analyses:
        hint = "add tables, comparisons, figures or aims, or remove report"
        yield ("report",), "empty-plan", "there is nothing in the plan", hint
    yield from _names(plan)
    yield from _references(plan, instrument)
    yield from _withheld(plan, instrument, withheld)
    yield from _families(plan, instrument)
    for at, table in enumerate(plan.tables):
        yield from _table(("report", "tables", at), table, instrument)
    for at, comparison in enumerate(plan.comparisons):
        yield from comparison_faults(("report", "comparisons", at), comparison, instrument)
    for at, figure in enumerate(plan.figures):
        yield from _figure(("report", "figures", at), figure, plan, instrument)
    for at, aim in enumerate(plan.aims):
        yield from _aim(("report", "aims", at), aim, instrument)


def _names(plan: Plan) -> Iterator[Fault]:
    seen: set[str] = set()
    for field in Plan.LISTS:
        for at, part in enumerate(getattr(plan, field)):
            path: Path = ("report", field, at, "name")
            if part.name in DEVICES:
                wrong = f"'{part.name}' cannot name a file on every computer"
                yield path, "unfit-file-name", wrong, "give it another name"
            elif part.name in seen:
                wrong = f"another part of the plan is called '{part.name}'"
                yield path, "name-doubled", wrong, "give each a name of its own: files are called by them"
            seen.add(part.name)


def _references(plan: Plan, instrument: Instrument) -> Iterator[Fault]:
    known = dict.fromkeys([*instrument.items, *instrument.columns])
    for path, name in plan.references():
        variables = named.variables_of(name, instrument)
        if name not in known:
            wrong = f"the instrument has no item, variable or score '{name}'"
            yield path, "unknown-name", wrong, nearest(name, known)
        elif not variables:
            wrong = f"of '{name}' nothing is counted"
            yield path, "comment-in-plan", wrong, "comments leave in a file of their own"
        elif any(named.measure(variable) is None for variable in variables):
            wrong = f"'{name}' is a {variables[0].type}, of which a report makes no table"
            yield path, "kind-in-plan", wrong, "use items with options, scales or numbers"


def _withheld(plan: Plan, instrument: Instrument, withheld: Collection[str]) -> Iterator[Fault]:
    behind = determinants(instrument)
    controls = {each.control.name for each in instrument.variables if each.control and each.name in withheld}
    for path, name in plan.references():
        for variable in named.variables_of(name, instrument):
            if variable.name in withheld:
                wrong = f"'{variable.name}' is withheld"
                yield path, "withheld-in-plan", wrong, "remove it here, or from privacy: withhold"
            elif behind[variable.name] & controls:
                hidden = ", ".join(sorted(behind[variable.name] & controls))
                wrong = f"'{variable.name}' depends on {hidden}, which is withheld"
                yield path, "withheld-in-plan", wrong, "remove it here, or let that leave"


def _families(plan: Plan, instrument: Instrument) -> Iterator[Fault]:
    sizes = {
        name: sum(each.hypotheses(instrument) for each in members) for name, members in plan.families.items()
    }
    for field in ("tables", "comparisons"):
        for at, each in enumerate(getattr(plan, field)):
            path: Path = ("report", field, at, "family")
            if isinstance(each, Table) and each.family and each.test == "none":
                yield (
                    path,
                    "family-without-test",
                    f"'{each.name}' makes no test",
                    "add a test, or remove family",
                )
            elif each.family and sizes[each.family] == 1:
                wrong = f"the family '{each.family}' has one test"
                yield path, "family-of-one", wrong, "remove it: one test needs no correction"


def _table(path: Path, table: Table, instrument: Instrument) -> Iterator[Fault]:
    every = [
        ((*path, "rows", at), variable)
        for at, name in enumerate(table.rows)
        for variable in named.variables_of(name, instrument)
    ]
    yield from _twice(every)
    by = named.variables_of(table.by, instrument) if table.by is not None else ()
    if table.by is None and table.test != "none":
        yield (*path, "test"), "test-without-by", f"'{table.test}' compares groups", "add by: a variable"
    elif len(by) > 1 or (by and not by[0].codes):
        hint = nearest("", [each.name for each in by]) if len(by) > 1 else "name a variable with options"
        yield (*path, "by"), "by-not-coded", f"'{table.by}' does not make groups", hint
    elif by:
        yield from _grouped(path, table, by[0], every)
    if table.median and every and not any(_has_median(variable) for _, variable in every):
        hint = "remove it: numbers always show theirs, and other options have none"
        yield (*path, "median"), "no-median", "no row is on a scale of numbers", hint


def _grouped(path: Path, table: Table, by: Variable, every: list[tuple[Path, Variable]]) -> Iterator[Fault]:
    if table.test == "rank_sum" and len(by.codes) != 2:
        wrong = f"'{by.name}' has {len(by.codes)} codes, and the rank-sum test compares two groups"
        yield (*path, "by"), "by-not-two", wrong, "use a variable with two codes, or test: fisher"
    for where, variable in every:
        if variable.name == by.name:
            yield where, "by-itself", f"the columns are made by '{by.name}'", "remove it from the rows"
        elif table.test == "fisher" and named.measure(variable) == "measured":
            wrong = f"'{variable.name}' is a number, which Fisher's test does not take"
            yield where, "test-misfits", wrong, "use test: rank_sum, in a table of its own"
        elif table.test == "rank_sum" and variable.codes and len(variable.codes) < 3:
            wrong = f"'{variable.name}' has two codes, and so no order to rank"
            yield where, "test-misfits", wrong, "use test: fisher, in a table of its own"


def _has_median(variable: Variable) -> bool:
    measure = named.measure(variable)
    return measure == "measured" or (measure == "ordered" and named.numbers(variable) is not None)


def _twice(every: list[tuple[Path, Variable]]) -> Iterator[Fault]:
    counts: Counter[str] = Counter()
    for path, variable in every:
        counts[variable.name] += 1
        if counts[variable.name] == 2:
            yield path, "row-doubled", f"'{variable.name}' stands here before", "keep one of the two"


def _figure(path: Path, figure: Figure, plan: Plan, instrument: Instrument) -> Iterator[Fault]:
    if isinstance(figure, BeforeAfterBars):
        shown = plan.comparison(figure.comparison)
        paired = [each.name for each in plan.comparisons if each.dichotomous]
        if shown is None or not shown.dichotomous:
            wrong = f"there is no comparison '{figure.comparison}' with a McNemar test"
            hint = nearest(figure.comparison, paired) or "add it to comparisons"
            yield (*path, "comparison"), "unknown-comparison", wrong, hint
        return
    first: Variable | None = None
    for heading, names in figure.blocks.items():
        every = [
            ((*path, "blocks", heading, at), variable)
            for at, name in enumerate(names)
            for variable in named.variables_of(name, instrument)
        ]
        yield from _twice(every)
        for where, variable in every:
            first = first or variable
            if named.measure(variable) not in ("ordered", None) or len(variable.codes) == 1:
                wrong = f"'{variable.name}' is not answered on a scale"
                yield where, "not-a-scale", wrong, "use items of type scale, grid or before_after"
            elif len(named.scales((first, variable))) > 1:
                wrong = f"'{variable.name}' has another scale than '{first.name}'"
                yield where, "scales-differ", wrong, "make a figure for each scale"


def _aim(path: Path, aim: Aim, instrument: Instrument) -> Iterator[Fault]:
    if len(aim.bounds) != 1:
        given = " and ".join(aim.bounds) or "none"
        wrong = f"an aim has one bound, and this has {given}"
        yield path, "aim-unbounded", wrong, "write one of more_than, at_least, less_than, at_most"
    for word, bound in aim.bounds.items():
        if (word, bound) in (("more_than", 100), ("at_least", 0), ("less_than", 0), ("at_most", 100)):
            reached = "every share reaches it" if word in ("at_least", "at_most") else "no share reaches it"
            yield (*path, word), "aim-decided", reached, "write a percentage that could go either way"
    variables = named.variables_of(aim.of, instrument)
    if len(variables) > 1:
        wrong = f"'{aim.of}' has several variables"
        yield (*path, "of"), "by-not-coded", wrong, nearest("", [each.name for each in variables])
    elif variables and not variables[0].codes:
        yield (*path, "of"), "by-not-coded", f"'{aim.of}' has no codes", "name a variable with options"
    elif variables:
        yield from dichotomy((*path, "agree"), aim.agree, variables)
