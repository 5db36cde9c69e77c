"""HTTP of the test server: requests in any documented form, answers as documented."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from tests.support.bot_api.errors import ApiError, DropConnection, refuse
from tests.support.bot_api.methods import DOINGS
from tests.support.bot_api.parameters import find_method, read_values
from tests.support.bot_api.world import World

STATUS_TEXTS: Final = {
    400: "Bad Request: told to fail",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: told to fail",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass(frozen=True)
class Call:
    """One request the bot made."""

    method: str
    values: dict[str, Any]
    status: int
    """0 when the connection was cut."""


@dataclass
class Trouble:
    """What the server was told to do wrong, once for each planned call."""

    method: str
    times: int
    error: ApiError | DropConnection
    after: bool = False
    """Whether the method takes effect before the call fails."""


@dataclass
class Desk:
    """Takes requests in, carries them out and keeps a list of them."""

    world: World
    calls: list[Call] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    async def carry_out(self, token: str, written: str, request: Request) -> Any:
        """Return the result of a request; raises ApiError or DropConnection."""
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise ApiError(404, "Not Found")
        if token != self.world.token:
            raise ApiError(401, "Unauthorized")
        if (method := find_method(written)) is None:
            raise ApiError(404, "Not Found")
        values: dict[str, Any] = {}
        status = 200
        try:
            values = read_values(method, await read_request(request))
            trouble = self._take_trouble(method)
            if trouble and not trouble.after:
                raise trouble.error
            result = await DOINGS[method](self.world, values)
            if trouble:
                raise trouble.error
        except (ApiError, DropConnection) as error:
            status = error.status if isinstance(error, ApiError) else 0
            raise
        finally:
            self.calls.append(Call(method, values, status))
            self.world.notify()
        return result

    def _take_trouble(self, method: str) -> Trouble | None:
        for trouble in self.troubles:
            if trouble.method == method and trouble.times > 0:
                trouble.times -= 1
                return trouble
        return None


def make_app(desk: Desk, cut: Callable[[Any], None]) -> FastAPI:
    """Return the ASGI app; `cut` aborts the connection of a client address."""
    app = FastAPI(openapi_url=None)

    @app.api_route("/bot{token}/{method}", methods=["GET", "POST"])
    async def call_method(token: str, method: str, request: Request) -> Response:
        try:
            result = await desk.carry_out(token, method, request)
        except DropConnection:
            cut(request.scope["client"])
            return Response(status_code=500)  # nobody gets it
        except ApiError as error:
            answer: dict[str, Any] = {
                "ok": False,
                "error_code": error.status,
                "description": error.description,
            }
            if error.parameters:
                answer["parameters"] = error.parameters
            return JSONResponse(answer, error.status)
        return JSONResponse({"ok": True, "result": result})

    return app


async def read_request(request: Request) -> dict[str, Any]:
    """Return the parameters of a request: from the query, a form or JSON."""
    values: dict[str, Any] = dict(request.query_params)
    body = await request.body()
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        try:
            given = json.loads(body)
        except ValueError:
            given = None
        if not isinstance(given, dict):
            raise refuse("can't parse request body as a JSON object")
        values |= given
    elif kind.startswith("application/x-www-form-urlencoded"):
        values |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif kind.startswith("multipart/form-data"):
        values |= _read_multipart(kind, body)
    return values


def _read_multipart(kind: str, body: bytes) -> dict[str, str]:
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    message = message_from_bytes(head + body, policy=policy.HTTP)
    values = {}
    for part in message.iter_parts() if isinstance(message, EmailMessage) else ():
        if part.get_filename():
            raise refuse("this test server takes no files")
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        values[str(name)] = content.decode() if isinstance(content, bytes) else str(content)
    return values
