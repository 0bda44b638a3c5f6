"""The plainest profile: what holds for an instrument for which nobody has written one."""

from __future__ import annotations

from surveyapp.instrument.model import Instrument
from surveyapp.instrument.problems import Place, Problem, Unusable
from surveyapp.release.carried import determinants
from surveyapp.release.checks import campaign_faults
from surveyapp.release.document import Document, Privacy
from surveyapp.release.plan.plain import plain_plan
from surveyapp.release.profile import Profile


def plain_profile(instrument: Instrument) -> Profile:
    """A profile that tells every quasi-identifier as collected or hides it, with the plainest plan.

    What decides whether one of them is asked goes with them. The same instrument has the same profile. Raises
    Unusable where the instrument uses words that the data needs.
    """
    marked = {
        control.name for control in instrument.controls.values() if control.item.privacy == "quasi_identifier"
    }
    behind = determinants(instrument)
    needed = marked.union(
        *(
            behind[each.name]
            for each in instrument.variables
            if each.control is not None and each.control.name in marked
        )
    )
    ladders: dict[str, tuple[()]] = {
        each.name: ()
        for each in instrument.variables
        if each.control is not None and each.control.name in needed
    }
    privacy = Privacy(quasi_identifiers=ladders)
    document = Document(
        name=instrument.name, instrument=instrument.name, privacy=privacy, report=plain_plan(instrument)
    )
    faults = [
        Problem(Place(instrument.name), code, message, hint)
        for _, code, message, hint in campaign_faults(document, instrument)
    ]
    if faults:
        raise Unusable(faults)
    return Profile(document)
