"""Single facts of a record as short lines; each is "" when the record does not say it."""

from datetime import UTC, date, datetime
from functools import lru_cache

import phonenumbers
from babel.numbers import format_currency

from bot.calendars import clock, locale, long_date, loose_date, weekday
from bot.hours import Opening, opening, week
from bot.phrases import Phrases
from knowledge.content import Location, Phone, PublishedRecord, RecordContent, Standing, Texts
from knowledge.languages import language_name, preferred
from knowledge.places import Places

OLD_DAYS = 365
"""After so many days a verification is old: the person is told to check by phone first."""


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


@lru_cache(maxsize=4096)
def phone_number(phone: Phone, home_country: str) -> str:
    """Return a phone number as it is dialled, in international form, with its extension.

    Numbers without one (911, *4357, a local number) stay as they were written.
    """
    written = phone.number
    try:
        parsed = phonenumbers.parse(phone.number, home_country.upper() or None)
    except phonenumbers.NumberParseException:
        pass
    else:
        whole = phonenumbers.ValidationResult.IS_POSSIBLE
        if phonenumbers.is_possible_number_with_reason(parsed) == whole:
            style = phonenumbers.PhoneNumberFormat.INTERNATIONAL
            written = phonenumbers.format_number(parsed, style)
    return f"{written} ext. {phone.extension}" if phone.extension else written


def phone_line(content: RecordContent, places: Places) -> str:
    """Return up to two phone numbers, fax left out."""
    country = places.country(content.place_id) if content.place_id in places else None
    voices = [phone for phone in content.phones if phone.type != "fax"]
    return " · ".join(phone_number(phone, country or "") for phone in voices[:2])


def _local_opening(content: RecordContent, places: Places, now: datetime) -> Opening | None:
    spots = [spot.place_id for spot in content.locations if spot.place_id]
    zone = places.timezone(spots[0] if spots else content.place_id)
    return opening(content.schedules, now, zone)


def open_now(content: RecordContent, places: Places, now: datetime, say: Phrases) -> str:
    """Return whether it is open now, or when it opens next, on the clock of its place.

    What is suspended or does not exist is never open, whatever its timetable says.
    """
    state = _local_opening(content, places, now) if content.standing.available else None
    if state is None:
        return ""
    if state.is_open:
        if state.open_until is None:
            return say("Open now, day and night")
        return say("Open now, until {time}", time=clock(state.open_until.time(), say.language))
    if state.next_opening is None:
        return say("Closed now")
    return say(
        "Closed now. Opens {weekday} at {time}",
        weekday=weekday(state.next_opening.weekday(), say.language),
        time=clock(state.next_opening.time(), say.language),
    )


def week_lines(content: RecordContent, say: Phrases) -> list[str]:
    """Return the opening hours of the week, equal days together; none of what is not open."""
    lines: list[str] = []
    if not content.standing.available:
        return lines
    for days, hours in week(content.schedules):
        first, last = weekday(days[0], say.language), weekday(days[-1], say.language)
        when = first if len(days) == 1 else say("{first} to {last}", first=first, last=last)
        spoken = []
        for opens, closes in hours:
            if opens == closes:
                spoken.append(say("all day"))
                continue
            start, end = clock(opens, say.language), clock(closes, say.language)
            spoken.append(f"{start} – {end}")
        lines.append(f"{when}: {', '.join(spoken)}")
    return lines


def spoken_languages(content: RecordContent, say: Phrases) -> str:
    """Return the languages spoken there by name, the reader's own first."""
    codes = sorted(content.languages_spoken, key=lambda code: code != say.language)
    return ", ".join(language_name(code, say.language) for code in codes[:5])


def cost(content: RecordContent, texts: Texts, say: Phrases) -> str:
    """Return what it costs: free, a price, or the source's words."""
    if content.cost == "free":
        return say("Free")
    for option in content.costs:
        if option.amount == 0:
            return say("Free")
        if option.amount is not None and option.currency:
            return str(format_currency(option.amount, option.currency, locale=locale(say.language)))
    return shorten(texts.fees, 160)


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


def source_line(record: PublishedRecord, say: Phrases) -> str:
    """Return where the record comes from and when it was last verified, and what follows."""
    content = record.content
    parts = [say("Source: {title}", title=content.citation.title)]
    if content.citation.published:
        when = loose_date(content.citation.published, say.language)
        parts.append(say("information of {date}, not yet verified by a local office", date=when))
    elif content.verified_on is not None:
        parts.append(say("verified on {date}", date=long_date(content.verified_on, say.language)))
    else:
        parts.append(say("not yet verified by a local office"))
    line = f"{', '.join(parts)}."
    if content.verified_on is not None and is_old(content.verified_on):
        line += " " + say("This is old: call or ask before you go.")
    return line


def is_old(verified_on: date) -> bool:
    """Return whether a verification is too old to rely on."""
    return (datetime.now(UTC).date() - verified_on).days > OLD_DAYS
