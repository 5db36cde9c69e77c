"""The heart: find records for the question, and answer with them or say that there is none."""

from collections.abc import Mapping

import numpy as np

from bot import choices
from bot.buttons import (
    COMMON_TOPICS,
    more_button,
    person_button,
    place_button,
    place_buttons,
    topic_buttons,
)
from bot.choices import parse
from bot.compose.cards import compose, source_of
from bot.messages import Answer, Choice, Status
from bot.steps.danger import numbers_first
from bot.turn import Turn
from nlu.asking import to_question
from retrieval.question import Question, Result

AT_ONCE = 3
"""Services in one answer."""
REMEMBERED = 12
"""Results that "more" can show after that."""
LOCAL_KINDS = {"municipality", "county", "state"}
PLACE_COUNTS = 2.5
"""How much more being near counts when a known topic is asked for a place: there are no words that
a record of that place could fit better than general advice does."""
NEARLY_AS_GOOD = 0.2
"""Score within which the next records are shown with the first: one that its example questions fit
better stands up to .1 above its equals."""
CLOSE_RIVAL = 0.06
"""Score within which a record of another place makes the answer depend on the place."""


def show_more(turn: Turn) -> Answer | None:
    """Show the next results of the last question."""
    verb, _ = parse(turn.message.choice)
    understood = turn.understanding
    asked = understood is not None and understood.chance("more_results") > 0.5
    if verb != choices.MORE and not asked:
        return None
    if not turn.conversation.rest:
        say = turn.say
        text = say("That is all I have on this. You can ask in other words.")
        return turn.finish(
            Status.NO_ANSWER, text, intent="more_results",
            choices=(place_button(say), person_button(say)),
        )  # fmt: skip
    turn.conversation.shown = turn.conversation.rest[:AT_ONCE]
    turn.conversation.rest = turn.conversation.rest[AT_ONCE:]
    return _show(turn, intent="more_results")


def answer_question(turn: Turn) -> Answer | None:
    """Search for what was asked; answer, ask for the place, or say that nothing was found."""
    question = _question(turn)
    if question is None:
        return None
    numbers_first(turn, question.topics)
    with turn.timed("search"):
        result = turn.tools.searcher.search(question, limit=REMEMBERED + AT_ONCE)
    conversation = turn.conversation
    conversation.about = {
        "topics": dict(question.topics), "needs": dict(question.needs),
        "kinds": dict(question.kinds),
    }  # fmt: skip
    if not _answers(turn, question, result):
        return _nothing(turn, question)
    if places := _places_to_ask(turn, result):
        return _ask_place(turn, places)
    conversation.expects = ""
    names = _one_kind(result)
    conversation.shown, conversation.rest = names[:AT_ONCE], names[AT_ONCE:]
    return _show(turn)


def _answers(turn: Turn, question: Question, result: Result) -> bool:
    """Return whether the first hit answers, by its confidence.

    A question that is not in the person's words (a pressed topic, one asked again for a new place)
    is about a topic that is known: there a record under that topic answers.
    """
    if not result.hits:
        return False
    understood = turn.understanding
    own_words = understood is not None and question.text == understood.text
    known = not own_words and result.hits[0].parts.get("topic", 0.0) > 0.0
    return known or result.confidence >= turn.tools.searcher.threshold


def _question(turn: Turn) -> Question | None:
    """Return what to search for: the message, a pressed topic, or the question asked before."""
    tools, understood = turn.tools, turn.understanding
    verb, arguments = parse(turn.message.choice)
    place = turn.conversation.place or None
    point = (
        (turn.message.point.latitude, turn.message.point.longitude) if turn.message.point else None
    )
    if verb == choices.TOPIC and arguments and arguments[0] in tools.topics:
        return _known(turn, {arguments[0]: 1.0}, {}, {"service": 0.5, "programme": 0.5}, point)
    if point or turn.reopened:
        about = turn.conversation.about
        topics = about.get("topics") or {"orientation": 0.5}
        return _known(turn, topics, about.get("needs", {}), about.get("kinds", {}), point)
    if understood is None:
        return None
    return to_question(understood, language=turn.language, place=place, point=point)


