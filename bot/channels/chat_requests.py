"""What `POST /api/chat` takes: reading and checking a request, and refusing it politely."""

from typing import Annotated, Any, Final, Self

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError, from_json

from bot.choices import PAYLOAD_BYTES
from bot.messages import IncomingMessage, Point
from bot.phrases import phrases
from knowledge.errors import BadInput
from knowledge.languages import LANGUAGES

BODY_BYTES: Final = 64 * 1024
TEXT_LETTERS: Final = 10_000
"""Letters of a text that are taken in; the conversation reads fewer."""


def known_language(value: object) -> str | None:
    """Return the one of the five languages that `value` is the code of ("pt", "pt-BR")."""
    code = value.lower().split("-")[0] if isinstance(value, str) else None
    return code if code in LANGUAGES else None


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class SharedLocation(_Strict):
    """A place on the map, in degrees."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class ChatRequest(_Strict):
    """The body of `POST /api/chat`: exactly one of text, choice and location."""

    session: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    text: str | None = Field(None, max_length=TEXT_LETTERS)
    choice: str | None = Field(None, min_length=1, max_length=PAYLOAD_BYTES)
    location: SharedLocation | None = None
    language: Annotated[str | None, BeforeValidator(known_language)] = None
    place: str | None = Field(None, max_length=64)

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if sum(part is not None for part in (self.text, self.choice, self.location)) != 1:
            raise PydanticCustomError("not_one_thing", "one of text, choice and location")
        return self

    def message(self, hint: str | None) -> IncomingMessage:
        """Return the message for the conversation; `hint` is the language the browser asks for."""
        spot = self.location
        return IncomingMessage(
            channel="web",
            user=self.session,
            text=self.text or "",
            choice=self.choice or "",
            point=Point(spot.latitude, spot.longitude) if spot else None,
            language=self.language,
            language_hint=hint,
            place=self.place or None,
        )


class RefusedError(BadInput):
    """A request that is not answered: HTTP status, code for programs, language of the message."""

    def __init__(
        self, status: int, code: str, language: str | None = None, wait_seconds: int = 0
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.language = language
        self.wait_seconds = wait_seconds

    def response(self, hint: str | None) -> JSONResponse:
        """Return what the client gets, in its language, else in that of its browser."""
        say = phrases(self.language or hint or "en")
        too_long = say("That message is too long. Please write it shorter.")
        message = {
            "too_large": too_long,
            "text_too_long": too_long,
            "too_many": say(
                "Many messages came in a short time. Please wait a moment, then send it again."
            ),
            "failed": say("Something went wrong here. Please send it again in a moment."),
        }.get(self.code, say("I could not read that message. Please load the page again."))
        headers = {"Retry-After": str(self.wait_seconds)} if self.wait_seconds else None
        error = {"code": self.code, "message": message}
        return JSONResponse({"error": error}, status_code=self.status, headers=headers)


async def read_request(request: Request) -> ChatRequest:
    """Return the request's body, checked. Raises RefusedError."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise RefusedError(415, "not_json")  # nor can a form on a foreign page send it
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise RefusedError(413, "too_large")
    try:
        raw: Any = from_json(bytes(body))
    except ValueError:
        raise RefusedError(400, "not_json") from None
    try:
        return ChatRequest.model_validate(raw)
    except ValidationError as error:
        language = known_language(raw.get("language")) if isinstance(raw, dict) else None
        first = error.errors(include_input=False, include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        code = f"bad_{field}" if field in ChatRequest.model_fields else "bad_request"
        if first["type"] == "not_one_thing":
            code = "not_one_thing"
        elif (field, first["type"]) == ("text", "string_too_long"):
            code = "text_too_long"
        raise RefusedError(422, code, language) from None
