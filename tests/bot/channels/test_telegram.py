"""The Telegram channel over real HTTP, by polling and by webhook."""

import logging
import threading
import time
import traceback
from typing import Any

import httpx
import pytest
import structlog.testing
from fastapi import FastAPI

from bot.channels.telegram import BODY_BYTES, SECRET_HEADER, WEBHOOK_PATH, TelegramChannel
from bot.messages import Answer, Choice, IncomingMessage, Point, Reply
from knowledge.errors import ChannelError
from tests.support.bot_api import BotApiServer
from tests.support.bot_api.running import COMMANDS, SECRET, RunningBot, answer_with
from tests.support.bot_api.telephones import ATTACHMENTS

LANGUAGES = ("es", "en", "fr", "ht", "pt")


def test_text_comes_in_and_an_answer_goes_out(server: BotApiServer, bot: RunningBot) -> None:
    marie = server.person("fr-CA")
    server.send_text(marie, "Kote m ka jwenn manje?")
    sent = server.wait_for_message(marie)
    assert bot.conversation.heard == [
        IncomingMessage(
            "telegram", str(marie.id), text="Kote m ka jwenn manje?", language_hint="fr"
        )
    ]
    assert sent.text == "oí Kote m ka jwenn manje?"
    assert sent.parameters == {
        "chat_id": marie.id,
        "text": sent.text,
        "link_preview_options": {"is_disabled": True},
    }


def test_a_telephone_without_a_language(server: BotApiServer, polling_bot: RunningBot) -> None:
    ana = server.person(None)
    server.send_text(ana, "hola")
    server.wait_for_message(ana)
    assert polling_bot.conversation.heard[0].language_hint is None


def test_pressed_button_gets_a_second_answer(server: BotApiServer, bot: RunningBot) -> None:
    choices = (Choice("Comida", "topic:food"), Choice("Salud", "topic:health"))
    bot.conversation.script = lambda message: answer_with(
        Reply(message.choice or "¿Qué busca?", () if message.choice else choices)
    )
    ana = server.person()
    server.send_text(ana, "hola")
    question = server.wait_for_message(ana)
    assert question.rows == [["Comida", "Salud"]]
    query = server.press(ana, question.message_id, "topic:health")
    assert server.wait_for_message(ana).text == "topic:health"
    server.wait_until(lambda world: world.queries[query])
    assert bot.conversation.heard[1] == IncomingMessage(
        "telegram", str(ana.id), choice="topic:health", language_hint="es"
    )


def test_press_is_acknowledged_while_an_earlier_message_is_answered(
    server: BotApiServer, bot: RunningBot
) -> None:
    release = threading.Event()

    def answer(message: IncomingMessage) -> Answer:
        if message.text == "espera":
            release.wait(5)
        return answer_with(Reply(message.text or message.choice, (Choice("Más", "more"),)))

    bot.conversation.script = answer
    ana = server.person()
    server.send_text(ana, "hola")
    first = server.wait_for_message(ana)
    server.send_text(ana, "espera")
    query = server.press(ana, first.message_id, "more")
    server.wait_until(lambda world: world.queries[query])
    assert len(server.messages_to(ana)) == 1
    release.set()
    assert [server.wait_for_message(ana).text for _ in "12"] == ["espera", "more"]


def test_location_is_asked_for_and_shared(server: BotApiServer, bot: RunningBot) -> None:
    bot.conversation.script = lambda message: answer_with(
        Reply("¿Dónde está?", ask_location=message.point is None)
    )
    ana = server.person()
    server.send_text(ana, "comida")
    assert server.wait_for_message(ana).location_button == "Mi lugar (es)"
    server.share_location(ana, 25.77, -80.19)
    assert server.wait_for_message(ana).markup == {"remove_keyboard": True}
    assert bot.conversation.heard[1].point == Point(25.77, -80.19)


def test_location_button_beside_other_buttons_gets_its_own_message(
    server: BotApiServer, polling_bot: RunningBot
) -> None:
    reply = Reply("Ki kote ou ye?", (Choice("Miyami", "place:miami"),), ask_location=True)
    polling_bot.conversation.script = lambda _: answer_with(reply, language="ht")
    ana = server.person()
    server.send_text(ana, "manje")
    first, second = server.wait_for_message(ana), server.wait_for_message(ana)
    assert (first.text, first.buttons) == ("Ki kote ou ye?", {"Miyami": "place:miami"})
    assert (second.text, second.location_button) == ("Mi lugar (ht)", "Mi lugar (ht)")


