"""Where records come from, what was live when, and what changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.db import Base, UtcDateTime


class Source(Base):
    """Where records come from: the starter content, a package, a spreadsheet."""

    __tablename__ = "source"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(300))
    place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    digest: Mapped[str] = mapped_column(String(32), default="")
    """Digest of the files it was last read from, where they come with the project."""


class ImportRun(Base):
    """One run of an import, with its report."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"), index=True)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)
    report: Mapped[dict[str, Any]] = mapped_column(JSON)


class Publication(Base):
    """The live row of a record: exactly what answers are made of, frozen at publication.

    Retrieval and conversation read this table and never the drafts beside it.
    """

    __tablename__ = "publication"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    external_id: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(32))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    document: Mapped[str] = mapped_column(Text)


class Change(Base):
    """One line of the change log that the search index follows: published or withdrawn."""

    __tablename__ = "change"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    record_id: Mapped[str] = mapped_column(String(160), index=True)
    action: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Revision(Base):
    """What a record said at each version, and who published it."""

    __tablename__ = "revision"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    author: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(Text)
