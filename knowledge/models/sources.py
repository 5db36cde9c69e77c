"""Where records come from, each run of an import, and records that may be the same thing."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.db import Base, UtcDateTime


class Source(Base):
    """Where records come from: the starter content, a package, a spreadsheet.

    `location`, `options` and `every_hours` say how to read it again without a person.
    """

    __tablename__ = "source"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(300))
    place_id: Mapped[str | None] = mapped_column(ForeignKey("place.id"))
    digest: Mapped[str] = mapped_column(String(32), default="")
    """Digest of the files it was last read from, where they come with the project."""
    license: Mapped[str] = mapped_column(String(100), default="")
    location: Mapped[str] = mapped_column(String(1000), default="")
    """Path or http(s) address it is read from."""
    options: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """What the reader of this kind was told (a mapping file, a sheet)."""
    every_hours: Mapped[int | None] = mapped_column(Integer)
    """Hours between two runs; None: only when a person starts it."""
    next_run: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class ImportRun(Base):
    """One run of an import, with its report."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"), index=True)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)
    report: Mapped[dict[str, Any]] = mapped_column(JSON)


class SourceCopy(Base):
    """What a source last said of a record: the base that later imports are compared with.

    What staff have changed since differs from it, and is kept when the source comes again.
    """

    __tablename__ = "source_copy"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(32))
    content: Mapped[str] = mapped_column(Text)


class MergeProposal(Base):
    """Two records of different sources that may be the same thing; a person decides."""

    __tablename__ = "merge_proposal"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    first_id: Mapped[str] = mapped_column(ForeignKey("record.id"))
    second_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    score: Mapped[float]
    reasons: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), index=True)
    """open, merged or distinct."""
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
