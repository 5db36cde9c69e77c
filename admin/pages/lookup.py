"""What an address of a record stands for now: a live record, another one, none any more, none."""

from enum import StrEnum
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from knowledge.content import PublishedRecord
from knowledge.models import Change, Record
from knowledge.publishing import load_live

_MOST_MERGES: Final = 20
"""How many records may stand for one another in a row."""


class Absence(StrEnum):
    """Why there is nothing to show."""

    GONE = "gone"
    """It was live once: withdrawn, expired, deleted."""
    UNKNOWN = "unknown"
    """It was never live; whether there is a draft of it is nobody's business."""


def find(session: Session, record_id: str) -> PublishedRecord | Absence:
    """Return the live record that `record_id` names now, or why there is none.

    Where another record stands for it, that one is returned, and its id differs.
    """
    if "\x00" in record_id or not _was_live(session, record_id):  # PostgreSQL refuses NUL
        return Absence.UNKNOWN
    name: str | None = record_id
    for _ in range(_MOST_MERGES):
        if name is None:
            break
        if record := load_live(session, [name]).get(name):
            return record
        name = session.scalar(select(Record.merged_into).where(Record.id == name))
    return Absence.GONE


def _was_live(session: Session, record_id: str) -> bool:
    return bool(session.scalar(select(exists().where(Change.record_id == record_id))))
