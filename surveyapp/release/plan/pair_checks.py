"""What is wrong with a comparison of pairs, and with the two sides that answers are put on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from surveyapp.instrument.explain import nearest
from surveyapp.instrument.kinds.base import Variable
from surveyapp.instrument.kinds.scales import BeforeAfter
from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Path
from surveyapp.release.plan import named
from surveyapp.release.plan.document import Comparison
from surveyapp.release.plan.named import Pair
from surveyapp.release.rungs import Fault


def comparison_faults(path: Path, comparison: Comparison, instrument: Instrument) -> Iterator[Fault]:
    """Every problem of a comparison, but for names that the instrument does not have."""
    where = (*path, "pairs")
    shapes = [*_shape(where, comparison, instrument)]
    yield from shapes
    for at, test in enumerate(comparison.tests):
        if test in comparison.tests[:at]:
            yield (*path, "tests", at), "test-doubled", f"'{test}' is listed before", "keep one of the two"
    if not isinstance(comparison.pairs, str) and comparison.pairs and comparison.columns is None:
        hint = "add columns: [what the first is called, what the second is called]"
        yield path, "columns-missing", "nothing says what the two questions are called", hint
    pairs = () if shapes else comparison.pairs_of(instrument)
    for pair in pairs:
        yield from _pair((*where, pair.label), pair)
    # A pair on different scales is said to be one: there is nothing to test then.
    alike = [pair for pair in pairs if len(named.scales((pair.first, pair.second))) == 1]
    if alike:
        yield from _tests(path, comparison, alike)


def dichotomy(path: Path, agree: tuple[str, ...], variables: Iterable[Variable]) -> Iterator[Fault]:
    """Codes that the variables do not have, and sides that leave nothing on the other."""
    for at, code in enumerate(agree):
        missing = next((each for each in variables if code not in each.codes), None)
        if missing is not None:
            wrong = f"'{missing.name}' has no code '{code}'"
            hint = ", ".join(f"{known} is {label}" for known, label in list(missing.codes.items())[:12])
            yield (*path, at), "unknown-code", wrong, f"in the data {hint}"
            return
        if code in agree[:at]:
            yield (*path, at), "code-doubled", f"'{code}' is listed before", "keep one of the two"
    if not agree or any(set(agree) >= each.codes.keys() for each in variables):
        side = "the other" if agree else "this"
        yield path, "one-sided", f"no code is left on {side} side", "list some of the codes, not all"


def _shape(path: Path, comparison: Comparison, instrument: Instrument) -> Iterator[Fault]:
    """Pairs that are none, but for unknown names."""
    given = comparison.pairs
    if isinstance(given, str):
        item = instrument.items.get(given)
        if named.variables_of(given, instrument) and not isinstance(item, BeforeAfter):
            wrong = f"'{given}' is not asked for two periods"
            yield path, "wrong-pairs", wrong, f"name a before_after item, or two: [{given}, …]"
    elif isinstance(given, tuple):
        first, second = (named.statements_of(name, instrument) for name in given)
        if first and second and first.keys() != second.keys():
            odd = ", ".join(sorted(first.keys() ^ second.keys())) or "one"
            yield (
                path,
                "pairs-unlike",
                f"only one of the two has: {odd}",
                "pair variables, each under a label",
            )
    else:
        for label, two in given.items():
            several = [name for name in two if len(named.variables_of(name, instrument)) > 1]
            if several:
                wrong = f"'{several[0]}' has several variables"
                known = [each.name for each in named.variables_of(several[0], instrument)]
                yield (*path, label), "wrong-pairs", wrong, nearest("", known)


def _pair(path: Path, pair: Pair) -> Iterator[Fault]:
    if pair.first == pair.second:
        yield path, "same-variable", f"'{pair.first.name}' is compared with itself", "name two variables"
    elif len(named.scales((pair.first, pair.second))) > 1:
        wrong = f"'{pair.first.name}' and '{pair.second.name}' are on different scales"
        yield path, "scales-differ", wrong, "compare what has the same codes and labels"


def _tests(path: Path, comparison: Comparison, pairs: list[Pair]) -> Iterator[Fault]:
    variables = [pair.first for pair in pairs]
    uncoded = [each for each in variables if not each.codes]
    if comparison.dichotomous and uncoded:
        wrong = f"'{uncoded[0].name}' has no codes to put on two sides"
        yield (*path, "tests"), "test-misfits", wrong, "use tests: [signed_rank]"
    elif comparison.dichotomous or comparison.agree:
        yield from dichotomy((*path, "agree"), comparison.agree, variables)
    if "signed_rank" in comparison.tests:
        where = (*path, "tests", comparison.tests.index("signed_rank"))
        for each in variables:
            if each.codes and named.numbers(each) is None:
                wrong = f"the codes of '{each.name}' are no numbers to subtract"
                yield where, "codes-not-numbers", wrong, "use tests: [mcnemar]"
            elif 0 < len(each.codes) < 3:
                wrong = f"'{each.name}' has two codes: the signed-rank test is McNemar's there"
                yield where, "test-misfits", wrong, "use tests: [mcnemar]"
