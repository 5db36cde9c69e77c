"""The ids of open data: HSDS wants a UUID for every object, and the same one for ever."""

import uuid
from typing import Final

_NAMESPACE: Final = uuid.UUID("6d3f4c1e-57e1-5a0c-9a0e-2a7b6b1d8f10")


def stable_id(*parts: str) -> str:
    """Return the UUID (version 5) of what `parts` name."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))


def service_id(record_id: str) -> str:
    """Return the id of the service that a record becomes."""
    return stable_id("service", record_id)


def organization_id(source_id: str, external_id: str) -> str:
    """Return the id of an organization of a source."""
    return stable_id("organization", source_id, external_id)


def location_id(source_id: str, external_id: str) -> str:
    """Return the id of a location of a source."""
    return stable_id("location", source_id, external_id)


def service_at_location_id(record_id: str, external_id: str) -> str:
    """Return the id of the link between a record and a location of its source."""
    return stable_id("service_at_location", record_id, external_id)


def source_taxonomy_id(source_id: str) -> str:
    """Return the id of the taxonomy that a source files its records under."""
    return stable_id("taxonomy", source_id)


def source_term_id(source_id: str, code: str) -> str:
    """Return the id of a term of a source's taxonomy."""
    return stable_id("term", source_id, code)


OWN_TAXONOMY_ID: Final = stable_id("taxonomy")
"""The id of our own topic list."""


def topic_term_id(topic_id: str) -> str:
    """Return the id of the term that a topic becomes."""
    return stable_id("topic", topic_id)


def group_term_id(group_id: str) -> str:
    """Return the id of the term that a group of topics becomes."""
    return stable_id("topic group", group_id)
