"""Single cells: from what a person wrote to the value that a record keeps, or a clear refusal."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

import ftfy
from babel import Locale
from ftfy.badness import is_bad

from knowledge.content import CostOption, Phone
from knowledge.languages import LANGUAGES, fold, parse_language
from knowledge.sources.sheet.words import VOCABULARIES, known_word
from knowledge.sources.values.phones import parse_phones
from knowledge.sources.values.spoken import parse_spoken

_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LOCAL_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SERIAL: Final = re.compile(r"[2-9]\d{4}(?:[.,]\d+)?")
_SERIAL_EPOCH: Final = date(1899, 12, 30)
"""Day 0 of the spreadsheets' count of days (1900 system, its false leap day allowed for)."""
_EXPONENT: Final = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE][+-]?\d+")
_EXPONENT_WITHIN: Final = re.compile(r"(?<![\w.,])\d[.,]\d+[eE][+-]?\d+")
_PARTS: Final = re.compile(r"[;\n]")
_PRICE: Final = re.compile(
    r"(?P<first>[A-Z]{3})?\s?(?P<amount>\d+(?:[.,]\d{1,2})?)\s?(?P<last>[A-Z]{3})?"
)
_LABEL: Final = re.compile(r"(?P<label>[^\W\d_]+)\s*[:.]\s*(?P<number>.*)", re.DOTALL)
_PHONE_TYPES: Final = {
    "tel": "voice", "telefono": "voice", "telephone": "voice", "telefon": "voice",
    "telefone": "voice", "phone": "voice", "voice": "voice", "fixe": "voice", "fijo": "voice",
    "fax": "fax", "cell": "cell", "cel": "cell", "celular": "cell", "movil": "cell",
    "mobile": "cell", "portable": "cell", "selile": "cell", "whatsapp": "text", "sms": "text",
    "text": "text", "tty": "tty", "textphone": "textphone", "video": "video", "pager": "pager",
}  # fmt: skip
_SHORT: Final = re.compile(r"[*#]?\d{2,6}#?")
_NUMBERED: Final = re.compile(r"^\s*\d{1,2}\s*[.)]\s+")
DateOrder = Literal["iso", "day_first", "month_first"]


class CellFault(ValueError):
    """A cell that cannot be used; the text says why and what to write, in one line."""


def check_letters(text: str) -> None:
    """Refuse a text whose letters were lost or mangled on the way; CellFault says where."""
    if "\ufffd" in text:
        raise CellFault(f"letters were lost when the file was saved: {_near(text, chr(0xFFFD))}")
    if not text.isascii() and is_bad(text):
        fixed = ftfy.fix_encoding(text)
        if fixed != text:
            raise CellFault(
                f"letters mangled by a wrong encoding: {text[:60]!r} should be {fixed[:60]!r}"
            )


def _near(text: str, sign: str) -> str:
    at = text.index(sign)
    return repr(text[max(0, at - 20) : at + 20])


def check_exponent(text: str) -> None:
    """Refuse a number that a spreadsheet has cut short ("5.11E+10")."""
    if _EXPONENT.fullmatch(text) or _EXPONENT_WITHIN.search(text):
        raise CellFault(
            f"{text} is a number that the spreadsheet cut short: format the column as text and "
            "write it again"
        )


