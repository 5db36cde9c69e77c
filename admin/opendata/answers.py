"""What every answer of the API has in common: pages, streams, languages, ETags, errors."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

from fastapi import Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from admin.caching import is_known
from knowledge.languages import parse_language
from knowledge.opendata.extension import Json

NDJSON: Final = "application/x-ndjson"
STREAMED: Final = 100
"""Objects that a stream loads at a time."""
_MOST_LANGUAGES: Final = 20
Item = TypeVar("Item")


class Refused(Exception):
    """A question that cannot be answered: an HTTP status, and one line that says why."""

    def __init__(self, status: int, reason: str) -> None:
        self.status = status
        self.reason = " ".join(reason.split())
        super().__init__(self.reason)


def refusal(error: Refused) -> JSONResponse:
    """Return the answer that says why there is none."""
    return JSONResponse({"detail": error.reason}, status_code=error.status)


def wanted_languages(request: Request) -> tuple[str, ...]:
    """Return the languages of Accept-Language (RFC 9110, section 12.5.4), best first.

    Subtags are left out ("pt-BR" is "pt"); "*" stands for the record's own language, so what
    comes behind it does not count.
    """
    found: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "").split(",")[:_MOST_LANGUAGES]:
        tag, *parameters = (piece.strip() for piece in part.split(";"))
        quality = _quality(parameters)
        if tag and quality > 0:
            found.append((quality, "*" if tag == "*" else parse_language(tag) or ""))
    ordered = [code for _, code in sorted(found, key=lambda item: -item[0]) if code]
    if "*" in ordered:
        ordered = ordered[: ordered.index("*")]
    return tuple(dict.fromkeys(ordered))


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if 0 <= quality <= 1 else 0.0
    return 1.0


def page_of(
    found: Sequence[Item], page: int, per_page: int, write: Callable[[Sequence[Item]], list[Json]]
) -> Json:
    """Return a page of the standard: `write` makes the objects of its items."""
    begin = (page - 1) * per_page
    some = found[begin : begin + per_page]
    contents = write(some)
    pages = -(-len(found) // per_page)
    return {
        "total_items": len(found),
        "total_pages": pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def answer(request: Request, document: Any, languages: Iterable[str] = ()) -> Response:
    """Return a JSON answer with its ETag, or 304 when the caller has it already.

    `languages` are those of its texts, which become Content-Language.
    """
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    headers = _headers(languages, body)
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


def stream(
    request: Request,
    found: Sequence[Item],
    write: Callable[[Sequence[Item]], list[Json]],
    languages: Iterable[str],
    stamp: str,
) -> Response:
    """Return every object as a line of JSON, without pages; objects are made as they are sent.

    `stamp` stands for the state of the data, from which the ETag is made before a line is.
    """
    asked = f"{stamp} {request.url.path}?{request.url.query} {wanted_languages(request)}"
    headers = _headers(languages, asked.encode())
    if is_known(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)

    def lines() -> Iterator[bytes]:
        for start in range(0, len(found), STREAMED):
            for thing in write(found[start : start + STREAMED]):
                yield json.dumps(thing, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    return StreamingResponse(lines(), media_type=NDJSON, headers=headers)


def _headers(languages: Iterable[str], tagged: bytes) -> dict[str, str]:
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": "no-cache",  # kept by whoever likes, and asked about each time
        "ETag": f'W/"{hashlib.sha256(tagged).hexdigest()[:32]}"',
        "Vary": "Accept-Language",
    }
    if told := ", ".join(dict.fromkeys(languages)):
        headers["Content-Language"] = told
    return headers
