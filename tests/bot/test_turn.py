"""A turn: what is known while one message is answered, and the answer made of it."""

from datetime import UTC, datetime

from amparo.wiring import App
from bot.messages import Choice, IncomingMessage, Point, SourceLine, Status
from bot.turn import Turn


def turn(app: App, text: str = "", language: str = "") -> Turn:
    conversation = app.conversations.load("nobody")
    conversation.language = language
    return Turn(IncomingMessage("test", "nobody", text), conversation, app.assistant.tools)


def test_an_answer_has_a_reply_per_text_and_the_buttons_under_the_last(app: App) -> None:
    button = Choice("Manje", "topic:food")
    source = SourceLine("Invented Book", "", None)
    answer = turn(app, language="ht").finish(
        Status.ANSWERED, "one", "two", intent="help", choices=(button,), ask_location=True,
        records=("a",), sources=(source,),
    )  # fmt: skip
    assert [reply.text for reply in answer.replies] == ["one", "two"]
    assert [reply.choices for reply in answer.replies] == [(), (button,)]
    assert [reply.ask_location for reply in answer.replies] == [False, True]
    assert (answer.language, answer.intent, answer.records) == ("ht", "help", ("a",))
    assert answer.sources == (source,)


def test_what_was_changed_is_said_before_the_answer(app: App) -> None:
    changed = turn(app)
    changed.preface.append("now in Lima")
    assert [reply.text for reply in changed.finish(Status.ANSWERED, "x").replies] == [
        "now in Lima", "x",
    ]  # fmt: skip


def test_the_intent_is_what_was_understood_where_none_is_named(app: App) -> None:
    asked = turn(app, "gracias")
    asked.understanding = app.interpreter.interpret("gracias")
    assert asked.finish(Status.SMALLTALK, "x").intent == "thanks"
    assert turn(app).finish(Status.SMALLTALK, "x").intent == ""


def test_without_a_language_spanish_is_spoken(app: App) -> None:
    assert turn(app).language == turn(app).say.language == "es"


def test_a_turn_happens_now_and_its_parts_add_up(app: App) -> None:
    timed = turn(app, "  hola ")
    assert timed.text == "hola"
    assert abs((datetime.now(UTC) - timed.now).total_seconds()) < 60
    with timed.timed("search"):
        pass
    first = timed.timings["search"]
    with timed.timed("search"):
        pass
    assert timed.timings["search"] >= first
    answer = timed.timed_answer(timed.finish(Status.SMALLTALK, "x"))
    assert set(answer.timings_ms) == {"search", "total"}


def test_only_live_records_are_given_in_the_order_asked_for(app: App) -> None:
    tools = app.assistant.tools
    wanted = ["uy-montevideo-seerpm", "nothing", "mx-monterrey-casa-monarca"]
    assert [record.id for record in tools.records(wanted)] == [wanted[0], wanted[2]]
    assert tools.records([]) == []


def test_a_point_is_on_earth_or_not() -> None:
    assert Point(-90.0, 180.0).on_earth
    assert not Point(90.1, 0.0).on_earth
    assert not Point(0.0, float("nan")).on_earth
    assert not Point(float("inf"), 0.0).on_earth
