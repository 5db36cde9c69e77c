"""Records of every kind, and the texts, costs and documents that belong to them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.db import Base, UtcDateTime
from knowledge.models.directory import (
    OrganizationRow,
    PhoneRow,
    ScheduleRow,
    ServiceAtLocation,
)
from knowledge.models.taxonomy import RecordTerm, RecordTopic

RECORD_ID_LETTERS = 160
"""Room for the id of a source (39 at most), a colon and the source's own id (120)."""


class Record(Base):
    """A service, programme, right or how-to (HSDS `service`, and more).

    One table for all kinds: a right can be free and ask for no papers, and a record may turn out
    to be of another kind than it was first said to be.
    """

    __tablename__ = "record"
    __table_args__ = (UniqueConstraint("source_id", "external_id"),)

    id: Mapped[str] = mapped_column(String(RECORD_ID_LETTERS), primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"), index=True)
    external_id: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(12))
    standing: Mapped[str] = mapped_column(String(16))
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    language: Mapped[str] = mapped_column(String(8))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    audience: Mapped[str] = mapped_column(String(300))
    journey: Mapped[str] = mapped_column(String(100))
    universal: Mapped[bool | None]
    regulatory_basis: Mapped[str] = mapped_column(Text)
    since: Mapped[str] = mapped_column(String(20))
    url: Mapped[str] = mapped_column(String(1000))
    email: Mapped[str] = mapped_column(String(320))
    cost: Mapped[str] = mapped_column(String(8))
    hours_note: Mapped[str] = mapped_column(Text)
    status_required: Mapped[str] = mapped_column(String(8))
    proof_of_address_required: Mapped[str] = mapped_column(String(8))
    works_with_immigration_enforcement: Mapped[str] = mapped_column(String(8))
    legal_kind: Mapped[str] = mapped_column(String(16))
    """For a right: law, procedure, recommendation or commitment."""
    cited_title: Mapped[str] = mapped_column(String(500))
    cited_publisher: Mapped[str] = mapped_column(String(300))
    cited_url: Mapped[str] = mapped_column(String(1000))
    cited_locator: Mapped[str] = mapped_column(String(200))
    cited_license: Mapped[str] = mapped_column(String(100))
    cited_published: Mapped[str] = mapped_column(String(10))
    verified_on: Mapped[date | None]
    review_by: Mapped[date | None]
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(Integer, default=1)
    """Number of the newest revision, which the rows of the record hold."""
    state: Mapped[str] = mapped_column(String(12), index=True)
    """How far the newest revision has come: see `knowledge.lifecycle.states`."""
    publish_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    """When the newest revision goes out, where its state is scheduled."""
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    merged_into: Mapped[str | None] = mapped_column(String(RECORD_ID_LETTERS))
    """The record that stands for this one, where they turned out to be the same thing."""

    organization: Mapped[OrganizationRow | None] = relationship(lazy="joined")
    translations: Mapped[list["Translation"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="Translation.position"
    )
    topics: Mapped[list[RecordTopic]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by=RecordTopic.position
    )
    terms: Mapped[list[RecordTerm]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by=RecordTerm.position
    )
    phones: Mapped[list[PhoneRow]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by=PhoneRow.position
    )
    locations: Mapped[list[ServiceAtLocation]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by=ServiceAtLocation.position
    )
    schedules: Mapped[list[ScheduleRow]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by=ScheduleRow.position
    )
    costs: Mapped[list["CostOptionRow"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="CostOptionRow.position"
    )
    documents: Mapped[list["RequiredDocument"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="RequiredDocument.position"
    )
    spoken: Mapped[list["SpokenLanguage"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="SpokenLanguage.position"
    )


class Translation(Base):
    """One text of a record in one language, the language it was first written in included.

    `source_digest` names the source text that it was translated from (empty for the source).
    """

    __tablename__ = "translation"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(500))
    alternate_name: Mapped[str] = mapped_column(String(500))
    summary: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    eligibility: Mapped[str] = mapped_column(Text)
    application_process: Mapped[str] = mapped_column(Text)
    fees: Mapped[str] = mapped_column(Text)
    steps: Mapped[str] = mapped_column(Text)
    questions: Mapped[str] = mapped_column(Text)
    provenance: Mapped[str] = mapped_column(String(12))
    source_digest: Mapped[str] = mapped_column(String(16))


class RequiredDocument(Base):
    """A paper to bring, in one language (HSDS `required_document`)."""

    __tablename__ = "required_document"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(8))
    document: Mapped[str] = mapped_column(Text)


class CostOptionRow(Base):
    """A price of a service (HSDS `cost_option`)."""

    __tablename__ = "cost_option"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[float | None]
    currency: Mapped[str] = mapped_column(String(3))
    option: Mapped[str] = mapped_column(Text)


class SpokenLanguage(Base):
    """A language spoken at a service (HSDS `language`)."""

    __tablename__ = "language"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16))
