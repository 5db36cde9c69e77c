"""The test server in a thread of its own, and what a test does with it."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any, Final, Self, TypeVar

from tests.support.bot_api.app import STATUS_TEXTS, Call, Desk, Trouble, make_app
from tests.support.bot_api.delivery import push_updates
from tests.support.bot_api.errors import ApiError, DropConnection
from tests.support.bot_api.serving import QuickServer, get_url, open_port
from tests.support.bot_api.telephones import ATTACHMENTS, Telephones
from tests.support.bot_api.world import Chat, Person, SentMessage, World

TOKEN: Final = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
_Result = TypeVar("_Result")


class BotApiServer:
    """The Bot API on a loopback port; a context manager.

    What people do (`send_text`, `press`, ...) returns when the server has taken it in: the bot gets
    it when it polls, or by webhook. `wait_for_message` gives what the bot wrote to a person.
    """

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self._socket = open_port()
        self.url = get_url(self._socket)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))
        self._ready = threading.Event()
        self._read_up_to: dict[int, int] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise TimeoutError("the test server did not start")
        return self

    def __exit__(self, *_exc: object) -> None:
        def close() -> None:
            self._world.closing = True
            self._world.notify()
            self._server.stop()

        self._loop.call_soon_threadsafe(close)
        self._thread.join(10)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._world = World(self.token)
        self._telephones = Telephones(self._world)
        self._desk = Desk(self._world)
        # The server needs the app and the app the server, which cuts its connections.
        app = make_app(self._desk, lambda client: self._server.cut(client))  # noqa: PLW0108
        self._server = QuickServer(app)
        serving = asyncio.create_task(self._server.serve([self._socket]))
        pushing = asyncio.create_task(push_updates(self._world))
        while not self._server.started and not serving.done():
            await asyncio.sleep(0.001)
        self._ready.set()
        await serving
        pushing.cancel()
        await asyncio.gather(pushing, return_exceptions=True)

    def _do(self, action: Callable[[], _Result]) -> _Result:
        """Run `action` in the server's loop and return its result."""

        async def run() -> _Result:
            return action()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(10)

    # What people do

    def person(self, language_code: str | None = "es", first_name: str = "Ana") -> Person:
        """Return somebody new, who has not written to the bot yet."""
        return self._do(lambda: self._telephones.add_person(first_name, language_code))

    def send_content(self, user: Person, **content: Any) -> int:
        """Send a message with any content of the API's Message; return its id."""
        phones = self._telephones
        return self._do(lambda: phones.say(phones.open_chat(user), user, content))

    def send_text(self, user: Person, text: str) -> int:
        """Write to the bot; return the message's id."""
        return self.send_content(user, text=text)

    def send_attachment(self, user: Person, kind: str, caption: str | None = None) -> int:
        """Send one of `telephones.ATTACHMENTS`; return the message's id."""
        words = {"caption": caption} if caption else {}
        return self.send_content(user, **{kind: ATTACHMENTS[kind]}, **words)

    def send_sticker(self, user: Person) -> int:
        """Send a sticker; return the message's id."""
        return self.send_attachment(user, "sticker")

    def send_photo(self, user: Person, caption: str | None = None) -> int:
        """Send a photo; return the message's id."""
        return self.send_attachment(user, "photo", caption)

    def send_voice(self, user: Person) -> int:
        """Send a voice message; return the message's id."""
        return self.send_attachment(user, "voice")

    def share_location(self, user: Person, latitude: float, longitude: float) -> int:
        """Share a place; return the message's id."""
        return self.send_content(user, location={"latitude": latitude, "longitude": longitude})

    def edit_message(self, user: Person, message_id: int, text: str) -> None:
        """Change what a person wrote before."""
        phones = self._telephones
        self._do(lambda: phones.edit(phones.open_chat(user), message_id, text))

    def press(self, user: Person, message_id: int, data: str) -> str:
        """Press a button under a message of the bot; return the query's id.

        Raises LookupError when there is no such message or no such button under it.
        """
        phones = self._telephones
        return self._do(lambda: phones.press(phones.open_chat(user), user, message_id, data))

    def send_in_group(self, user: Person, text: str, kind: str = "supergroup") -> int:
        """Write in a new group that the bot is in; return the group's id."""

        def act() -> Chat:
            chat = self._telephones.open_crowd(kind)
            self._telephones.say(chat, user, {"text": text})
            return chat

        return self._do(act).id

    def post_in_channel(self, text: str) -> int:
        """Post in a new channel that the bot is in; return the channel's id."""

        def act() -> Chat:
            chat = self._telephones.open_crowd("channel")
            self._telephones.post(chat, text)
            return chat

        return self._do(act).id

    # What the bot did

    def wait_for_message(
        self, user: Person | int, after: int | None = None, timeout: float = 5
    ) -> SentMessage:
        """Return the bot's first message to a chat with an id over `after`.

        Without `after`: the first that this method has not returned yet. Raises TimeoutError.
        """
        chat = user if isinstance(user, int) else user.id
        floor = self._read_up_to.get(chat, 0) if after is None else after

        def look() -> SentMessage | None:
            sent = self._world.chats[chat].sent if chat in self._world.chats else {}
            return next((one for number, one in sorted(sent.items()) if number > floor), None)

        async def wait() -> SentMessage | None:
            return await self._world.wait_for(look, timeout)

        found = asyncio.run_coroutine_threadsafe(wait(), self._loop).result(timeout + 10)
        if found is None:
            raise TimeoutError(f"no message of the bot in {timeout} s")
        self._read_up_to[chat] = max(found.message_id, self._read_up_to.get(chat, 0))
        return found

    def wait_until(self, condition: Callable[[World], bool], timeout: float = 5) -> None:
        """Return when `condition` holds; TimeoutError when it does not become true in time."""

        async def wait() -> bool | None:
            return await self._world.wait_for(lambda: condition(self._world) or None, timeout)

        if not asyncio.run_coroutine_threadsafe(wait(), self._loop).result(timeout + 10):
            raise TimeoutError(f"the condition did not become true in {timeout} s")

    def wait_for_call(self, method: str, times: int = 1, timeout: float = 5) -> list[Call]:
        """Return the calls of `method` when there are at least so many; TimeoutError otherwise."""
        self.wait_until(lambda _world: len(self.calls(method)) >= times, timeout)
        return self.calls(method)

    def calls(self, method: str) -> list[Call]:
        """Return the finished calls of a method so far, with what the bot gave."""
        return [call for call in list(self._desk.calls) if call.method == method]

    def messages_to(self, user: Person | int) -> list[SentMessage]:
        """Return what the bot has written to a chat so far."""
        chat = user if isinstance(user, int) else user.id
        return self._do(
            lambda: list(self._world.chats[chat].sent.values()) if chat in self._world.chats else []
        )

    def is_acknowledged(self, query: str) -> bool:
        """Return whether the bot has answered this press of a button."""
        return self._do(lambda: self._world.queries[query])

    def commands(self, language: str = "", scope: str = "default") -> dict[str, str]:
        """Return command -> description as people of a language see them."""
        return self._do(lambda: self._world.commands.get((scope, language), {}))

    def pending_updates(self) -> int:
        """Return how many updates the bot has not confirmed."""
        return self._do(lambda: len(self._world.pending))

    # What goes wrong

    def block(self, user: Person, *, blocked: bool = True) -> None:
        """Let a person block the bot, or unblock it."""
        phones = self._telephones
        self._do(lambda: setattr(phones.open_chat(user), "blocked", blocked))

    def flood(self, user: Person, seconds: float) -> None:
        """Answer 429 to all that is sent to a person in the next `seconds`."""
        phones, until = self._telephones, time.monotonic() + seconds
        self._do(lambda: setattr(phones.open_chat(user), "flooded_until", until))

    def fail(
        self, method: str, status: int = 500, times: int = 1, retry_after: int | None = None
    ) -> None:
        """Refuse the next calls of a method with this status."""
        if status == 429:
            wait = retry_after or 1
            error = ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        else:
            error = ApiError(status, STATUS_TEXTS[status])
        self._do(lambda: self._desk.troubles.append(Trouble(method, times, error)))

    def drop(self, method: str, times: int = 1, *, after: bool = False) -> None:
        """Cut the connection at the next calls of a method, before or `after` they take effect."""
        trouble = Trouble(method, times, DropConnection(), after)
        self._do(lambda: self._desk.troubles.append(trouble))
