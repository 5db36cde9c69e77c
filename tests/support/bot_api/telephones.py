"""What people do on their telephones, as updates for the bot."""

import re
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.support.bot_api.world import Chat, Person, World


def _file(kind: str, **more: Any) -> dict[str, Any]:
    return {"file_id": f"{kind}-file", "file_unique_id": kind, "file_size": 1024} | more


ATTACHMENTS: dict[str, Any] = {
    "photo": [_file("photo", width=90, height=60), _file("photo-large", width=800, height=600)],
    "sticker": _file(
        "sticker", type="regular", width=512, height=512, is_animated=False, is_video=False
    ),
    "voice": _file("voice", duration=3, mime_type="audio/ogg"),
    "audio": _file("audio", duration=180),
    "video": _file("video", width=640, height=360, duration=12),
    "video_note": _file("video_note", length=240, duration=8),
    "animation": _file("animation", width=320, height=240, duration=2),
    "document": _file("document", file_name="paper.pdf"),
    "contact": {"phone_number": "+15550100", "first_name": "Rosa"},
    "dice": {"emoji": "🎲", "value": 4},
}
"""Attachment -> its content in a message."""


@dataclass
class Telephones:
    """The people of a world; used in the server's event loop only."""

    world: World
    _ids: Any = field(default_factory=lambda: count(5_000_001))

    def add_person(self, first_name: str, language_code: str | None) -> Person:
        """Return somebody who has not written to the bot yet."""
        return Person(next(self._ids), first_name, language_code)

    def open_chat(self, person: Person) -> Chat:
        """Return the private chat of a person with the bot, opening it the first time."""
        chat = Chat(person.id, "private", {"first_name": person.first_name})
        return self.world.chats.setdefault(person.id, chat)

    def open_crowd(self, kind: str) -> Chat:
        """Return a new group, supergroup or channel that the bot is in."""
        chat = Chat(-1_000_000_000_000 - next(self._ids), kind, {"title": "Vecinas"})
        self.world.chats[chat.id] = chat
        return chat

    def say(self, chat: Chat, person: Person, content: dict[str, Any]) -> int:
        """Put a message of a person into a chat; return its id."""
        message = {
            "message_id": self.world.next_message_id(),
            "from": person.as_user(),
            "chat": chat.as_chat(),
            "date": int(time.time()),
            **content,
        }
        if found := re.match(r"/[A-Za-z0-9_]{1,32}(@\w+)?", content.get("text", "")):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": found.end()}]
        chat.said[message["message_id"]] = message
        self.world.queue("message", message)
        return int(message["message_id"])

    def post(self, chat: Chat, text: str) -> None:
        """Put a post into a channel; it has no author."""
        message = {
            "message_id": self.world.next_message_id(),
            "sender_chat": chat.as_chat(),
            "chat": chat.as_chat(),
            "date": int(time.time()),
            "text": text,
        }
        self.world.queue("channel_post", message)

    def edit(self, chat: Chat, message_id: int, text: str) -> None:
        """Change the text of a person's message. KeyError when there is no such message."""
        edited = chat.said[message_id] | {"text": text, "edit_date": int(time.time())}
        chat.said[message_id] = edited
        self.world.queue("edited_message", edited)

    def press(self, chat: Chat, person: Person, message_id: int, data: str) -> str:
        """Press a button of the bot; return the query's id. LookupError when it is not there."""
        message = chat.sent[message_id]
        if data not in message.buttons.values():
            raise LookupError(f"message {message_id} has no button {data!r}")
        query = str(4_000_000_000_000_000 + next(self._ids))
        self.world.queries[query] = False
        self.world.queue(
            "callback_query",
            {
                "id": query,
                "from": person.as_user(),
                "message": self.world.describe_sent(chat, message),
                "chat_instance": f"{chat.id}",
                "data": data,
            },
        )
        return query
