"""The test server itself, with plain HTTP: it must refuse what Telegram refuses."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from tests.support.bot_api import BotApiServer, Person
from tests.support.bot_api.methods import DOINGS
from tests.support.bot_api.parameters import METHODS


@pytest.fixture
def client(server: BotApiServer) -> Iterator[httpx.Client]:
    address = f"{server.url}/bot{server.token}/"
    with httpx.Client(base_url=address, trust_env=False, verify=False, timeout=10) as running:
        yield running


@pytest.fixture
def ana(server: BotApiServer) -> Person:
    person = server.person()
    server.send_text(person, "Hola")
    return person


def call(client: httpx.Client, method: str, **values: Any) -> Any:
    answer = client.post(method, json=values).json()
    assert answer["ok"], answer
    return answer["result"]


def get_refusal(client: httpx.Client, method: str, **values: Any) -> tuple[int, str]:
    response = client.post(method, json=values)
    answer = response.json()
    assert answer["ok"] is False
    assert answer["error_code"] == response.status_code
    return response.status_code, answer["description"]


def test_every_documented_method_is_done() -> None:
    assert set(METHODS) == set(DOINGS)


def test_get_me(client: httpx.Client) -> None:
    assert call(client, "GETME")["is_bot"] is True


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/bot110201543:WRONG/getMe", 401),
        ("/botnonsense/getMe", 404),
        ("/bot{token}/getYou", 404),
    ],
)
def test_wrong_addresses(server: BotApiServer, path: str, status: int) -> None:
    response = httpx.get(server.url + path.format(token=server.token), trust_env=False)
    assert response.status_code == status
    assert response.json()["ok"] is False


@pytest.mark.parametrize("form", ["json", "data", "params", "files"])
def test_parameters_come_in_every_form(client: httpx.Client, ana: Person, form: str) -> None:
    values: dict[str, Any] = {
        "chat_id": ana.id,
        "text": "¡Hola! 🙂",
        "reply_markup": {"inline_keyboard": [[{"text": "Sí", "callback_data": "yes"}]]},
    }
    if form != "json":
        values = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in values.items()
        }
    sent: dict[str, Any] = {form: values}
    if form == "files":
        sent = {"files": {name: (None, value) for name, value in values.items()}}
    message = client.post("sendMessage", **sent).json()["result"]
    assert message["text"] == "¡Hola! 🙂"
    assert message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "yes"


def key(**fields: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "Aquí", **fields}]]}


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "🙂" * 2049}, "message is too long"),
        ({"text": "a", "chat_id": 1}, "chat not found"),
        ({"text": "a", "disable_web_page_preview": True}, "parameters not documented"),
        ({"text": "a", "parse_mode": "HTML"}, "does not parse formatting"),
        ({"text": "a", "link_preview_options": {"disabled": True}}, "not documented"),
        ({"text": "a", "reply_markup": key(callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": key(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": key(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": key(url="javascript:0")}, "BUTTON_URL_INVALID"),
        ({"text": "a", "reply_markup": key()}, "text buttons are unallowed"),
        ({"text": "a", "reply_markup": key(url="https://a.org", callback_data="b")}, "exactly one"),
        ({"text": "a", "reply_markup": key(request_location=True)}, "not documented"),
        ({"text": "a", "reply_markup": key(text=" ", callback_data="b")}, "non-empty"),
        ({"text": "a", "reply_markup": {"keyboard": [["a"] * 101]}}, "too long"),
        ({"text": "a", "reply_markup": {"inline_keyboard": [], "keyboard": []}}, "not documented"),
        ({"text": "a", "reply_markup": "{"}, "can't parse reply_markup"),
    ],
)
def test_refused_messages(
    client: httpx.Client, ana: Person, values: dict[str, Any], description: str
) -> None:
    status, told = get_refusal(client, "sendMessage", **({"chat_id": ana.id} | values))
    assert status == 400
    assert told.startswith("Bad Request: ")
    assert description in told


def test_longest_text_is_taken(client: httpx.Client, ana: Person) -> None:
    call(client, "sendMessage", chat_id=ana.id, text="🙂" * 2048)


def test_location_button_only_in_private_chats(
    server: BotApiServer, client: httpx.Client, ana: Person
) -> None:
    group = server.send_in_group(ana, "Hola a todas")
    markup = {"keyboard": [[{"text": "Aquí", "request_location": True}]]}
    call(client, "sendMessage", chat_id=ana.id, text="a", reply_markup=markup)
    status, told = get_refusal(client, "sendMessage", chat_id=group, text="a", reply_markup=markup)
    assert (status, "private chats only" in told) == (400, True)


def test_polling_waits_and_confirms(
    server: BotApiServer, client: httpx.Client, ana: Person
) -> None:
    first = call(client, "getUpdates")
    assert [one["message"]["text"] for one in first] == ["Hola"]
    assert call(client, "getUpdates") == first  # not confirmed yet
    threading.Timer(0.2, server.send_text, (ana, "¿Hay alguien?")).start()
    began = time.monotonic()
    second = call(client, "getUpdates", offset=first[-1]["update_id"] + 1, timeout=5)
    assert 0.1 < time.monotonic() - began < 3
    assert [one["message"]["text"] for one in second] == ["¿Hay alguien?"]
    assert call(client, "getUpdates", offset=second[-1]["update_id"] + 1) == []
    assert server.pending_updates() == 0


def test_limit_negative_offset_and_allowed_updates(
    server: BotApiServer, client: httpx.Client, ana: Person
) -> None:
    number = server.send_text(ana, "dos")
    assert len(call(client, "getUpdates", limit=1)) == 1
    assert call(client, "getUpdates", offset=-1)[0]["message"]["message_id"] == number
    call(client, "getUpdates", allowed_updates=["callback_query"])
    server.send_text(ana, "tres")
    assert len(call(client, "getUpdates")) == 1  # what was there before stays
    assert get_refusal(client, "getUpdates", allowed_updates=["telepathy"])[0] == 400


def test_second_poll_ends_the_first(server: BotApiServer, client: httpx.Client) -> None:
    found: list[int] = []
    poll = threading.Thread(
        target=lambda: found.append(client.post("getUpdates", json={"timeout": 5}).status_code)
    )
    poll.start()
    server.wait_until(lambda world: world.polls == 1)
    assert call(client, "getUpdates") == []
    poll.join(5)
    assert found == [409]


def test_press_and_edit(server: BotApiServer, client: httpx.Client, ana: Person) -> None:
    sent = call(
        client, "sendMessage", chat_id=ana.id, text="¿?", reply_markup=key(callback_data="a")
    )
    with pytest.raises(LookupError):
        server.press(ana, sent["message_id"], "b")
    query = server.press(ana, sent["message_id"], "a")
    update = call(client, "getUpdates")[-1]["callback_query"]
    assert (update["data"], update["message"]["text"]) == ("a", "¿?")
    assert not server.is_acknowledged(query)
    call(client, "answerCallbackQuery", callback_query_id=query)
    assert server.is_acknowledged(query)
    assert get_refusal(client, "answerCallbackQuery", callback_query_id="1")[0] == 400

    place = {"chat_id": ana.id, "message_id": sent["message_id"]}
    call(client, "editMessageText", **place, text="Listo")
    assert "not modified" in get_refusal(client, "editMessageText", **place, text="Listo")[1]
    call(client, "editMessageReplyMarkup", **place, reply_markup=key(callback_data="c"))
    assert server.messages_to(ana)[0].buttons == {"Aquí": "c"}
    place["message_id"] = 999
    assert "to edit not found" in get_refusal(client, "editMessageText", **place, text="x")[1]


def test_commands(server: BotApiServer, client: httpx.Client) -> None:
    commands = [{"command": "help", "description": "Ed"}]
    call(client, "setMyCommands", commands=commands, language_code="ht")
    assert call(client, "getMyCommands", language_code="ht") == commands
    assert server.commands("ht") == {"help": "Ed"}
    commands[0]["command"] = "Help"
    assert "BOT_COMMAND_INVALID" in get_refusal(client, "setMyCommands", commands=commands)[1]
    assert get_refusal(client, "setMyCommands", commands=[], language_code="hat")[0] == 400


def test_location_and_action(server: BotApiServer, client: httpx.Client, ana: Person) -> None:
    sent = call(client, "sendLocation", chat_id=ana.id, latitude=25.8, longitude=-80.2)
    assert sent["location"] == {"latitude": 25.8, "longitude": -80.2}
    assert get_refusal(client, "sendLocation", chat_id=ana.id, latitude=95, longitude=0)[0] == 400
    assert call(client, "sendChatAction", chat_id=ana.id, action="typing") is True
    assert get_refusal(client, "sendChatAction", chat_id=ana.id, action="sleeping")[0] == 400


def test_troubles(server: BotApiServer, client: httpx.Client, ana: Person) -> None:
    server.block(ana)
    told = get_refusal(client, "sendMessage", chat_id=ana.id, text="a")
    assert told == (403, "Forbidden: bot was blocked by the user")
    server.block(ana, blocked=False)
    server.flood(ana, 30)
    flooded = client.post("sendMessage", json={"chat_id": ana.id, "text": "a"})
    assert (flooded.status_code, flooded.json()["parameters"]) == (429, {"retry_after": 30})
    server.flood(ana, 0)
    server.fail("sendMessage", 500)
    assert get_refusal(client, "sendMessage", chat_id=ana.id, text="a")[0] == 500
    server.drop("sendMessage", after=True)
    with pytest.raises(httpx.TransportError):
        client.post("sendMessage", json={"chat_id": ana.id, "text": "dos veces"})
    call(client, "sendMessage", chat_id=ana.id, text="dos veces")
    assert [one.text for one in server.messages_to(ana)] == ["dos veces"] * 2
    assert [one.status for one in server.calls("sendMessage")] == [403, 429, 500, 0, 200]


def test_webhook_pushes_in_order_until_taken(
    server: BotApiServer, client: httpx.Client, ana: Person
) -> None:
    seen: list[tuple[str, str | None]] = []
    answers = iter([500, 403])

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            update = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            secret = self.headers["X-Telegram-Bot-Api-Secret-Token"]
            seen.append((update["message"]["text"], secret))
            self.send_response(next(answers, 200))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server.send_text(ana, "Adiós")
    with HTTPServer(("127.0.0.1", 0), Receiver) as receiver:
        thread = threading.Thread(target=receiver.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{receiver.server_port}/hook"
        call(client, "setWebhook", url=url, secret_token="s3cret")
        assert get_refusal(client, "getUpdates")[0] == 409
        server.wait_until(lambda world: not world.pending)
        receiver.shutdown()
        thread.join()
    assert seen == [(text, "s3cret") for text in ("Hola", "Hola", "Hola", "Adiós")]
    info = call(client, "getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == (url, 0)
    assert info["last_error_message"] == "Wrong response from the webhook: 403"
    call(client, "deleteWebhook")
    assert call(client, "getWebhookInfo")["url"] == ""


@pytest.mark.parametrize(
    "values",
    [
        {"url": "http://example.org/hook"},
        {"url": "https://example.org:8080/hook"},
        {"url": "https://example.org/hook", "secret_token": "not allowed"},
        {"url": "https://example.org/hook", "max_connections": 101},
    ],
)
def test_refused_webhooks(client: httpx.Client, values: dict[str, Any]) -> None:
    assert get_refusal(client, "setWebhook", **values)[0] == 400
