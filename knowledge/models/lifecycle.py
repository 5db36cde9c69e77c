"""What is live, what was said at each version, who did what, and who answers for it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.db import Base, UtcDateTime
from knowledge.models.records import RECORD_ID_LETTERS

WHO_LETTERS = 120
"""Room for the name of who did something."""


class Publication(Base):
    """The live row of a record: exactly what answers are made of, frozen at publication.

    Retrieval and conversation read this table and never the drafts beside it.
    """

    __tablename__ = "publication"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(32))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    review_by: Mapped[date | None] = mapped_column(index=True)
    """Day from which the record counts as stale."""
    owner: Mapped[str] = mapped_column(String(120), index=True)
    """Who answers for it: the record's own owner, else its source."""
    document: Mapped[str] = mapped_column(Text)


class Change(Base):
    """One line of the change log that the search index follows: published or withdrawn."""

    __tablename__ = "change"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    record_id: Mapped[str] = mapped_column(String(RECORD_ID_LETTERS), index=True)
    action: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Revision(Base):
    """What a record said at each version; never changed, never deleted."""

    __tablename__ = "revision"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author: Mapped[str] = mapped_column(String(WHO_LETTERS))
    note: Mapped[str] = mapped_column(String(500), default="")
    content: Mapped[str] = mapped_column(Text)


class Event(Base):
    """Who did what with which version of a record, and when: the record's history."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    version: Mapped[int]
    action: Mapped[str] = mapped_column(String(16))
    who: Mapped[str] = mapped_column(String(WHO_LETTERS))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Owner(Base):
    """Who keeps records right, and how long one may stay after its review date."""

    __tablename__ = "owner"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    grace_days: Mapped[int | None] = mapped_column(Integer)
    """Days after the review date until withdrawal; None: stale records stay, marked as stale."""
