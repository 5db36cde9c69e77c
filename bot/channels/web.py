"""The web chat: the page at `/`, and `POST /api/chat`, which the page talks to.

Nothing of a person is kept here: no cookie, no log of a text, a session or an address. Sessions and
addresses are counted in memory for a minute, to hold back floods.
"""

import math
import re
import time
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

import structlog
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import ClientDisconnect

from bot.channels.chat_requests import RefusedError, known_language, read_request
from bot.channels.page import (
    ASSETS,
    PAGE_HEADERS,
    accepted_language,
    asset_version,
    read_asset,
    render_page,
)
from bot.messages import Answer, IncomingMessage

SESSIONS_PER_ADDRESS: Final = 10
"""Busy sessions one address may hold: a shelter's Wi-Fi or a mobile network is shared by many."""
_PLACE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_log = structlog.get_logger()


class Flood:
    """Counts the messages of the last minute by session and by address."""

    def __init__(self, per_minute: int) -> None:
        """Allow `per_minute` messages to a session, ten times as many to an address."""
        self._storage = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._storage)
        self._session = RateLimitItemPerMinute(per_minute)
        self._address = RateLimitItemPerMinute(per_minute * SESSIONS_PER_ADDRESS)
        self._next_sweep = 0.0

    def seconds_to_wait(self, session: str, address: str) -> int:
        """Count one message and return 0, or return after how many seconds it may come again.

        Without an address ("") only the session counts. To be called in one thread.
        """
        self._sweep()
        counted = [(self._session, "session", session)]
        if address:
            counted.append((self._address, "address", address))
        for limit, kind, name in counted:
            if not self._limiter.test(limit, kind, name):
                reset = self._limiter.get_window_stats(limit, kind, name).reset_time
                return max(1, math.ceil(reset - time.time()))
        for limit, kind, name in counted:
            self._limiter.hit(limit, kind, name)
        return 0

    def _sweep(self) -> None:
        """Forget, once a minute, who has not written for a minute.

        limits 5.8 empties the list of a key in time, but would keep the key itself for ever.
        """
        if time.time() < self._next_sweep:
            return
        self._next_sweep = time.time() + 60
        for key in [key for key, seen in self._storage.events.copy().items() if not seen]:
            self._storage.clear(key)


def client_address(request: Request) -> str:
    """Return the client's address, of IPv6 the network, which is one household's; "" if unknown."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(ip_network(f"{address.packed.hex(':', 2)}/64", strict=False))
    return host


def _asset(name: str, v: str = "") -> Response:
    """Return the page's style sheet or script, for ever under the version in its address."""
    kept = "public, max-age=31536000, immutable" if v == asset_version(name) else "no-cache"
    headers = {"Cache-Control": kept, "X-Content-Type-Options": "nosniff"}
    return Response(read_asset(name), media_type=ASSETS[name], headers=headers)


def web_router(answer: Callable[[IncomingMessage], Answer], *, per_minute: int) -> APIRouter:
    """Return the routes of the web chat: `/`, `/static/...` and `POST /api/chat`.

    `answer` is the conversation, called in a thread of the pool. A session may send `per_minute`
    messages a minute, an address ten times as many; behind a proxy the server must be told to
    trust its forwarded address (uvicorn's `--forwarded-allow-ips`).
    """
    router = APIRouter()
    flood = Flood(per_minute)

    @router.post("/api/chat")
    async def chat(request: Request) -> Response:
        """Answer one message; errors are `{"error": {"code", "message"}}`."""
        hint = accepted_language(request.headers.get("accept-language", ""))
        try:
            asked = await read_request(request)
            if wait := flood.seconds_to_wait(asked.session, client_address(request)):
                raise RefusedError(429, "too_many", asked.language, wait)
            try:
                answered = await run_in_threadpool(answer, asked.message(hint))
            except Exception as error:  # noqa: BLE001 - whatever it was, the person gets a word
                # The class only: a text of the person may stand in the error's own words.
                _log.error("web.answer_failed", error=type(error).__name__)
                raise RefusedError(500, "failed", asked.language) from None
            response = JSONResponse(answered.as_dict())
        except RefusedError as refused:
            response = refused.response(hint)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @router.get("/", include_in_schema=False)
    def page(request: Request, lang: str = "", place: str = "") -> Response:
        """Return the page; `lang` and `place` preset it, and what is not known of them is left."""
        chosen = known_language(lang)
        wanted = chosen or accepted_language(request.headers.get("accept-language", ""))
        html = render_page(
            wanted or "es",
            chosen=chosen is not None,
            place=place if _PLACE.fullmatch(place) else "",
        )
        tag = f'"{sha256(html.encode()).hexdigest()[:16]}"'
        # no-cache: kept, but asked about each time; an unchanged page costs a few bytes then.
        headers = {**PAGE_HEADERS, "ETag": tag, "Cache-Control": "no-cache"}
        headers["Vary"] = "Accept-Language"
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return HTMLResponse(html, headers=headers)

    for name in ASSETS:
        router.add_api_route(f"/static/{name}", partial(_asset, name), include_in_schema=False)
    return router
