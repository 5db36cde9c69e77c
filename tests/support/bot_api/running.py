"""A real Telegram channel before the test server, with a scripted conversation behind it."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Final, Self, TypeVar

from fastapi import FastAPI

from bot.channels.limits import Patience
from bot.channels.telegram import WEBHOOK_PATH, TelegramChannel
from bot.messages import Answer, IncomingMessage, Reply, Status
from tests.support.bot_api.server import BotApiServer
from tests.support.bot_api.serving import QuickServer, get_url, open_port

SECRET: Final = "a-secret_token"
COMMANDS: Final = {
    language: {
        name: f"{name} ({language})" for name in ("start", "language", "place", "help", "forget")
    }
    for language in ("es", "en", "fr", "ht", "pt")
}
PATIENCE: Final = Patience(attempts=4, first_wait=0.02, longest_wait=2)
_Result = TypeVar("_Result")


def answer_with(*replies: Reply, language: str = "es") -> Answer:
    """Return an answer of these replies."""
    return Answer(language, Status.ANSWERED, "test", replies)


class Conversation:
    """A conversation that answers by `script`, or repeats what it heard; keeps what it heard."""

    def __init__(self) -> None:
        self.heard: list[IncomingMessage] = []
        self.script: Callable[[IncomingMessage], Answer] = lambda message: answer_with(
            Reply(f"oí {message.text or message.choice or message.attachment}")
        )

    def __call__(self, message: IncomingMessage) -> Answer:
        self.heard.append(message)
        return self.script(message)


class RunningBot:
    """A channel in an event loop thread; a context manager that starts and stops it.

    `options` go to `TelegramChannel` in place of those of the tests.
    """

    def __init__(
        self,
        server: BotApiServer,
        *,
        webhook: bool,
        token: str | None = None,
        **options: Any,
    ) -> None:
        self.conversation = Conversation()
        self._port = open_port() if webhook else None
        self.webhook_url = get_url(self._port) + WEBHOOK_PATH if self._port else None
        given: dict[str, Any] = {
            "commands": COMMANDS,
            "location_label": lambda language: f"Mi lugar ({language})",
            "sorry": lambda hint: f"Perdón ({hint})",
            "default_language": "es",
            "api_url": server.url,
            "webhook_url": self.webhook_url,
            "secret_token": SECRET if webhook else None,
            "patience": PATIENCE,
        }
        self.channel = TelegramChannel(
            token or server.token, self.conversation, **(given | options)
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            if self._port:
                self.do(self._open_web())
            self.do(self.channel.start())
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exc: object) -> None:
        self.do(self.channel.stop())
        if self._port:
            self.do(self._close_web())
        self.do(self._loop.shutdown_default_executor())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def do(self, coroutine: Coroutine[Any, Any, _Result]) -> _Result:
        """Run a coroutine in the channel's loop and return its result."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(20)

    async def _open_web(self) -> None:
        app = FastAPI()
        app.include_router(self.channel.router())
        self._web = QuickServer(app)
        self._serving = asyncio.create_task(self._web.serve([self._port] if self._port else None))
        while not self._web.started:
            await asyncio.sleep(0.001)

    async def _close_web(self) -> None:
        self._web.stop()
        await self._serving
