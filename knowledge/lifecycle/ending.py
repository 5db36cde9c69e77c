"""Out of sight and back: archive, delete, restore. Nothing is ever erased here."""

from typing import Any

from sqlalchemy import select

from knowledge.errors import NotNow
from knowledge.lifecycle.desk import Desk, lock_records
from knowledge.lifecycle.history import content_at, note_event, vouched_for
from knowledge.lifecycle.states import Action, State
from knowledge.models import Event, Publication, Record
from knowledge.publishing import publish, withdraw


def archive(desk: Desk, name: str, *, base_version: int, reason: str = "") -> Record:
    """Take record `name` out of use; it stays in the archive, and can be restored."""
    record = desk.take_for(Action.ARCHIVE, name, base_version)
    _end(desk, record, Action.ARCHIVE, reason=reason)
    record.state, record.publish_at = State.ARCHIVED, None
    desk.session.flush()
    return record


def delete(desk: Desk, name: str, *, base_version: int, reason: str = "") -> Record:
    """Put record `name` away: out of what is live and out of every list, until it is restored."""
    record = desk.take(name, base_version)
    desk.refuse_deleted(record)
    _end(desk, record, Action.DELETE, reason=reason)
    record.deleted_at = desk.at
    desk.session.flush()
    return record


def stand_aside(desk: Desk, name: str, *, base_version: int, other: str) -> Record:
    """Let record `other` stand for record `name`, which is the same thing.

    Raises NotNow when `other` is not live: then nothing would be left to find.
    """
    lock_records(desk.session, name, other)
    record = desk.take(name, base_version)
    desk.refuse_deleted(record)
    if name == other:
        raise NotNow(f"record {name!r} cannot stand for itself")
    if desk.session.get(Publication, other, populate_existing=True) is None:
        raise NotNow(f"record {other!r} is not live: it cannot stand for {name!r}")
    _end(desk, record, Action.MERGE, into=other)
    record.merged_into = other
    desk.session.flush()
    return record


def restore(desk: Desk, name: str, *, base_version: int) -> Record:
    """Undo an archiving, deletion or merge: the record is again exactly what it was.

    What was live is live again in the version that was, unless its time is over by now. Raises
    NotNow when there is nothing to undo.
    """
    record = desk.take(name, base_version)
    put_away = record.deleted_at is not None or record.merged_into is not None
    if not put_away and record.state != State.ARCHIVED:
        raise NotNow(f"record {name!r} is neither archived nor deleted")
    before = _before(desk, record)
    record.deleted_at, record.merged_into = None, None
    record.state = State(before.get("state", State.DRAFT))
    if record.state == State.SCHEDULED:
        # It was approved, but nobody expects it to go out on a day that was planned long ago.
        record.state, record.publish_at = State.IN_REVIEW, None
    note_event(desk.session, record, Action.RESTORE, who=desk.who, at=desk.at)
    desk.session.flush()
    live = before.get("live")
    if live is not None and vouched_for(desk.session, name, live):
        content = content_at(desk.session, name, live)
        if content.expires_at is None or content.expires_at > desk.at:
            publish(desk.session, record, content, at=desk.at, version=live)
        elif live == record.version:
            record.state = State.EXPIRED
    desk.session.flush()
    return record


def _end(desk: Desk, record: Record, action: Action, **detail: Any) -> None:
    live = desk.session.get(Publication, record.id)
    note_event(
        desk.session, record, action, who=desk.who, at=desk.at,
        state=record.state, live=live.version if live else None, **detail,
    )  # fmt: skip
    withdraw(desk.session, [record.id], at=desk.at)


def _before(desk: Desk, record: Record) -> dict[str, Any]:
    put_away = record.deleted_at is not None or record.merged_into is not None
    ends = [Action.DELETE, Action.MERGE] if put_away else [Action.ARCHIVE, Action.UNLIST]
    query = select(Event).where(Event.record_id == record.id, Event.action.in_(ends))
    last = desk.session.scalars(query.order_by(Event.id.desc()).limit(1)).first()
    return dict(last.detail) if last is not None else {}