def line(text: str) -> str:
    """Return a text of one line."""
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """Return a text of several lines, blanks at the ends of lines gone."""
    lines = [one.strip() for one in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def lines(text: str, mark: str) -> tuple[str, ...]:
    """Return the items of a cell, one to a line or parted by `mark`, numbers before them gone."""
    split = text.split("\n") if "\n" in text else text.split(mark)
    items = (line(_NUMBERED.sub("", item)) for item in split)
    return tuple(item for item in items if item)


def items(text: str) -> list[str]:
    """Return the parts of a cell that are parted by ; or stand in lines of their own."""
    return [item for part in _PARTS.split(text) if (item := line(part))]


def word(vocabulary: str, text: str) -> str:
    """Return the word of a closed list that `text` means, in any of the five languages."""
    found = known_word(vocabulary, text)
    if found is None:
        raise CellFault(f"{text!r} is none of {', '.join(VOCABULARIES[vocabulary])}")
    return found


def words(vocabulary: str, text: str) -> tuple[str, ...]:
    """Return words of a closed list, each once, in their order."""
    found: dict[str, None] = {}
    for item in items(text):
        known = known_word(vocabulary, item)
        parts = [item] if known else [part.strip() for part in item.split(",") if part.strip()]
        found |= {word(vocabulary, part): None for part in parts}
    return tuple(found)


def text_language(text: str) -> str:
    """Return the code of the language that a row is written in."""
    found = parse_language(text)
    if found is None:
        raise CellFault(f"{text!r} is no language that is known (write {', '.join(LANGUAGES)})")
    return found


def spoken_languages(text: str) -> tuple[str, ...]:
    """Return the codes of the languages in a cell, each once; one that is not known is refused."""
    found: dict[str, None] = {}
    for item in items(text):
        for part in (one.strip() for one in item.split(",")):
            codes = parse_spoken(part).codes if part else ()
            if part and not codes:
                raise CellFault(f"{part!r} is no language that is known")
            found |= dict.fromkeys(codes)
    return tuple(found)


def day(text: str, order: DateOrder) -> date:
    """Return a day: YYYY-MM-DD, or figures in the order that the mapping file says."""
    written = text.removesuffix(" 00:00")
    if match := _ISO_DAY.fullmatch(written):
        year, month, number = map(int, match.groups())
    elif (match := _LOCAL_DAY.fullmatch(written)) and order != "iso":
        first, second, year = map(int, match.groups())
        month, number = (second, first) if order == "day_first" else (first, second)
    elif _SERIAL.fullmatch(written):
        serial = int(re.split(r"[.,]", written)[0])
        meant = _SERIAL_EPOCH + timedelta(days=serial)
        raise CellFault(
            f"{text} is a spreadsheet's count of days ({meant} if it counts from 1900): format "
            "the column as a date, or write YYYY-MM-DD"
        )
    else:
        hint = " (day or month first? say so in the mapping: dates)" if match else ""
        raise CellFault(f"{text!r} is no date: write YYYY-MM-DD{hint}")
    try:
        return date(year, month, number)
    except ValueError as error:
        raise CellFault(f"there is no such day: {text}") from error


def past_day(text: str, order: DateOrder, today: date) -> date:
    """Return a day that has come; somewhere on earth it is a day later than here."""
    found = day(text, order)
    if found > today + timedelta(days=1):
        raise CellFault(f"{found} is still to come")
    return found


def moment(text: str, order: DateOrder, timezone: str) -> datetime:
    """Return a moment in UTC: a day (counted to its end) or a time on the clock of `timezone`."""
    clock = ZoneInfo(timezone)
    try:
        local = datetime.fromisoformat(text) if re.search(r"\d[T ]\d", text) else None
    except ValueError as error:
        raise CellFault(f"{text!r} is no time: write YYYY-MM-DD HH:MM") from error
    try:
        if local is None:
            after = day(text, order) + timedelta(days=1)
            return datetime.combine(after, time(), clock).astimezone(UTC)
        return (local if local.tzinfo else local.replace(tzinfo=clock)).astimezone(UTC)
    except OverflowError as error:
        raise CellFault(f"there is no such day: {text}") from error


def degrees(text: str) -> float:
    """Return a latitude or longitude; a comma for the point is understood."""
    try:
        found = float(text.replace(",", ".").rstrip("°"))
    except ValueError as error:
        raise CellFault(f"{text!r} is no number of degrees (-12.0464)") from error
    if not -180 <= found <= 180:
        raise CellFault(f"{text} is not a place on the earth: degrees lie from -180 to 180")
    return found


def price(text: str) -> CostOption | None:
    """Return the price that a cell says ("15 PEN"), None when it is none."""
    match = _PRICE.fullmatch(text.upper())
    if not match or bool(match["first"]) == bool(match["last"]):
        return None
    currency = match["first"] or match["last"]
    if currency not in Locale("en").currencies:
        raise CellFault(f"{currency} is no currency (PEN, USD, BRL)")
    return CostOption(amount=float(match["amount"].replace(",", ".")), currency=currency)


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(fold(name), code)
                found[fold(code)] = code
    return found


def country(text: str) -> str:
    """Return the two letters (ISO 3166-1) of a country written as a code or a name."""
    found = _countries().get(fold(text).strip(" ."))
    if found is None:
        raise CellFault(f"{text!r} is no country that is known: write its two letters (PE)")
    return found


def phones(text: str, region: str | None) -> Iterator[Phone]:
    """Yield the telephone numbers of a cell, as E.164 where they can be read."""
    for item in items(text):
        check_exponent(item)
        label = _LABEL.fullmatch(item)
        kind = _PHONE_TYPES.get(fold(label["label"])) if label else None
        number = label["number"] if label and kind else item
        found, fault = parse_phones(number, region=region, kind=kind or "")
        short = _SHORT.fullmatch(re.sub(r"[\s-]", "", number))
        if not found or (fault.startswith("number not understood") and not short):
            raise CellFault(
                f"{item!r} is no telephone number: write it with the country's code (+51 1 1234567)"
            )
        yield from found
