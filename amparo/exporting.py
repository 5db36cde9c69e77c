"""Published records as open data: JSON lines of our own form, and Open Referral HSDS 3."""

import json
import uuid
import zipfile
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy.orm import Session

from knowledge.content import Kind, Location, PublishedRecord, RecordContent, Standing
from knowledge.languages import language_name
from knowledge.places import Places
from knowledge.publishing import live_records

HSDS_VERSION = "3.0"
_STATUS = {
    Standing.OPERATING: "active",
    Standing.TEMPORARY: "active",
    Standing.UNKNOWN: "active",
    Standing.SUSPENDED: "temporarily closed",
    Standing.DEFUNCT: "defunct",
}
"""HSDS has no word for what is only planned, promised or recommended: those are left out."""
_NAMESPACE = uuid.UUID("6d3f4c1e-57e1-5a0c-9a0e-2a7b6b1d8f10")


def export_records(session: Session, file: TextIO) -> int:
    """Write every live record as one JSON object a line; return how many."""
    count = 0
    for record in live_records(session):
        file.write(record.model_dump_json() + "\n")
        count += 1
    return count


def _id(*parts: str) -> str:
    """Return a stable UUID, which HSDS wants of every object."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))


def export_hsds(session: Session, path: Path, places: Places) -> int:
    """Write live services and programmes as a zip of `services.json`; return how many."""
    services = [
        _service(record, places)
        for record in live_records(session)
        if record.content.kind in {Kind.SERVICE, Kind.PROGRAMME}
        and record.content.standing in _STATUS
    ]
    partial = path.with_name(path.name + ".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.json", json.dumps(services, ensure_ascii=False, indent=1))
    partial.replace(path)
    return len(services)


def _service(record: PublishedRecord, places: Places) -> dict[str, Any]:
    content = record.content
    texts = content.source_text()
    name = record.id
    service: dict[str, Any] = {
        "id": _id("service", name),
        "name": texts.name,
        "alternate_name": texts.alternate_name or None,
        "description": texts.body or texts.summary,
        "url": content.url or None,
        "email": content.email or None,
        "status": _STATUS[content.standing],
        "application_process": texts.application_process or None,
        "fees_description": texts.fees or ("free" if content.cost == "free" else None),
        "eligibility_description": texts.eligibility or None,
        "assured_date": content.verified_on.isoformat() if content.verified_on else None,
        "last_modified": record.published_at.isoformat(),
        "organization": _organization(record),
        "phones": [
            {
                "id": _id("phone", name, str(position)),
                "number": phone.number,
                "extension": int(phone.extension) if phone.extension.isdecimal() else None,
                "type": phone.type,
                "description": phone.description or None,
            }
            for position, phone in enumerate(content.phones)
        ],
        "schedules": [
            {
                "id": _id("schedule", name, str(position)),
                "freq": "WEEKLY",
                "byday": schedule.weekday,
                "opens_at": schedule.opens_at,
                "closes_at": schedule.closes_at,
            }
            for position, schedule in enumerate(content.schedules)
        ],
        "languages": [
            {"id": _id("language", name, code), "code": code, "name": language_name(code, "en")}
            for code in content.languages_spoken
        ],
        "cost_options": [
            {
                "id": _id("cost", name, str(position)),
                "option": cost.option or None,
                "currency": cost.currency or None,
                "amount": cost.amount,
            }
            for position, cost in enumerate(content.costs)
        ],
        "required_documents": [
            {"id": _id("document", name, str(position)), "document": document}
            for position, document in enumerate(texts.documents)
        ],
        "service_at_locations": [
            {
                "id": _id("service_at_location", name, spot.external_id),
                "location": _location(record, spot),
            }
            for spot in content.locations
        ],
        "service_areas": [_area(name, content, places)],
        "attributes": [
            {
                "id": _id("attribute", name, term.code),
                "taxonomy_term": {
                    "id": _id("term", record.source_id, term.code),
                    "code": term.code,
                    "name": term.name,
                    "description": term.name,
                },
            }
            for term in content.terms
        ],
    }
    return {key: value for key, value in service.items() if value not in (None, [])}


def _area(name: str, content: RecordContent, places: Places) -> dict[str, Any]:
    place = places.get(content.place_id)
    return {
        "id": _id("area", name),
        "name": place.name("en") if place else content.place_id,
    }


def _organization(record: PublishedRecord) -> dict[str, Any]:
    content = record.content
    body = content.organization
    if body is None:
        name = content.citation.publisher or content.citation.title
        return {"id": _id("organization", name), "name": name, "description": name}
    wanted = {
        "id": _id("organization", record.source_id, body.external_id),
        "name": body.name,
        "description": body.name,
        "website": body.url or None,
        "email": body.email or None,
    }
    return {key: value for key, value in wanted.items() if value is not None}


def _location(record: PublishedRecord, spot: Location) -> dict[str, Any]:
    name = (record.source_id, spot.external_id)
    location: dict[str, Any] = {
        "id": _id("location", *name),
        "location_type": "physical",
        "name": spot.name or None,
        "latitude": spot.latitude,
        "longitude": spot.longitude,
        "transportation": spot.transportation or None,
        "addresses": [
            {
                "id": _id("address", *name),
                "address_1": spot.address,
                "city": spot.city,
                "state_province": spot.state_province,
                "postal_code": spot.postal_code,
                "country": spot.country or "",
                "address_type": "physical",
            }
        ]
        if spot.address
        else [],
        "accessibility": [
            {"id": _id("accessibility", *name, str(position)), "description": text}
            for position, text in enumerate(spot.accessibility)
        ],
    }
    return {key: value for key, value in location.items() if value not in (None, [])}
