"""Danger first: numbers to call and places that help, before anything else."""

from collections.abc import Mapping

from bot.buttons import language_buttons, person_button
from bot.compose.lines import phone_line, shown_texts
from bot.messages import Answer, Status
from bot.turn import Turn
from knowledge.places import emergency_numbers
from nlu.urgency import VIOLENCE, is_urgent, may_be_urgent
from retrieval.question import Question

HELP_TOPICS = ("domestic_violence", "sexual_violence", "trafficking", "child_protection",
               "mental_health", "hospital_emergency", "detention_deportation")  # fmt: skip
"""Topics of which a safe place is named in an urgent answer."""
SURE_TOPIC = 0.4
"""Probability of such a topic from which numbers go first; a false alarm costs two lines."""


def answer_danger(turn: Turn) -> Answer | None:
    """Answer a message of immediate danger."""
    understood = turn.understanding
    if understood is None or not is_urgent(understood):
        return None
    say = turn.say
    place = turn.conversation.place
    country = turn.tools.places.country(place) if place in turn.tools.places else None
    lines = [say("You matter. If you are in danger now, call:")]
    lines += _numbers(country, turn)
    near, records = _safe_places(turn)
    more = [say("These places can help you:"), *near] if near else []
    more.append(say("If you can, go to a place with other people. You do not have to explain."))
    return turn.finish(
        Status.URGENT,
        "\n".join(lines),
        "\n".join(more),
        intent="urgent",
        choices=(person_button(say), *language_buttons()),
        records=tuple(records),
    )


def numbers_first(turn: Turn, topics: Mapping[str, float]) -> None:
    """Put emergency numbers before the answer to a question about violence, or of possible danger.

    Who asks where to go with a violent partner may be in danger while asking.
    """
    understood = turn.understanding
    possible = understood is not None and may_be_urgent(understood)
    if possible or any(topics.get(topic, 0.0) >= SURE_TOPIC for topic in VIOLENCE):
        place = turn.conversation.place
        country = turn.tools.places.country(place) if place in turn.tools.places else None
        lines = [turn.say("You matter. If you are in danger now, call:"), *_numbers(country, turn)]
        turn.preface.append("\n".join(lines))


def _numbers(country: str | None, turn: Turn) -> list[str]:
    say = turn.say
    kinds = {
        "all": say("Emergencies"),
        "police": say("Police"),
        "ambulance": say("Ambulance"),
        "fire": say("Fire brigade"),
        "women": say("Violence against women"),
        "children": say("Children in danger"),
    }
    known = emergency_numbers(country) if country else ()
    if not known:
        return [say("911 in most countries of the Americas, 112 in Europe and from mobile phones.")]
    lines = [f"☎ {kinds[kind]}: {number}" for kind, number in known]
    lines.append(say("These numbers have not been confirmed by a local office yet."))
    return lines


def _safe_places(turn: Turn) -> tuple[list[str], list[str]]:
    understood, tools = turn.understanding, turn.tools
    place = turn.conversation.place
    if understood is None or not place:
        return [], []
    topics = {topic: chance for topic, chance in understood.topics.items() if topic in HELP_TOPICS}
    if not topics:
        return [], []
    question = Question(
        text=turn.text,
        language=turn.language,
        vector=understood.vector,
        topics=topics,
        needs={key: w for key, w in understood.needs.items() if key.split("/")[0] in topics},
        place=place,
        kinds={"service": 1.0, "programme": 1.0},
    )
    result = tools.searcher.search(question, limit=8)
    lines, names = [], []
    for record in tools.records([hit.record_id for hit in result.hits]):
        content = record.content
        phone = phone_line(content, tools.places)
        fits = any(topic.id in topics for topic in content.topics)
        if phone and fits and content.standing.available:
            lines.append(f"• {shown_texts(content, turn.language)[1].name}: {phone}")
            names.append(record.id)
        if len(names) == 2:
            break
    return lines, names
