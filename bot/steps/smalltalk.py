"""Greetings, thanks, goodbyes, yes and no, and what is not ours to answer."""

from bot.buttons import COMMON_TOPICS, topic_buttons
from bot.messages import Answer, Status
from bot.steps.settings import SURE, greet
from bot.turn import Turn


def answer_smalltalk(turn: Turn) -> Answer | None:
    """Answer words that ask for nothing."""
    understood = turn.understanding
    if understood is None:
        return None
    say = turn.say
    buttons = topic_buttons(list(COMMON_TOPICS), turn.tools.topics, say)
    if understood.chance("greeting") > SURE:
        if not turn.conversation.greeted:
            return greet(turn)
        return turn.finish(Status.SMALLTALK, say("Hello again. What do you need?"), choices=buttons)
    if understood.chance("thanks") > SURE:
        return turn.finish(Status.SMALLTALK, say("You are welcome. Write whenever you need."))
    if understood.chance("goodbye") > SURE:
        return turn.finish(Status.SMALLTALK, say("Take care. I am here whenever you need."))
    if understood.chance("affirm") + understood.chance("deny") > SURE:
        return turn.finish(
            Status.CLARIFY, say("Tell me in a few words what you need:"), choices=buttons
        )
    return None
