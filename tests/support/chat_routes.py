"""The routes of the web chat around a conversation that repeats what it hears."""

import asyncio
from typing import Any

import httpx
from fastapi import FastAPI

from bot.channels.web import web_router
from bot.messages import Answer, Choice, IncomingMessage, Reply, SourceLine, Status

SESSION = "abcDEF_-12345678"
TOO_FAST = "Many messages came in a short time. Please wait a moment, then send it again."
TOO_LONG = "That message is too long. Please write it shorter."
UNREADABLE = "I could not read that message. Please load the page again."
FAILED = "Something went wrong here. Please send it again in a moment."


class Web:
    """The routes around a conversation that repeats what it hears."""

    def __init__(self, per_minute: int = 1000) -> None:
        self.heard: list[IncomingMessage] = []
        self.fails: Exception | None = None
        self.app = FastAPI()
        self.app.include_router(web_router(self.answer, per_minute=per_minute))

    def answer(self, message: IncomingMessage) -> Answer:
        self.heard.append(message)
        if self.fails:
            raise self.fails
        reply = Reply(f"eco: {message.text}", (Choice("Más", "more"),), ask_location=True)
        source = SourceLine("Guía", "https://example.org", None)
        return Answer("es", Status.ANSWERED, "test", (reply,), ("r1",), (source,), {"total": 1.5})

    def call(self, method: str, path: str, *, client: str = "203.0.113.5", **more: Any) -> Any:
        """Make one request and return the response."""

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, client=(client, 4711))
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
                return await http.request(method, path, **more)

        return asyncio.run(go())

    def post(self, body: object, **more: Any) -> Any:
        """Post a body to the chat."""
        return self.call("POST", "/api/chat", json=body, **more)

    def say(self, text: str = "hola", *, session: str = SESSION, **more: Any) -> Any:
        """Post a text."""
        return self.post({"session": session, "text": text}, **more)


def error_of(response: httpx.Response) -> tuple[int, str, str]:
    """Return status, code and message, after checking that there is nothing else."""
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    return response.status_code, body["error"]["code"], body["error"]["message"]