def _known(
    turn: Turn,
    topics: Mapping[str, float],
    needs: Mapping[str, float],
    kinds: Mapping[str, float],
    point: tuple[float, float] | None,
) -> Question:
    """Return a question made of topics alone: their phrases stand for the words."""
    vector = turn.tools.searcher.topic_vector({**topics, **needs})
    names = " ".join(
        turn.tools.topics[t].name(turn.language) for t in topics if t in turn.tools.topics
    )
    return Question(
        text=names,
        language=turn.language,
        vector=vector if vector is not None else np.zeros(1, dtype=np.float32),
        topics=topics,
        needs=needs,
        place=turn.conversation.place or None,
        point=point,
        kinds=kinds,
        local=PLACE_COUNTS,
    )


def _aside(turn: Turn) -> bool:
    """Return whether the message is surely about something that is not ours."""
    understood = turn.understanding
    return understood is not None and understood.chance("out_of_scope") > 0.6


def _one_kind(result: Result) -> list[str]:
    """Return record ids to show: those after the first only while they are nearly as good."""
    best = result.hits[0].score
    return [hit.record_id for hit in result.hits if hit.score > best - NEARLY_AS_GOOD]


def _places_to_ask(turn: Turn, result: Result) -> list[str]:
    """Return the places among which the answer would differ, when that is not known and matters.

    It matters when records of several places are nearly as good, and when the best one is bound to
    a place that nobody named, unless it was called by its name.
    """
    conversation, places = turn.conversation, turn.tools.places
    if conversation.place or conversation.place_asked or turn.reopened:
        return []
    best = result.hits[0]
    local: dict[str, float] = {}
    for hit in result.hits[:6]:
        place = turn.tools.searcher.index.entry(hit.record_id).place_id
        if place in places and places[place].kind in {*LOCAL_KINDS, "country"}:
            local.setdefault(place, hit.score)
    bound = best.score in local.values() and "called" not in best.parts
    close = [place for place, score in local.items() if score > best.score - CLOSE_RIVAL]
    return list(local) if bound or len(close) > 1 else []


def _ask_place(turn: Turn, places: list[str]) -> Answer:
    turn.conversation.place_asked = True
    turn.conversation.expects = "place"
    say = turn.say
    return turn.finish(
        Status.CLARIFY,
        say("The answer depends on where you are. Which city or country are you in?"),
        choices=place_buttons(places[:5], turn.tools.places, say),
        ask_location=True,
    )


def _show(turn: Turn, *, intent: str = "") -> Answer:
    tools, say = turn.tools, turn.say
    with turn.timed("compose"):
        records = tools.records(turn.conversation.shown)
        many = len(records) > 1
        texts = [
            compose(record, say, tools.places, turn.now, number=number if many else 0)
            for number, record in enumerate(records, 1)
        ]
    buttons: list[Choice] = [more_button(say)] if turn.conversation.rest else []
    buttons += [place_button(say), person_button(say)]
    return turn.finish(
        Status.ANSWERED,
        "\n\n".join(texts),
        intent=intent,
        choices=tuple(buttons),
        records=tuple(record.id for record in records),
        sources=tuple(source_of(record) for record in records),
    )


def _nothing(turn: Turn, question: Question) -> Answer:
    """Say that there is no good record; offer near topics and a person; count the gap."""
    conversation, say = turn.conversation, turn.say
    conversation.shown, conversation.rest = [], []
    near = [topic for topic, _ in sorted(question.topics.items(), key=lambda item: -item[1])]
    aside = _aside(turn)
    if not aside:
        turn.tools.conversations.note_gap(
            turn.language, conversation.place, near[0] if near else ""
        )
    place = turn.tools.places.get(conversation.place)
    if aside:
        text = say("I cannot help with that. I know services and rights for people on the move.")
    elif place is not None:
        text = say(
            "I have no reliable record on this for {place}. I prefer not to guess.",
            place=place.name(say.language),
        )
    else:
        text = say("I have no reliable record on this. I prefer not to guess.")
    offered = near[:3] if not aside else list(COMMON_TOPICS)
    buttons = (
        *topic_buttons(offered, turn.tools.topics, say),
        place_button(say),
        person_button(say),
    )
    hint = say("Perhaps one of these helps:")
    return turn.finish(Status.NO_ANSWER, f"{text}\n{hint}", choices=buttons)
