"""A person who chats with the assistant, as a channel would carry it."""

from typing import Any

from amparo.wiring import App
from bot.conversations import Conversation
from bot.messages import Answer, IncomingMessage
from knowledge.languages import LANGUAGES


class Person:
    """One person on one channel; every `says` and `presses` is one turn."""

    def __init__(self, app: App, user: str, channel: str = "test") -> None:
        self.app = app
        self.user = user
        self.channel = channel

    def says(self, text: str, **more: Any) -> Answer:
        """Write `text` and return the answer."""
        return self.app.assistant.answer(IncomingMessage(self.channel, self.user, text, **more))

    def presses(self, payload: str, **more: Any) -> Answer:
        """Press a button and return the answer."""
        return self.says("", choice=payload, **more)

    def met(self, language: str) -> "Person":
        """Have the welcome behind, in `language`."""
        self.presses("start", language_hint=language)
        return self

    @property
    def memory(self) -> Conversation:
        """What is kept of this person."""
        return self.app.conversations.load(self.app.conversations.key(self.channel, self.user))


def text_of(answer: Answer) -> str:
    """Return everything that the answer says."""
    return "\n\n".join(reply.text for reply in answer.replies)


def buttons_of(answer: Answer) -> dict[str, str]:
    """Return all buttons of the answer: payload by label."""
    return {choice.label: choice.payload for reply in answer.replies for choice in reply.choices}


def is_polite(answer: Answer) -> bool:
    """Return whether an answer is polite: words in one of five languages, whole payloads."""
    texts = [reply.text for reply in answer.replies]
    return (
        bool(texts)
        and all(text.strip() for text in texts)
        and answer.language in LANGUAGES
        and not any(sign in text for text in texts for sign in ("Traceback", "None", "{", "}"))
        and all(0 < len(one.encode()) <= 64 for one in buttons_of(answer).values())
        and len(answer.records) == len(set(answer.records))
    )
