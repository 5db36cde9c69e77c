"""What `POST /api/chat` takes and refuses, and in which language it says so."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.chat_requests import BODY_BYTES, TEXT_LETTERS
from bot.messages import IncomingMessage, Point
from bot.phrases import phrases
from knowledge.languages import LANGUAGES
from tests.support.chat_routes import FAILED, SESSION, TOO_FAST, TOO_LONG, UNREADABLE, Web, error_of


@pytest.fixture
def web() -> Web:
    """Routes with a limit out of the way."""
    return Web()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"text": ""}, {}),
        ({"text": "a\n\u0000b 😀"}, {"text": "a\n\u0000b 😀"}),
        ({"choice": "topic:food"}, {"choice": "topic:food"}),
        ({"location": {"latitude": 25.7, "longitude": -80}}, {"point": Point(25.7, -80.0)}),
        ({"text": "a", "choice": None, "place": None}, {"text": "a"}),
        ({"text": "a", "language": "ht"}, {"text": "a", "language": "ht"}),
        ({"text": "a", "language": "pt-BR"}, {"text": "a", "language": "pt"}),
        ({"text": "a", "language": "tlh"}, {"text": "a"}),
        ({"text": "a", "language": 7}, {"text": "a"}),
        ({"text": "a", "place": "miami"}, {"text": "a", "place": "miami"}),
        ({"text": "x" * TEXT_LETTERS}, {"text": "x" * TEXT_LETTERS}),
    ],
)
def test_requests_become_messages(
    web: Web, given: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert web.post({"session": SESSION, **given}).status_code == 200
    assert web.heard == [IncomingMessage("web", SESSION, **expected)]


def test_the_browsers_language_is_a_hint(web: Web) -> None:
    web.say(headers={"Accept-Language": "de, fr-CA;q=0.8, en;q=0.5"})
    assert (web.heard[0].language, web.heard[0].language_hint) == (None, "fr")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"text": "a"}, "bad_session"),
        ({"session": "short", "text": "a"}, "bad_session"),
        ({"session": "x" * 65, "text": "a"}, "bad_session"),
        ({"session": "no spaces here", "text": "a"}, "bad_session"),
        ({"session": SESSION + "\n", "text": "a"}, "bad_session"),
        ({"session": 12345678, "text": "a"}, "bad_session"),
        ({"session": SESSION}, "not_one_thing"),
        ({"session": SESSION, "text": None}, "not_one_thing"),
        ({"session": SESSION, "text": "a", "choice": "more"}, "not_one_thing"),
        (
            {"session": SESSION, "text": "", "location": {"latitude": 1, "longitude": 1}},
            "not_one_thing",
        ),
        ({"session": SESSION, "text": 5}, "bad_text"),
        ({"session": SESSION, "text": "x" * (TEXT_LETTERS + 1)}, "text_too_long"),
        ({"session": SESSION, "choice": ""}, "bad_choice"),
        ({"session": SESSION, "choice": "x" * 65}, "bad_choice"),
        ({"session": SESSION, "location": {"latitude": 91, "longitude": 0}}, "bad_location"),
        ({"session": SESSION, "location": {"latitude": 0, "longitude": 181}}, "bad_location"),
        ({"session": SESSION, "location": {"latitude": "1", "longitude": 1}}, "bad_location"),
        ({"session": SESSION, "location": {"latitude": True, "longitude": 1}}, "bad_location"),
        ({"session": SESSION, "location": {"latitude": 1}}, "bad_location"),
        ({"session": SESSION, "location": [1, 2]}, "bad_location"),
        ({"session": SESSION, "text": "a", "place": 5}, "bad_place"),
        ({"session": SESSION, "text": "a", "place": "x" * 65}, "bad_place"),
        ({"session": SESSION, "text": "a", "name": "Ana"}, "bad_request"),
        ([SESSION, "a"], "bad_request"),
        ("hola", "bad_request"),
        (None, "bad_request"),
    ],
)
def test_requests_that_cannot_be_used(web: Web, body: object, code: str) -> None:
    message = TOO_LONG if code == "text_too_long" else UNREADABLE
    # `content` because httpx sends no body at all for json=None.
    response = web.call(
        "POST", "/api/chat",
        content=json.dumps(body), headers={"Content-Type": "application/json; charset=utf-8"},
    )  # fmt: skip
    assert error_of(response) == (422, code, message)
    assert web.heard == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b'{"session": "\\ud800"}', b"[" * 60_000, b"NaN,"]
)
def test_bodies_that_are_no_json(web: Web, content: bytes) -> None:
    response = web.call(
        "POST", "/api/chat", content=content, headers={"Content-Type": "application/json"}
    )
    assert error_of(response) == (400, "not_json", UNREADABLE)


def test_other_media_types_are_refused(web: Web) -> None:
    content = json.dumps({"session": SESSION, "text": "a"})
    response = web.call(
        "POST", "/api/chat", content=content, headers={"Content-Type": "text/plain"}
    )
    assert error_of(response) == (415, "not_json", UNREADABLE)


@pytest.mark.parametrize("chunked", [True, False])
def test_large_bodies_are_refused(web: Web, chunked: bool) -> None:
    body = b'{"session": "' + b"x" * BODY_BYTES + b'"}'

    async def parts() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 4096):
            yield body[start : start + 4096]

    response = web.call(
        "POST", "/api/chat",
        content=parts() if chunked else body, headers={"Content-Type": "application/json"},
    )  # fmt: skip
    assert error_of(response) == (413, "too_large", TOO_LONG)


@pytest.mark.parametrize("language", LANGUAGES)
def test_errors_speak_the_language_given(language: str) -> None:
    web, say = Web(per_minute=1), phrases(language)
    given = {"session": SESSION, "language": language}
    assert error_of(web.post(given))[2] == say(UNREADABLE)
    assert error_of(web.post({**given, "text": "x" * 10_001}))[2] == say(TOO_LONG)
    web.fails = RuntimeError()
    assert error_of(web.post({**given, "text": "a"}))[2] == say(FAILED)
    assert error_of(web.post({**given, "text": "a"}))[2] == say(TOO_FAST)


def test_errors_without_a_language_speak_the_browsers_or_english(web: Web) -> None:
    assert error_of(web.post({}))[2] == phrases("en")(UNREADABLE)
    french = web.post({"language": "xx"}, headers={"Accept-Language": "fr"})
    assert error_of(french)[2] == phrases("fr")(UNREADABLE)
