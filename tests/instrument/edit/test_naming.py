"""Names made of wordings are fit for everything that names are used in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.instrument.edit.naming import code_from, name_from
from tests.instrument.authoring import codes_of


@pytest.mark.parametrize(
    ("wording", "name"),
    [
        ("Have you ever been named in a lawsuit?", "ever_named_lawsuit"),
        ("Do you?", "do_you"),
        ("¿?", "question"),
        ("2 questions", "q_2_questions"),
        ("Éducation médicale", "education_medicale"),
        ("by", "by_2"),
    ],
)
def test_a_name_tells_what_is_asked(wording: str, name: str) -> None:
    assert name_from(wording, ()) == name


def test_a_name_that_is_taken_in_any_case_gets_a_number() -> None:
    assert name_from("Nights", {"NIGHTS", "nights_2"}) == "nights_3"
    assert code_from("…", {"option"}) == "option_2"


@settings(deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=40), min_size=1, max_size=3))
def test_the_checker_finds_nothing_wrong_with_any_name_or_code(wording: str, labels: list[str]) -> None:
    codes: list[str] = []
    for label in labels:
        codes.append(code_from(label, codes))
    options = ", ".join(f"{code}: Label {at}" for at, code in enumerate(codes))
    name = name_from(wording, ())
    found = codes_of(f"- {{name: {name}, type: choices, ask: A?, options: {{{options}}}}}")
    assert found == []
