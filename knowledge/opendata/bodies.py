"""The organization behind a record, written and read."""

from collections.abc import Mapping
from typing import Any

from knowledge.content import Organization, PublishedRecord
from knowledge.opendata.extension import EXTENSION, Json, add_exact, extension, filled, outweigh
from knowledge.opendata.ids import organization_id, stable_id
from knowledge.opendata.values import email, items, text, uri

DEFAULT_KIND = Organization.model_fields["kind"].default


def organization_id_of(record: PublishedRecord) -> str:
    """Return the id of the organization that the service of `record` names."""
    body = record.content.organization
    if body is None:
        return stable_id("organization", _stand_in(record))
    return organization_id(record.source_id, body.external_id)


def organization_name_of(record: PublishedRecord) -> str:
    """Return the name of that organization."""
    body = record.content.organization
    return _stand_in(record) if body is None else body.name


def _stand_in(record: PublishedRecord) -> str:
    cited = record.content.citation
    return cited.publisher or cited.title


def write_organization(record: PublishedRecord, *, nested: bool = True) -> Json:
    """Return the HSDS `organization`; `nested` adds its identifier in the source.

    HSDS wants each service to have one: where a record names none, the publisher of its source
    stands in, and the extension says so.
    """
    body = record.content.organization
    own = organization_id_of(record)
    if body is None:
        name = _stand_in(record)
        return {"id": own, "name": name, "description": name, EXTENSION: {"stands_in": True}}
    written: Json = {"id": own, "name": body.name, "description": body.name}
    written |= filled({"email": email(body.email), "website": uri(body.url)})
    if nested:
        written["organization_identifiers"] = [
            {
                "id": stable_id("organization identifier", record.source_id, body.external_id),
                "identifier_scheme": record.source_id,
                "identifier_type": "Identifier in the source",
                "identifier": body.external_id,
            }
        ]
    if body.kind != DEFAULT_KIND:
        written[EXTENSION] = {"kind": body.kind}
    return add_exact(written, body, _read_organization(written)) if nested else written


def _read_organization(thing: Mapping[str, Any]) -> Json:
    numbers = items(thing.get("organization_identifiers"), "organization_identifiers")
    first = next((item.get("identifier") for item in numbers), None)
    return {
        "external_id": text(first or thing.get("id"), "identifier"),
        "name": text(thing.get("name"), "name"),
        "kind": extension(thing).get("kind", DEFAULT_KIND),
        "url": text(thing.get("website"), "website"),
        "email": text(thing.get("email"), "email"),
    }


def read_organization(thing: object) -> Json | None:
    """Return the fields of an `Organization`, None where there is none or one only stands in."""
    if thing is None:
        return None
    if not isinstance(thing, dict):
        raise ValueError("organization is not an object")
    if extension(thing).get("stands_in"):
        return None
    return outweigh(_read_organization(thing), thing)
