"""Telegram: between python-telegram-bot and the conversation.

Updates come by long polling, or by webhook when there is a public address. Each is answered in the
order of its chat, different chats side by side. What was taken in is answered before `stop`
returns; it is held in memory only, so a crash loses the messages being answered at that moment.
"""

import asyncio
import hmac
import json
import logging
import re
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final
from weakref import WeakValueDictionary

import structlog
from fastapi import APIRouter, Request, Response
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    LinkPreviewOptions,
    ReplyKeyboardRemove,
    Update,
)
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder, BaseUpdateProcessor, TypeHandler
from telegram.request import HTTPXRequest

from bot.channels.fitting import COMMANDS, Outgoing, parse_update, read_update, render_reply
from bot.channels.limits import Pace, Patience, TelegramLimit
from bot.messages import Answer, IncomingMessage, Reply
from knowledge.errors import ChannelError

WEBHOOK_PATH: Final = "/webhooks/telegram"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
BODY_BYTES: Final = 1 << 20
"""Largest webhook body taken in; an update is a few kilobytes."""
POLL_SECONDS: Final = 30
ALLOWED_UPDATES: Final = ("message", "callback_query")
"""Edited messages, group changes and the like are not even asked for."""

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")
_WAITING_UPDATES: Final = 10_000
_log = structlog.get_logger()
_Application = Application[Any, Any, Any, Any, Any, Any]


class FloodedError(TelegramError):
    """Telegram asks to wait `seconds` before the next call.

    python-telegram-bot's own `RetryAfter` warns of its own deprecation when it is made, which is
    an error where warnings are errors.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"asked to wait {seconds:g} s")
        self.seconds = seconds


class _BotRequest(HTTPXRequest):
    """HTTP to Telegram; raises `FloodedError` for status 429."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **kwargs)
        if code == 429:
            try:
                seconds = float(json.loads(payload)["parameters"]["retry_after"])
            except (ValueError, KeyError, TypeError):
                seconds = 1.0
            raise FloodedError(seconds)
        return code, payload


