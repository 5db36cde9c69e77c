"""The facts of a record as rows of a page: what it says, nothing else, nothing left out."""

import re
from typing import Final
from zoneinfo import ZoneInfo

from admin.pages.reader import Reader
from admin.pages.said import Row, Said, mail_link, map_link, row, web_link
from admin.pages.words import audience_words, body_kind, journey_words, phone_kind, sentence
from bot.calendars import long_date, loose_date
from bot.compose.lines import (
    address,
    legal_basis,
    phone_link,
    phone_number,
    price,
    proof_line,
    spoken_languages,
    status_line,
    verified_words,
)
from bot.compose.timetable import week_lines
from bot.phrases import Phrases
from knowledge.content import Kind, Location, Organization, Phone, RecordContent, Texts
from knowledge.sources.starter import OWNER as NOBODY_YET

_DATE: Final = re.compile(r"\d{4}(-\d\d){0,2}")


def contact_rows(content: RecordContent, reader: Reader) -> list[Row]:
    """Return where it is and how to get there, when, whom to call or write to."""
    say, own = reader.say, reader.foreign(content.language)
    spots = content.locations
    several = len(spots) > 1
    return [
        *row(say("Address"), *(_address(spot, own, say) for spot in spots)),
        *row(say("Phone"), *(_phone(phone, content, reader) for phone in content.phones)),
        *row(say("Opening hours"), *_hours(content, own, reader)),
        *row(say("E-mail"), Said(content.email, mail_link(content.email))),
        *row(say("Website"), Said(content.url, web_link(content.url))),
        *row(
            say("How to get there"),
            *(_of(spot, spot.transportation, several, own) for spot in spots),
        ),
        *row(
            say("Accessibility"),
            *(_of(spot, way, several, own) for spot in spots for way in spot.accessibility),
        ),
    ]


def _address(spot: Location, own: str, say: Phrases) -> Said | None:
    where, link = address(spot), map_link(spot)
    text = ", ".join(dict.fromkeys(part for part in (spot.name, where) if part))
    if not text:
        return Said(say("Map"), link) if link else None
    return Said(text, lang=own, more=(Said(say("Map"), link),) if link else ())


def _phone(phone: Phone, content: RecordContent, reader: Reader) -> Said:
    say, home = reader.say, reader.home_country(content)
    notes = (
        Said(phone_kind(phone.type, say)),
        Said(phone.description, lang=reader.foreign(content.language)),
    )
    return Said(
        phone_number(phone, home),
        phone_link(phone, home),
        more=tuple(note for note in notes if note.text),
    )


def _organization(body: Organization, say: Phrases) -> Said:
    details = (Said(body_kind(body.kind, say)), Said(body.email, mail_link(body.email)))
    more = tuple(detail for detail in details if detail.text)
    return Said(body.name, web_link(body.url), more=more)


def _hours(content: RecordContent, own: str, reader: Reader) -> list[Said]:
    lines = week_lines(content, reader.places, reader.now, reader.say)
    said = [Said(sentence(line)) for line in lines]
    if content.standing.available:  # hours of what is closed would send people there in vain
        said.append(Said(content.hours_note, lang=own))
    return said


def _of(spot: Location, text: str, several: bool, own: str) -> Said | None:
    if not text.strip():
        return None
    name = spot.name or spot.address
    return Said(f"{name}: {text}" if several and name else text, lang=own)


def _costs(content: RecordContent, texts: Texts, shown: str, own: str, say: Phrases) -> list[Said]:
    said = [Said(say("Free"))] if content.cost == "free" else []
    for option in content.costs:
        amount = price(option, say)
        if amount and (amount != say("Free") or not said):
            said.append(
                Said(amount, more=(Said(option.option, lang=own),) if option.option else ())
            )
        elif option.option and not amount:
            said.append(Said(option.option, lang=own))
    said.append(Said(texts.fees, lang=shown))
    return said


def about_rows(content: RecordContent, texts: Texts, shown: str, reader: Reader) -> list[Row]:
    """Return what it costs, for whom it is, what they ask for, who gives it, where, since when.

    `texts` are those in the language `shown`.
    """
    say, body = reader.say, content.organization
    own = reader.foreign(content.language)
    article = content.kind in {Kind.RIGHT, Kind.HOWTO}
    spoken = sentence(spoken_languages(content, say, most=None))
    return [
        *row(
            say("Who it is for")
            if article or not content.standing.available
            else say("Who can go"),
            Said(texts.eligibility, lang=reader.foreign(shown)),
            Said(audience_words(content, say)),
            Said(journey_words(content, say)),
            Said(say("For everyone who lives there.")) if content.universal else None,
        ),
        *row(say("Cost"), *_costs(content, texts, reader.foreign(shown), own, say)),
        *row(say("Languages spoken"), Said(spoken)),
        *row(
            say("Papers and authorities"),
            Said(status_line(content, say)),
            Said(proof_line(content, say)),
        ),
        *row(say("Organisation"), _organization(body, say) if body else None),
        *row(say("Legal basis"), Said(sentence(legal_basis(content, say)), lang=own)),
        *row(say("Applies in") if article else say("Place"), Said(reader.place_of(content))),
        *row(say("Since"), Said(_loose(content.since, reader.language))),
        *row(say("Valid until"), Said(_expiry(content, reader))),
        *row(say("Topic"), Said(", ".join(reader.topics_of(content)))),
    ]


def source_rows(content: RecordContent, reader: Reader) -> list[Row]:
    """Return where the record was taken from, of when it is, and who keeps it."""
    say, cited = reader.say, content.citation
    own = reader.foreign(content.language)
    details = (Said(cited.publisher), Said(cited.locator, lang=own))
    when = verified_words(content, say, reader.now.date())
    owner = content.owner if content.owner != NOBODY_YET else ""
    return [
        *row(
            say("Source"),
            Said(
                cited.title,
                web_link(cited.url),
                more=tuple(detail for detail in details if detail.text),
            ),
        ),
        *row(say("Date"), Said(sentence(when))),
        *row(say("Licence"), Said(cited.license, web_link(cited.license))),
        *row(say("Kept up to date by"), Said(owner)),
    ]


def _loose(written: str, language: str) -> str:
    if not _DATE.fullmatch(written):
        return written
    try:
        return loose_date(written, language)
    except ValueError:
        return written


def _expiry(content: RecordContent, reader: Reader) -> str:
    if content.expires_at is None:
        return ""
    clock = ZoneInfo(reader.places.timezone(content.place_id))
    return long_date(content.expires_at.astimezone(clock).date(), reader.language)
