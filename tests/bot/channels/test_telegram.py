"""The Telegram channel over real HTTP, by polling and by webhook."""

import threading
from typing import Any

import pytest

from bot.channels.telegram import TelegramChannel
from bot.messages import Answer, Choice, IncomingMessage, Point, Reply
from knowledge.errors import ChannelError
from tests.support.bot_api import BotApiServer
from tests.support.bot_api.running import COMMANDS, RunningBot, answer_with
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
    server.send_content(ana, text="soy un bot", **{"from": ana.as_user() | {"is_bot": True}})
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
    assert server.calls("getUpdates")[0].values["allowed_updates"] == ["message", "callback_query"]


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
