"""Which file and column means what in HSDS 1.1, 2.x and 3.x: everything to one neutral shape.

Neutral table and column names are those of HSDS 3.0 where it has them. Sources: the datapackage
descriptors of 1.1 and 3.0, and the 2.0.1 reference (https://docs.openreferral.org).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class TableShape:
    """How one neutral table is written: names of its file, and of each neutral column.

    `columns` lists, for each neutral column, its spellings, best first. Of `needed`, each group
    must have at least one column present. `links` are the neutral columns that name other rows.
    """

    files: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[tuple[str, ...], ...] = ()
    links: tuple[str, ...] = ()
    reserved: tuple[str, ...] = field(default=())
    """Columns that are known and left aside without a word: keys of the table itself."""


def _same(*names: str) -> dict[str, tuple[str, ...]]:
    return {name: (name,) for name in names}


_SERVICE = ("service_id",)
_LOCATION = ("location_id",)
_BOTH = ("service_id", "service_at_location_id", "location_id")

SHAPES: Final[dict[str, TableShape]] = {
    "services": TableShape(
        ("services", "service"),
        {
            **_same("id", "organization_id", "name", "alternate_name", "description", "url"),
            **_same("email", "status", "interpretation_services", "application_process"),
            **_same("eligibility_description", "minimum_age", "maximum_age", "alert"),
            **_same("assured_date", "last_modified"),
            "fees": ("fees_description", "fees"),
        },
        needed=(("id",), ("name",)),
    ),
    "organizations": TableShape(
        ("organizations", "organization"),
        {**_same("id", "name", "email"), "url": ("website", "url")},
        needed=(("id",), ("name",)),
    ),
    "locations": TableShape(
        ("locations", "location"),
        _same("id", "name", "alternate_name", "transportation", "latitude", "longitude"),
        needed=(("id",),),
    ),
    "service_at_locations": TableShape(
        ("services_at_location", "service_at_location", "service_at_locations",
         "services_at_locations"),
        _same("id", "service_id", "location_id"),
        needed=(("service_id",), ("location_id",)),
        links=("service_id", "location_id"),
    ),
    "addresses": TableShape(
        ("physical_addresses", "physical_address", "addresses", "address", "postal_addresses",
         "postal_address"),
        {
            **_same("location_id", "address_1", "address_2", "address_3", "address_4", "city"),
            **_same("state_province", "postal_code", "country"),
            "type": ("address_type",),
        },
        needed=(("location_id",), ("address_1", "city")),
        links=_LOCATION,
        reserved=("id",),
    ),
    "phones": TableShape(
        ("phones", "phone"),
        _same("number", "extension", "type", "description", "contact_id", "service_id",
              "service_at_location_id", "location_id", "organization_id"),
        needed=(("number",), (*_BOTH, "organization_id")),
        links=(*_BOTH, "organization_id"),
        reserved=("id",),
    ),
    "schedules": TableShape(
        ("schedules", "schedule", "regular_schedules", "regular_schedule"),
        {
            **_same("service_id", "service_at_location_id", "location_id", "opens_at"),
            **_same("closes_at", "original_text", "description", "notes", "valid_from"),
            **_same("valid_to", "until", "freq", "interval", "byweekno", "bymonthday"),
            **_same("byyearday", "dtstart", "count", "wkst"),
            "byday": ("byday", "weekday"),
        },
        needed=(_BOTH, ("opens_at", "description", "original_text", "byday", "weekday")),
        links=_BOTH,
        reserved=("id",),
    ),
    "languages": TableShape(
        ("languages", "language"),
        {**_same("service_id", "service_at_location_id", "location_id", "code", "note"),
         "language": ("language", "name")},
        needed=(_BOTH, ("language", "name", "code")),
        links=_BOTH,
        reserved=("id",),
    ),
    "eligibility": TableShape(
        ("eligibility", "eligibilities"),
        _same("service_id", "eligibility"),
        needed=(("service_id",), ("eligibility",)),
        links=_SERVICE,
        reserved=("id",),
    ),
    "required_documents": TableShape(
        ("required_documents", "required_document"),
        _same("service_id", "document"),
        needed=(("service_id",), ("document",)),
        links=_SERVICE,
        reserved=("id",),
    ),
    "accessibility": TableShape(
        ("accessibility_for_disabilities", "accessibility", "accessibilities"),
        {"location_id": _LOCATION, "description": ("description", "accessibility"),
         "details": ("details",)},
        needed=(("location_id",), ("description", "accessibility", "details")),
        links=_LOCATION,
        reserved=("id",),
    ),
    "cost_options": TableShape(
        ("cost_options", "cost_option"),
        _same("service_id", "valid_from", "valid_to", "option", "currency", "amount",
              "amount_description"),
        needed=(("service_id",), ("amount", "option", "amount_description")),
        links=_SERVICE,
        reserved=("id",),
    ),
    "taxonomy_terms": TableShape(
        ("taxonomy_terms", "taxonomy_term", "taxonomy"),
        {**_same("id", "code"), "name": ("name", "term")},
        needed=(("id",), ("name", "term")),
    ),
    "attributes": TableShape(
        ("services_taxonomy", "service_taxonomy", "service_taxonomies", "services_taxonomies",
         "service_attributes", "service_attribute", "attributes", "attribute"),
        {
            "service_id": _SERVICE,
            "link_id": ("link_id",),
            "link_entity": ("link_entity",),
            "taxonomy_term_id": ("taxonomy_term_id", "taxonomy_id"),
        },
        needed=(("service_id", "link_id"), ("taxonomy_term_id", "taxonomy_id")),
        links=_SERVICE,
        reserved=("id",),
    ),
    "metadata": TableShape(
        ("metadata",),
        _same("resource_id", "resource_type", "last_action_date"),
        needed=(("resource_id",), ("last_action_date",)),
        reserved=("id",),
    ),
    "meta_table_descriptions": TableShape(
        ("meta_table_descriptions", "meta_table_description"),
        _same("name", "language"),
        reserved=("id",),
    ),
}  # fmt: skip

LEFT_ASIDE: Final[dict[str, str]] = {
    "contacts": "named contact persons are not imported",
    "contact": "named contact persons are not imported",
    "programs": "a record has no programme of its own",
    "program": "a record has no programme of its own",
    "funding": "a record does not say who pays for a service",
    "fundings": "a record does not say who pays for a service",
    "service_areas": "areas served are not imported",
    "service_area": "areas served are not imported",
    "organization_identifiers": "numbers of organisations are not imported",
    "organization_identifier": "numbers of organisations are not imported",
    "payments_accepted": "ways of payment are not imported",
    "payment_accepted": "ways of payment are not imported",
    "holiday_schedules": "holiday hours are not imported",
    "holiday_schedule": "holiday hours are not imported",
    "taxonomies": "only the terms of a taxonomy are imported",
    "other_attributes": "only the terms of services are imported",
    "other_attribute": "only the terms of services are imported",
    "urls": "further links are not imported",
    "additional_urls": "further links are not imported",
    "units": "units are not imported",
}
"""Tables of the standard that hold nothing a record shows, with the reason to report."""

_BY_FILE: Final = {name: table for table, shape in SHAPES.items() for name in shape.files}
_SINCE_3: Final = {
    "addresses", "attributes", "cost_options", "organization_identifiers",
    "website", "eligibility_description", "fees_description", "assured_date",
}  # fmt: skip
_UNTIL_1: Final = {"regular_schedules", "services_taxonomy", "accessibility_for_disabilities"}
_SINCE_2: Final = {"schedules", "taxonomy_terms", "service_attributes", "service_taxonomies"}


def table_of(stem: str, stems: Collection[str]) -> str | None:
    """Return the neutral table that a file called `stem` holds, None when it is none of ours.

    `stems` are the files of the package: "taxonomy" and "taxonomies" name the vocabularies where
    the terms have a file of their own, and the terms where they have not.
    """
    if stem == "taxonomy" and not {"taxonomy_terms", "taxonomy_term"}.isdisjoint(stems):
        return None
    return _BY_FILE.get(stem)


def guess_version(names: Collection[str], said: str) -> str:
    """Return "1.1", "2.x" or "3.x".

    The names of files and columns decide before what is `said`: real descriptors are often the
    standard's own template, of any version.
    """
    present = set(names)
    if present & _UNTIL_1:
        return "1.1"
    if present & _SINCE_3 or said.startswith("3"):
        return "3.x"
    return "2.x" if present & _SINCE_2 or said.startswith("2") else "1.1"


def neutral(shape: TableShape, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a row under the neutral names of its columns."""
    found = {}
    for name, spellings in shape.columns.items():
        value = next((values[spelling] for spelling in spellings if spelling in values), "")
        if value:
            found[name] = value
    return found


def missing_columns(shape: TableShape, columns: Collection[str]) -> list[str]:
    """Return what a table lacks: one name of each needed group that has no column."""
    return [" or ".join(group) for group in shape.needed if not set(group) & set(columns)]


def unused_columns(shape: TableShape, columns: Collection[str]) -> list[str]:
    """Return the columns of a table that nothing is taken from."""
    known = {name for spellings in shape.columns.values() for name in spellings}
    return [name for name in columns if name and name not in known and name not in shape.reserved]
