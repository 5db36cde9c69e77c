"""Who gives it, where and for whom, as schema.org says it."""

from typing import Any, Final

from admin.pages.reader import Reader
from admin.pages.said import mail_link, web_link
from admin.pages.words import audience_words
from knowledge.content import RecordContent, Texts

Json = dict[str, Any]
_BODIES: Final = {
    "municipality": "GovernmentOrganization",
    "state_government": "GovernmentOrganization",
    "national_government": "GovernmentOrganization",
    "consulate": "GovernmentOrganization",
    "ombudsman": "GovernmentOrganization",
    "university": "CollegeOrUniversity",
    "union": "WorkersUnion",
    "ngo": "NGO",
    "red_cross": "NGO",
    "migrant_association": "NGO",
}
_AREAS: Final = {
    "country": "Country",
    "state": "State",
    "county": "AdministrativeArea",
    "municipality": "City",
}


def filled(thing: Json) -> Json:
    """Return `thing` without what is empty."""
    return {name: value for name, value in thing.items() if value not in ("", None, [], {})}


def organization(content: RecordContent) -> Json:
    """Return the body that gives a service or stands behind a right, {} when none is named."""
    body = content.organization
    if body is None:
        return {}
    email = body.email or content.email
    return filled(
        {
            "@type": _BODIES.get(body.kind, "Organization"),
            "name": body.name,
            "url": web_link(body.url),
            "email": email if mail_link(email) else "",
        }
    )


def area(content: RecordContent, reader: Reader) -> Json:
    """Return the place that a record is about, and its country."""
    places = reader.places
    if content.place_id not in places:
        return {}
    place, country = places[content.place_id], places.country(content.place_id)
    area: Json = {"@type": _AREAS.get(place.kind, "Place"), "name": place.name(reader.language)}
    if country and country != place.id:
        name = places[country].name(reader.language)
        area["containedInPlace"] = {"@type": "Country", "name": name}
    return area


def audience(content: RecordContent, texts: Texts, reader: Reader) -> Json:
    """Return for whom it is, {} when nothing is said."""
    told = {"audienceType": audience_words(content, reader.say), "description": texts.eligibility}
    return {"@type": "Audience", **filled(told)} if any(told.values()) else {}
