"""Where a service is given: HSDS service_at_location, location, address, accessibility."""

from collections.abc import Mapping
from typing import Any

from knowledge.content import Location
from knowledge.opendata.extension import EXTENSION, Json, add_exact, extension, filled, outweigh
from knowledge.opendata.ids import location_id, service_at_location_id, stable_id
from knowledge.opendata.values import items, text

_ADDRESS = ("city", "state_province", "postal_code", "country")


def write_location(source_id: str, spot: Location, *, nested: bool = True) -> Json:
    """Return the HSDS `location`; `nested` adds its address and accessibility."""
    name = (source_id, spot.external_id)
    written = filled(
        {
            "id": location_id(*name),
            "location_type": "physical",
            "name": spot.name,
            "transportation": spot.transportation,
            "external_identifier": spot.external_id,
            "external_identifier_type": source_id,
        }
    )
    for axis in ("latitude", "longitude"):
        if (degrees := getattr(spot, axis)) is not None:
            written[axis] = degrees
    if spot.place_id:
        written[EXTENSION] = {"place_id": spot.place_id}
    if not nested:
        return written
    if spot.address or any(getattr(spot, part) for part in _ADDRESS):
        address = {"id": stable_id("address", *name), "address_1": spot.address}
        address |= {part: getattr(spot, part) for part in _ADDRESS}
        written["addresses"] = [{**address, "address_type": "physical"}]
    if spot.accessibility:
        written["accessibility"] = [
            {"id": stable_id("accessibility", *name, str(position)), "description": description}
            for position, description in enumerate(spot.accessibility)
        ]
    return add_exact(written, spot, _read_location(written))


def write_service_at_location(record_id: str, source_id: str, spot: Location) -> Json:
    """Return the HSDS `service_at_location` with its location nested."""
    own = service_at_location_id(record_id, spot.external_id)
    return {"id": own, "location": write_location(source_id, spot)}


def _read_location(thing: Mapping[str, Any]) -> Json:
    address = next(iter(items(thing.get("addresses"), "addresses")), {})
    words = ("name", "transportation")
    return {
        "external_id": text(thing.get("external_identifier") or thing.get("id"), "id"),
        "address": text(address.get("address_1"), "address_1"),
        **{part: text(address.get(part), part) for part in _ADDRESS},
        **{word: text(thing.get(word), word) for word in words},
        "latitude": thing.get("latitude"),
        "longitude": thing.get("longitude"),
        "place_id": extension(thing).get("place_id", ""),
        "accessibility": [
            text(item.get("description"), "description")
            for item in items(thing.get("accessibility"), "accessibility")
        ],
    }


def read_service_at_location(thing: Mapping[str, Any]) -> Json:
    """Return the fields of a `Location`."""
    location = thing.get("location")
    if not isinstance(location, dict):
        raise ValueError("a service_at_location without its location")
    return outweigh(_read_location(location), location)
