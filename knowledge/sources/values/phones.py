"""Telephone numbers as written to E.164, with extension and type."""

import re
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher

from knowledge.content import Phone
from knowledge.languages import fold

_EXTENSION: Final = re.compile(
    r"(?:\bext(?:ension)?\.?|\bx|#)\s*((?:opt)?\.?\s?[\w-]{1,12})$", re.IGNORECASE
)
_SHORT: Final = re.compile(r"\d{3,6}")
_PADDED: Final = re.compile(r"0{4,7}([1-9]\d{2,5})")
_MAX_NUMBER: Final = 60
_TYPES: Final = ("voice", "fax", "text", "sms", "cell", "video", "pager", "textphone", "tty")
_FAX: Final = re.compile(r"\bfax\b|\bfacsimile\b|\btelefax\b")
_QUOTES: Final = "\"'“”‘’ "


def region_of(country: str | None) -> str | None:
    """Return the telephone region of a country's two letters, None when there is none."""
    region = (country or "").strip().upper()
    return region if region in phonenumbers.SUPPORTED_REGIONS else None


def parse_phones(
    written: str, *, region: str | None, extension: str = "", kind: str = "", description: str = ""
) -> tuple[list[Phone], str]:
    """Return (phones, fault) for a cell; several numbers in it become several phones.

    `fault` is "" when all is well, else what is wrong. A number that cannot be read at all stays
    as the source wrote it, so that a person can still make sense of it.
    """
    text = written.strip(_QUOTES)
    if padded := _PADDED.fullmatch(re.sub(r"[\s().-]", "", text)):
        text = padded.group(1)  # a short number made to look like a long one
    kind = _type(kind, f"{text} {description}")
    found = _read(text, region)
    if found:
        phones = [
            Phone(number=number, extension=inner or extension, type=kind, description=description)
            for number, inner, _ in found
        ]
        bad = [number for number, _, valid in found if not valid]
        return phones, f"not a number in use: {', '.join(bad)}" if bad else ""
    if not re.search(r"\d", text):
        return [], f"no number: {text}"
    known_short = bool(_SHORT.fullmatch(re.sub(r"[\s-]", "", text)))
    phone = Phone(
        number=text[:_MAX_NUMBER], extension=extension, type=kind, description=description
    )
    return [phone], "" if known_short else f"number not understood: {text}"


def _read(text: str, region: str | None) -> list[tuple[str, str, bool]]:
    """Return (E.164, extension, whether valid) of each number in `text`."""
    main, inner = text, ""
    if match := _EXTENSION.search(text):
        main, inner = text[: match.start()].rstrip(" ,;"), match.group(1).strip(" .").upper()
    try:
        number = phonenumbers.parse(main, region)
    except phonenumbers.NumberParseException:
        number = None
    if number is not None and phonenumbers.is_possible_number(number) and not _several(main):
        own = number.extension or inner
        return [(_format(number), own, phonenumbers.is_valid_number(number))]
    return [
        (_format(match.number), match.number.extension or inner, True)
        for match in PhoneNumberMatcher(text, region)
    ]


def _several(text: str) -> bool:
    return bool(re.search(r"\d\s*(?:/|;|,|\bor\b|\bo\b|\bou\b|\by\b|\band\b)\s*[\d(+]", text))


def _format(number: phonenumbers.PhoneNumber) -> str:
    plain = phonenumbers.PhoneNumber(
        country_code=number.country_code,
        national_number=number.national_number,
        italian_leading_zero=number.italian_leading_zero,
        number_of_leading_zeros=number.number_of_leading_zeros,
    )
    return phonenumbers.format_number(plain, PhoneNumberFormat.E164)


def _type(kind: str, around: str) -> str:
    plain = fold(kind)
    if _FAX.search(plain) or (not plain and _FAX.search(fold(around))):
        return "fax"
    if plain == "sms":
        return "text"
    return plain if plain in _TYPES else "voice"
