"""From a service of our profile back to the content of a record: the inverse of `services`."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from knowledge.content import Kind, RecordContent
from knowledge.opendata.bodies import read_organization
from knowledge.opendata.details import read_cost, read_language, read_phone
from knowledge.opendata.extension import EXTENSION, Json, extension, outweigh
from knowledge.opendata.schedules import is_note, read_schedule
from knowledge.opendata.services import BESIDE
from knowledge.opendata.sites import read_service_at_location
from knowledge.opendata.statuses import read_standing
from knowledge.opendata.taxonomies import read_attributes
from knowledge.opendata.texts import read_texts
from knowledge.opendata.values import items, text


def has_profile(service: Mapping[str, Any]) -> bool:
    """Return whether a service carries the extension of a whole record."""
    told = service.get(EXTENSION)
    return isinstance(told, dict) and {"external_id", "texts", "citation"} <= told.keys()


def source_of(service: Mapping[str, Any]) -> str:
    """Return the id of the source that a service of the profile says it comes from, or ""."""
    return str(extension(service).get("source", ""))


def read_service(service: Mapping[str, Any]) -> RecordContent:
    """Return the record that `write_service` wrote, field by field as it was.

    Standard properties come first: what somebody changed in them on the way is taken as it is now.
    Raises ValueError with one line that names what is not in the form of the profile.
    """
    try:
        return RecordContent.model_validate(_fields(service))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{where}: {first['msg']}") from error


def _fields(service: Mapping[str, Any]) -> Json:
    told = extension(service)
    language = text(told.get("language"), "language")
    kind = Kind(told.get("kind", Kind.SERVICE))
    schedules = items(service.get("schedules"), "schedules")
    topics, terms = read_attributes(service.get("attributes"))
    links = {field: text(service.get(field), field) for field in ("url", "email")}
    return {
        **{field: told[field] for field in BESIDE if field in told},
        **outweigh(links, service),
        "external_id": told["external_id"],
        "kind": kind,
        "standing": read_standing(
            text(service.get("status"), "status"), kind, text(told.get("standing"), "standing")
        ),
        "place_id": told.get("place_id", ""),
        "language": language,
        "texts": read_texts(service, told["texts"], text(told.get("shown"), "shown") or language),
        "organization": read_organization(service.get("organization")),
        "locations": [
            read_service_at_location(item)
            for item in items(service.get("service_at_locations"), "service_at_locations")
        ],
        "phones": [read_phone(item) for item in items(service.get("phones"), "phones")],
        "schedules": [read_schedule(item) for item in schedules if not is_note(item)],
        "hours_note": "\n".join(
            text(item.get("description"), "description") for item in schedules if is_note(item)
        ),
        "costs": [read_cost(item) for item in items(service.get("cost_options"), "cost_options")],
        "languages_spoken": [
            read_language(item) for item in items(service.get("languages"), "languages")
        ],
        "topics": topics,
        "terms": terms,
        "citation": told["citation"],
        "verified_on": service.get("assured_date"),
    }
