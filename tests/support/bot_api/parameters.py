"""The documented parameters of each method, and the reading of a request's values by them."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from tests.support.bot_api.errors import refuse

_SENDING: Final = {
    "business_connection_id": "str",
    "chat_id": "chat!",
    "message_thread_id": "int",
    "direct_messages_topic_id": "int",
    "disable_notification": "bool",
    "protect_content": "bool",
    "allow_paid_broadcast": "bool",
    "message_effect_id": "str",
    "suggested_post_parameters": "object",
    "reply_parameters": "object",
    "reply_markup": "object",
}
_EDITING: Final = {
    "business_connection_id": "str",
    "chat_id": "chat",
    "message_id": "int",
    "inline_message_id": "str",
    "reply_markup": "object",
}
_FORMATTED_TEXT: Final = {
    "text": "str!",
    "parse_mode": "str",
    "entities": "list",
    "link_preview_options": "object",
}
_COMMAND_SCOPE: Final = {"scope": "object", "language_code": "str"}

METHODS: Final[Mapping[str, Mapping[str, str]]] = {
    "getMe": {},
    "getUpdates": {
        "offset": "int",
        "limit": "int",
        "timeout": "int",
        "allowed_updates": "list",
    },
    "setWebhook": {
        "url": "str!",
        "certificate": "file",
        "ip_address": "str",
        "max_connections": "int",
        "allowed_updates": "list",
        "drop_pending_updates": "bool",
        "secret_token": "str",
    },
    "deleteWebhook": {"drop_pending_updates": "bool"},
    "getWebhookInfo": {},
    "sendMessage": _SENDING | _FORMATTED_TEXT,
    "sendLocation": _SENDING
    | {
        "latitude": "float!",
        "longitude": "float!",
        "horizontal_accuracy": "float",
        "live_period": "int",
        "heading": "int",
        "proximity_alert_radius": "int",
    },
    "sendChatAction": {
        "business_connection_id": "str",
        "chat_id": "chat!",
        "message_thread_id": "int",
        "action": "str!",
    },
    "answerCallbackQuery": {
        "callback_query_id": "str!",
        "text": "str",
        "show_alert": "bool",
        "url": "str",
        "cache_time": "int",
    },
    "editMessageText": _EDITING | _FORMATTED_TEXT,
    "editMessageReplyMarkup": _EDITING,
    "setMyCommands": _COMMAND_SCOPE | {"commands": "list!"},
    "getMyCommands": _COMMAND_SCOPE,
    "deleteMyCommands": _COMMAND_SCOPE,
}
"""Method -> parameter -> kind; "!" marks the required ones."""

_BY_LOWER_NAME: Final = {name.lower(): name for name in METHODS}


def find_method(written: str) -> str | None:
    """Return the method's name as documented; method names are read without regard to case."""
    return _BY_LOWER_NAME.get(written.lower())


def read_values(method: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a request in their documented types.

    Raises ApiError for an unknown, a missing and an unreadable parameter. Values come as JSON types
    or, from forms, as text; an empty text counts as not given, as with Telegram.
    """
    documented = METHODS[method]
    if unknown := set(given) - set(documented):
        raise refuse(f"parameters not documented for {method}: {', '.join(sorted(unknown))}")
    values = {
        name: _read_value(name, kind.rstrip("!"), given[name])
        for name, kind in documented.items()
        if name in given and given[name] is not None
    }
    for name, kind in documented.items():
        if kind.endswith("!") and name not in values:
            if name == "chat_id":
                raise refuse("chat_id is empty")
            if name == "text":
                raise refuse("message text is empty")
            raise refuse(f"parameter {name} is required")
    return values


def _read_value(name: str, kind: str, value: Any) -> Any:
    if kind == "str" and isinstance(value, str):
        return value
    if kind in ("int", "chat") and _is_number(value, int, r"-?\d+"):
        return int(value)
    if kind == "chat" and isinstance(value, str) and re.fullmatch(r"@\w+", value):
        return value
    if kind == "float" and _is_number(value, (int, float), r"-?\d+(\.\d+)?([eE][-+]?\d+)?"):
        return float(value)
    if kind == "bool" and (isinstance(value, bool) or value in ("true", "false")):
        return value in (True, "true")
    if kind in ("list", "object"):
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise refuse(f"can't parse {name} JSON object") from None
        if isinstance(value, list if kind == "list" else dict):
            return value
    raise refuse(f"parameter {name} must be of type {kind}")


def _is_number(value: Any, types: Any, pattern: str) -> bool:
    if isinstance(value, str):
        return re.fullmatch(pattern, value) is not None
    return isinstance(value, types) and not isinstance(value, bool)


def check_fields(what: str, value: Any, fields: Mapping[str, type], required: str = "") -> None:
    """Raise ApiError unless `value` is an object with these fields only, of these types.

    `required` names the fields that must be there, with spaces between them.
    """
    if not isinstance(value, dict):
        raise refuse(f"{what} must be an object")
    if unknown := set(value) - set(fields):
        raise refuse(f"fields not documented for {what}: {', '.join(sorted(unknown))}")
    for name in required.split():
        if name not in value:
            raise refuse(f"can't find field {name!r} of {what}")
    for name, content in value.items():
        wanted = fields[name]
        if not isinstance(content, wanted) or (wanted is int and isinstance(content, bool)):
            raise refuse(f"field {name!r} of {what} must be of type {wanted.__name__}")