class _UpdatesRequest(_BotRequest):
    """HTTP for polling; an update the library cannot read does not come again for ever."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        data = HTTPXRequest.parse_json_payload(payload)
        if isinstance(data.get("result"), list):
            data["result"] = [
                raw if parse_update(raw, None) else {"update_id": raw["update_id"]}
                for raw in data["result"]
            ]
        return data


class _ChatsSideBySide(BaseUpdateProcessor):
    """Lets the updates of one chat run one after the other, those of different chats together."""

    def __init__(self) -> None:
        super().__init__(_WAITING_UPDATES)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        # The wheel on a pressed button stops at once, also while an earlier message is answered.
        acknowledged = asyncio.create_task(_acknowledge(update))
        chat = update.effective_chat if isinstance(update, Update) else None
        lock = self._locks.setdefault(chat.id if chat else 0, asyncio.Lock())
        async with lock:
            await coroutine
        await acknowledged


class TelegramChannel:
    """The bot on Telegram; `start`, `stop` and the routes of `router` share one event loop."""

    def __init__(
        self,
        token: str,
        answer: Callable[[IncomingMessage], Answer],
        *,
        commands: Mapping[str, Mapping[str, str]],
        location_label: Callable[[str], str],
        sorry: Callable[[str | None], str],
        default_language: str = "en",
        api_url: str | None = None,
        webhook_url: str | None = None,
        secret_token: str | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Prepare the channel; nothing is sent before `start`.

        `answer` is the conversation, called in a thread. `commands` is language -> {command:
        description}; those of `default_language` are shown in all other languages too.
        `location_label` names the location button in a language; `sorry` gives the text for a
        failed turn by the language the phone is set to. `webhook_url` is the whole public address
        of `WEBHOOK_PATH`; without it the channel polls. `api_url` replaces api.telegram.org.

        Raises ValueError for a webhook without a secret token of 1-256 letters, digits, _ and -,
        for a command this channel does not know and for a default language without commands.
        """
        if webhook_url and not _SECRET.fullmatch(secret_token or ""):
            raise ValueError("a webhook needs a secret token of 1-256 of A-Z a-z 0-9 _ -")
        if unknown := {name for texts in commands.values() for name in texts} - set(COMMANDS):
            raise ValueError(f"unknown commands: {', '.join(sorted(unknown))}")
        if commands and default_language not in commands:
            raise ValueError(f"no commands in the default language {default_language!r}")
        self._token = token
        self._answer = answer
        self._commands = commands
        self._location_label = location_label
        self._sorry = sorry
        self._default_language = default_language
        self._api_url = (api_url or "https://api.telegram.org").rstrip("/")
        self._webhook_url = webhook_url
        self._secret = secret_token if webhook_url else None
        self._patience = patience or Patience()
        self._pace = Pace(TelegramLimit.MESSAGES_PER_SECOND)
        self._application: _Application | None = None
        self._seen: deque[int] = deque(maxlen=1000)

    async def start(self) -> None:
        """Sign in and begin to answer; what people wrote meanwhile is answered too.

        Raises ChannelError when Telegram refuses the token or cannot be reached after several
        tries, RuntimeError when already started.
        """
        if self._application is not None:
            raise RuntimeError("the Telegram channel was started before")
        _silence_libraries()
        application = self._build_application()
        try:
            await self._insist(application.initialize)
            await application.start()
            # Before the webhook is set: updates may come in before that call has returned.
            self._application = application
            await self._insist(partial(self._listen, application))
        except BaseException as error:
            self._application = None
            await _close(application)
            if isinstance(error, TelegramError):
                # The library's text of a refused token holds the token.
                raise ChannelError(f"Telegram: {type(error).__name__}") from None
            raise
        application.create_task(self._register_commands(application.bot))

    async def stop(self) -> None:
        """Take in no more, answer what was taken in, and sign out; harmless when not started.

        The webhook stays set, so that Telegram keeps for the next start what comes meanwhile.
        """
        application, self._application = self._application, None
        if application is not None:
            await _close(application)

    async def send(self, user: str, replies: Sequence[Reply], language: str) -> bool:
        """Send `replies` to a person outside a turn; False when Telegram did not take them all.

        Raises ChannelError when the channel is not started, ValueError for a reply that does not
        fit (see `fitting.render_reply`).
        """
        if self._application is None:
            raise ChannelError("the Telegram channel is not started")
        messages = self._render(replies, language)
        return await self._deliver(self._application.bot, int(user), messages)

    def router(self) -> APIRouter:
        """Return the webhook's route: `POST /webhooks/telegram`.

        403 without the right secret token, 400 for what is no update, 413 for a body over the
        limit, 503 while the channel is not started; 200 once the update was taken in.
        """
        router = APIRouter()

        @router.post(WEBHOOK_PATH, include_in_schema=False)
        async def take_update(request: Request) -> Response:
            given = request.headers.get(SECRET_HEADER, "").encode()
            if not self._secret or not hmac.compare_digest(given, self._secret.encode()):
                return Response(status_code=403)
            body = bytearray()
            async for chunk in request.stream():
                body += chunk
                if len(body) > BODY_BYTES:
                    return Response(status_code=413)
            return Response(status_code=self._take_in(bytes(body)))

        return router

    def _take_in(self, body: bytes) -> int:
        """Queue the update in a webhook's body; return the HTTP status to answer with."""
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return 400
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            return 400
        if (application := self._application) is None:
            return 503
        # Telegram sends an update again when our 200 got lost on its way.
        if raw["update_id"] not in self._seen:
            self._seen.append(raw["update_id"])
            # An unreadable update is taken in too: it would come again and again.
            if update := parse_update(raw, application.bot):
                application.update_queue.put_nowait(update)
        return 200

    def _build_application(self) -> _Application:
        builder = ApplicationBuilder().token(self._token).base_url(f"{self._api_url}/bot")
        builder.request(_BotRequest(connect_timeout=10, read_timeout=20, write_timeout=20))
        builder.get_updates_request(_UpdatesRequest(connection_pool_size=1, connect_timeout=10))
        builder.concurrent_updates(_ChatsSideBySide())
        if self._webhook_url:
            builder.updater(None)
        application: _Application = builder.build()
        application.add_handler(TypeHandler(Update, self._handle))
        application.add_error_handler(_note_error)
        return application

    async def _listen(self, application: _Application) -> None:
        if application.updater is not None:
            await application.updater.start_polling(
                timeout=POLL_SECONDS,
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
                error_callback=lambda error: _warn("telegram.polling_failed", error),
            )
        elif self._webhook_url:
            await application.bot.set_webhook(
                self._webhook_url,
                secret_token=self._secret,
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
            )

    async def _register_commands(self, bot: Bot) -> None:
        """Tell Telegram the commands in every language; the bot works without, so only log."""
        scope = BotCommandScopeAllPrivateChats()
        lists: list[tuple[str | None, Mapping[str, str]]] = [*self._commands.items()]
        lists.append((None, self._commands.get(self._default_language, {})))
        for language, texts in lists:
            entries = [BotCommand(name, text) for name, text in texts.items()]
            try:
                await self._insist(partial(bot.set_my_commands, entries, scope, language))
            except TelegramError as error:
                _warn("telegram.commands_refused", error)

    async def _handle(self, update: Update, context: Any) -> None:
        """Answer one update; nothing to do for what `read_update` leaves aside."""
        incoming = read_update(update)
        if incoming is None:
            return
        try:
            answer = await asyncio.to_thread(self._answer, incoming)
            messages = self._render(answer.replies, answer.language)
        except Exception as error:  # noqa: BLE001 - whatever it was, the person gets a word
            _report("telegram.answer_failed", error)
            messages = [Outgoing(self._sorry(incoming.language_hint))]
        if incoming.point and messages and messages[0].markup is None:
            # The location button has done its work.
            messages[0] = Outgoing(messages[0].text, ReplyKeyboardRemove())
        await self._deliver(context.bot, int(incoming.user), messages)

    def _render(self, replies: Sequence[Reply], language: str) -> list[Outgoing]:
        """Return all messages of `replies`, before the first is sent: all fit, or ValueError."""
        label = self._location_label(language)
        return [message for reply in replies for message in render_reply(reply, label)]

    async def _deliver(self, bot: Bot, chat: int, messages: Sequence[Outgoing]) -> bool:
        """Send `messages` in order; False, with the rest left out, when one could not be sent."""
        try:
            for message in messages:
                await self._insist(partial(self._send_message, bot, chat, message))
        except Forbidden:
            _log.info("telegram.blocked")
            return False
        except TelegramError as error:
            _warn("telegram.undelivered", error)
            return False
        return True

    async def _send_message(self, bot: Bot, chat: int, message: Outgoing) -> None:
        await self._pace.wait_turn()
        await bot.send_message(
            chat,
            message.text,
            reply_markup=message.markup,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def _insist(self, action: Callable[[], Awaitable[object]]) -> None:
        """Do `action`, again after flood warnings and network trouble; raises its last error.

        A message whose confirmation got lost may thus come twice, which is better than never.
        """
        backoff = self._patience.first_wait
        for _ in range(self._patience.attempts - 1):
            try:
                await action()
                return
            except FloodedError as error:
                if error.seconds > self._patience.longest_wait:
                    raise
                wait = error.seconds
            except BadRequest:  # a NetworkError to the library, but it would fail again
                raise
            except NetworkError:
                wait, backoff = backoff, min(2 * backoff, self._patience.longest_wait)
            await asyncio.sleep(wait)
        await action()


async def _acknowledge(update: object) -> None:
    """Tell Telegram that a button press has arrived; a late one it refuses, which is no harm."""
    if isinstance(update, Update) and update.callback_query:
        try:
            await update.callback_query.answer()
        except TelegramError as error:
            _warn("telegram.press_unacknowledged", error)


async def _close(application: _Application) -> None:
    """Stop `application`, in whatever state, after all it has taken in is answered."""
    if application.updater and application.updater.running:
        await application.updater.stop()
    if application.running:
        # The library's own stop takes what is queued too, but with a warning for each.
        await application.update_queue.join()
        await application.stop()
    await application.shutdown()
    # After a failed start the application counts as closed while its connections are open.
    await application.bot.shutdown()


async def _note_error(_update: object, context: Any) -> None:
    _report("telegram.failed", context.error)


def _warn(event: str, error: Exception) -> None:
    """Log the class of `error` only: texts of errors may hold the token or a message."""
    _log.warning(event, error=type(error).__name__)


def _report(event: str, error: Exception) -> None:
    """Log a mistake of our own: the class of `error` and the place where it was raised."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = "".join(f"{Path(at.filename).name}:{at.lineno} {at.name}" for at in last)
    _log.error(event, error=type(error).__name__, place=place)


def _silence_libraries() -> None:
    """Keep the libraries' logs from naming the token (in addresses) and what people wrote."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # python-telegram-bot logs whole updates even at CRITICAL; all that matters is logged here.
    logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
