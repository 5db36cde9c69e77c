"""The panel's first page: what is published, and what people asked and could not find.

Read only; it is opened with the key that `amparo serve` prints, which becomes a session cookie.
"""

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Cookie, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from bot.calendars import long_date
from bot.phrases import phrases
from knowledge.languages import LANGUAGES, OWN_NAMES

COOKIE = "amparo_panel"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_PAGES = Environment(
    loader=PackageLoader("admin", "templates"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
)


@dataclass(frozen=True)
class Gap:
    """How often a topic found nothing, in one place and language."""

    topic: str
    place: str
    language: str
    count: int


@dataclass(frozen=True)
class Figures:
    """What the page shows; `topics` and `places` hold names by id and language."""

    records: Mapping[str, int]
    languages: Mapping[str, int]
    sources: Sequence[tuple[str, int]]
    last_import: datetime | None
    gaps: Sequence[Gap]
    topics: Mapping[str, Mapping[str, str]]
    places: Mapping[str, Mapping[str, str]]


def overview_router(figures: Callable[[], Figures], *, key: str) -> APIRouter:
    """Return the routes of the overview; only who has `key` sees it."""
    router = APIRouter()

    @router.get("/admin", include_in_schema=False)
    def overview(
        request: Request,
        given: Annotated[str, Query(alias="key")] = "",
        lang: Annotated[str, Query()] = "",
        kept: Annotated[str, Cookie(alias=COOKIE)] = "",
    ) -> Response:
        """Show the overview, or how to come in."""
        language = lang if lang in LANGUAGES else _wanted(request)
        if given and _same(given, key):
            answer = RedirectResponse("/admin", status_code=303, headers=HEADERS)
            answer.set_cookie(
                COOKIE,
                key,
                httponly=True,
                samesite="strict",
                secure=request.url.scheme == "https",
                path="/admin",
            )
            return answer
        allowed = _same(kept, key)
        page = _page(figures() if allowed else None, language)
        return HTMLResponse(page, status_code=200 if allowed else 403, headers=HEADERS)

    return router


def _same(given: str, key: str) -> bool:
    return hmac.compare_digest(given.encode(), key.encode())


def _wanted(request: Request) -> str:
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return "es"


def _page(figures: Figures | None, language: str) -> str:
    say = phrases(language)
    kinds = {
        "service": say("Services"),
        "programme": say("Programmes"),
        "right": say("Rights"),
        "howto": say("How-to articles"),
    }
    words = {
        "title": say("Overview"),
        "closed": say("Open the panel with the link that the server printed when it started."),
        "records": say("Published records"),
        "languages": say("Records with a text in each language"),
        "sources": say("Sources"),
        "imported": say("Last import"),
        "never": say("never"),
        "gaps": say("Asked in the last 30 days and not found"),
        "none": say("Nothing, or too few to show."),
        "topic": say("Topic"),
        "place": say("Place"),
        "language": say("Language"),
        "count": say("Times"),
    }
    return _PAGES.get_template("overview.html").render(
        language=language,
        own_names=OWN_NAMES,
        words=words,
        kinds=kinds,
        figures=figures,
        imported=long_date(figures.last_import.date(), language)
        if figures and figures.last_import
        else words["never"],
    )
