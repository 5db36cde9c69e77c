"""Languages, ETags and headers of every answer."""

import json
from collections.abc import Callable

import pytest
from fastapi import Request

from admin.opendata.answers import wanted_languages
from knowledge.opendata.ids import group_term_id, service_id, topic_term_id
from tests.support.open_data import OpenDataClient

ZEBRA = f"/hsds/services/{service_id('invented:zebra')}"


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", ()),
        ("fr", ("fr",)),
        ("fr;q=0.5, ht", ("ht", "fr")),
        ("pt-BR, pt;q=0.9, en;q=0.8", ("pt", "en")),
        ("hat", ("ht",)),
        ("fr, *;q=0.5, en;q=0.1", ("fr",)),
        ("*", ()),
        ("es;q=0, en", ("en",)),
        ("es;q=x, en;q=2, fr;q=0.1", ("fr",)),
        (";;;,,q=1, x y z", ()),
        ("de;level=1;q=0.7, en;q=0.8", ("en", "de")),
    ],
)
def test_accept_language(header: str, wanted: tuple[str, ...]) -> None:
    request = Request({"type": "http", "headers": [(b"accept-language", header.encode())]})
    assert wanted_languages(request) == wanted


@pytest.mark.parametrize(
    ("header", "name", "shown"),
    [("", "Zebra soup", "en"), ("ht", "Soup zèb", "ht"), ("fr, ht;q=0.1", "Soup zèb", "ht"),
     ("fr", "Zebra soup", "en"), ("en, ht", "Zebra soup", "en")],
)  # fmt: skip
def test_a_record_is_in_the_best_language_that_it_has(
    api: OpenDataClient, header: str, name: str, shown: str
) -> None:
    answer = api.get(ZEBRA, accept_language=header)
    assert answer.json()["name"] == name
    assert answer.headers["content-language"] == shown
    assert "Accept-Language" in answer.headers["vary"]
    (listed,) = api.every("/hsds/services?search=zebra%20soup", accept_language=header)
    assert listed["name"] == name


def test_topics_are_named_in_the_readers_language(api: OpenDataClient) -> None:
    service = api.json(ZEBRA, accept_language="ht")
    assert service["attributes"][0]["taxonomy_term"]["name"] == "Manje"
    for path, name in ((topic_term_id("food"), "Manje"), (group_term_id("reception"), "Akèy")):
        answer = api.get(f"/hsds/taxonomy_terms/{path}", accept_language="de, ht")
        assert (answer.json()["name"], answer.json()["language"]) == (name, "ht")
        assert answer.headers["content-language"] == "ht"


def test_a_page_names_the_languages_that_it_uses(api: OpenDataClient) -> None:
    answer = api.get("/hsds/services?search=zebra&full=true", accept_language="ht")
    assert set(answer.headers["content-language"].split(", ")) == {"ht", "en"}


@pytest.mark.parametrize(
    "path", ["/hsds/", ZEBRA, "/hsds/services", "/hsds/services?format=ndjson", "/hsds/profile"]
)
def test_what_has_not_changed_is_not_sent_again(api: OpenDataClient, path: str) -> None:
    first = api.get(path)
    tag = first.headers["etag"]
    for given in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        again = api.get(path, if_none_match=given)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert api.get(path, if_none_match='"x"').status_code == 200


def test_another_language_has_another_etag(api: OpenDataClient) -> None:
    for path in (ZEBRA, "/hsds/services?format=ndjson"):
        tags = {api.get(path, accept_language=code).headers["etag"] for code in ("en", "ht")}
        assert len(tags) == 2


def test_pages_of_other_sites_may_ask(api: OpenDataClient) -> None:
    for path in (ZEBRA, "/hsds/services?format=ndjson", "/hsds/services/x"):
        answer = api.get(path, origin="https://elsewhere.example")
        assert answer.headers["access-control-allow-origin"] == "*"
    asked = api.get(
        ZEBRA, "OPTIONS", origin="https://elsewhere.example", access_control_request_method="GET",
        access_control_request_headers="if-none-match",
    )  # fmt: skip
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nobody_can_write(api: OpenDataClient, method: str) -> None:
    answer = api.get(ZEBRA, method)
    assert answer.status_code == 405
    assert answer.json().keys() == {"detail"}


def test_an_unknown_address_is_said_in_one_line(api: OpenDataClient) -> None:
    answer = api.get("/hsds/nothing")
    assert (answer.status_code, answer.json()) == (404, {"detail": "no such address"})


def test_the_profile_is_served_whole(api: OpenDataClient) -> None:
    page = api.json("/hsds/profile")
    schema = api.json("/hsds/profile.schema.json")
    assert schema["$id"] == page["schema"] == "http://test/hsds/profile.schema.json"
    for name, address in page["patches"].items():
        patch = api.json(address.removeprefix("http://test"))
        reference = patch["properties"]["x_amparo"]["$ref"]
        assert reference == f"{page['schema']}#/$defs/{name}"
        assert name in schema["$defs"]
    assert api.get("/hsds/profile/program.json").status_code == 404


def test_behind_a_public_address_links_are_public(
    serve: Callable[[str], OpenDataClient],
) -> None:
    base = serve("https://amparo.example/").json("/hsds/")
    assert base["profile"] == "https://amparo.example/hsds/profile"
    assert json.dumps(base).count("amparo.example") == 2
