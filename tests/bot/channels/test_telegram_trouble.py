"""The Telegram channel when something is wrong, at start and stop, and its webhook."""

import json
import logging
import threading
import time
import traceback
from typing import Any

import httpx
import pytest
import structlog.testing
from fastapi import FastAPI

from bot.channels.telegram import BODY_BYTES, SECRET_HEADER, WEBHOOK_PATH
from bot.messages import Answer, IncomingMessage, Reply
from knowledge.errors import ChannelError
from tests.support.bot_api import BotApiServer
from tests.support.bot_api.running import SECRET, RunningBot, answer_with


def post(bot: RunningBot, content: Any, secret: str | None = SECRET) -> int:
    assert bot.webhook_url
    headers = {SECRET_HEADER: secret} if secret is not None else {}
    body = content if isinstance(content, bytes) else None
    given = None if isinstance(content, bytes) else content
    return httpx.post(
        bot.webhook_url, content=body, json=given, headers=headers, trust_env=False
    ).status_code


def make_update(number: int = 1, text: str = "hola") -> dict[str, Any]:
    person = {"id": 77, "is_bot": False, "first_name": "Ana"}
    chat = {"id": 77, "type": "private"}
    message = {"message_id": number, "date": 0, "chat": chat, "from": person, "text": text}
    return {"update_id": number, "message": message}


def test_webhook_refuses_what_is_not_telegram(server: BotApiServer) -> None:
    with RunningBot(server, webhook=True) as bot:
        for secret in (None, "", "wrong", f"{SECRET}x", SECRET.upper()):
            assert post(bot, make_update(), secret) == 403
        for malformed in (b"", b"{", b"[" * 100_000, b"\xff", b"[]", b"{}", b'{"update_id": "1"}'):
            assert post(bot, malformed) == 400
        assert post(bot, b" " * (BODY_BYTES + 1)) == 413
        assert post(bot, {"update_id": 5, "message": {"text": "no chat"}}) == 200
        assert bot.conversation.heard == []
    assert server.calls("setWebhook")[0].values == {
        "url": bot.webhook_url,
        "secret_token": SECRET,
        "allowed_updates": ["message", "callback_query"],
        "drop_pending_updates": False,
    }


def test_webhook_takes_an_update_once(server: BotApiServer) -> None:
    with RunningBot(server, webhook=True) as bot:
        assert [post(bot, make_update(9)) for _ in range(3)] == [200] * 3
        assert post(bot, make_update(10, "adiós")) == 200
        bot.do(bot.channel.stop())
        assert post(bot, make_update(11)) == 503
    assert [message.text for message in bot.conversation.heard] == ["hola", "adiós"]


def test_webhook_is_shut_while_the_channel_polls(
    server: BotApiServer, polling_bot: RunningBot
) -> None:
    app = FastAPI()
    app.include_router(polling_bot.channel.router())

    async def call(secret: str) -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            headers = {SECRET_HEADER: secret}
            url = f"http://test{WEBHOOK_PATH}"
            return (await client.post(url, json=make_update(), headers=headers)).status_code

    assert [polling_bot.do(call(secret)) for secret in ("", "None")] == [403, 403]
    assert polling_bot.conversation.heard == []


def test_blocked_user_is_given_up_quietly(server: BotApiServer, bot: RunningBot) -> None:
    bot.conversation.script = lambda message: answer_with(Reply("uno"), Reply("dos"))
    ana, rosa = server.person(), server.person()
    server.block(ana)
    with structlog.testing.capture_logs() as lines:
        server.send_text(ana, "hola")
        server.send_text(rosa, "hola")
        assert [server.wait_for_message(rosa).text for _ in "12"] == ["uno", "dos"]
        server.wait_until(lambda world: not world.pending or bot.webhook_url is None)
        bot.do(bot.channel.stop())
    assert lines == [{"event": "telegram.blocked", "log_level": "info"}]
    to_ana = [one for one in server.calls("sendMessage") if one.values["chat_id"] == ana.id]
    assert [one.status for one in to_ana] == [403]


def test_flood_warning_is_waited_out(server: BotApiServer, polling_bot: RunningBot) -> None:
    ana = server.person()
    server.flood(ana, 1)
    began = time.monotonic()
    server.send_text(ana, "hola")
    assert server.wait_for_message(ana).text == "oí hola"
    assert time.monotonic() - began > 0.9
    assert [call.status for call in server.calls("sendMessage")] == [429, 200]


def test_too_long_a_flood_is_given_up(server: BotApiServer, polling_bot: RunningBot) -> None:
    ana = server.person()
    server.fail("sendMessage", 429, retry_after=3600)
    server.send_text(ana, "hola")
    server.wait_for_call("sendMessage")
    server.send_text(ana, "¿hola?")
    assert server.wait_for_message(ana).text == "oí ¿hola?"


@pytest.mark.parametrize("trouble", ["500", "502", "drop", "drop after"])
def test_network_trouble_is_overcome(
    server: BotApiServer, polling_bot: RunningBot, trouble: str
) -> None:
    ana = server.person()
    if trouble.isdigit():
        server.fail("sendMessage", int(trouble), times=3)
    else:
        server.drop("sendMessage", times=3, after=trouble.endswith("after"))
    server.send_text(ana, "hola")
    server.wait_for_call("sendMessage", times=4)
    polling_bot.do(polling_bot.channel.stop())
    assert {message.text for message in server.messages_to(ana)} == {"oí hola"}
    assert len(server.calls("sendMessage")) == 4


def test_refusals_are_not_repeated(server: BotApiServer, polling_bot: RunningBot) -> None:
    ana = server.person()
    server.fail("sendMessage", 400)
    server.send_text(ana, "hola")
    server.send_text(ana, "¿hola?")
    assert server.wait_for_message(ana).text == "oí ¿hola?"
    assert len(server.calls("sendMessage")) == 2


