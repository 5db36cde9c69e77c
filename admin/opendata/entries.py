"""What is kept in memory of each live record: enough to filter and to page, never its texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from knowledge.content import PublishedRecord, Term
from knowledge.opendata.bodies import organization_id_of, organization_name_of
from knowledge.opendata.ids import (
    OWN_TAXONOMY_ID,
    group_term_id,
    service_at_location_id,
    service_id,
    source_taxonomy_id,
    source_term_id,
    topic_term_id,
)
from knowledge.opendata.statuses import is_service
from knowledge.topics import Topics


@dataclass(frozen=True, slots=True)
class Site:
    """One place where a service is given."""

    id: str
    at: tuple[float, float] | None
    postal_code: str
    place_id: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One live record. `is_service` is False for what only our profile shows."""

    record_id: str
    source_id: str
    id: str
    is_service: bool
    organization_id: str
    organization: str
    modified: datetime
    expires_at: datetime | None
    place_id: str
    language: str
    languages: frozenset[str]
    subjects: frozenset[str]
    """Ids of the terms it is filed under, the groups of its topics among them."""
    taxonomies: frozenset[str]
    terms: tuple[Term, ...]
    sites: tuple[Site, ...]

    def shown(self, wanted: tuple[str, ...]) -> str:
        """Return the language that it is written in for who reads `wanted`, best first."""
        return next((code for code in wanted if code in self.languages), self.language)


@lru_cache(maxsize=65_536)
def _term_id(source_id: str, code: str) -> str:
    return source_term_id(source_id, code)


@lru_cache(maxsize=65_536)
def _shared(term: Term) -> Term:
    """Return the one copy of a term that all entries hold."""
    return term


def plain_postcode(written: str) -> str:
    """Return a postal code as it is compared: letters and digits only, ZIP+4 without its four."""
    plain = "".join(sign for sign in written.upper() if sign.isalnum())
    return plain[:5] if len(plain) == 9 and plain.isdecimal() and "-" in written else plain


def make_entry(record: PublishedRecord, topics: Topics) -> Entry:
    """Return what is kept of a record."""
    content, source = record.content, record.source_id
    subjects = {_term_id(source, term.code) for term in content.terms}
    taxonomies = {source_taxonomy_id(source)} if content.terms else set()
    for topic in content.topics:
        subjects.add(topic_term_id(topic.id))
        taxonomies.add(OWN_TAXONOMY_ID)
        if entry := topics.get(topic.id):
            subjects.add(group_term_id(entry.group))
    return Entry(
        record_id=record.id,
        source_id=source,
        id=service_id(record.id),
        is_service=is_service(content),
        organization_id=organization_id_of(record),
        organization=organization_name_of(record),
        modified=record.published_at,
        expires_at=content.expires_at,
        place_id=content.place_id,
        language=content.language,
        languages=frozenset(content.texts),
        subjects=frozenset(subjects),
        taxonomies=frozenset(taxonomies),
        terms=tuple(_shared(term) for term in content.terms),
        sites=tuple(_sites(record)),
    )


def _sites(record: PublishedRecord) -> Iterator[Site]:
    for spot in record.content.locations:
        known = spot.latitude is not None and spot.longitude is not None
        yield Site(
            id=service_at_location_id(record.id, spot.external_id),
            at=(spot.latitude or 0.0, spot.longitude or 0.0) if known else None,
            postal_code=plain_postcode(spot.postal_code),
            place_id=spot.place_id,
        )


def searched(record: PublishedRecord) -> Iterator[str]:
    """Yield the texts that a record is found by: all languages, its body, where it is given."""
    content = record.content
    for texts in content.texts.values():
        yield from (texts.name, texts.alternate_name, texts.summary, texts.body, texts.eligibility)
    yield organization_name_of(record)
    for spot in content.locations:
        yield from (spot.name, spot.address, spot.city, spot.postal_code)
