"""The forecast: who stands out among those invited, held against counting people one by one."""

from __future__ import annotations

from collections import Counter
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.instrument.model import Instrument
from surveyapp.release.forecast import said
from surveyapp.release.forecast.build import forecast
from surveyapp.release.forecast.colleagues import Colleagues, colleagues
from surveyapp.release.forecast.found import Forecast
from surveyapp.release.forecast.roster import Roster, Uneven, counted, from_totals
from surveyapp.release.forecast.subjects import subjects
from surveyapp.release.plain_profile import plain_profile
from surveyapp.release.profile import Profile
from surveyapp.release.terms import Terms
from tests.release.random_cases import random_instrument
from tests.release.tiny import bundled, bundled_profile, instrument, profile

TERMS = Terms("rows", k=5, minimum=10, smallest_cell=5)
TWO = """
- {name: area, type: choice, ask: Where?, options: {a: Adult, p: Pediatric}, privacy: quasi_identifier}
- {name: sued, type: yes_no, ask: Sued?, privacy: quasi_identifier}
- name: often
  type: choice
  ask: How often?
  when: {sued: yes}
  options: {1: Once, 2: Twice}
  privacy: quasi_identifier
- {name: well, type: yes_no, ask: Well?}
"""


def made(
    privacy: str = "{quasi_identifiers: {area: [], sued: [], often: []}}",
    roster: Roster | None = None,
    terms: Terms = TERMS,
    **shares: Any,
) -> Forecast:
    asked = instrument(TWO)
    return forecast(asked, profile(asked, privacy), terms, roster or Roster(100), shares, 0.6)


def known(asked: Instrument, plan: Profile, roster: Roster, **shares: Any) -> Colleagues:
    return colleagues(asked, subjects(asked, plan)[0], roster, shares)


def test_totals_make_combinations_as_if_independent_and_say_what_there_can_be() -> None:
    found = from_totals(100, {"area": {"a": 70, "p": 30}, "years": {"few": 90, "many": 10}})
    assert found.counts == {("a", "few"): 63, ("a", "many"): 7, ("p", "few"): 27, ("p", "many"): 3}
    assert found.between(("p", "many")) == (0, 10)
    assert found.between(("a", "few")) == (60, 70)


def test_totals_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(Uneven, match="add up to 96, and 100"):
        from_totals(100, {"area": {"a": 70, "p": 26}})
    with pytest.raises(Uneven, match="add up to 99, and 100"):
        counted(100, ["area"], {("a",): 99})


COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=4)


@given(st.lists(COUNTS, min_size=1, max_size=4), st.integers(0, 9))
def test_combinations_add_up_to_every_total(counts: list[list[int]], more: int) -> None:
    people = max(map(sum, counts)) + more
    totals = {
        f"q{at}": {str(code): each for code, each in enumerate([*given, people - sum(given)])}
        for at, given in enumerate(counts)
    }
    found = from_totals(people, totals)
    assert min(found.counts.values()) >= 0
    for at, counted_codes in enumerate(totals.values()):
        sums: Counter[str] = Counter()
        for combination, number in found.counts.items():
            sums[combination[at]] += number
        assert all(sums[code] == number for code, number in counted_codes.items())


def test_totals_of_many_items_are_crossed_as_far_as_that_can_be_counted() -> None:
    found = from_totals(50, {f"q{at}": {str(code): 5 for code in range(10)} for at in range(5)})
    assert found.variables == ("q0", "q1", "q2")
    assert sum(found.counts.values()) == 50


def test_a_person_alone_in_a_group_of_the_roster_is_named() -> None:
    roster = counted(100, ["area"], {("a",): 99, ("p",): 1})
    assert list(said.small_groups(made(roster=roster))) == [
        "One of your colleagues is “Pediatric”: whoever knows this person finds the row."
    ]


