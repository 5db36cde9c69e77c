"""A published record as a service of HSDS, whole or as a line of a list."""

from collections.abc import Sequence

from knowledge.content import PublishedRecord, RecordContent
from knowledge.opendata.bodies import organization_id_of, write_organization
from knowledge.opendata.context import Context
from knowledge.opendata.details import write_cost, write_language, write_phone
from knowledge.opendata.extension import (
    EXTENSION,
    PROFILE_VERSION,
    Json,
    add_exact,
    filled,
)
from knowledge.opendata.ids import service_at_location_id, service_id, stable_id
from knowledge.opendata.schedules import write_note, write_schedule
from knowledge.opendata.sites import write_location, write_service_at_location
from knowledge.opendata.statuses import read_standing, status
from knowledge.opendata.taxonomies import write_attributes
from knowledge.opendata.texts import shown_language, write_texts, write_translations
from knowledge.opendata.values import email, moment, uri

BESIDE = (
    "audience", "journey", "universal", "status_required", "proof_of_address_required",
    "works_with_immigration_enforcement", "regulatory_basis", "legal_kind", "since", "cost",
    "review_by", "expires_at", "owner",
)  # fmt: skip
"""Fields of a record that HSDS has no property for; the profile gives them its own."""
_TOLD = frozenset({"country", "state", "county"})
"""Kinds of place that tell where a smaller one lies."""


def write_service(record: PublishedRecord, context: Context, wanted: Sequence[str] = ()) -> Json:
    """Return the whole service with all that belongs to it, the extension included.

    Its texts are in the first language of `wanted` that the record has, else in its own.
    """
    content, name = record.content, record.id
    shown = shown_language(content, wanted)
    service = _direct(record, context, shown)
    nested = {
        "phones": [write_phone(name, *item) for item in enumerate(content.phones)],
        "schedules": [
            *(write_schedule(name, *item) for item in enumerate(content.schedules)),
            *write_note(name, content.hours_note),
        ],
        "service_areas": [_area(record, context, shown)],
        "service_at_locations": [
            write_service_at_location(name, record.source_id, spot) for spot in content.locations
        ],
        "languages": [write_language(name, code, shown) for code in content.languages_spoken],
        "organization": write_organization(record),
        "cost_options": [write_cost(name, *item) for item in enumerate(content.costs)],
        "attributes": list(
            write_attributes(
                name, record.source_id, content.topics, content.terms, context.topics, shown
            )
        ),
        "metadata": [_metadata(record)],
    }
    service |= filled(nested)
    service[EXTENSION] = {
        **_head(record, shown),
        "profile": PROFILE_VERSION,
        "timezone": context.places.timezone(content.place_id)
        if content.place_id in context.places
        else "UTC",
        **_beside(content),
        "texts": write_translations(content, shown),
    }
    return add_exact(service, content, _links(service))


def write_service_row(record: PublishedRecord, context: Context, wanted: Sequence[str]) -> Json:
    """Return the service with only the properties that it has one of, for lists."""
    shown = shown_language(record.content, wanted)
    service = _direct(record, context, shown)
    service.pop("required_documents", None)
    service["organization"] = write_organization(record, nested=False)
    service[EXTENSION] = _head(record, shown)
    return service


def write_sites(
    record: PublishedRecord, context: Context, wanted: Sequence[str] = (), *, full: bool = True
) -> dict[str, Json]:
    """Return each service_at_location of a record by its id, with service and location in it."""
    found: dict[str, Json] = {}
    service: Json | None = None
    for spot in record.content.locations:
        own = service_at_location_id(record.id, spot.external_id)
        if service is None:
            service = (
                write_service(record, context, wanted)
                if full
                else write_service_row(record, context, wanted)
            )
            service.pop("service_at_locations", None)
        location = write_location(record.source_id, spot, nested=full)
        found[own] = {"id": own, "location": location, "service": service}
    return found


def _direct(record: PublishedRecord, context: Context, shown: str) -> Json:
    content = record.content
    written = {
        **write_texts(record.id, content, shown, context),
        "url": uri(content.url),
        "email": email(content.email),
        "assured_date": content.verified_on.isoformat() if content.verified_on else None,
    }
    name = written.pop("name")
    return {
        "id": service_id(record.id),
        "organization_id": organization_id_of(record),
        "name": name,
        "status": status(content.kind, content.standing),
        "last_modified": moment(record.published_at),
        **filled(written),
    }


def _links(service: Json) -> Json:
    """Return the fields of a record that are read from these properties alone."""
    return {field: service.get(field, "") for field in ("url", "email")}


def _head(record: PublishedRecord, shown: str) -> Json:
    """Return what the extension says first: what this is, and where it comes from."""
    content = record.content
    head = {
        "external_id": content.external_id,
        "source": record.source_id,
        "kind": content.kind.value,
        "standing": content.standing.value,
        "place_id": content.place_id,
        "language": content.language,
    }
    said = status(content.kind, content.standing)
    if read_standing(said, content.kind, "") == content.standing:
        del head["standing"]
    if shown != content.language:
        head["shown"] = shown
    return head


def _beside(content: RecordContent) -> Json:
    said = content.model_dump(mode="json", include={*BESIDE, "citation"})
    cited = filled(said.pop("citation"))
    plain = {
        field: value
        for field in BESIDE
        if (value := said[field]) != RecordContent.model_fields[field].default and value != []
    }
    return {**plain, "citation": {"title": content.citation.title, **cited}}


def _area(record: PublishedRecord, context: Context, shown: str) -> Json:
    places, name = context.places, record.content.place_id
    area: Json = {"id": stable_id("area", record.id), "name": name}
    if name in places:
        line = [places[up] for up in places.line(name)]
        shown_line = [place for place in line if place.id == name or place.kind in _TOLD]
        area["name"] = line[0].name(shown)
        area["description"] = ", ".join(place.name(shown) for place in shown_line)
    return area


def _metadata(record: PublishedRecord) -> Json:
    """Return the HSDS `metadata` of the last publication."""
    return {
        "id": stable_id("metadata", record.id, str(record.version)),
        "resource_id": service_id(record.id),
        "resource_type": "service",
        "last_action_date": record.published_at.date().isoformat(),
        "last_action_type": "publish",
        "field_name": "version",
        "previous_value": str(record.version - 1),
        "replacement_value": str(record.version),
        "updated_by": record.content.owner or record.source_id,
    }
