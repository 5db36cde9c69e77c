"""The test server and a Telegram channel that runs beside the tests."""

import ssl
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
if str(ROOT) not in sys.path:  # `tests.support` is found however pytest was started
    sys.path.insert(0, str(ROOT))

from tests.support.bot_api import BotApiServer  # noqa: E402
from tests.support.bot_api.running import RunningBot  # noqa: E402


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a proxy of the machine out of the way to the loopback server."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(autouse=True, scope="module")
def one_tls_context() -> Iterator[None]:
    """Read the certificates once, where each HTTP client would for 30 ms; nothing here uses TLS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    """A fresh Bot API."""
    with BotApiServer() as running:
        yield running


@pytest.fixture(params=["polling", "webhook"])
def bot(request: pytest.FixtureRequest, server: BotApiServer) -> Iterator[RunningBot]:
    """A running channel before a scripted conversation, in both ways of getting updates."""
    with RunningBot(server, webhook=request.param == "webhook") as running:
        yield running


@pytest.fixture
def polling_bot(server: BotApiServer) -> Iterator[RunningBot]:
    """The same, where the way of getting updates makes no difference."""
    with RunningBot(server, webhook=False) as running:
        yield running
