"""The whole turn: first contact, privacy, any input at all, and many people at once."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from amparo.wiring import App
from bot.answering import STEPS, Assistant
from bot.conversations import GapRow
from bot.messages import Answer, IncomingMessage, Point, Status
from bot.phrases import phrases
from bot.steps.settings import welcome
from bot.turn import Turn
from knowledge.db import Base
from knowledge.languages import LANGUAGES, OWN_NAMES
from tests.support.person import Person, buttons_of, is_polite, text_of

Meet = Callable[[], Person]

GREETING = {"es": "hola", "en": "hello", "fr": "bonjour", "ht": "bonjou", "pt": "olá"}
SHELTER = {
    "es": "necesito un albergue en Tijuana",
    "en": "I need a shelter in Tijuana",
    "fr": "je cherche un abri à Tijuana",
    "ht": "m bezwen yon kote pou m dòmi nan Tijuana",
    "pt": "preciso de abrigo em Tijuana",
}
KEPT = "I never ask for your name or papers."


def is_welcome(text: str, language: str) -> bool:
    """Return whether `text` greets, says what is kept and how to be forgotten."""
    say = phrases(language)
    hello = say("Hello! I am Amparo. I help you find services and know your rights.")
    return hello in text and say("forget me") in text


# First contact


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", ["word", "start", "hint"])
def test_first_contact_greets_in_the_right_language(meet: Meet, language: str, way: str) -> None:
    person = meet()
    if way == "word":
        answer = person.says(GREETING[language])
    elif way == "start":
        answer = person.presses("start", language_hint=language)
    else:
        answer = person.says("ok", language_hint=language)
    assert answer.language == language
    assert is_welcome(answer.replies[0].text, language)
    assert {OWN_NAMES[code]: f"lang:{code}" for code in LANGUAGES}.items() <= (
        buttons_of(answer).items()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_message_that_asks_is_welcomed_and_answered_at_once(
    meet: Meet, language: str
) -> None:
    answer = meet().says(SHELTER[language])
    assert (answer.status, answer.language) == (Status.ANSWERED, language)
    assert is_welcome(answer.replies[0].text, language)
    assert list(buttons_of(answer))[:5] == list(OWN_NAMES.values())
    assert answer.records[0] == "mx-tijuana-cim-carmen-serdan"
    assert len(answer.replies) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_greeting_with_a_question_is_welcomed_too(meet: Meet, language: str) -> None:
    answer = meet().says(f"{GREETING[language]}, {SHELTER[language]}")
    assert is_welcome(answer.replies[0].text, language)


def test_the_welcome_comes_once(meet: Meet) -> None:
    person = meet()
    person.says("hola")
    for text in ("hola", "necesito un albergue en Tijuana", "gracias"):
        assert not is_welcome(text_of(person.says(text)), "es")


def test_the_phones_language_decides_only_where_the_words_do_not(meet: Meet) -> None:
    assert meet().says("ok", language_hint="pt").language == "pt"
    assert meet().says("necesito un albergue en Tijuana", language_hint="pt").language == "es"
    assert meet().says("", attachment="sticker", language_hint="ht").language == "ht"
    assert meet().says("", attachment="sticker", language_hint="de").language == "es"
    assert meet().says("", attachment="sticker").language == "es"


def test_the_welcome_says_what_is_kept_and_no_more_than_that(app: App) -> None:
    turn = Turn(
        IncomingMessage("test", "nobody", language="en"),
        app.conversations.load("nobody"),
        app.assistant.tools,
    )
    turn.conversation.language = "en"
    assert KEPT in welcome(turn)


# Privacy

SECRET_WORDS = ["Zanzibarito", "Quetzalinda", "Xochiquetzalli"]
SECRET_USER = "invented-phone-50937001234"


def chatter(person: Person) -> list[Answer]:
    """Say all kinds of things with words that may never be kept."""
    hidden = " ".join(SECRET_WORDS)
    answers = [person.says(f"me llamo {hidden}, necesito un albergue en Tijuana")]
    answers.append(person.says(f"¿dónde arreglan bicicletas de carrera {hidden}?"))
    answers.append(person.presses("place"))
    answers += [person.says(word) for word in SECRET_WORDS]
    answers.append(person.says(f"/place {hidden}"))
    answers.append(person.says(f"mi marido {hidden} me está pegando, ayúdenme"))
    answers.append(person.says(hidden, choice="topic:food"))
    answers.append(person.says(f"quiero hablar con {hidden}, una persona de verdad"))
    answers.append(person.says("", point=Point(32.530111, -117.020222)))
    answers.append(person.says("olvídame"))
    answers.append(person.says("no"))
    return answers


def test_no_word_and_no_id_of_a_person_is_in_the_database(own_app: App) -> None:
    person = Person(own_app, SECRET_USER)
    assert Status.NO_ANSWER in {answer.status for answer in chatter(person)}
    dumped = []
    with own_app.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            dumped += [repr(row) for row in connection.execute(select(table))]
    written = [
        file.read_bytes().decode("utf-8", "replace")
        for file in sorted(own_app.settings.home.glob("amparo.db*"))
    ]
    assert any("conversation" in text for text in written)
    assert any(row.startswith("(") and "tijuana" in row for row in dumped)
    for text in (*dumped, *written):
        for secret in (*SECRET_WORDS, SECRET_USER, "32.530111", "117.020222"):
            assert secret.casefold() not in text.casefold()


def test_no_word_and_no_id_of_a_person_is_in_the_logs(
    app: App, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with capture_logs() as entries:
        answers = chatter(Person(app, SECRET_USER))
    assert len(entries) == len(answers)
    assert {entry["status"] for entry in entries} == {answer.status.value for answer in answers}
    printed = capfd.readouterr()
    for text in (repr(entries), caplog.text, printed.out, printed.err):
        for secret in (*SECRET_WORDS, SECRET_USER, "32.530111"):
            assert secret.casefold() not in text.casefold()


def test_a_gap_is_counted_without_any_word(own_app: App) -> None:
    person = Person(own_app, SECRET_USER).met("es")
    person.says("¿dónde arreglan bicicletas de carrera en Tijuana?")
    with own_app.sessions() as session:
        (gap,) = session.scalars(select(GapRow)).all()
    assert (gap.language, gap.place_id, gap.count) == ("es", "tijuana", 1)
    assert {column.name for column in GapRow.__table__.columns} == {
        "day", "language", "place_id", "topic_id", "count",
    }  # fmt: skip


# Many at once


def test_two_messages_of_one_person_are_answered_in_order(app: App) -> None:
    """The second waits until the first is answered, and sees what the first one changed."""
    begun, go_on = threading.Event(), threading.Event()
    turns: list[str] = []

    def slow_at_first() -> int:
        turns.append("begun")
        if len(turns) == 1:
            begun.set()
            assert go_on.wait(30)
        return 0

    assistant = Assistant(replace(app.assistant.tools, refresh=slow_at_first))

    def answer(text: str, choice: str = "") -> Answer:
        return assistant.answer(IncomingMessage("test", "two-at-once", text, choice))

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(answer, "", "place:montevideo")
        assert begun.wait(30)
        second = pool.submit(answer, "quiero hablar con una persona de verdad")
        another = assistant.answer(IncomingMessage("test", "somebody-else", "hola"))
        assert not second.done()
        assert turns == ["begun"] * 2  # the first one and somebody else; the second waits
        go_on.set()
        assert first.result(30).intent == "change_place"
        assert second.result(30).records[0] == "uy-montevideo-seerpm"
    assert another.status is Status.SMALLTALK


def test_messages_of_one_person_at_once_lose_nothing(meet: Meet) -> None:
    person = meet().met("es")
    first = person.says("necesito un albergue en Tijuana")
    rest = len(person.memory.rest)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: person.presses("more"), range(8)))
    shown = [record for answer in answers for record in answer.records]
    assert len(shown) == len(set(shown)) == rest
    assert not set(shown) & set(first.records)


def test_fifty_people_at_once_all_get_their_own_answer(own_app: App) -> None:
    languages = list(LANGUAGES)
    people = [Person(own_app, f"invented-crowd-{number}") for number in range(50)]
    assert own_app.assistant is own_app.assistant
    ready = threading.Barrier(len(people))

    def ask(number: int) -> tuple[Answer, Answer]:
        person, language = people[number], languages[number % 5]
        ready.wait(60)
        place = "place:montevideo" if number % 2 else "place:monterrey"
        first = person.says(SHELTER[language])
        return first, person.presses(place)

    with ThreadPoolExecutor(len(people)) as pool:
        answers = list(pool.map(ask, range(len(people))))
    for number, (first, second) in enumerate(answers):
        language = languages[number % 5]
        assert (first.status, first.language) == (Status.ANSWERED, language)
        assert is_welcome(text_of(first), language)
        assert first.records[0] == "mx-tijuana-cim-carmen-serdan"
        assert second.language == language
        assert people[number].memory.place == ("montevideo" if number % 2 else "monterrey")


def test_gaps_of_fifty_people_at_once_are_all_counted(own_app: App) -> None:
    people = [Person(own_app, f"invented-crowd-{number}").met("es") for number in range(50)]
    ready = threading.Barrier(len(people))

    def ask(person: Person) -> Answer:
        ready.wait(60)
        return person.says("¿dónde arreglan bicicletas de carrera en Tijuana?")

    with ThreadPoolExecutor(len(people)) as pool:
        answers = list(pool.map(ask, people))
    assert {answer.status for answer in answers} == {Status.NO_ANSWER}
    with own_app.sessions() as session:
        assert sum(session.scalars(select(GapRow.count))) == len(people)


# The turn as a whole

ENDINGS: dict[Status, list[tuple[str, str]]] = {
    Status.ANSWERED: [("necesito un albergue en Tijuana", "")],
    Status.CLARIFY: [("", "place")],
    Status.NO_ANSWER: [("cuéntame un chiste", "")],
    Status.URGENT: [("mi marido me está pegando, ayúdenme", "")],
    Status.SMALLTALK: [("gracias", "")],
    Status.HANDOVER: [("", "person")],
    Status.SETTINGS: [("", "lang:ht")],
    Status.FORGOTTEN: [("", "forget"), ("", "forget:yes")],
    Status.UNREADABLE: [("😀", "")],
}


@pytest.mark.parametrize("status", Status)
def test_every_ending_of_a_turn_is_reached(meet: Meet, status: Status) -> None:
    person = meet().met("es")
    for text, choice in ENDINGS[status]:
        answer = person.says(text, choice=choice)
    assert answer.status is status
    assert is_polite(answer)


def test_danger_is_looked_at_first_and_something_always_answers() -> None:
    assert STEPS[0].__name__ == "answer_danger"
    assert STEPS[-1].__name__ == "ask_for_words"


def test_every_turn_is_timed(meet: Meet) -> None:
    timings = meet().says("necesito un albergue en Tijuana").timings_ms
    assert {"understand", "search", "compose", "total"} <= set(timings)
    assert timings["total"] >= timings["understand"] > 0


def test_a_conversation_survives_a_restart(own_app: App, tmp_path: Path) -> None:
    person = Person(own_app, "returning").met("ht")
    person.presses("place:montevideo")
    again = App(own_app.settings, own_app.report)
    try:
        memory = again.conversations.load(again.conversations.key("test", "returning"))
        assert (memory.language, memory.place) == ("ht", "montevideo")
    finally:
        again.engine.dispose()
