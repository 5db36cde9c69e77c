"""What each method of the Bot API does."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlsplit

from tests.support.bot_api.errors import ApiError, refuse
from tests.support.bot_api.markup import check_markup, check_text
from tests.support.bot_api.parameters import check_fields
from tests.support.bot_api.world import Chat, SentMessage, Webhook, World

Values = dict[str, Any]
_UPDATE_KINDS_WORDS: Final = (
    "message edited_message channel_post edited_channel_post business_connection business_message "
    "edited_business_message deleted_business_messages message_reaction message_reaction_count "
    "inline_query chosen_inline_result callback_query shipping_query pre_checkout_query "
    "purchased_paid_media poll poll_answer my_chat_member chat_member chat_join_request "
    "chat_boost removed_chat_boost"
)
UPDATE_KINDS: Final = frozenset(_UPDATE_KINDS_WORDS.split())
_ACTIONS_WORDS: Final = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
ACTIONS: Final = frozenset(_ACTIONS_WORDS.split())
_SCOPES_WORDS: Final = (
    "default all_private_chats all_group_chats all_chat_administrators chat chat_administrators "
    "chat_member"
)
SCOPES: Final = frozenset(_SCOPES_WORDS.split())
WEBHOOK_PORTS: Final = (443, 80, 88, 8443)
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


async def _get_me(world: World, _values: Values) -> Any:
    return world.describe_bot()


async def _get_updates(world: World, values: Values) -> Any:
    if world.webhook:
        raise ApiError(
            409,
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
        )
    _set_allowed(world, values)
    offset = values.get("offset", 0)
    if offset > 0:
        world.pending = [one for one in world.pending if one["update_id"] >= offset]
    elif offset < 0:
        world.pending = world.pending[offset:]
    limit = min(max(values.get("limit", 100), 1), 100)
    world.polls += 1
    mine = world.polls
    world.notify()

    def look() -> list[dict[str, Any]] | None:
        if world.polls != mine:
            raise ApiError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        return world.pending[:limit] or ([] if world.closing else None)

    return await world.wait_for(look, values.get("timeout", 0)) or []


def _set_allowed(world: World, values: Values) -> None:
    if "allowed_updates" in values:
        if unknown := set(values["allowed_updates"]) - UPDATE_KINDS:
            raise refuse(f"unknown update types: {', '.join(sorted(map(str, unknown)))}")
        world.allowed = values["allowed_updates"] or None


async def _set_webhook(world: World, values: Values) -> Any:
    url = values["url"]
    address = urlsplit(url)
    if url and address.hostname not in LOOPBACK:
        if address.scheme != "https":
            raise refuse("bad webhook: An HTTPS URL must be provided for webhook")
        if (address.port or 443) not in WEBHOOK_PORTS:
            raise refuse("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret = values.get("secret_token")
    if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise refuse("secret token contains unallowed characters")
    connections = values.get("max_connections", 40)
    if connections not in range(1, 101):
        raise refuse("max_connections must be 1-100")
    _set_allowed(world, values)
    if values.get("drop_pending_updates"):
        world.pending = []
    world.webhook = Webhook(url, secret, connections) if url else None
    world.notify()
    return True


async def _delete_webhook(world: World, values: Values) -> Any:
    return await _set_webhook(world, {**values, "url": ""})


async def _get_webhook_info(world: World, _values: Values) -> Any:
    info: Values = {
        "url": world.webhook.url if world.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.pending),
    }
    if world.webhook:
        info["max_connections"] = world.webhook.max_connections
    if world.webhook_error:
        info["last_error_date"], info["last_error_message"] = world.webhook_error
    if world.allowed:
        info["allowed_updates"] = world.allowed
    return info


def _check_sending(world: World, values: Values) -> tuple[Chat, Values]:
    """Return the chat and the checked markup of a message to be sent."""
    chat = world.find_chat(values["chat_id"])
    markup = values.get("reply_markup", {})
    if markup:
        check_markup(markup, private=chat.type == "private")
    return chat, markup


async def _send_message(world: World, values: Values) -> Any:
    text = check_text(values)
    chat, markup = _check_sending(world, values)
    return world.show(chat, SentMessage(world.next_message_id(), text, markup, values))


async def _send_location(world: World, values: Values) -> Any:
    if abs(values["latitude"]) > 90 or abs(values["longitude"]) > 180:
        raise refuse("wrong location")
    if not 0 <= values.get("horizontal_accuracy", 0) <= 1500:
        raise refuse("wrong horizontal accuracy")
    chat, markup = _check_sending(world, values)
    return world.show(chat, SentMessage(world.next_message_id(), "", markup, values))


async def _send_chat_action(world: World, values: Values) -> Any:
    chat = world.find_chat(values["chat_id"])
    if values["action"] not in ACTIONS:
        raise refuse("wrong parameter action in request")
    world.actions.append((chat.id, values["action"]))
    world.notify()
    return True


async def _answer_callback_query(world: World, values: Values) -> Any:
    if values["callback_query_id"] not in world.queries:
        raise refuse("query is too old and response timeout expired or query ID is invalid")
    if len(values.get("text", "")) > 200:
        raise refuse("MESSAGE_TOO_LONG")
    world.queries[values["callback_query_id"]] = True
    world.notify()
    return True


async def _edit_message_text(world: World, values: Values) -> Any:
    return _edit(world, values, check_text(values))


async def _edit_message_reply_markup(world: World, values: Values) -> Any:
    return _edit(world, values, None)


def _edit(world: World, values: Values, text: str | None) -> Values:
    if "inline_message_id" in values:
        raise refuse("MESSAGE_ID_INVALID")
    if "chat_id" not in values or "message_id" not in values:
        raise refuse("message identifier is not specified")
    chat, message = world.find_sent(values["chat_id"], values["message_id"])
    markup = values.get("reply_markup", {})
    if markup:
        check_markup(markup, private=chat.type == "private", inline_only=True)
    if not markup.get("inline_keyboard"):
        markup = {}
    edited = replace(message, text=message.text if text is None else text, markup=markup)
    if edited == message:
        raise refuse(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    return world.show(chat, edited)


def _read_scope(values: Values) -> tuple[str, str]:
    scope = values.get("scope", {"type": "default"})
    check_fields("BotCommandScope", scope, {"type": str, "chat_id": int, "user_id": int}, "type")
    if scope["type"] not in SCOPES:
        raise refuse("unsupported bot command scope")
    language = values.get("language_code", "")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise refuse("invalid language code specified")
    return scope["type"], language


async def _set_my_commands(world: World, values: Values) -> Any:
    key = _read_scope(values)
    if len(values["commands"]) > 100:
        raise refuse("BOT_COMMANDS_TOO_MUCH")
    for command in values["commands"]:
        fields = {"command": str, "description": str}
        check_fields("BotCommand", command, fields, "command description")
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise refuse("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= 256:
            raise refuse("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[key] = {one["command"]: one["description"] for one in values["commands"]}
    world.notify()
    return True


async def _get_my_commands(world: World, values: Values) -> Any:
    commands = world.commands.get(_read_scope(values), {})
    return [{"command": name, "description": text} for name, text in commands.items()]


async def _delete_my_commands(world: World, values: Values) -> Any:
    world.commands.pop(_read_scope(values), None)
    return True


DOINGS: Final[Mapping[str, Callable[[World, Values], Awaitable[Any]]]] = {
    "getMe": _get_me,
    "getUpdates": _get_updates,
    "setWebhook": _set_webhook,
    "deleteWebhook": _delete_webhook,
    "getWebhookInfo": _get_webhook_info,
    "sendMessage": _send_message,
    "sendLocation": _send_location,
    "sendChatAction": _send_chat_action,
    "answerCallbackQuery": _answer_callback_query,
    "editMessageText": _edit_message_text,
    "editMessageReplyMarkup": _edit_message_reply_markup,
    "setMyCommands": _set_my_commands,
    "getMyCommands": _get_my_commands,
    "deleteMyCommands": _delete_my_commands,
}
