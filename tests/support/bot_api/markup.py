"""Check of keyboards and texts by the documented fields and limits."""

from typing import Any, Final
from urllib.parse import urlsplit

from tests.support.bot_api.errors import refuse
from tests.support.bot_api.parameters import check_fields

MAX_BUTTONS: Final = 100
MAX_TEXT_UNITS: Final = 4096
_INLINE_ACTIONS: Final[dict[str, type]] = {
    "url": str,
    "callback_data": str,
    "web_app": dict,
    "login_url": dict,
    "switch_inline_query": str,
    "switch_inline_query_current_chat": str,
    "switch_inline_query_chosen_chat": dict,
    "copy_text": dict,
    "callback_game": dict,
    "pay": bool,
}
_LOOKS: Final[dict[str, type]] = {"text": str, "icon_custom_emoji_id": str, "style": str}
_KEY_ACTIONS: Final[dict[str, type]] = {
    "request_users": dict,
    "request_chat": dict,
    "request_managed_bot": dict,
    "request_contact": bool,
    "request_location": bool,
    "request_poll": dict,
    "web_app": dict,
}
_REPLY_KEYBOARD: Final[dict[str, type]] = {
    "keyboard": list,
    "is_persistent": bool,
    "resize_keyboard": bool,
    "one_time_keyboard": bool,
    "input_field_placeholder": str,
    "selective": bool,
}
_LINK_PREVIEW: Final[dict[str, type]] = {
    "is_disabled": bool,
    "url": str,
    "prefer_small_media": bool,
    "prefer_large_media": bool,
    "show_above_text": bool,
}


def check_text(values: dict[str, Any]) -> str:
    """Return the text of a request as Telegram keeps it; raises ApiError when it is refused."""
    if "parse_mode" in values or values.get("entities"):
        raise refuse("this test server does not parse formatting")
    if "link_preview_options" in values:
        check_fields("LinkPreviewOptions", values["link_preview_options"], _LINK_PREVIEW)
    text = str(values["text"])
    try:
        units = len(text.strip().encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        raise refuse("strings must be encoded in UTF-8") from None
    if not units:
        raise refuse("message text is empty")
    if units > MAX_TEXT_UNITS:
        raise refuse("message is too long")
    return text.strip()


def check_markup(markup: dict[str, Any], *, private: bool, inline_only: bool = False) -> None:
    """Raise ApiError unless `markup` is one of the documented kinds, within its limits."""
    if "inline_keyboard" in markup:
        check_fields("InlineKeyboardMarkup", markup, {"inline_keyboard": list})
        _check_inline(markup["inline_keyboard"])
    elif inline_only:
        raise refuse("message can't be edited: only an inline keyboard is allowed")
    elif "keyboard" in markup:
        check_fields("ReplyKeyboardMarkup", markup, _REPLY_KEYBOARD)
        _check_keys(markup["keyboard"], private=private)
        if len(markup.get("input_field_placeholder", "x")) not in range(1, 65):
            raise refuse("input field placeholder must be of 1-64 characters")
    elif "remove_keyboard" in markup:
        check_fields("ReplyKeyboardRemove", markup, {"remove_keyboard": bool, "selective": bool})
    else:
        fields: dict[str, type] = {
            "force_reply": bool,
            "input_field_placeholder": str,
            "selective": bool,
        }
        check_fields("reply_markup", markup, fields, "force_reply")


def _check_rows(rows: list[Any]) -> list[Any]:
    if not all(isinstance(row, list) for row in rows):
        raise refuse("field of type array expected in a keyboard")
    buttons = [button for row in rows for button in row]
    if len(buttons) > MAX_BUTTONS:
        raise refuse("reply markup is too long")
    return buttons


def _check_inline(rows: list[Any]) -> None:
    for button in _check_rows(rows):
        check_fields("InlineKeyboardButton", button, _LOOKS | _INLINE_ACTIONS, "text")
        if not button["text"].strip():
            raise refuse("inline keyboard button text must be non-empty")
        actions = set(button) & set(_INLINE_ACTIONS)
        if not actions:
            raise refuse("text buttons are unallowed in the inline keyboard")
        if len(actions) > 1:
            raise refuse("an inline keyboard button must have exactly one action")
        if "callback_data" in button and len(button["callback_data"].encode()) not in range(1, 65):
            raise refuse("BUTTON_DATA_INVALID")
        if "url" in button:
            address = urlsplit(button["url"])
            if address.scheme not in ("http", "https", "tg") or not address.netloc:
                raise refuse("BUTTON_URL_INVALID")


def _check_keys(rows: list[Any], *, private: bool) -> None:
    for button in _check_rows(rows):
        if isinstance(button, str):
            continue
        check_fields("KeyboardButton", button, _LOOKS | _KEY_ACTIONS, "text")
        if not button["text"].strip():
            raise refuse("keyboard button text must be non-empty")
        actions = set(button) & set(_KEY_ACTIONS)
        if len(actions) > 1:
            raise refuse("a keyboard button must have at most one action")
        if actions and not private:
            raise refuse("such buttons can be used in private chats only")
