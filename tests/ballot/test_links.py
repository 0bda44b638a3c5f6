"""The group link's token: short, fit for a URL, ours alone, and alive while secrets are exchanged."""

import re
from collections.abc import Callable

import pytest

from surveyapp.ballot.links import BadLink, Links

OLD, NEW = "old secret " * 4, "new secret " * 4


def test_a_token_leads_to_its_campaign() -> None:
    links = Links([NEW])
    assert links.campaign(links.token("needs-2026")) == "needs-2026"


def test_a_token_is_short_and_fit_for_a_url() -> None:
    token = Links([NEW]).token("c" * 40)
    assert re.fullmatch(r"[A-Za-z0-9._~-]{,63}", token)


def test_the_token_of_a_campaign_is_always_the_same() -> None:
    assert Links([NEW]).token("needs") == Links([NEW]).token("needs")


def test_after_a_change_of_secrets_old_links_work_and_new_ones_bear_the_new_secret() -> None:
    old_token = Links([OLD]).token("needs")
    both = Links([OLD, NEW])
    assert both.campaign(old_token) == "needs"
    assert Links([NEW]).campaign(both.token("needs")) == "needs"


def test_a_secret_that_is_gone_takes_its_links_along() -> None:
    with pytest.raises(BadLink):
        Links([NEW]).campaign(Links([OLD]).token("needs"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: "x" + token,
        lambda token: token[:-1],
        lambda token: token.partition(".")[0],
        lambda token: token[:0],
    ],
)
def test_a_spoiled_token_is_refused(spoil: Callable[[str], str]) -> None:
    with pytest.raises(BadLink):
        Links([NEW]).campaign(spoil(Links([NEW]).token("needs")))


@pytest.mark.parametrize("token", ["é.é", "\udcff.x", "needs.\x00", "." * 50])
def test_rubbish_is_refused(token: str) -> None:
    with pytest.raises(BadLink):
        Links([NEW]).campaign(token)


def test_there_are_no_links_without_a_secret() -> None:
    with pytest.raises(ValueError, match="secret"):
        Links([])
