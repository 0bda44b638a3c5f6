"""The forecast in words that a physician reads before a launch."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.release.forecast.found import Forecast, Group, Item, Outlook, Told

LONGEST_LIST = 12


def headline(found: Forecast) -> str:
    """How many would stand out, in one sentence."""
    k = found.terms.k
    if not found.items:
        return "Nothing is asked that colleagues may know of each other: nobody stands out."
    if found.small < 0.5:
        return (
            f"Nobody stands out: each of the {found.people} invited shares what colleagues may know with at "
            f"least {k - 1} others."
        )
    alone = "" if found.unique < 0.5 else f", and {about(found.unique)} with nobody"
    return (
        f"Of the {found.people} invited, {about(found.small)} would share all that colleagues may know of "
        f"them with fewer than {k - 1} others{alone}."
    )


def small_groups(found: Forecast) -> Iterator[str]:
    """A sentence for each small group of the roster, the smallest first."""
    small = [group for group in found.groups if group.people < found.terms.k and group.people]
    for group in small[:LONGEST_LIST]:
        yield _small(group, found.assumed)
    if len(small) > LONGEST_LIST:
        yield f"There are {len(small) - LONGEST_LIST} more groups of fewer than {found.terms.k}."


def _small(group: Group, assumed: bool) -> str:
    who = ", ".join(group.labels)
    if assumed:
        return (
            f"About {group.people} (from {group.fewest} to {group.most}) of your colleagues: “{who}”. "
            "Whoever knows one of them finds the row among so few."
        )
    if group.people == 1:
        return f"One of your colleagues is “{who}”: whoever knows this person finds the row."
    return (
        f"{group.people} of your colleagues are “{who}”: whoever knows one of them finds the row among "
        f"{group.people}."
    )


def item_words(found: Forecast, item: Item) -> str:
    """What one item does, in a sentence or two."""
    label, people = item.rarest
    said = f"Its rarest answer, “{label}”, is that of {about(people)}." if label else ""
    if item.alone >= 0.5:
        said += f" By this alone {about(item.alone)} would be in groups smaller than {found.terms.k}."
    if item.spared >= 0.5:
        said += f" Without it, {about(item.spared)} fewer would stand out."
    elif found.small >= 0.5:
        said += " Leaving it out alone would change little."
    for groups, spared in item.coarser:
        if spared >= 0.5:
            said += f" Asked in groups ({'; '.join(groups)}): {about(spared)} fewer."
    return said.strip()


def outlook_words(outlook: Outlook) -> Iterator[str]:
    """What a row file could tell of each item."""
    if not outlook.told:
        yield f"With k = {outlook.k}, too few would answer: no row would leave."
    for told in outlook.told:
        yield f"{told.wording} {_how(told)}."


def told_words(outlook: Outlook, name: str) -> str:
    """How exactly a row file could tell one item."""
    return next((_how(told) for told in outlook.told if told.name == name), "No row would leave")


def _how(told: Told) -> str:
    if told.how == "in groups":
        return f"In groups: {'; '.join(told.groups)}"
    return "As asked" if told.how == "as asked" else "Hidden"


def terms_words(found: Forecast) -> Iterator[str]:
    """What the campaign's terms would let leave, a sentence each."""
    terms = found.terms
    answering = about(found.answering)
    if not found.enough:
        yield (
            f"{_capital(answering)} would answer, and nothing leaves below {terms.minimum}: nothing would be "
            "published. Invite more people, remind everybody, or agree on a lower minimum."
        )
        return
    yield f"{_capital(answering)} would answer; nothing leaves below {terms.minimum}."
    small = sum(group.people > 0 and group.answering < terms.smallest_cell for group in found.groups)
    if small and terms.smallest_cell > 1:
        yield (
            f"In tables, {small} of {sum(group.people > 0 for group in found.groups)} groups of the roster "
            f"would be too small for a count of {terms.smallest_cell}: such counts are hidden."
        )
    if terms.publish == "rows" and not found.outlook.anything:
        yield (
            "A row file would tell nothing of what colleagues may know. Tables alone would tell more: think "
            "of publishing tables instead of rows."
        )
    elif terms.publish == "rows":
        hidden = sum(told.how == "hidden" for told in found.outlook.told)
        things = len(found.outlook.told)
        yield f"Of {things} things that colleagues may know, a row file would hide {hidden}."


def assumptions(found: Forecast) -> Iterator[str]:
    """What was taken for granted, a sentence each."""
    if found.assumed:
        yield (
            "Only totals are known of the roster. How many there are of each combination is worked out as if "
            "one said nothing of the other; beside it stand the fewest and the most that there can be."
        )
    guessed = [item.wording for item in found.items if item.guessed]
    if guessed:
        yield (
            "Nothing was said of these, so each answer is taken to be as frequent as the others: "
            f"{_listed(guessed)}"
        )
    if found.uncounted:
        yield (
            "Typed freely, these single nearly everybody out and are not in the numbers: "
            f"{_listed(found.uncounted)}"
        )
    if found.beyond:
        yield (
            "These are not in the numbers, for the others make thousands of combinations already: "
            f"{_listed(found.beyond)}"
        )
    yield (
        f"Everybody answers with the same chance, {found.rate:.0%}, and skips no question. A forecast is no "
        "promise: what leaves is decided by the answers, under the terms."
    )


def about(people: float) -> str:
    """An expected number of people, in whole people."""
    rounded = round(people)
    if not rounded:
        return "hardly anybody"
    return f"about {rounded} {'person' if rounded == 1 else 'people'}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(wordings: tuple[str, ...] | list[str]) -> str:
    return " · ".join(wordings)
