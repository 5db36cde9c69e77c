"""Terms of foreign taxonomies and the topics that records are found under."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.db import Base


class TaxonomyTerm(Base):
    """A term of a source's own taxonomy (HSDS `taxonomy_term`)."""

    __tablename__ = "taxonomy_term"
    __table_args__ = (UniqueConstraint("source_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    code: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(300))


class RecordTerm(Base):
    """A record is classified under a term (HSDS `attribute`)."""

    __tablename__ = "record_term"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    term_id: Mapped[int] = mapped_column(ForeignKey("taxonomy_term.id"), primary_key=True)
    position: Mapped[int]
    term: Mapped[TaxonomyTerm] = relationship(lazy="joined")


class RecordTopic(Base):
    """A record is found under a topic of our own list, with a confidence from 0 to 1."""

    __tablename__ = "record_topic"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    topic_id: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)
    position: Mapped[int]
    confidence: Mapped[float]