def test_small_groups_are_told_with_their_range_where_only_totals_are_known() -> None:
    asked = bundled("needs_assessment")
    years = {"0_to_4": 30, "5_to_9": 25, "10_to_14": 20, "15_to_19": 15, "20_up": 10}
    roster = from_totals(100, {"area": {"adult": 70, "pediatric": 30}, "years": years})
    found = forecast(asked, bundled_profile("needs_assessment"), TERMS, roster, {}, 0.6)
    (sentence,) = said.small_groups(found)
    assert "About 3 (from 0 to 10) of your colleagues" in sentence
    assert "Pediatric emergency medicine, 20 years or more" in sentence


def test_who_is_asked_follows_the_rules() -> None:
    asked = instrument(TWO)
    found = known(asked, plain_profile(asked), Roster(100), sued={"1": 40, "0": 60}, often={"1": 3, "2": 1})
    sizes = found.sizes([0, 0, 0])
    assert sizes["a", "0", "not_asked"] == pytest.approx(30)
    assert sizes["p", "1", "2"] == pytest.approx(5)
    assert len(sizes) == 6


def drawn(found: Colleagues, levels: list[int], k: int, rate: float, rng: Random) -> int:
    """People in small groups of those who answer, everybody being drawn one by one."""
    groups: Counter[tuple[str, ...]] = Counter()
    for stratum, people in enumerate(found.strata.tolist()):
        cells = [cell for cell, its in enumerate(found.stratum.tolist()) if its == stratum]
        for cell in rng.choices(cells, [found.parts[cell] for cell in cells], k=people):
            if rng.random() < rate:
                words = [words[codes[cell]] for words, codes in zip(found.words, found.codes, strict=True)]
                each = zip(found.subjects, words, levels, strict=True)
                groups[tuple(subject.ladder.at(word, level) for subject, word, level in each)] += 1
    return sum(size for size in groups.values() if size < k)


@pytest.mark.parametrize("levels", [[0, 0, 0], [1, 0, 0], [0, 1, 1], [0, 0, 1]])
@pytest.mark.parametrize("rate", [1.0, 0.6])
def test_expected_people_standing_out_are_those_that_drawing_finds(levels: list[int], rate: float) -> None:
    # That adults alone are asked makes chances differ between strata, whose counts then have to be added up.
    asked = instrument(TWO.replace("{name: sued,", "{name: sued, when: {area: a},"))
    roster = counted(40, ["area"], {("a",): 31, ("p",): 9})
    found = known(asked, plain_profile(asked), roster, sued={"1": 1, "0": 3})
    rng = Random(7)
    times = 600
    mean = sum(drawn(found, levels, 10, rate, rng) for _ in range(times)) / times
    assert found.standing_out(levels, 10, rate) == pytest.approx(mean, abs=0.8)


def random_known(seed: int, people: int) -> Colleagues:
    asked = random_instrument(Random(seed))
    return known(asked, plain_profile(asked), Roster(people))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 400), st.integers(0, 60), st.integers(2, 12), st.sampled_from([1.0, 0.5]))
def test_coarsening_makes_no_group_smaller_and_a_higher_k_reports_no_fewer(
    seed: int, people: int, k: int, rate: float
) -> None:
    found = random_known(seed, people)
    tops = [each.ladder.top for each in found.subjects]
    for levels in list(product(*(range(top + 1) for top in tops)))[:6]:
        now = found.standing_out(levels, k, rate)
        assert sum(found.sizes(levels).values()) == pytest.approx(people)
        assert found.standing_out(levels, k + 1, rate) >= now - 1e-6
        assert 0 <= now <= people * rate + 1e-6
        for at in range(len(levels)):
            coarser = [min(level + (place == at), tops[place]) for place, level in enumerate(levels)]
            assert found.standing_out(coarser, k, rate) <= now + 1e-6
            assert min(found.sizes(coarser).values()) >= min(found.sizes(levels).values()) - 1e-9


def test_an_item_says_what_it_costs_with_what_depends_on_it() -> None:
    found = made(sued={"1": 4, "0": 96}, often={"1": 1, "2": 1})
    items = {item.name: item for item in found.items}
    assert items["sued"].rarest == ("Yes", pytest.approx(4))
    assert items["sued"].spared == pytest.approx(found.small)
    assert items["often"].spared < items["sued"].spared
    assert [name for name, item in items.items() if item.guessed] == ["area"]


