"""How a service is reached, when and for how much, as schema.org says it."""

import math
from datetime import date, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from admin.pages.reader import Reader
from admin.pages.said import map_link, web_link
from bot.compose.lines import phone_number
from bot.compose.timetable import timezone_of
from bot.hours import Hours, closed_days, next_days, seasons, week
from knowledge.content import Location, Phone, RecordContent

Json = dict[str, Any]
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY_AND_NIGHT: Final = ("00:00", "23:59")
"""How schema.org's users write a day without end (there is no 24:00 in an XML time of theirs)."""


def available_channels(content: RecordContent, reader: Reader) -> list[Json]:
    """Return a channel for each location, and one for telephone and web site."""
    spoken: Json = {"availableLanguage": list(content.languages_spoken)}
    places = filter(None, map(_place, content.locations))
    channels: list[Json] = [{"serviceLocation": place} for place in places]
    home = reader.home_country(content)
    remote = {
        "servicePhone": [_contact(phone, home) for phone in content.phones],
        "serviceUrl": web_link(content.url),
    }
    if any(remote.values()):
        channels.append({name: value for name, value in remote.items() if value})
    if content.languages_spoken:
        channels = [{**channel, **spoken} for channel in channels or [{}]]
    return [{"@type": "ServiceChannel", **channel} for channel in channels]


def _contact(phone: Phone, home: str) -> Json:
    number = "faxNumber" if phone.type == "fax" else "telephone"
    contact: Json = {"@type": "ContactPoint", number: phone_number(phone, home)}
    if phone.description:
        contact["description"] = phone.description
    return contact


def _place(spot: Location) -> Json:
    parts = {
        "streetAddress": spot.address,
        "addressLocality": spot.city,
        "addressRegion": spot.state_province,
        "postalCode": spot.postal_code,
        "addressCountry": spot.country,
    }
    known = {name: value for name, value in parts.items() if value}
    place: Json = {}
    if spot.name:
        place["name"] = spot.name
    if known:
        place["address"] = {"@type": "PostalAddress", **known}
    if link := map_link(spot):
        point = {"latitude": spot.latitude, "longitude": spot.longitude}
        place["geo"] = {"@type": "GeoCoordinates", **point}
        place["hasMap"] = link
    if spot.accessibility:
        place["amenityFeature"] = [
            {"@type": "LocationFeatureSpecification", "name": way, "value": True}
            for way in spot.accessibility
        ]
    return {"@type": "Place", **place} if place else {}


def opening_hours(content: RecordContent, reader: Reader) -> list[Json]:
    """Return the hours of the week by season, then the next days of rules and of exceptions.

    A day that is closed against the rule opens and closes at 00:00, as Google reads it
    (https://developers.google.com/search/docs/appearance/structured-data/local-business).
    """
    zone = timezone_of(content, reader.places)
    today = reader.now.astimezone(ZoneInfo(zone)).date()
    told = []
    for season in seasons(content.schedules, today):
        for days, hours in week(season.schedules):
            names = {"dayOfWeek": [_DAYS[day] for day in days]}
            told += _specify(hours, names, season.begins, season.ends)
    for day, hours in next_days(content.schedules, reader.now, zone):
        told += _specify(hours, {}, day, day)
    for day in closed_days(content.schedules, today):
        told.append(_specification(("00:00", "00:00"), {}, day, day))
    return told


def _specify(hours: Hours, names: Json, begins: date | None, ends: date | None) -> list[Json]:
    return [_specification(_clock(opens, closes), names, begins, ends) for opens, closes in hours]


def _clock(opens: time, closes: time) -> tuple[str, str]:
    return _DAY_AND_NIGHT if opens == closes else (f"{opens:%H:%M}", f"{closes:%H:%M}")


def _specification(
    clock: tuple[str, str], names: Json, begins: date | None, ends: date | None
) -> Json:
    told: Json = {"@type": "OpeningHoursSpecification", **names}
    told |= {"opens": clock[0], "closes": clock[1]}
    if begins:
        told["validFrom"] = begins.isoformat()
    if ends:
        told["validThrough"] = ends.isoformat()
    return told


def offers(content: RecordContent) -> list[Json]:
    """Return what it costs: an offer of price 0 where it is free, none where nothing is known."""
    told: list[Json] = []
    for option in content.costs:
        if option.amount is not None and math.isfinite(option.amount):
            offer: Json = {"@type": "Offer", "price": option.amount}
            if option.currency:
                offer["priceCurrency"] = option.currency
            if option.option:
                offer["description"] = option.option
            told.append(offer)
    if content.cost == "free" and not any(offer["price"] == 0 for offer in told):
        told.insert(0, {"@type": "Offer", "price": 0})
    return told
