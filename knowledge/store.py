"""Between the content of a record and its rows: `write` and `read` are each other's inverse."""

from collections.abc import Iterable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.content import (
    Citation,
    CostOption,
    Kind,
    Location,
    Organization,
    Phone,
    RecordContent,
    Schedule,
    Standing,
    Term,
    Texts,
    Topic,
)
from knowledge.lifecycle.states import State
from knowledge.models import (
    Accessibility,
    CostOptionRow,
    LocationRow,
    OrganizationRow,
    PhoneRow,
    Record,
    RecordTerm,
    RecordTopic,
    RequiredDocument,
    ScheduleRow,
    ServiceAtLocation,
    SpokenLanguage,
    TaxonomyTerm,
    Translation,
)

_Shared = TypeVar("_Shared", OrganizationRow, LocationRow, TaxonomyTerm)
_PLAIN = (
    "universal", "since", "regulatory_basis", "legal_kind", "url", "email", "hours_note", "cost",
    "status_required", "proof_of_address_required", "works_with_immigration_enforcement",
    "verified_on", "review_by", "expires_at", "owner",
)  # fmt: skip
"""Fields that are a column of the same name."""
STARTER = "starter"
"""Id of the source of the content that comes with the project; its records keep their own id."""


def record_id(source_id: str, external_id: str) -> str:
    """Return the id of a record, which also names its source."""
    return external_id if source_id == STARTER else f"{source_id}:{external_id}"


class RecordWriter:
    """Writes records of one source into the session, sharing bodies, locations and terms."""

    def __init__(self, session: Session, source_id: str) -> None:
        self._session = session
        self._source_id = source_id
        self._organizations = {
            row.external_id: row for row in self._rows(OrganizationRow, source_id)
        }
        self._locations = {row.external_id: row for row in self._rows(LocationRow, source_id)}
        self._terms = {row.code: row for row in self._rows(TaxonomyTerm, source_id)}

    def _rows(self, table: type[_Shared], source_id: str) -> Iterable[_Shared]:
        return self._session.scalars(select(table).where(table.source_id == source_id))

    def write(self, content: RecordContent, record: Record | None) -> Record:
        """Write `content` into `record`, or into a new one when that is None; return it."""
        if record is None:
            record = Record(
                id=record_id(self._source_id, content.external_id),
                source_id=self._source_id,
                external_id=content.external_id,
                version=0,
                state=State.DRAFT,
            )
            self._session.add(record)
        self._write_columns(content, record)
        self._write_texts(content, record)
        self._write_parts(content, record)
        record.version += 1
        return record

    def _write_columns(self, content: RecordContent, record: Record) -> None:
        record.kind, record.standing = content.kind.value, content.standing.value
        record.place_id, record.language = content.place_id, content.language
        record.organization = self._organization(content.organization)
        record.audience, record.journey = " ".join(content.audience), " ".join(content.journey)
        cited = content.citation
        record.cited_title, record.cited_publisher = cited.title, cited.publisher
        record.cited_url, record.cited_locator = cited.url, cited.locator
        record.cited_license, record.cited_published = cited.license, cited.published
        record.digest = content.digest()
        for field in _PLAIN:
            setattr(record, field, getattr(content, field))

    @staticmethod
    def _write_texts(content: RecordContent, record: Record) -> None:
        plain = [
            *("name", "alternate_name", "summary", "body", "eligibility"),
            *("application_process", "fees", "provenance", "source_digest"),
        ]
        record.translations = [
            Translation(
                language=language,
                position=position,
                steps="\n".join(texts.steps),
                questions="\n".join(texts.questions),
                **{field: getattr(texts, field) for field in plain},
            )
            for position, (language, texts) in enumerate(content.texts.items())
        ]
        papers = [(lang, doc) for lang, texts in content.texts.items() for doc in texts.documents]
        record.documents = [
            RequiredDocument(position=position, language=language, document=document)
            for position, (language, document) in enumerate(papers)
        ]

    def _write_parts(self, content: RecordContent, record: Record) -> None:
        record.topics = [
            RecordTopic(topic_id=topic.id, confidence=topic.confidence, position=position)
            for position, topic in enumerate(content.topics)
        ]
        record.terms = [
            RecordTerm(term=self._term(term), position=position)
            for position, term in enumerate(content.terms)
        ]
        record.phones = [
            PhoneRow(position=position, **phone.model_dump())
            for position, phone in enumerate(content.phones)
        ]
        record.locations = [
            ServiceAtLocation(location=self._location(location), position=position)
            for position, location in enumerate(content.locations)
        ]
        record.schedules = [
            ScheduleRow(
                position=position,
                byday=schedule.weekday or "",
                opens_at=schedule.opens_at,
                closes_at=schedule.closes_at,
                rrule=schedule.rrule,
                starts_on=schedule.starts_on,
                valid_from=schedule.valid_from,
                valid_to=schedule.valid_to,
                except_on=" ".join(day.isoformat() for day in schedule.except_on),
            )
            for position, schedule in enumerate(content.schedules)
        ]
        record.costs = [
            CostOptionRow(position=position, **cost.model_dump())
            for position, cost in enumerate(content.costs)
        ]
        record.spoken = [
            SpokenLanguage(position=position, code=code)
            for position, code in enumerate(content.languages_spoken)
        ]

    def _organization(self, organization: Organization | None) -> OrganizationRow | None:
        if organization is None:
            return None
        row = self._organizations.get(organization.external_id)
        if row is None:
            row = OrganizationRow(source_id=self._source_id, external_id=organization.external_id)
            self._organizations[organization.external_id] = row
        for field in ("name", "kind", "url", "email"):
            if getattr(row, field) != getattr(organization, field):
                setattr(row, field, getattr(organization, field))
        return row

    def _location(self, location: Location) -> LocationRow:
        row = self._locations.get(location.external_id)
        if row is None:
            row = LocationRow(source_id=self._source_id, external_id=location.external_id)
            self._locations[location.external_id] = row
        for field, value in location.model_dump(exclude={"accessibility", "external_id"}).items():
            if getattr(row, field) != value:
                setattr(row, field, value)
        if [item.description for item in row.accessibility] != list(location.accessibility):
            row.accessibility = [
                Accessibility(position=position, description=description)
                for position, description in enumerate(location.accessibility)
            ]
        return row

    def _term(self, term: Term) -> TaxonomyTerm:
        row = self._terms.get(term.code)
        if row is None:
            row = TaxonomyTerm(source_id=self._source_id, code=term.code, name=term.name)
            self._terms[term.code] = row
        elif row.name != term.name:
            row.name = term.name
        return row


