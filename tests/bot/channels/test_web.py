"""The routes of the web chat: answers, failures, limits, and what goes along with the page."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import Request
from structlog.testing import capture_logs

from bot.channels.web import Flood, client_address
from bot.messages import IncomingMessage
from tests.support.chat_routes import FAILED, SESSION, TOO_FAST, Web, error_of


@pytest.fixture
def web() -> Web:
    """Routes with a limit out of the way."""
    return Web()


def test_text_is_answered_with_the_answer_as_it_is(web: Web) -> None:
    response = web.say("¿dónde como?")
    assert response.status_code == 200
    assert response.json() == web.answer(web.heard[0]).as_dict()
    assert web.heard[0] == IncomingMessage("web", SESSION, text="¿dónde como?")


def test_a_failing_conversation_is_told_politely_and_logged_by_class_only(
    web: Web, capfd: pytest.CaptureFixture[str]
) -> None:
    web.fails = ValueError("the words: me golpea")
    with capture_logs() as logs:
        response = web.say("me golpea")
    assert error_of(response) == (500, "failed", FAILED)
    assert logs == [{"event": "web.answer_failed", "error": "ValueError", "log_level": "error"}]
    said = "".join(capfd.readouterr())
    assert "golpea" not in said
    assert SESSION not in said


def test_a_session_is_slowed_down() -> None:
    web = Web(per_minute=3)
    assert [web.say().status_code for _ in range(4)] == [200, 200, 200, 429]
    response = web.say()
    assert error_of(response) == (429, "too_many", TOO_FAST)
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert web.say(session="somebodyelse").status_code == 200
    assert len(web.heard) == 4


def test_an_address_is_slowed_down_much_later() -> None:
    web = Web(per_minute=1)
    first = [web.say(session=f"session-{number}").status_code for number in range(11)]
    assert first == [200] * 10 + [429]
    assert web.say(session="session-elsewhere", client="203.0.113.6").status_code == 200


def test_the_limit_ends_after_a_minute(later: Callable[[float], None]) -> None:
    flood = Flood(2)
    assert [flood.seconds_to_wait("s", "a") for _ in range(2)] == [0, 0]
    later(20)
    assert 39 <= flood.seconds_to_wait("s", "a") <= 41
    later(41)
    assert flood.seconds_to_wait("s", "a") == 0


def test_sessions_of_the_past_are_forgotten(later: Callable[[float], None]) -> None:
    flood = Flood(5)
    for number in range(100):
        flood.seconds_to_wait(f"session-{number}", f"address-{number}")
    assert len(flood._storage.events) == 200
    for _ in range(50):
        later(61)
        flood.seconds_to_wait("now", "")
        if len(flood._storage.events) == 1:
            break
        time.sleep(0.02)  # a timer thread of `limits` empties the lists
    assert len(flood._storage.events) == 1


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Put the clock forward."""

    def move(seconds: float) -> None:
        now = time.time
        monkeypatch.setattr(time, "time", lambda: now() + seconds)

    return move


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        (None, ""),
    ],
)
def test_addresses_are_counted_by_household(host: str | None, counted: str) -> None:
    request = Request({"type": "http", "client": (host, 1) if host else None})
    assert client_address(request) == counted


SAFE = {"x-content-type-options": "nosniff"}


def test_answers_are_not_kept_and_set_no_cookie(web: Web) -> None:
    for response in (web.say(), web.post({})):
        assert response.headers["cache-control"] == "no-store"
        assert SAFE.items() <= dict(response.headers).items()
        assert "set-cookie" not in response.headers


def test_the_page_is_locked_up(web: Web) -> None:
    response = web.call("GET", "/")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert response.headers["referrer-policy"] == "no-referrer"
    assert SAFE.items() <= dict(response.headers).items()
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", "", "es"),
        ("", "de-DE,de;q=0.9", "es"),
        ("", "de, ht;q=0.4, en;q=0.7", "en"),
        ("?lang=ht", "fr", "ht"),
        ("?lang=xx", "fr", "fr"),
        ("?lang=", "pt-BR", "pt"),
    ],
)
def test_language_of_the_page(web: Web, query: str, header: str, language: str) -> None:
    response = web.call("GET", f"/{query}", headers={"Accept-Language": header})
    assert f'<html lang="{language}">' in response.text
    assert response.headers["vary"] == "Accept-Language"


def page_data(text: str) -> Any:
    """Return what the page hands to its script."""
    block = re.search(r'<script type="application/json" id="page">(.*?)</script>', text, re.S)
    assert block is not None
    return json.loads(block[1])


def test_presets_of_the_page(web: Web) -> None:
    preset = page_data(web.call("GET", "/?lang=ht&place=miami").text)["page"]
    assert preset == {"language": "ht", "chosen": True, "place": "miami"}
    plain = page_data(web.call("GET", "/", headers={"Accept-Language": "fr"}).text)["page"]
    assert plain == {"language": "fr", "chosen": False, "place": ""}


@pytest.mark.parametrize("place", ["</script><script>", "Miami", "../x", "x" * 65, "a b"])
def test_strange_places_are_left_out(web: Web, place: str) -> None:
    response = web.call("GET", "/", params={"place": place})
    assert page_data(response.text)["page"]["place"] == ""
    assert response.text == web.call("GET", "/").text


def test_an_unchanged_page_is_not_sent_again(web: Web) -> None:
    first = web.call("GET", "/")
    again = web.call("GET", "/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = web.call("GET", "/?lang=ht", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_files_of_the_page_are_kept_by_their_content(web: Web) -> None:
    page = web.call("GET", "/").text
    linked = re.findall(r'(?:href|src)="(static/[^"]+)"', page)
    assert [re.sub(r"\?v=[0-9a-f]{12}$", "", name) for name in linked] == [
        "static/chat.css",
        "static/chat.js",
    ]
    for name, kind in zip(linked, ("text/css", "text/javascript"), strict=True):
        response = web.call("GET", f"/{name}")
        assert response.headers["content-type"] == f"{kind}; charset=utf-8"
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert SAFE.items() <= dict(response.headers).items()
        old = web.call("GET", f"/{name[:-12]}000000000000")
        assert old.content == response.content
        assert old.headers["cache-control"] == "no-cache"
    assert web.call("GET", "/static/index.html").status_code == 404
