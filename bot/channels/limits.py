"""What messaging platforms allow, with where that is written, and keeping to their pace."""

import asyncio
import time
from dataclasses import dataclass
from enum import IntEnum


class TelegramLimit(IntEnum):
    """Limits of Telegram, Bot API 10.0, as read on 2026-11-22.

    Two members with the same figure are one member to `IntEnum`: use them as numbers only.
    """

    TEXT_UNITS = 4096
    """Length of a message, in UTF-16 code units.

    Source: https://core.telegram.org/bots/api#sendmessage ("1-4096 characters") and
    https://core.telegram.org/api/entities#entity-length for the unit; 2026-11-22.
    """

    PAYLOAD_BYTES = 64
    """Bytes of a button's `callback_data` in UTF-8, at least one.

    Source: https://core.telegram.org/bots/api#inlinekeyboardbutton; 2026-11-22.
    """

    LABEL_CHARACTERS = 64
    """Characters of a button's label.

    This one is ours: Telegram documents no limit, and phones cut far shorter labels; 2026-11-22.
    """

    BUTTONS = 100
    """Buttons of one inline keyboard.

    Source: python-telegram-bot 22.8, `InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER`, found by
    trying, not in the documentation; 2026-11-22.
    """

    MESSAGES_PER_SECOND = 30
    """Messages a second to all chats together, beyond which Telegram answers 429.

    Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this;
    2026-11-22.
    """

    MESSAGES_PER_SECOND_PER_CHAT = 1
    """Messages a second to one chat; short bursts are let through, then 429 comes.

    Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this;
    2026-11-22.
    """


@dataclass(frozen=True)
class Patience:
    """How often a call is made again after network trouble or a flood warning, and how soon."""

    attempts: int = 5
    first_wait: float = 0.5
    longest_wait: float = 60.0


class Pace:
    """Spreads actions evenly, so that no second sees more than `per_second` of them."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1 / per_second
        self._next = 0.0

    async def wait_turn(self) -> None:
        """Return when the caller may act; callers are let through in the order they came."""
        now = time.monotonic()
        mine = max(now, self._next)
        self._next = mine + self._gap
        if mine > now:
            await asyncio.sleep(mine - now)
