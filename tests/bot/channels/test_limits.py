"""The limits against the library's own list, and the pace."""

import asyncio
import time

from telegram.constants import (
    BOT_API_VERSION,
    FloodLimit,
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    MessageLimit,
)

from bot.channels.limits import Pace, TelegramLimit
from bot.choices import PAYLOAD_BYTES


def test_limits_are_those_the_library_knows() -> None:
    known: dict[int, int] = {
        TelegramLimit.TEXT_UNITS: MessageLimit.MAX_TEXT_LENGTH,
        TelegramLimit.PAYLOAD_BYTES: InlineKeyboardButtonLimit.MAX_CALLBACK_DATA,
        TelegramLimit.BUTTONS: InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER,
        TelegramLimit.MESSAGES_PER_SECOND: FloodLimit.MESSAGES_PER_SECOND,
        TelegramLimit.MESSAGES_PER_SECOND_PER_CHAT: FloodLimit.MESSAGES_PER_SECOND_PER_CHAT,
    }
    assert list(known) == list(known.values())
    assert int(TelegramLimit.PAYLOAD_BYTES) == PAYLOAD_BYTES
    assert TelegramLimit.__doc__ and BOT_API_VERSION in TelegramLimit.__doc__


def test_pace_spreads_and_keeps_the_order() -> None:
    order: list[tuple[int, float]] = []

    async def run() -> None:
        pace = Pace(50)

        async def act(number: int) -> None:
            await pace.wait_turn()
            order.append((number, time.monotonic()))

        await asyncio.gather(*(act(number) for number in range(6)))

    asyncio.run(run())
    assert [number for number, _ in order] == list(range(6))
    assert order[-1][1] - order[0][1] > 0.09
