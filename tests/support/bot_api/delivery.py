"""Pushing updates to the webhook, as Telegram does: chat by chat in order, again until 2xx."""

import asyncio
import time
from typing import Any, Final

import httpx

from tests.support.bot_api.world import Webhook, World

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
FIRST_PAUSE: Final = 0.05
"""Seconds before an update is tried again; Telegram waits longer, tests cannot."""
LONGEST_PAUSE: Final = 0.5


async def push_updates(world: World) -> None:
    """Push pending updates for ever; those of one chat one by one, different chats together."""
    busy: dict[int, asyncio.Task[None]] = {}
    async with httpx.AsyncClient(trust_env=False, verify=False, timeout=10) as client:
        try:
            while True:
                _start_pushes(world, client, busy)
                await world.wait_for(lambda: _find_ready(world, busy), 3600)
        finally:
            for task in busy.values():
                task.cancel()
            await asyncio.gather(*busy.values(), return_exceptions=True)


def _find_ready(world: World, busy: dict[int, Any]) -> tuple[int, dict[str, Any]] | None:
    """Return the chat and the first update that can be pushed now."""
    if world.webhook and len(busy) < world.webhook.max_connections:
        for update in world.pending:
            if (chat := _get_chat(update)) not in busy:
                return chat, update
    return None


def _start_pushes(
    world: World, client: httpx.AsyncClient, busy: dict[int, asyncio.Task[None]]
) -> None:
    while (found := _find_ready(world, busy)) and world.webhook:
        chat, update = found

        def finish(_task: object, chat: int = chat) -> None:
            busy.pop(chat, None)
            world.notify()

        task = asyncio.create_task(_push(world, client, world.webhook, update))
        busy[chat] = task
        task.add_done_callback(finish)


def _get_chat(update: dict[str, Any]) -> int:
    content = next(value for name, value in update.items() if name != "update_id")
    chat = content.get("chat") or content.get("message", {}).get("chat") or {"id": 0}
    return int(chat["id"])


async def _push(
    world: World, client: httpx.AsyncClient, webhook: Webhook, update: dict[str, Any]
) -> None:
    """Push one update until it is taken or the webhook changes."""
    headers = {SECRET_HEADER: webhook.secret_token} if webhook.secret_token else {}
    pause = FIRST_PAUSE
    while world.webhook == webhook:
        try:
            response = await client.post(webhook.url, json=update, headers=headers)
        except httpx.HTTPError as error:
            problem = f"Connection failed: {type(error).__name__}"
        else:
            if response.is_success:
                world.pending = [one for one in world.pending if one is not update]
                return
            problem = f"Wrong response from the webhook: {response.status_code}"
        world.webhook_error = (int(time.time()), problem)
        world.notify()
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
