"""A person asked for: who can be reached, without promising anybody who is not there."""

from bot import choices
from bot.choices import parse
from bot.compose.cards import compose, source_of
from bot.messages import Answer, Status
from bot.steps.find import AT_ONCE, REMEMBERED
from bot.steps.settings import SURE
from bot.turn import Turn
from retrieval.question import Question

PEOPLE = {"orientation": 0.7, "legal_aid": 0.3}
"""Topics of bodies whose work is to answer people."""


def answer_person(turn: Turn) -> Answer | None:
    """Name bodies near the person where somebody answers."""
    verb, _ = parse(turn.message.choice)
    understood = turn.understanding
    asked = understood is not None and understood.chance("talk_to_person") > SURE
    if verb != choices.PERSON and not asked:
        return None
    tools, say = turn.tools, turn.say
    vector = tools.searcher.topic_vector(PEOPLE)
    text = say("Nobody answers in this chat yet. These bodies have people who listen:")
    if vector is None:
        return turn.finish(Status.HANDOVER, text, intent="talk_to_person")
    question = Question(
        text="", language=turn.language, vector=vector, topics=PEOPLE,
        place=turn.conversation.place or None, kinds={"service": 1.0},
    )  # fmt: skip
    result = tools.searcher.search(question, limit=REMEMBERED)
    names = [hit.record_id for hit in result.hits]
    live = [r for r in tools.records(names) if r.content.standing.available][:AT_ONCE]
    turn.conversation.shown, turn.conversation.rest = [record.id for record in live], []
    turn.conversation.about = {"topics": dict(PEOPLE), "needs": {}, "kinds": {"service": 1.0}}
    if not live:
        text = say("I have no reliable record on this. I prefer not to guess.")
    cards = [compose(r, say, tools.places, turn.now, number=n) for n, r in enumerate(live, 1)]
    if not turn.conversation.place:
        turn.conversation.expects = "place"
        cards.append(say("Tell me your city, and I look for people near you."))
    return turn.finish(
        Status.HANDOVER,
        text,
        *(["\n\n".join(cards)] if cards else []),
        intent="talk_to_person",
        ask_location=not turn.conversation.place,
        records=tuple(record.id for record in live),
        sources=tuple(source_of(record) for record in live),
    )