def read(record: Record) -> RecordContent:
    """Return the content of `record` as its rows hold it."""
    common = {
        "external_id": record.external_id,
        "kind": Kind(record.kind),
        "standing": Standing(record.standing),
        "place_id": record.place_id,
        "language": record.language,
        "texts": _read_texts(record),
        "organization": _read_organization(record.organization),
        "locations": tuple(_read_location(link.location) for link in record.locations),
        "phones": tuple(
            Phone(
                number=row.number, extension=row.extension,
                type=row.type, description=row.description,
            )
            for row in record.phones
        ),
        "schedules": tuple(
            Schedule.model_validate(
                {
                    "weekday": row.byday or None,
                    "opens_at": row.opens_at,
                    "closes_at": row.closes_at,
                    "rrule": row.rrule,
                    "starts_on": row.starts_on,
                    "valid_from": row.valid_from,
                    "valid_to": row.valid_to,
                    "except_on": tuple(row.except_on.split()),
                }
            )
            for row in record.schedules
        ),
        "costs": tuple(
            CostOption(amount=row.amount, currency=row.currency, option=row.option)
            for row in record.costs
        ),
        "languages_spoken": tuple(row.code for row in record.spoken),
        "topics": tuple(Topic(id=row.topic_id, confidence=row.confidence) for row in record.topics),
        "terms": tuple(Term(code=row.term.code, name=row.term.name) for row in record.terms),
        "audience": tuple(record.audience.split()),
        "journey": tuple(record.journey.split()),
        "citation": Citation(
            title=record.cited_title, publisher=record.cited_publisher, url=record.cited_url,
            locator=record.cited_locator, license=record.cited_license,
            published=record.cited_published,
        ),
    }  # fmt: skip
    common |= {field: getattr(record, field) for field in _PLAIN}
    return RecordContent.model_validate(common)


def _read_texts(record: Record) -> dict[str, Texts]:
    papers: dict[str, list[str]] = {}
    for row in record.documents:
        papers.setdefault(row.language, []).append(row.document)
    return {
        row.language: Texts.model_validate(
            {
                "name": row.name,
                "alternate_name": row.alternate_name,
                "summary": row.summary,
                "body": row.body,
                "eligibility": row.eligibility,
                "application_process": row.application_process,
                "fees": row.fees,
                "steps": tuple(row.steps.split("\n")) if row.steps else (),
                "documents": tuple(papers.get(row.language, ())),
                "questions": tuple(row.questions.split("\n")) if row.questions else (),
                "provenance": row.provenance,
                "source_digest": row.source_digest,
            }
        )
        for row in record.translations
    }


def _read_organization(row: OrganizationRow | None) -> Organization | None:
    if row is None:
        return None
    return Organization(
        external_id=row.external_id, name=row.name, kind=row.kind, url=row.url, email=row.email
    )


def _read_location(row: LocationRow) -> Location:
    plain = set(Location.model_fields) - {"accessibility"}
    return Location(
        accessibility=tuple(item.description for item in row.accessibility),
        **{field: getattr(row, field) for field in plain},
    )
