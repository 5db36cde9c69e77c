"""The routes of record pages: which record, in which language, with which headers."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from typing import Final
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session, sessionmaker
from starlette.convertors import Convertor, register_url_convertor

from admin.caching import is_known
from admin.pages.drawing import draw_absent, draw_record
from admin.pages.lookup import Absence, find
from admin.pages.reader import Reader
from admin.pages.sheet import security_headers
from bot.channels.chat_requests import known_language
from bot.channels.page import accepted_language
from bot.phrases import Phrases, phrases
from knowledge.content import PublishedRecord
from knowledge.languages import LANGUAGES
from knowledge.places import Places
from knowledge.topics import Topics

KEPT_SECONDS: Final = 60
"""How long a page may be shown again unasked: what is withdrawn is gone everywhere after it."""
DEFAULT_LANGUAGE: Final = LANGUAGES[0]
_STATUS: Final = {Absence.GONE: 410, Absence.UNKNOWN: 404}


class _AnySigns(Convertor[str]):
    """The rest of an address, line breaks too: foreign ids may hold any sign."""

    regex = r"[\s\S]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("any_signs", _AnySigns())


def page_path(record_id: str) -> str:
    """Return the path of a record's page, without host: "/r/miami%3A12"."""
    return f"/r/{quote(record_id, safe='')}"


def record_pages(
    sessions: sessionmaker[Session],
    places: Places,
    topics: Topics,
    *,
    public_url: str = "",
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> APIRouter:
    """Return the route of record pages over what is live in the database of `sessions`.

    `public_url` is the address of the server as others see it; empty: the one they called.
    """
    router = APIRouter()

    @router.api_route("/r/{record_id:any_signs}", methods=["GET", "HEAD"], include_in_schema=False)
    def page(request: Request, record_id: str, lang: str = "") -> Response:
        """Show a record, lead to the one that stands for it, or say that it is gone."""
        base = public_url.rstrip("/") or str(request.base_url).rstrip("/")
        with sessions() as session:
            found = find(session, record_id)
        wanted = known_language(lang) or accepted_language(
            request.headers.get("accept-language", "")
        )
        chat = f"{request.scope.get('root_path', '')}/"
        if isinstance(found, Absence):
            say = phrases(wanted or DEFAULT_LANGUAGE)
            return HTMLResponse(
                draw_absent(found, say, chat), _STATUS[found], _headers(say, "no-cache")
            )
        if found.id != record_id:
            query = f"?lang={known_language(lang)}" if known_language(lang) else ""
            kept = {"Cache-Control": f"max-age={KEPT_SECONDS}", **security_headers()}
            return RedirectResponse(f"{base}{page_path(found.id)}{query}", 301, kept)
        own = found.content.language
        say = phrases(wanted or (own if own in LANGUAGES else DEFAULT_LANGUAGE))
        reader = Reader(say, clock(), places, topics)
        address = f"{base}{page_path(found.id)}"
        html = draw_record(found, reader, address, chat)
        return _answer(request, found, reader, html)

    return router


def _headers(say: Phrases, kept: str) -> dict[str, str]:
    return {
        **security_headers(),
        "Cache-Control": kept,
        "Content-Language": say.language,
        "Vary": "Accept-Language",
    }


def _answer(request: Request, record: PublishedRecord, reader: Reader, html: str) -> Response:
    """Return the page with its ETag, or 304 to who has it.

    If-Modified-Since is not looked at: a page also changes when its record gets old.
    """
    tag = f'W/"{sha256(html.encode()).hexdigest()[:32]}"'
    headers = _headers(reader.say, f"public, max-age={KEPT_SECONDS}")
    headers["ETag"] = tag
    headers["Last-Modified"] = format_datetime(record.published_at.astimezone(UTC), usegmt=True)
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(html, headers=headers)
