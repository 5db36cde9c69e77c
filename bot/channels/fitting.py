"""Between Telegram's messages and the conversation's: read what came in, cut what goes out."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.constants import ChatType

from bot import choices as payloads
from bot.channels.limits import TelegramLimit
from bot.messages import Choice, IncomingMessage, Point, Reply
from knowledge.languages import parse_language

ROW_WIDTHS: Final = ((3, 10), (2, 20))
"""(buttons in a row, longest label among them); longer labels get a row of their own."""

CHANNEL: Final = "telegram"
COMMANDS: Final = {
    "start": payloads.START,
    "language": payloads.LANGUAGE,
    "place": payloads.PLACE,
    "help": payloads.HELP,
    "forget": payloads.FORGET,
}
"""Command -> payload; the words after a command go along as the text."""
ATTACHMENTS: Final = (
    "photo", "sticker", "voice", "audio", "video", "video_note", "animation", "document",
    "contact", "poll", "dice", "story", "game", "live_photo", "paid_media", "checklist", "invoice",
)  # fmt: skip
"""Names of what may come instead of text; an animation is a document too, so it stands first."""

_log = structlog.get_logger()
_COMMAND: Final = re.compile(r"/(\w{1,32})(?:@\w+)?(?:\s+(.*))?\s*", re.DOTALL)
_GAP: Final = re.compile(r"\s+")
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'»”’)\]]*$")
_JOINERS: Final = "\u200d\ufe0e\ufe0f"


@dataclass(frozen=True)
class Outgoing:
    """One message ready to be sent."""

    text: str
    markup: InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None = None


def count_units(text: str) -> int:
    """Return the length of `text` in UTF-16 code units, which is how Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def split_text(text: str, limit: int = TelegramLimit.TEXT_UNITS) -> list[str]:
    """Return `text` in parts of at most `limit` UTF-16 units; none for a blank text.

    Cuts fall where a paragraph ends, else a line, else a sentence, else a word; a word longer than
    a part is cut inside. Only white space at the cuts and at both ends is dropped. `limit` is 2 or
    more, as one character may take two units.
    """
    parts = []
    rest = text.strip()
    while count_units(rest) > limit:
        cut = _find_cut(rest, _count_fitting(rest, limit))
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def _count_fitting(text: str, limit: int) -> int:
    """Return how many characters from the start of `text` fit into `limit` units."""
    units = 0
    for index, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > limit:
            return index
    return len(text)


def _find_cut(text: str, longest: int) -> int:
    """Return where to cut `text`, at `longest` at the latest and never at 0."""
    # A paragraph that ends too early would leave a stub of a message: then a later line,
    # sentence or word end serves better.
    earliest = longest // 4
    best: tuple[int, int] | None = None
    for gap in _GAP.finditer(text):
        at = gap.start()
        if at > longest:
            break
        rank = _rank_gap(text, gap) if at >= earliest else 0
        best = max(best, (rank, at)) if best else (rank, at)
    return best[1] if best else _step_off_cluster(text, longest)


def _rank_gap(text: str, gap: re.Match[str]) -> int:
    """Return how good a place for a cut the white space `gap` is; higher is better."""
    breaks = gap.group().count("\n")
    if breaks:
        return 3 if breaks > 1 else 2
    return int(bool(_SENTENCE_END.search(text, max(0, gap.start() - 4), gap.start())))


def _step_off_cluster(text: str, cut: int) -> int:
    """Return `cut`, moved back a little if it would part an accent or an emoji from its base."""
    for candidate in range(cut, max(cut - 16, 0), -1):
        after, before = text[candidate : candidate + 1], text[candidate - 1]
        joined = after and (unicodedata.combining(after) or after in _JOINERS)
        if not joined and before != "\u200d":
            return candidate
    return cut


