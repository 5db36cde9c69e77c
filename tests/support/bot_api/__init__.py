"""A test server that behaves as Telegram's Bot API is documented (10.0, read on 2026-11-22).

It speaks real HTTP on a loopback port, as a self-hosted Bot API server would (webhooks may
therefore be plain HTTP to loopback), and is stricter than Telegram in one thing: a parameter that
is not documented for a method is an error. It does not parse formatting and takes no files.
"""

from tests.support.bot_api.server import BotApiServer
from tests.support.bot_api.world import Person, SentMessage

__all__ = ["BotApiServer", "Person", "SentMessage"]
