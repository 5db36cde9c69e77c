"""What can be seen before anything is understood: no text, a photo, far too long a text."""

from bot.buttons import COMMON_TOPICS, topic_buttons
from bot.messages import Answer, Status
from bot.turn import Turn

LONGEST_TEXT = 2000
"""Letters of a message that are read; what people need stands at the beginning."""


def readable(text: str) -> str:
    """Return `text` without control characters, its length bounded."""
    plain = "".join(ch if ch.isprintable() else " " for ch in text[: LONGEST_TEXT * 2])
    return " ".join(plain.split())[:LONGEST_TEXT]


def answer_unreadable(turn: Turn) -> Answer | None:
    """Answer a message that has no words: a photo, a voice note, only emoji, nothing."""
    message = turn.message
    if message.choice or message.point:
        return None
    if any(ch.isalnum() for ch in turn.text):
        return None
    say = turn.say
    if message.attachment in {"voice", "audio", "video_note"}:
        text = say("I cannot listen to voice messages yet. Please write, or choose a topic:")
    elif message.attachment:
        text = say("I can only read text. Please write what you need, or choose a topic:")
    else:
        return ask_for_words(turn)
    buttons = topic_buttons(list(COMMON_TOPICS), turn.tools.topics, say)
    return turn.finish(Status.UNREADABLE, text, intent="none", choices=buttons)


def ask_for_words(turn: Turn) -> Answer:
    """Answer what says nothing, or a button of long ago that means nothing any more."""
    say = turn.say
    text = say("Tell me in a few words what you need, or choose a topic:")
    buttons = topic_buttons(list(COMMON_TOPICS), turn.tools.topics, say)
    return turn.finish(Status.UNREADABLE, text, intent="none", choices=buttons)