def test_polling_survives_trouble(server: BotApiServer, polling_bot: RunningBot) -> None:
    server.drop("getUpdates")
    ana = server.person()
    server.send_text(ana, "hola")
    assert server.wait_for_message(ana).text == "oí hola"


def test_unreadable_update_does_not_hold_up_the_others(
    server: BotApiServer, bot: RunningBot
) -> None:
    ana = server.person()
    server.send_content(ana, entities=[{"no": "type"}], text="rota")
    server.send_text(ana, "hola")
    assert server.wait_for_message(ana).text == "oí hola"


def test_stop_answers_what_was_taken_in(server: BotApiServer, bot: RunningBot) -> None:
    started = threading.Event()

    def answer(message: IncomingMessage) -> Answer:
        started.set()
        time.sleep(0.05)
        return answer_with(Reply(f"oí {message.text}"))

    bot.conversation.script = answer
    ana = server.person()
    for number in range(5):
        server.send_text(ana, str(number))
    started.wait(5)
    bot.do(bot.channel.stop())
    answered = [message.text for message in server.messages_to(ana)]
    heard = [f"oí {message.text}" for message in bot.conversation.heard]
    assert answered == heard
    bot.do(bot.channel.start())
    server.wait_until(lambda world: len(world.chats[ana.id].sent) == 5)
    assert [one.text for one in server.messages_to(ana)] == [f"oí {number}" for number in range(5)]


def test_stop_answers_what_still_waits_in_the_queue(server: BotApiServer) -> None:
    with RunningBot(server, webhook=True) as bot:

        async def take_in_and_stop() -> None:
            for number in range(3):  # without a pause in which the first could be begun
                body = json.dumps(make_update(number, str(number))).encode()
                assert bot.channel._take_in(body) == 200
            await bot.channel.stop()

        bot.do(take_in_and_stop())
    assert [message.text for message in bot.conversation.heard] == ["0", "1", "2"]


def test_what_comes_while_stopped_is_answered_at_the_next_start(
    server: BotApiServer, bot: RunningBot
) -> None:
    ana = server.person()
    bot.do(bot.channel.stop())
    server.send_text(ana, "¿están?")
    time.sleep(0.1)
    assert server.messages_to(ana) == []
    bot.do(bot.channel.start())
    assert server.wait_for_message(ana).text == "oí ¿están?"
    bot.do(bot.channel.stop())
    assert server.pending_updates() == 0


def test_polling_takes_over_from_a_webhook(server: BotApiServer) -> None:
    ana = server.person()
    with RunningBot(server, webhook=True):
        pass
    server.send_text(ana, "hola")
    with RunningBot(server, webhook=False):
        assert server.wait_for_message(ana).text == "oí hola"


def test_start_twice_and_stop_twice(server: BotApiServer, polling_bot: RunningBot) -> None:
    with pytest.raises(RuntimeError):
        polling_bot.do(polling_bot.channel.start())
    polling_bot.do(polling_bot.channel.stop())
    polling_bot.do(polling_bot.channel.stop())


def test_start_overcomes_trouble(server: BotApiServer) -> None:
    server.fail("getMe", 500)
    server.drop("deleteWebhook")
    with RunningBot(server, webhook=False):
        ana = server.person()
        server.send_text(ana, "hola")
        assert server.wait_for_message(ana).text == "oí hola"


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
def test_start_fails_plainly(server: BotApiServer, method: str) -> None:
    server.fail(method, 500, times=4)
    with pytest.raises(ChannelError, match="NetworkError"), RunningBot(server, webhook=False):
        pass


def test_refused_token_is_not_repeated(server: BotApiServer) -> None:
    bot = RunningBot(server, webhook=False, token="110201543:not-the-right-one")
    with pytest.raises(ChannelError, match="InvalidToken") as caught, bot:
        pass
    shown = "".join(traceback.format_exception(caught.value))
    assert "not-the-right-one" not in shown


def test_logs_name_nobody_and_nothing_said(
    server: BotApiServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    ana = server.person(first_name="Milagros")

    def answer(message: IncomingMessage) -> Answer:
        raise ValueError(f"cannot answer {message.text} of {message.user}")

    with structlog.testing.capture_logs() as lines:
        for webhook in (False, True):
            with RunningBot(server, webhook=webhook) as bot:
                bot.conversation.script = answer
                server.send_content(ana, text="palabra-rota", entities=[{"no": "type"}])
                server.send_text(ana, "palabra-secreta")
                server.wait_for_message(ana)
                bot.conversation.script = lambda _: answer_with(Reply("respuesta-secreta"))
                server.drop("sendMessage", times=4)
                server.send_text(ana, "palabra-perdida")
                server.wait_for_call("sendMessage", times=5 + 5 * webhook)
        server.fail("getMe", 500, times=4)
        with pytest.raises(ChannelError), RunningBot(server, webhook=False):
            pass
        with pytest.raises(ChannelError), RunningBot(server, webhook=False, token="1:refused"):
            pass
    shown = [f"{record.getMessage()} {record.exc_text}" for record in caplog.records]
    everything = "\n".join([*map(repr, lines), *shown])
    secrets = ("palabra", "respuesta", "Milagros", str(ana.id), server.token, "1:refused")
    assert [secret for secret in secrets if secret in everything] == []
    failed = [line for line in lines if line["event"] == "telegram.answer_failed"]
    assert [line["error"] for line in failed] == ["ValueError"] * 2
    assert failed[0]["place"].startswith("test_telegram_trouble.py:")
    events = {line["event"] for line in lines}
    assert {"telegram.undelivered", "telegram.update_unreadable"} <= events