def shorten_label(label: str, limit: int = TelegramLimit.LABEL_CHARACTERS) -> str:
    """Return `label` on one line in at most `limit` characters, cut at a word end with "…"."""
    line = " ".join(label.split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    if not line[limit - 1].isspace():
        head = head.rpartition(" ")[0] or head
    return head.rstrip(" ,;:.-–—") + "…"


def arrange_choices(choices: Sequence[Choice]) -> list[list[Choice]]:
    """Return `choices` in rows of one to three, by the length of their labels, order kept."""
    rows = []
    start = 0
    while start < len(choices):
        row = list(choices[start : start + 1])
        for count, width in ROW_WIDTHS:
            candidate = list(choices[start : start + count])
            if len(candidate) == count and all(len(one.label) <= width for one in candidate):
                row = candidate
                break
        rows.append(row)
        start += len(row)
    return rows


def make_keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Return the inline keyboard of `choices`, None without any.

    Raises ValueError when a payload, a label or their number is not what Telegram takes: that is a
    mistake of the caller, and cutting a payload would make a button that does something else.
    """
    if len(choices) > TelegramLimit.BUTTONS:
        raise ValueError(f"{len(choices)} buttons, over {int(TelegramLimit.BUTTONS)}")
    for choice in choices:
        if not 1 <= len(choice.payload.encode()) <= TelegramLimit.PAYLOAD_BYTES:
            raise ValueError("a button's payload is empty or over 64 bytes")
        if not choice.label.strip():
            raise ValueError("a button without a label")
    if not choices:
        return None
    fitted = [Choice(shorten_label(choice.label), choice.payload) for choice in choices]
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(one.label, callback_data=one.payload) for one in row]
            for row in arrange_choices(fitted)
        ]
    )


def render_reply(reply: Reply, location_label: str) -> list[Outgoing]:
    """Return the messages that carry `reply`, in order; buttons go with the last part of the text.

    The button that shares the location lives in another kind of keyboard: where there are buttons
    too, it gets a message of its own, whose text is `location_label`. Raises ValueError for a
    blank text and for buttons Telegram would not take.
    """
    # A lone surrogate cannot be sent at all; a replacement sign in its place can.
    sendable = reply.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    *early, last = split_text(sendable) or [""]
    if not last:
        raise ValueError("a reply without a text")
    keyboard = make_keyboard(reply.choices)
    messages = [Outgoing(part) for part in early]
    if not reply.ask_location:
        return [*messages, Outgoing(last, keyboard)]
    ask = ReplyKeyboardMarkup(
        [[KeyboardButton(location_label, request_location=True)]],
        resize_keyboard=True,
        one_time_keyboard=True,
    )
    if keyboard is None:
        return [*messages, Outgoing(last, ask)]
    return [*messages, Outgoing(last, keyboard), Outgoing(location_label, ask)]


def parse_update(raw: Any, bot: Bot | None) -> Update | None:
    """Return the update in `raw`, None (and a line in the log) when the library cannot read it."""
    try:
        return Update.de_json(raw, bot)
    except Exception as error:  # noqa: BLE001 - the library raises what its parsing happens to
        _log.warning("telegram.update_unreadable", error=type(error).__name__)
        return None


def read_update(update: Update) -> IncomingMessage | None:
    """Return what a person said, None for what is not answered.

    Not answered: anything outside a private chat, messages of bots, edited messages and service
    messages ("pinned a message").
    """
    query, message = update.callback_query, update.message
    user, chat = update.effective_user, update.effective_chat
    if user is None or user.is_bot or chat is None or chat.type != ChatType.PRIVATE:
        return None
    make = partial(
        IncomingMessage,
        CHANNEL,
        str(user.id),
        language_hint=parse_language(user.language_code or ""),
    )
    if query is not None:
        return make(choice=query.data) if query.data else None
    return _read_message(message, make) if message else None


def _read_message(message: Message, make: Callable[..., IncomingMessage]) -> IncomingMessage | None:
    if message.text:
        found = _COMMAND.fullmatch(message.text)
        choice = COMMANDS.get(found[1].lower()) if found else None
        if found and choice:
            return make(choice=choice, text=(found[2] or "").strip())
        return make(text=message.text)
    if location := message.location:  # a venue has one too
        return make(point=Point(location.latitude, location.longitude))
    attachment = next((name for name in ATTACHMENTS if getattr(message, name, None)), "")
    return make(attachment=attachment, text=message.caption or "") if attachment else None
