"""Questions about what was just shown: hours, address, phone, documents, cost, for whom."""

from collections.abc import Callable

from bot import choices
from bot.buttons import more_button, person_button
from bot.choices import parse
from bot.compose.cards import source_of
from bot.compose.lines import (
    address,
    cost,
    phone_line,
    proof_line,
    shown_texts,
    source_line,
    spoken_languages,
    standing_line,
    status_line,
)
from bot.compose.timetable import open_now, week_lines
from bot.messages import Answer, Status
from bot.steps.settings import A_NEED
from bot.turn import Turn
from knowledge.content import PublishedRecord
from retrieval.text import words

LIKELY = 0.4
"""Probability of all follow-ups together from which the message is one."""
POSSIBLE = 0.15
"""The same when the message names no new subject: then it is about what was shown."""
ORDINALS = {
    "1": 0, "2": 1, "3": 2, "first": 0, "second": 1, "third": 2, "primero": 0, "primera": 0,
    "segundo": 1, "segunda": 1, "tercero": 2, "tercera": 2, "premier": 0, "premiere": 0,
    "deuxieme": 1, "troisieme": 2, "premye": 0, "dezyem": 1, "twazyem": 2, "primeiro": 0,
    "primeira": 0, "terceiro": 2, "terceira": 2,
}  # fmt: skip


def answer_follow_up(turn: Turn) -> Answer | None:
    """Answer a question about a record that was shown in the last answer."""
    verb, arguments = parse(turn.message.choice)
    understood = turn.understanding
    if verb == choices.FOLLOW_UP and arguments:
        what, number = arguments[0], arguments[1] if len(arguments) > 1 else "1"
        position = int(number) - 1 if number.isdecimal() and len(number) < 3 else 0
    elif understood and turn.conversation.shown:
        asked = {
            name: chance
            for name, chance in understood.intents.items()
            if name.startswith("follow_up_")
        }
        new = understood.chance("ask_service") + understood.chance("ask_right")
        same_subject = max(understood.topics.values(), default=0.0) < A_NEED
        together = sum(asked.values())
        if together <= max(LIKELY, new) and not (same_subject and together > POSSIBLE):
            return None
        what = max(asked, key=lambda name: asked[name]).removeprefix("follow_up_")
        position = next((ORDINALS[w] for w in words(turn.text) if w in ORDINALS), 0)
    else:
        return None
    return _about(turn, what, position)


def _about(turn: Turn, what: str, position: int) -> Answer | None:
    shown = turn.conversation.shown
    live = {record.id: record for record in turn.tools.records(shown)}
    if what not in FACTS or not live:
        return None
    wanted = shown[position] if 0 <= position < len(shown) else shown[0]
    record = live.get(wanted) or next(iter(live.values()))
    say = turn.say
    name = shown_texts(record.content, say.language)[1].name
    fact = FACTS[what](turn, record)
    if not fact:
        fact = say("The record does not say. Please ask them.")
        phone = phone_line(record.content, turn.tools.places)
        if phone and what != "phone":
            fact += f" 📞 {phone}"
    buttons = [person_button(say)]
    if turn.conversation.rest:
        buttons.insert(0, more_button(say))
    lines = (name, standing_line(record.content, say), fact, source_line(record, say))
    return turn.finish(
        Status.ANSWERED,
        "\n".join(line for line in lines if line),
        intent=f"follow_up_{what}",
        choices=tuple(buttons),
        records=(record.id,),
        sources=(source_of(record),),
    )


def _hours(turn: Turn, record: PublishedRecord) -> str:
    content, say = record.content, turn.say
    places, now = turn.tools.places, turn.now
    lines = [open_now(content, places, now, say), *week_lines(content, places, now, say)]
    if not content.schedules:
        lines.append(content.hours_note)
    return "\n".join(line for line in lines if line)


def _address(turn: Turn, record: PublishedRecord) -> str:
    lines = []
    for spot in record.content.locations:
        if where := address(spot):
            lines.append(f"📍 {where}")
            if spot.latitude is not None and spot.longitude is not None:
                point = f"{spot.latitude:.5f},{spot.longitude:.5f}"
                lines.append(f"https://www.openstreetmap.org/?mlat={point.replace(',', '&mlon=')}")
            lines.append(spot.transportation)
    return "\n".join(line for line in lines if line)


def _phone(turn: Turn, record: PublishedRecord) -> str:
    number = phone_line(record.content, turn.tools.places)
    email = record.content.email or (
        record.content.organization.email if record.content.organization else ""
    )
    lines = [f"📞 {number}" if number else "", f"✉ {email}" if email else ""]
    lines.append(f"🔗 {record.content.url}" if record.content.url else "")
    return "\n".join(line for line in lines if line)


def _documents(turn: Turn, record: PublishedRecord) -> str:
    content, say = record.content, turn.say
    texts = shown_texts(content, say.language)[1]
    lines = [f"• {paper}" for paper in texts.documents]
    lines.append(texts.application_process)
    lines += [proof_line(content, say), status_line(content, say)]
    return "\n".join(line for line in lines if line)


def _cost(turn: Turn, record: PublishedRecord) -> str:
    texts = shown_texts(record.content, turn.language)[1]
    return cost(record.content, texts, turn.say)


def _eligibility(turn: Turn, record: PublishedRecord) -> str:
    content, say = record.content, turn.say
    texts = shown_texts(content, say.language)[1]
    everyone = say("For everyone who lives there.") if content.universal else ""
    return "\n".join(
        part for part in (texts.eligibility or everyone, status_line(content, say)) if part
    )


def _languages(turn: Turn, record: PublishedRecord) -> str:
    return spoken_languages(record.content, turn.say)


FACTS: dict[str, Callable[[Turn, PublishedRecord], str]] = {
    "hours": _hours,
    "address": _address,
    "phone": _phone,
    "documents": _documents,
    "cost": _cost,
    "eligibility": _eligibility,
    "languages": _languages,
}
"""What can be asked about a record, by the end of the intent's name."""