def test_venue_is_a_point_too(server: BotApiServer, polling_bot: RunningBot) -> None:
    ana = server.person()
    place = {"latitude": 1.5, "longitude": 2.5}
    venue = {"location": place, "title": "Parque", "address": "Calle 1"}
    server.send_content(ana, location=place, venue=venue)
    server.wait_for_message(ana)
    assert polling_bot.conversation.heard[0].point == Point(1.5, 2.5)


def test_commands(server: BotApiServer, polling_bot: RunningBot) -> None:
    expected = {
        "/start": ("start", ""),
        "/start miami": ("start", "miami"),
        "/language": ("lang", ""),
        "/place": ("place", ""),
        "/place Little Haiti\nMiami": ("place", "Little Haiti\nMiami"),
        "/Help@amparo_test_bot": ("help", ""),
        "/forget ": ("forget", ""),
        "/unknown thing": ("", "/unknown thing"),
        "/": ("", "/"),
        "24/7 help": ("", "24/7 help"),
    }
    ana = server.person()
    for written in expected:
        server.send_text(ana, written)
        server.wait_for_message(ana)
    heard = [(message.choice, message.text) for message in polling_bot.conversation.heard]
    assert heard == list(expected.values())


def test_commands_are_registered_in_every_language(server: BotApiServer, bot: RunningBot) -> None:
    server.wait_for_call("setMyCommands", times=6)
    for language in LANGUAGES:
        assert server.commands(language, "all_private_chats") == COMMANDS[language]
    assert server.commands("", "all_private_chats") == COMMANDS["es"]


def test_refused_commands_do_not_stop_the_bot(server: BotApiServer) -> None:
    server.fail("setMyCommands", 400, times=3)
    with RunningBot(server, webhook=False):
        server.wait_for_call("setMyCommands", times=6)
        ana = server.person()
        server.send_text(ana, "hola")
        assert server.wait_for_message(ana).text == "oí hola"


def test_attachments_are_named(server: BotApiServer, polling_bot: RunningBot) -> None:
    ana = server.person()
    for kind in ATTACHMENTS:
        server.send_attachment(ana, kind, "mi carta" if kind == "photo" else None)
        server.wait_for_message(ana)
    # Telegram gives an animation as a document too.
    both = {kind: ATTACHMENTS[kind] for kind in ("animation", "document")}
    server.send_content(ana, **both)
    server.wait_for_message(ana)
    heard = [message.attachment for message in polling_bot.conversation.heard]
    assert heard == [*ATTACHMENTS, "animation"]
    assert [m.text for m in polling_bot.conversation.heard if m.text] == ["mi carta"]


def test_long_text_is_split_with_the_buttons_last(server: BotApiServer, bot: RunningBot) -> None:
    paragraphs = [f"{number}. " + "Comida 🍲 y ropa. " * 80 for number in range(6)]
    text = "\n\n".join(paragraphs)
    bot.conversation.script = lambda _: answer_with(Reply(text, (Choice("Más", "more"),)))
    ana = server.person()
    server.send_text(ana, "todo")
    parts = [server.wait_for_message(ana)]
    while not parts[-1].buttons:
        parts.append(server.wait_for_message(ana))
    assert len(parts) == 3
    assert "\n\n".join(part.text for part in parts).split() == text.split()
    assert all(not part.markup for part in parts[:-1])


def test_what_is_not_said_in_private_is_left_alone(server: BotApiServer, bot: RunningBot) -> None:
    ana = server.person()
    groups = [server.send_in_group(ana, "/start", kind) for kind in ("group", "supergroup")]
    channel = server.post_in_channel("Aviso")
    pinned = {"message_id": 1, "date": 0, "chat": {"id": ana.id, "type": "private"}}
    server.send_content(ana, pinned_message=pinned)
    server.send_text(ana, "hola")
    server.wait_for_message(ana)
    assert [message.text for message in bot.conversation.heard] == ["hola"]
    assert not any(server.messages_to(chat) for chat in (*groups, channel))


def test_edited_messages_get_no_second_answer(server: BotApiServer) -> None:
    ana = server.person()
    number = server.send_text(ana, "hloa")
    server.edit_message(ana, number, "hola")  # while nobody asks to be spared of edits
    with RunningBot(server, webhook=False) as bot:
        server.wait_for_message(ana)
        server.edit_message(ana, number, "hola!")
        server.send_text(ana, "gracias")
        server.wait_for_message(ana)
    assert [message.text for message in bot.conversation.heard] == ["hloa", "gracias"]


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
    server.send_text(ana, "hola")
    server.send_text(rosa, "hola")
    assert [server.wait_for_message(rosa).text for _ in "12"] == ["uno", "dos"]
    server.wait_until(lambda world: not world.pending or bot.webhook_url is None)
    bot.do(bot.channel.stop())
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


