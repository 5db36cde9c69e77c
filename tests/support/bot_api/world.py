"""What the test server knows: people, chats, messages, updates and the webhook."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, TypeVar

from tests.support.bot_api.errors import ApiError, refuse

_Found = TypeVar("_Found")
_NOT_BY_DEFAULT: Final = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True)
class Person:
    """Somebody with a telephone."""

    id: int
    first_name: str = "Ana"
    language_code: str | None = "es"

    def as_user(self) -> dict[str, Any]:
        """Return the API's User."""
        user = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        return user | ({"language_code": self.language_code} if self.language_code else {})


@dataclass(frozen=True)
class SentMessage:
    """A message of the bot as it stands on the person's screen."""

    message_id: int
    text: str
    markup: dict[str, Any]
    parameters: dict[str, Any]
    """All that the bot gave with it."""

    @property
    def rows(self) -> list[list[str]]:
        """Labels of the inline buttons, by row."""
        return [[key["text"] for key in row] for row in self.markup.get("inline_keyboard", [])]

    @property
    def buttons(self) -> dict[str, str]:
        """Label -> payload of the inline buttons that carry one."""
        keys = [key for row in self.markup.get("inline_keyboard", []) for key in row]
        return {key["text"]: key["callback_data"] for key in keys if "callback_data" in key}

    @property
    def location_button(self) -> str | None:
        """Label of the button that shares the location, if there is one."""
        for key in (key for row in self.markup.get("keyboard", []) for key in row):
            if isinstance(key, dict) and key.get("request_location"):
                return str(key["text"])
        return None


@dataclass
class Chat:
    """A chat that the bot knows, and what it wrote there."""

    id: int
    type: str
    names: dict[str, str]
    blocked: bool = False
    flooded_until: float = 0.0
    sent: dict[int, SentMessage] = field(default_factory=dict)
    said: dict[int, dict[str, Any]] = field(default_factory=dict)
    """The messages of people, by id."""

    def as_chat(self) -> dict[str, Any]:
        """Return the API's Chat."""
        return {"id": self.id, "type": self.type} | self.names


@dataclass(frozen=True)
class Webhook:
    """Where updates are pushed to."""

    url: str
    secret_token: str | None = None
    max_connections: int = 40


@dataclass
class World:
    """All state of the server; used in its event loop only."""

    token: str
    chats: dict[int, Chat] = field(default_factory=dict)
    pending: list[dict[str, Any]] = field(default_factory=list)
    allowed: list[str] | None = None
    webhook: Webhook | None = None
    webhook_error: tuple[int, str] | None = None
    queries: dict[str, bool] = field(default_factory=dict)
    """Pressed buttons: query id -> whether the bot has acknowledged it."""
    commands: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """(scope, language code or "") -> command -> description."""
    actions: list[tuple[int, str]] = field(default_factory=list)
    polls: int = 0
    closing: bool = False
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _message_ids: Iterator[int] = field(default_factory=lambda: count(1))
    _update_ids: Iterator[int] = field(default_factory=lambda: count(700_000_001))

    def __post_init__(self) -> None:
        identity, _, _ = self.token.partition(":")
        self.bot = {
            "id": int(identity),
            "is_bot": True,
            "first_name": "Amparo",
            "username": "amparo_test_bot",
        }

    def describe_bot(self) -> dict[str, Any]:
        """Return what getMe answers."""
        able = ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries")
        return self.bot | dict.fromkeys(able, False)

    def notify(self) -> None:
        """Wake all who wait for a change."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait_for(self, look: Callable[[], _Found | None], seconds: float) -> _Found | None:
        """Return the first value of `look` that is not None; None when time is up."""
        # Not `asyncio.wait_for`: in Python 3.11 it can swallow a cancellation.
        try:
            async with asyncio.timeout(seconds):
                while (found := look()) is None:
                    await self._changed.wait()
                return found
        except TimeoutError:
            return look()

    def next_message_id(self) -> int:
        """Return an id no message has yet."""
        return next(self._message_ids)

    def queue(self, kind: str, content: dict[str, Any]) -> None:
        """Add an update for the bot, unless it asked not to get this kind."""
        wanted = kind in self.allowed if self.allowed else kind not in _NOT_BY_DEFAULT
        if wanted:
            self.pending.append({"update_id": next(self._update_ids), kind: content})
            self.notify()

    def find_chat(self, chat_id: object) -> Chat:
        """Return the chat the bot wants to write to; ApiError when it may not, now or ever."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise refuse("chat not found")
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        left = chat.flooded_until - time.monotonic()
        if left > 0:
            seconds = int(left) + 1
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        return chat

    def find_sent(self, chat_id: object, message_id: int) -> tuple[Chat, SentMessage]:
        """Return a message of the bot, to edit it."""
        chat = self.find_chat(chat_id)
        if message_id in chat.said:
            raise refuse("message can't be edited")
        if message_id not in chat.sent:
            raise refuse("message to edit not found")
        return chat, chat.sent[message_id]

    def show(self, chat: Chat, message: SentMessage) -> dict[str, Any]:
        """Put a message of the bot on the screen, or in the place of its former version."""
        chat.sent[message.message_id] = message
        self.notify()
        return self.describe_sent(chat, message)

    def describe_sent(self, chat: Chat, message: SentMessage) -> dict[str, Any]:
        """Return the API's Message of what the bot sent."""
        shown: dict[str, Any] = {
            "message_id": message.message_id,
            "from": self.bot,
            "chat": chat.as_chat(),
            "date": int(time.time()),
        }
        if "latitude" in message.parameters:
            point = ("latitude", "longitude", "horizontal_accuracy")
            given = message.parameters
            shown["location"] = {name: given[name] for name in point if name in given}
        else:
            shown["text"] = message.text
        if "inline_keyboard" in message.markup:
            shown["reply_markup"] = message.markup
        return shown
