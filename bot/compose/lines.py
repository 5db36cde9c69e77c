"""Single facts of a record as short lines; each is "" when the record does not say it."""

import math
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final

import phonenumbers
from babel.numbers import format_currency

from bot.calendars import locale, long_date, loose_date
from bot.phrases import Phrases
from knowledge.content import (
    CostOption,
    Location,
    Phone,
    PublishedRecord,
    RecordContent,
    Standing,
    Texts,
)
from knowledge.languages import language_name, preferred
from knowledge.places import Places
from knowledge.review import is_stale

_NOT_DIALLED: Final = re.compile(r"[\s().\-/]")
_DIALLED: Final = re.compile(r"[*#+]?[0-9*#]{2,20}")


def shown_texts(content: RecordContent, language: str) -> tuple[str, Texts]:
    """Return the language that the record's texts are shown in, and the texts."""
    shown = preferred(set(content.texts), language, content.language)
    return shown, content.texts[shown]


def shorten(text: str, letters: int) -> str:
    """Return `text` cut at the end of a sentence, or of a word with "…", within `letters`."""
    text = " ".join(text.split())
    if len(text) <= letters:
        return text
    cut = text[: letters - 1]
    stop = max(cut.rfind(mark) for mark in (". ", "! ", "? "))
    if stop > letters * 0.5:
        return cut[: stop + 1]
    return cut[: cut.rfind(" ")].rstrip(" ,;:-(") + "…"


def address(location: Location) -> str:
    """Return the postal address in one line."""
    tail = " ".join(part for part in (location.state_province, location.postal_code) if part)
    return ", ".join(part for part in (location.address, location.city, tail) if part)


def _parse_whole(number: str, home_country: str) -> phonenumbers.PhoneNumber | None:
    """Return a number that can be called from abroad; None for 911, *4357, a local number."""
    try:
        parsed = phonenumbers.parse(number, home_country.upper() or None)
    except phonenumbers.NumberParseException:
        return None
    whole = phonenumbers.ValidationResult.IS_POSSIBLE
    return parsed if phonenumbers.is_possible_number_with_reason(parsed) == whole else None


@lru_cache(maxsize=4096)
def phone_number(phone: Phone, home_country: str) -> str:
    """Return a phone number as it is dialled, in international form, with its extension.

    Numbers without one (911, *4357, a local number) stay as they were written.
    """
    written = phone.number
    if (parsed := _parse_whole(written, home_country)) is not None:
        style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
        written = phonenumbers.format_number(parsed, style)
    return f"{written} ext. {phone.extension}" if phone.extension else written


@lru_cache(maxsize=4096)
def phone_link(phone: Phone, home_country: str) -> str:
    """Return the link that calls a number (RFC 3966), "" for a fax or what cannot be dialled.

    The extension is left out: phones that do not know `;ext=` refuse the whole link.
    """
    if phone.type == "fax":
        return ""
    if (parsed := _parse_whole(phone.number, home_country)) is not None:
        return f"tel:{phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)}"
    dialled = _NOT_DIALLED.sub("", phone.number)
    return f"tel:{dialled.replace('#', '%23')}" if _DIALLED.fullmatch(dialled) else ""


def phone_line(content: RecordContent, places: Places) -> str:
    """Return up to two phone numbers, fax left out."""
    country = places.country(content.place_id) if content.place_id in places else None
    voices = [phone for phone in content.phones if phone.type != "fax"]
    return " · ".join(phone_number(phone, country or "") for phone in voices[:2])


def spoken_languages(content: RecordContent, say: Phrases, most: int | None = 5) -> str:
    """Return the languages spoken there by name, the reader's own first; `most` None: all."""
    codes = sorted(content.languages_spoken, key=lambda code: code != say.language)
    return ", ".join(language_name(code, say.language) for code in codes[:most])


