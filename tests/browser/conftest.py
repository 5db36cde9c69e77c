"""A browser, and the chat page around a scripted conversation."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:  # `tests.support` is found however pytest was started
    sys.path.insert(0, str(ROOT))

from bot.channels.web import web_router  # noqa: E402
from tests.support.browsing import Visit, launch_browser  # noqa: E402
from tests.support.scripted_chat import ScriptedChat  # noqa: E402
from tests.support.servers import run_app  # noqa: E402


# For a module, not for the session: see `launch_browser`.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium."""
    with launch_browser() as running:
        yield running


@pytest.fixture
def chat() -> Iterator[ScriptedChat]:
    """The conversation behind the page."""
    conversation = ScriptedChat()
    yield conversation
    conversation.release.set()


@pytest.fixture
def visit(browser: Any, chat: ScriptedChat) -> Iterator[Callable[..., Visit]]:
    """Begin a visit to the chat: `visit(path, **options of the browser context)`; a path
    of None opens nothing yet."""
    app = FastAPI()
    app.include_router(web_router(chat, per_minute=30))
    with run_app(app) as url, ExitStack() as visits:

        def begin(path: str | None = "/", **options: Any) -> Visit:
            one = visits.enter_context(Visit(browser, url, **options))
            if path is not None:
                one.open(path)
            return one

        yield begin
