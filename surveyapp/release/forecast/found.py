"""What a forecast tells: numbers of people, which other modules put into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from surveyapp.release.terms import Terms

LARGEST_K = 64
How = Literal["as asked", "in groups", "hidden"]


@dataclass(frozen=True)
class Group:
    """Colleagues who share all that the roster counts: ``labels`` by question, and how many they are.

    ``fewest`` and ``most`` are those that there can be where only totals are known. ``answering`` are
    expected to answer.
    """

    labels: tuple[str, ...]
    people: int
    fewest: int
    most: int
    answering: float


@dataclass(frozen=True)
class Item:
    """One thing that colleagues may know: how many people it singles out.

    ``rarest`` is its rarest answer with the people expected to give it. ``alone`` are people in groups
    smaller than k by this item and nothing else. ``spared`` are those who would no longer be in such groups
    if it were not asked, nor what depends on it; ``coarser`` the same if it were told in these groups.
    ``guessed``: neither the roster nor anybody's estimate says how frequent its answers are.
    """

    name: str
    wording: str
    rarest: tuple[str, float]
    alone: float
    spared: float
    coarser: tuple[tuple[tuple[str, ...], float], ...]
    guessed: bool


@dataclass(frozen=True)
class Told:
    """How exactly a row file could tell one item, and its groups in words."""

    name: str
    wording: str
    how: How
    groups: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outlook:
    """What a row file could show with some k; ``told`` is empty where no row could leave."""

    k: int
    told: tuple[Told, ...]

    @property
    def title(self) -> str:
        """What the outlook is called beside others."""
        return f"k = {self.k}"

    @property
    def anything(self) -> bool:
        """Whether it tells anything that colleagues may know."""
        return any(each.how != "hidden" for each in self.told)


@dataclass(frozen=True)
class Forecast:
    """Who would stand out among those invited, and what could leave under the terms.

    ``groups`` are by what the roster counts, smallest first. ``unique`` people are expected to share all
    that may be known of them with nobody, ``small`` with fewer than k - 1 others, counted over
    ``combinations`` of the ``items``. Not counted are ``uncounted``, questions that are typed freely, and
    ``beyond``, those that would have made too many combinations.
    """

    people: int
    rate: float
    terms: Terms
    counted: tuple[str, ...]
    assumed: bool
    groups: tuple[Group, ...]
    combinations: int
    unique: float
    small: float
    items: tuple[Item, ...]
    outlooks: tuple[Outlook, ...]
    uncounted: tuple[str, ...]
    beyond: tuple[str, ...]

    @property
    def answering(self) -> float:
        """How many people are expected to answer."""
        return self.people * self.rate

    @property
    def enough(self) -> bool:
        """Whether as many are expected to answer as the terms ask for before anything leaves."""
        return self.answering >= self.terms.minimum

    @property
    def outlook(self) -> Outlook:
        """What a row file could show with the campaign's own k."""
        return next(each for each in self.outlooks if each.k == self.terms.k)