def cost(content: RecordContent, texts: Texts, say: Phrases) -> str:
    """Return what it costs: free, a price, or the source's words."""
    if content.cost == "free":
        return say("Free")
    known = (price(option, say) for option in content.costs)
    return next(filter(None, known), "") or shorten(texts.fees, 160)


def price(option: CostOption, say: Phrases) -> str:
    """Return a price with its currency, or that it is free."""
    if option.amount == 0:
        return say("Free")
    if option.amount is None or not option.currency or not math.isfinite(option.amount):
        return ""
    return str(format_currency(option.amount, option.currency, locale=locale(say.language)))


def status_line(content: RecordContent, say: Phrases) -> str:
    """Return whether it asks for immigration status and works with enforcement, when known."""
    told = {
        "yes": say("They ask for proof of migration status."),
        "no": say("They do not ask for your migration status."),
    }.get(content.status_required, "")
    works = {
        "yes": say("They work together with immigration authorities."),
        "no": say("They do not share data with immigration authorities."),
    }.get(content.works_with_immigration_enforcement, "")
    return " ".join(part for part in (told, works) if part)


def proof_line(content: RecordContent, say: Phrases) -> str:
    """Return whether it asks for proof of address, when known."""
    return {
        "yes": say("They ask for proof of address."),
        "no": say("They do not ask for proof of address."),
    }.get(content.proof_of_address_required, "")


def legal_basis(content: RecordContent, say: Phrases) -> str:
    """Return on what a right rests: of what kind it is, and the law or text itself."""
    kinds = {
        "law": say("law"),
        "procedure": say("procedure"),
        "recommendation": say("recommendation"),
        "commitment": say("promise"),
    }
    basis = [kinds.get(content.legal_kind, ""), content.regulatory_basis]
    return ", ".join(part for part in basis if part)


def standing_line(content: RecordContent, say: Phrases) -> str:
    """Return a warning when the thing does not exist now as an open service."""
    return {
        Standing.TEMPORARY: say("This was set up for a limited time. Check that it still exists."),
        Standing.SUSPENDED: say("Attention: this is suspended. It is not open now."),
        Standing.DEFUNCT: say("Attention: this no longer exists."),
        Standing.PLANNED: say("Attention: this is only planned. It does not exist yet."),
        Standing.COMMITMENT: say(
            "Attention: this is a promise by the authorities. It may not exist in practice."
        ),
        Standing.RECOMMENDATION: say("Attention: this is a recommendation, not a rule in force."),
        Standing.UNKNOWN: say("We do not know whether this still exists. Ask before you go."),
    }.get(content.standing, "")


def language_note(shown: str, say: Phrases) -> str:
    """Return in which language the text is when that is not the reader's."""
    if shown == say.language:
        return ""
    return say("(Text in {language})", language=language_name(shown, say.language))


def verified_words(content: RecordContent, say: Phrases, today: date) -> str:
    """Return when a record was last verified, or of when its source is, as part of a sentence."""
    if content.citation.published:
        when = loose_date(content.citation.published, say.language)
        return say("information of {date}, not yet verified by a local office", date=when)
    if content.verified_on is None:
        return say("not yet verified by a local office")
    day = long_date(content.verified_on, say.language)
    if is_stale(content, today):
        return say("last verified on {date}, may have changed", date=day)
    return say("verified on {date}", date=day)


def stale_line(content: RecordContent, say: Phrases, today: date) -> str:
    """Return what to do about a record that is past its review date (`knowledge.review`)."""
    return say("This is old: call or ask before you go.") if is_stale(content, today) else ""


def source_line(record: PublishedRecord, say: Phrases) -> str:
    """Return where the record comes from and when it was last verified, and what follows."""
    content, today = record.content, datetime.now(UTC).date()
    title = say("Source: {title}", title=content.citation.title)
    line = f"{title}, {verified_words(content, say, today)}."
    return " ".join(part for part in (line, stale_line(content, say, today)) if part)
