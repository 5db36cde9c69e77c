"""The ASGI application: every channel and the panel around one assistant."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import structlog
from fastapi import FastAPI, Response
from fastapi.middleware.gzip import GZipMiddleware

from admin.opendata.app import open_data_app
from admin.opendata.wording import CatalogueWording
from admin.overview import Figures, overview_router
from admin.pages.router import record_pages
from amparo.figures import read_figures
from amparo.sources import run_due
from amparo.wiring import App, secret
from bot.channels.telegram import TelegramChannel
from bot.channels.web import web_router
from bot.commands import location_label, menu, sorry
from knowledge.errors import AmparoError, ChannelError
from knowledge.languages import LANGUAGES
from knowledge.lifecycle.clock import Passed, keep_time
from knowledge.opendata.context import Context as OpenData

SYNC_SECONDS = 0.5
"""How often published changes of other processes are looked for; a question looks at once."""
CLOCK_SECONDS = 1.0
"""How often the clock is looked at for what is scheduled or over."""
SOURCES_SECONDS = 60.0
FORGET_SECONDS = 3600
FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0
"""Seconds between attempts to reach Telegram."""
LOG = structlog.get_logger()


def build_server(app: App) -> FastAPI:
    """Return the server for an installation; opening the assistant may take a while."""
    assistant = app.assistant
    telegram = _telegram(app)

    @asynccontextmanager
    async def lifespan(_server: FastAPI) -> AsyncIterator[None]:
        chores = [
            asyncio.create_task(chore(app))
            for chore in (_keep_in_step, _keep_time, _read_sources, _forget_old)
        ]
        connecting = asyncio.create_task(_connect(telegram)) if telegram is not None else None
        try:
            yield
        finally:
            if connecting is not None and telegram is not None:
                if not connecting.done():
                    chores.append(connecting)
                else:
                    await telegram.stop()
            for chore in chores:
                chore.cancel()
                with suppress(asyncio.CancelledError):
                    await chore

    server = FastAPI(title="Amparo", lifespan=lifespan, docs_url=None, redoc_url=None)
    server.add_middleware(GZipMiddleware, minimum_size=1000)  # old phones, little data
    server.include_router(web_router(assistant.answer, per_minute=app.settings.chats_per_minute))
    if telegram is not None and app.settings.public_url:
        server.include_router(telegram.router())

    def figures() -> Figures:
        return read_figures(app)

    server.include_router(
        overview_router(figures, key=secret(app.settings.home, "panel.key").hex()[:32])
    )

    server.include_router(
        record_pages(app.sessions, app.places, app.topics, public_url=app.settings.public_url)
    )

    surroundings = OpenData(app.places, app.topics, CatalogueWording())
    server.mount(
        "/hsds", open_data_app(app.sessions, surroundings, public_url=app.settings.public_url)
    )

    @server.get("/healthz", include_in_schema=False)
    def health() -> Response:
        """Say that the server answers."""
        return Response("ok", media_type="text/plain")

    return server


def _telegram(app: App) -> TelegramChannel | None:
    settings = app.settings
    token = settings.telegram_token.get_secret_value()
    base = settings.public_url.rstrip("/")
    if not token:
        return None
    hidden = settings.telegram_secret.get_secret_value()
    commands: Mapping[str, Mapping[str, str]] = {language: menu(language) for language in LANGUAGES}
    return TelegramChannel(
        token,
        app.assistant.answer,
        api_url=settings.telegram_api or None,
        webhook_url=f"{base}/webhooks/telegram" if base else None,
        secret_token=hidden or secret(settings.home, "telegram.key").hex(),
        commands=commands,
        location_label=location_label,
        sorry=sorry,
    )


async def _connect(telegram: TelegramChannel) -> None:
    """Start Telegram; without it (no network, a refused token) the web chat lives on."""
    wait = FIRST_WAIT
    while True:
        try:
            await telegram.start()
            return
        except ChannelError as error:
            LOG.error("telegram does not start", error=type(error).__name__, retry_after_s=wait)
        await asyncio.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT)


async def _keep_in_step(app: App) -> None:
    while True:
        await asyncio.sleep(SYNC_SECONDS)
        try:
            changed = await asyncio.to_thread(app.synchroniser.catch_up)
        except Exception as error:  # noqa: BLE001  the server lives on, the next round tries again
            LOG.error("sync failed", error=type(error).__name__)
            continue
        if changed:
            LOG.info("index caught up", changes=changed)


async def _keep_time(app: App) -> None:
    """Publish what is scheduled, take down what is over or long stale."""
    while True:
        try:
            passed = await asyncio.to_thread(_look_at_the_clock, app)
        except Exception as error:  # noqa: BLE001  the server lives on, the next round tries again
            LOG.error("keeping time failed", error=type(error).__name__)
        else:
            if passed:
                LOG.info(
                    "time has passed",
                    published=len(passed.published),
                    expired=len(passed.expired),
                    stale=len(passed.stale),
                )
        await asyncio.sleep(CLOCK_SECONDS)


def _look_at_the_clock(app: App) -> Passed:
    with app.sessions.begin() as session:
        return keep_time(session, datetime.now(UTC))


async def _read_sources(app: App) -> None:
    """Read again the sources whose time has come."""
    while True:
        await asyncio.sleep(SOURCES_SECONDS)
        try:
            outcomes = await asyncio.to_thread(run_due, app, datetime.now(UTC))
        except Exception as error:  # noqa: BLE001  the server lives on, the next round tries again
            LOG.error("reading sources failed", error=type(error).__name__)
            continue
        for name, outcome in outcomes.items():
            if isinstance(outcome, AmparoError):
                LOG.error("source cannot be read", source=name, error=type(outcome).__name__)
            else:
                counts = outcome.counts
                LOG.info("source read", source=name, added=counts.added, updated=counts.updated)


async def _forget_old(app: App) -> None:
    while True:
        count = await asyncio.to_thread(app.conversations.forget_old)
        if count:
            LOG.info("conversations forgotten", count=count)
        await asyncio.sleep(FORGET_SECONDS)
