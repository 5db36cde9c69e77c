"""What a record said at each version and what was done with it: only ever added to."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.content import RecordContent
from knowledge.differences import Difference, differences
from knowledge.errors import BadInput, NotFound
from knowledge.lifecycle.states import VOUCHED, Action
from knowledge.models import Event, Record, Revision
from knowledge.models.lifecycle import WHO_LETTERS


def refuse_name(who: str) -> None:
    """Raise BadInput when nobody can be known by the name `who` in the history."""
    if not who.strip() or len(who) > WHO_LETTERS:
        raise BadInput(
            f"who does it? a name of at most {WHO_LETTERS} letters, please: {who[:40]!r}"
        )


def add_revision(
    session: Session,
    record: Record,
    content: RecordContent,
    *,
    author: str,
    at: datetime,
    note: str = "",
) -> None:
    """Keep `content` as what `record` says at its newest version."""
    session.add(
        Revision(
            record_id=record.id,
            version=record.version,
            at=at,
            author=author,
            note=note[:500],
            content=content.model_dump_json(),
        )
    )


def note_event(
    session: Session,
    record: Record,
    action: Action,
    *,
    who: str,
    at: datetime,
    version: int | None = None,
    **detail: Any,
) -> None:
    """Add a line to the history of `record`; `version` is the newest one when left out."""
    session.add(
        Event(
            record_id=record.id,
            version=record.version if version is None else version,
            action=action.value,
            who=who,
            at=at,
            detail=detail,
        )
    )


def content_at(session: Session, record_id: str, version: int) -> RecordContent:
    """Return what a record said at `version`; raises NotFound."""
    revision = session.get(Revision, (record_id, version))
    if revision is None:
        raise NotFound(f"record {record_id!r} has no version {version}")
    return RecordContent.model_validate_json(revision.content)


def revisions(session: Session, record_id: str) -> list[Revision]:
    """Return all versions of a record, newest first."""
    query = select(Revision).where(Revision.record_id == record_id)
    return list(session.scalars(query.order_by(Revision.version.desc())))


def events(session: Session, record_id: str) -> list[Event]:
    """Return all that was done with a record, newest first."""
    query = select(Event).where(Event.record_id == record_id)
    return list(session.scalars(query.order_by(Event.id.desc())))


def compare(session: Session, record_id: str, old: int, new: int) -> list[Difference]:
    """Return what differs between two versions of a record; raises NotFound."""
    return differences(content_at(session, record_id, old), content_at(session, record_id, new))


def vouched_for(session: Session, record_id: str, version: int) -> bool:
    """Return whether somebody answered for this version: only such a one may be published."""
    query = select(Event.id).where(
        Event.record_id == record_id,
        Event.version == version,
        Event.action.in_([action.value for action in VOUCHED]),
    )
    return session.scalars(query.limit(1)).first() is not None


def last_live(session: Session, record_id: str) -> int | None:
    """Return the newest version that has ever been live, None when none has."""
    query = select(Event).where(
        Event.record_id == record_id,
        Event.action.in_([action.value for action in {*VOUCHED, Action.PUBLISH}]),
    )
    # What was approved for a day to come goes live only with the event of that day.
    return max(
        (event.version for event in session.scalars(query) if "publish_at" not in event.detail),
        default=None,
    )
