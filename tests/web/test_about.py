"""The page that says what anonymous means here."""

from __future__ import annotations

from flask.testing import FlaskClient

PAGE = "/about/anonymity"


def test_it_is_found_from_the_first_page(client: FlaskClient) -> None:
    assert f'href="{PAGE}"' in client.get("/").text
    assert client.get(PAGE).status_code == 200


def test_it_says_what_is_known_and_what_nobody_can_promise(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    for words in ("knows that you took a ballot", "What nobody can promise", "ask counsel", "audit"):
        assert words in page


def test_it_is_the_same_for_everybody(client: FlaskClient) -> None:
    assert client.get(PAGE).data == client.get(PAGE, headers={"User-Agent": "another"}).data
