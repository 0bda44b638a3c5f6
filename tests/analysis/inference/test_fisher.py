"""Fisher's exact test against all tables with the same margins."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import factorial, prod
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveyapp.analysis.inference.fisher import FisherTest, fisher
from surveyapp.analysis.inference.outcome import Method, Untestable
from tests.analysis.inference.outcomes import result_of

Table = list[list[int]]


def dealt(size: int, limits: list[int]) -> Iterator[list[int]]:
    """Every way to deal so many to places that hold only so many."""
    if not limits:
        yield from [[]] if size == 0 else []
        return
    for here in range(min(size, limits[0]) + 1):
        yield from ([here, *rest] for rest in dealt(size - here, limits[1:]))


def all_tables(rows: list[int], columns: list[int]) -> Iterator[list[int]]:
    """The cells of every table with these margins."""
    if not rows:
        yield from [[]] if not any(columns) else []
        return
    for row in dealt(rows[0], columns):
        left = [total - cell for total, cell in zip(columns, row, strict=True)]
        yield from (row + rest for rest in all_tables(rows[1:], left))


def by_enumeration(table: Table) -> float:
    """The share of the tables that are at most as probable, in whole numbers."""
    columns = [sum(column) for column in zip(*table, strict=True)]

    def weight(cells: list[int]) -> Fraction:
        return Fraction(1, prod(map(factorial, cells)))

    weights = [weight(cells) for cells in all_tables([sum(row) for row in table], columns)]
    observed = weight([cell for row in table for cell in row])
    return float(sum(other for other in weights if other <= observed) / sum(weights))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A small table in which at least two rows and two columns hold somebody."""
    rows, columns = draw(st.tuples(st.integers(2, 4), st.integers(2, 4)))
    table = draw(
        st.lists(
            st.lists(st.integers(0, 3), min_size=columns, max_size=columns), min_size=rows, max_size=rows
        )
    )
    assume(sum(map(sum, table)) <= 14)
    assume(sum(map(any, table)) > 1)
    assume(sum(map(any, zip(*table, strict=True))) > 1)
    return table


@settings(deadline=None)
@given(tables())
def test_it_is_what_enumeration_gives(table: Table) -> None:
    found = result_of(fisher(table))
    assert found.p == pytest.approx(by_enumeration(table), rel=1e-11)
    assert found.method is Method.EXACT
    assert 0 < found.p <= 1


@settings(deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_neither_order_nor_direction_matters(table: Table, chance: Random) -> None:
    other = [list(column) for column in zip(*chance.sample(table, len(table)), strict=True)]
    chance.shuffle(other)
    assert result_of(fisher(other)).p == pytest.approx(result_of(fisher(table)).p, rel=1e-11)


@pytest.mark.parametrize("table", [[], [[]], [[0, 0], [0, 0]], [[5, 3]], [[5, 3], [0, 0]], [[5, 0], [3, 0]]])
def test_a_table_without_two_rows_and_two_columns_cannot_be_tested(table: Table) -> None:
    assert fisher(table) == Untestable("fewer than two rows or two columns hold any answers")


def test_options_that_nobody_took_do_not_matter() -> None:
    assert fisher([[3, 0, 5], [0, 0, 0], [4, 0, 1]]) == fisher([[3, 5], [4, 1]])


def test_a_table_that_is_too_large_says_so() -> None:
    """A hundred in each of sixteen cells: forty million partial tables and more."""
    found = fisher([[100, 90, 100, 100], *[[100] * 4] * 3])
    assert isinstance(found, FisherTest)
    assert (found.n, found.rows, found.columns, found.degrees) == (1590, 4, 4, 9)
    assert found.method is Method.CHI_SQUARED


def test_a_table_of_a_usual_survey_is_exact() -> None:
    """66 answers on four points by five age bands."""
    table = [[4, 3, 3, 4, 3], [3, 4, 3, 3, 4], [3, 3, 4, 3, 3], [3, 3, 3, 4, 3]]
    assert result_of(fisher(table)).method is Method.EXACT


def test_what_no_float_holds_is_above_zero() -> None:
    found = result_of(fisher([[2000, 0], [0, 2000]]))
    assert (found.method, 0 < found.p < 1e-300) == (Method.EXACT, True)


@pytest.mark.parametrize("table", [[[1, 2], [3]], [[1, -1], [2, 3]]])
def test_what_is_no_table_is_refused(table: Table) -> None:
    with pytest.raises(ValueError, match="rows of one length"):
        fisher(table)
