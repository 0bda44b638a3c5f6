"""What is wrong with what a profile demands beyond k: variety in each class, people on the roster."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from surveyapp.instrument.explain import nearest
from surveyapp.instrument.problems import Path
from surveyapp.release.document import Privacy, Stratum
from surveyapp.release.rungs import Fault

Codes = Callable[[str], Collection[str]]
"""The codes of a variable by its name; none where they are not listed, or where there is no such variable."""


def demanded(privacy: Privacy, codes: Codes) -> Iterator[Fault]:
    """Every problem of ``diverse``, ``population`` and ``values``."""
    yield from _diverse(privacy, codes)
    yield from _population(privacy, codes)
    for name in privacy.values:
        if privacy.quasi_identifiers.get(name, ((),)):
            wrong = f"'{name}' has levels, which say its values, or no ladder at all"
            yield ("privacy", "values", name), "values-unused", wrong, "remove its values"


def _diverse(privacy: Privacy, codes: Codes) -> Iterator[Fault]:
    for name, least in privacy.diverse.items():
        path: Path = ("privacy", "diverse", name)
        if name in privacy.withhold:
            yield path, "withheld", f"'{name}' is withheld and needs no variety", "remove one of the two"
        elif name in privacy.quasi_identifiers:
            wrong = f"'{name}' has a ladder: those who share it show one value of it"
            yield path, "diverse-on-ladder", wrong, "ask for variety in what nobody knows"
        elif 0 < len(codes(name)) < least:
            wrong = f"'{name}' has only {len(codes(name))} values"
            yield path, "too-diverse", wrong, f"write {len(codes(name))} or less"


def _population(privacy: Privacy, codes: Codes) -> Iterator[Fault]:
    seen: set[tuple[tuple[str, str], ...]] = set()
    for index, stratum in enumerate(privacy.population):
        path: Path = ("privacy", "population", index)
        first = privacy.population[0].codes
        named = tuple(sorted(stratum.codes.items()))
        if not first:
            hint = "write what is known of them, such as area: adult"
            yield path, "population-unnamed", "it does not say which people these are", hint
            return
        if stratum.codes.keys() != first.keys():
            wrong = f"it names {', '.join(stratum.codes) or 'nothing'}, and the first {', '.join(first)}"
            yield path, "population-varies", wrong, "name the same variables in every entry"
        elif named in seen:
            yield path, "population-doubled", "the same people are counted before", "write their sum once"
        else:
            yield from _stratum(path, stratum, privacy, codes)
        seen.add(named)


def _stratum(path: Path, stratum: Stratum, privacy: Privacy, codes: Codes) -> Iterator[Fault]:
    for name, code in stratum.codes.items():
        if name not in privacy.quasi_identifiers:
            hint = nearest(name, privacy.quasi_identifiers)
            yield (*path, name), "population-unknown", f"'{name}' is no variable with a ladder", hint
        elif codes(name) and code not in codes(name):
            yield (*path, name), "unknown-code", f"'{name}' has no code '{code}'", nearest(code, codes(name))