def test_failed_answer_gets_a_polite_word(server: BotApiServer, bot: RunningBot) -> None:
    def answer(message: IncomingMessage) -> Answer:
        if message.text == "fail":
            raise KeyError("something about the person")
        return answer_with(Reply("bien"))

    bot.conversation.script = answer
    ana = server.person("ht")
    server.send_text(ana, "fail")
    assert server.wait_for_message(ana).text == "Perdón (ht)"
    server.send_text(ana, "otra")
    assert server.wait_for_message(ana).text == "bien"


@pytest.mark.parametrize(
    "reply",
    [
        Reply("a", (Choice("Sí", "x" * 65),)),
        Reply("a", (Choice("Sí", ""),)),
        Reply("a", (Choice("", "yes"),)),
        Reply("a", (Choice("Sí", "yes"),) * 101),
        Reply("  \n"),
    ],
)
def test_unsendable_reply_sends_nothing_but_an_apology(
    server: BotApiServer, polling_bot: RunningBot, reply: Reply
) -> None:
    polling_bot.conversation.script = lambda _: answer_with(Reply("antes"), reply)
    ana = server.person()
    server.send_text(ana, "hola")
    assert server.wait_for_message(ana).text == "Perdón (es)"
    assert [call.status for call in server.calls("sendMessage")] == [200]


def test_one_chat_in_order_while_another_overtakes(server: BotApiServer, bot: RunningBot) -> None:
    release = threading.Event()

    def answer(message: IncomingMessage) -> Answer:
        if message.text == "despacio":
            release.wait(5)
        return answer_with(Reply(f"oí {message.text}"))

    bot.conversation.script = answer
    ana, rosa = server.person(), server.person()
    server.send_text(ana, "despacio")
    server.send_text(ana, "rápido")
    server.send_text(rosa, "hola")
    assert server.wait_for_message(rosa).text == "oí hola"
    assert server.messages_to(ana) == []
    release.set()
    assert [server.wait_for_message(ana).text for _ in "12"] == ["oí despacio", "oí rápido"]


def test_fifty_people_at_once(server: BotApiServer) -> None:
    with RunningBot(server, webhook=True):
        greet_fifty(server)


def greet_fifty(server: BotApiServer) -> None:
    people = [server.person(first_name=f"P{number}") for number in range(50)]
    for person in people:
        server.send_text(person, f"soy {person.first_name}")
    for person in people:
        assert server.wait_for_message(person, timeout=10).text == f"oí soy {person.first_name}"
    assert len(server.calls("sendMessage")) == 50


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


def test_messages_outside_a_turn(server: BotApiServer, polling_bot: RunningBot) -> None:
    ana, stranger = server.person(), server.person()
    server.send_text(ana, "hola")
    server.wait_for_message(ana)
    send = polling_bot.channel.send
    assert polling_bot.do(send(str(ana.id), [Reply("Le escribe Rosa")], "es")) is True
    assert server.wait_for_message(ana).text == "Le escribe Rosa"
    assert polling_bot.do(send(str(stranger.id), [Reply("Hola")], "es")) is False
    with pytest.raises(ValueError, match="payload"):
        polling_bot.do(send(str(ana.id), [Reply("Hola", (Choice("a", ""),))], "es"))
    polling_bot.do(polling_bot.channel.stop())
    with pytest.raises(ChannelError):
        polling_bot.do(send(str(ana.id), [Reply("Hola")], "es"))


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


@pytest.mark.parametrize(
    "options",
    [
        {"webhook_url": "https://example.org/webhooks/telegram"},
        {"webhook_url": "https://example.org/webhooks/telegram", "secret_token": "not allowed"},
        {"commands": {"es": {"dance": "Bailar"}}},
        {"default_language": "de"},
    ],
)
def test_wrong_settings(options: dict[str, Any]) -> None:
    given: dict[str, Any] = {
        "commands": COMMANDS,
        "location_label": str,
        "sorry": str,
        "default_language": "es",
    }
    with pytest.raises(ValueError):
        TelegramChannel("1:a", lambda _: answer_with(), **(given | options))


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
    assert failed[0]["place"].startswith("test_telegram.py:")
    events = {line["event"] for line in lines}
    assert {"telegram.undelivered", "telegram.update_unreadable"} <= events