def test_groups_are_proposed_as_the_ladders_have_them() -> None:
    asked = bundled("needs_assessment")
    found = forecast(asked, bundled_profile("needs_assessment"), TERMS, Roster(60), {}, 0.6)
    years = next(item for item in found.items if item.name == "years")
    assert [groups for groups, _ in years.coarser][1] == ("0 to 9 years", "10 years or more")
    assert years.coarser[0][1] <= years.coarser[1][1] <= years.spared


def test_a_row_file_shows_what_leaves_nobody_alone() -> None:
    privacy = "{quasi_identifiers: {area: [], sued: [], often: []}, suppress_at_most: 0}"
    found = made(privacy, sued={"1": 4, "0": 96}, often={"1": 1, "2": 1})
    assert {told.name: told.how for told in found.outlook.told} == {
        "area": "as asked",
        "sued": "hidden",
        "often": "hidden",
    }
    assert {each.k for each in found.outlooks} == {3, 5, 10}


def test_what_depends_on_something_hidden_is_hidden() -> None:
    # Everybody was sued, so that only how often could tell anybody apart; it depends on being sued.
    shown = made("{quasi_identifiers: {area: [], sued: [], often: []}}", sued={"1": 1})
    assert {told.how for told in shown.outlook.told} == {"as asked"}
    held = made("{quasi_identifiers: {area: [], often: []}, withhold: [sued]}", sued={"1": 1})
    assert {told.name: told.how for told in held.outlook.told} == {"area": "as asked", "often": "hidden"}


def test_too_few_answers_are_told_before_they_are_few() -> None:
    found = made(roster=Roster(12))
    assert not found.enough
    assert "nothing leaves below 10" in " ".join(said.terms_words(found))


def test_numbers_are_counted_in_the_bands_of_the_profile_and_typed_words_not_at_all() -> None:
    asked = instrument("""
    - {name: age, type: integer, ask: Age?, min: 20, max: 80, privacy: quasi_identifier}
    - {name: title, type: text, ask: Title?, max_length: 40, privacy: quasi_identifier}
    - {name: senior, type: yes_no, ask: Chair?, when: {age: {at_least: 50}}, privacy: quasi_identifier}
    """)
    ladders = "quasi_identifiers: {age: [{young: ~, older: 50}], title: [], senior: []}"
    plan = profile(asked, f"{ladders}\nlabels: {{age: {{older: 50 up}}}}")
    found = forecast(asked, plan, TERMS, Roster(100), {"age": {"young": 9, "older": 1}}, 0.9)
    assert found.items[0].rarest == ("50 up", pytest.approx(10))
    assert found.combinations == 3
    assert found.uncounted == ("Title?",)
    assert {told.name: told.how for told in found.outlook.told} == {"age": "in groups", "senior": "hidden"}


def test_more_combinations_than_can_be_counted_are_left_out_and_named() -> None:
    options = ", ".join(f"c{code}: L{code}" for code in range(10))
    item = "- {{name: q{at}, type: choice, ask: Q{at}?, options: {{{options}}}, privacy: quasi_identifier}}"
    asked = instrument("\n".join(item.format(at=at, options=options) for at in range(8)))
    found = forecast(asked, plain_profile(asked), TERMS, Roster(50), {}, 0.5)
    assert found.beyond == ("Q4?", "Q5?", "Q6?", "Q7?")
    assert found.unique == pytest.approx(50, abs=0.5)
    assert "Q4?" in " ".join(said.assumptions(found))


def test_the_plainest_profile_takes_what_decides_along() -> None:
    asked = instrument(TWO.replace("ask: Sued?, privacy: quasi_identifier", "ask: Sued?"))
    assert list(plain_profile(asked).ladders) == ["area", "sued", "often"]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 400))
def test_any_instrument_has_a_plainest_profile_and_a_forecast(seed: int) -> None:
    asked = random_instrument(Random(seed))
    found = forecast(asked, plain_profile(asked), TERMS, Roster(30), {}, 0.6)
    assert 0 <= found.unique <= found.small + 1e-9 <= 30 + 1e-6
    assert said.headline(found)
    assert all(isinstance(sentence, str) for sentence in said.assumptions(found))
