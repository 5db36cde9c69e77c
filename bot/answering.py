"""One turn of the conversation, from message to answer; the order of the steps is the logic."""

import threading
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

import structlog

from bot import choices
from bot.buttons import language_buttons
from bot.calendars import clock, long_date, weekday
from bot.choices import parse
from bot.commands import typed
from bot.compose.lines import phone_number
from bot.messages import Answer, IncomingMessage, Status
from bot.phrases import phrases
from bot.steps.danger import answer_danger
from bot.steps.find import answer_question, show_more
from bot.steps.follow_up import answer_follow_up
from bot.steps.person import answer_person
from bot.steps.receive import answer_unreadable, ask_for_words, readable
from bot.steps.settings import ask, press, welcome
from bot.steps.smalltalk import answer_smalltalk
from bot.turn import Tools, Turn
from knowledge.content import Phone
from knowledge.languages import LANGUAGES
from nlu.interpreter import Understanding
from retrieval.text import words


class Step(Protocol):
    """A step answers, or leaves the turn to the next one by returning None."""

    def __call__(self, turn: Turn) -> Answer | None:
        """Answer `turn`, or return None."""
        ...


STEPS: tuple[Step, ...] = (
    answer_danger,
    press,
    answer_unreadable,
    ask,
    answer_person,
    show_more,
    answer_follow_up,
    answer_smalltalk,
    answer_question,
    ask_for_words,
)
"""What is tried for every message, in this order. Danger comes before all else."""

LOG = structlog.get_logger()


class Assistant:
    """The conversation: the same for every channel, safe in many threads.

    Messages of one person are answered one after the other, those of different people side by
    side.
    """

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)

    def answer(self, message: IncomingMessage) -> Answer:
        """Answer one message and remember what is needed for the next."""
        key = self.tools.conversations.key(message.channel, message.user)
        with self._locks[key]:
            answer = self._answer(message, key)
        LOG.info(
            "turn",
            channel=message.channel,
            status=answer.status.value,
            intent=answer.intent,
            language=answer.language,
            duration_ms=answer.timings_ms.get("total"),
        )
        return answer

    def _answer(self, message: IncomingMessage, key: str) -> Answer:
        self.tools.refresh()
        turn = Turn(
            message=replace(
                message,
                text=readable(message.text),
                point=message.point if message.point and message.point.on_earth else None,
            ),
            conversation=self.tools.conversations.load(key),
            tools=self.tools,
        )
        first = not turn.conversation.greeted
        _read_command(turn)
        self._understand(turn)
        asked = turn.conversation.expects
        answer = next(answer for step in STEPS if (answer := step(turn)) is not None)
        if asked == "forget" and answer.intent != "forget_me":
            turn.conversation.expects = ""  # a "yes" later on is about something else
        if first:
            answer = _welcomed(turn, answer)
        if answer.status is Status.FORGOTTEN:
            self.tools.conversations.forget(key)
        else:
            self.tools.conversations.save(key, turn.conversation)
        return turn.timed_answer(answer)

    def _understand(self, turn: Turn) -> None:
        """Read the words, and settle language and place for this turn."""
        message, conversation = turn.message, turn.conversation
        if message.language in LANGUAGES:
            conversation.language, conversation.language_chosen = str(message.language), True
        if message.place and message.place in self.tools.places and not conversation.place:
            conversation.place = message.place
        elif self.tools.default_place and not conversation.place:
            conversation.place = self.tools.default_place
        hint = message.language_hint if message.language_hint in LANGUAGES else None
        if turn.text and not message.choice and any(ch.isalnum() for ch in turn.text):
            prior = conversation.language or None
            with turn.timed("understand"):
                turn.understanding = self.tools.interpreter.interpret(turn.text, prior=prior)
            guess = turn.understanding.language
            if not conversation.language:
                sure = guess.sure or hint is None
                conversation.language = guess.language if sure else str(hint)
            elif _only_places(turn.understanding):
                pass  # "New York" is said in every language
            elif (guess.sure and not conversation.language_chosen) or guess.probability > 0.97:
                conversation.language = guess.language
            self._follow_place(turn)
        elif not conversation.language:
            conversation.language = hint or "es"
        if message.point:
            point = message.point
            near = self.tools.places.nearest(point.latitude, point.longitude)
            if near is not None:
                conversation.place = near.id

    def _follow_place(self, turn: Turn) -> None:
        """Let a place named in a question be the place of the conversation."""
        understood = turn.understanding
        if understood is None or understood.here is None:
            return
        moving = understood.chance("change_place") > 0.5
        if turn.conversation.expects != "place" and not moving:
            turn.conversation.place = understood.here


def _only_places(understood: Understanding) -> bool:
    """Return whether a message is names of places and nothing else."""
    named = sum(len(place.words.split()) for place in understood.places)
    return 0 < named == len(words(understood.text))


def _read_command(turn: Turn) -> None:
    """Let a typed command or button label be what it names."""
    message, conversation = turn.message, turn.conversation
    command = None if message.choice else typed(message.text)
    if command is not None:
        turn.message = replace(message, choice=command.payload, text=command.rest)
        conversation.language = conversation.language or command.language


def _welcomed(turn: Turn, answer: Answer) -> Answer:
    """Put the welcome before the first answer, unless it is a welcome or danger."""
    turn.conversation.greeted = True
    verb, _ = parse(turn.message.choice)
    greeting = answer.status is Status.SMALLTALK and answer.intent == "greeting"
    if greeting or answer.status is Status.URGENT or verb == choices.START:
        return answer
    if answer.status is Status.FORGOTTEN:
        return answer
    hello = replace(
        answer.replies[0], text=welcome(turn), choices=language_buttons(), ask_location=False
    )
    return replace(answer, replies=(hello, *answer.replies))


def warm_up(tools: Tools) -> None:
    """Load what loads at first use (calendars, telephone plans), so that nobody waits for it."""
    now = datetime.now(UTC)
    for language in LANGUAGES:
        say = phrases(language)
        long_date(now.date(), language)
        weekday(now.weekday(), language)
        clock(now.time(), language)
        for place in ("us", "br", "ht", "mx"):
            phone_number(Phone(number="5551234"), place)
        say("Source: {title}", title="")
        tools.interpreter.interpret(say("What do you need?"), prior=language)
