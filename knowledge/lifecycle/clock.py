"""What time does to records: planned ones go out, those that are over or long stale come down."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from knowledge.lifecycle.desk import lock_records
from knowledge.lifecycle.history import content_at, note_event
from knowledge.lifecycle.states import Action, State
from knowledge.models import Owner, Publication, Record
from knowledge.publishing import publish, withdraw

CLOCK = "clock"
"""Who acts, in the history, when time does."""


@dataclass(frozen=True)
class Passed:
    """What one look at the clock changed, as ids of records."""

    published: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.published or self.expired or self.stale)


def keep_time(session: Session, now: datetime) -> Passed:
    """Do what is due at `now` (aware): publish what is scheduled, withdraw what is over or stale.

    A stale record (its review date is over) is withdrawn when its owner has set a grace period and
    that is over too. Safe to be called by several processes: each record is taken by one.
    """
    published = _publish_due(session, now)
    expired = _withdraw(session, Publication.expires_at <= now, Action.EXPIRE, now)
    stale: list[str] = []
    for owner in session.scalars(select(Owner).where(Owner.grace_days.is_not(None))).all():
        if last := _last_day(now, owner.grace_days or 0):
            long_stale = and_(Publication.owner == owner.id, Publication.review_by < last)
            stale += _withdraw(session, long_stale, Action.GO_STALE, now)
    return Passed(tuple(published), tuple(expired), tuple(stale))


def _publish_due(session: Session, now: datetime) -> list[str]:
    is_due = and_(
        Record.state == State.SCHEDULED, Record.publish_at <= now,
        Record.deleted_at.is_(None), Record.merged_into.is_(None),
    )  # fmt: skip
    query = select(Record.id).where(is_due).order_by(Record.publish_at, Record.id)
    done = []
    for name in session.scalars(query).all():
        taken = session.execute(
            update(Record)
            .where(Record.id == name, is_due)
            .values(state=State.PUBLISHED, publish_at=None)
            .execution_options(synchronize_session=False)
        )
        if not taken.rowcount:  # type: ignore[attr-defined]  # edited, deleted or published
            continue
        record = session.get_one(Record, name, populate_existing=True)
        publish(session, record, content_at(session, name, record.version), at=now)
        note_event(session, record, Action.PUBLISH, who=CLOCK, at=now)
        done.append(name)
    return done


def _last_day(now: datetime, grace_days: int) -> date | None:
    """Return the day before which review dates are over for good, None when no day is."""
    try:
        return now.date() - timedelta(days=grace_days)
    except OverflowError:
        return None


def _withdraw(
    session: Session, is_due: ColumnElement[bool], action: Action, now: datetime
) -> list[str]:
    query = select(Publication.record_id).where(is_due).order_by(Publication.record_id)
    done = []
    for name in session.scalars(query).all():
        lock_records(session, name)
        # Asked again: somebody may have verified it, or withdrawn it, while this waited.
        live = session.scalars(
            select(Publication)
            .where(Publication.record_id == name, is_due)
            .execution_options(populate_existing=True)
        ).first()
        if live is None:
            continue
        record, version = session.get_one(Record, name, populate_existing=True), live.version
        withdraw(session, [name], at=now)
        if record.version == version and record.state == State.PUBLISHED:
            record.state = State.EXPIRED
        note_event(session, record, action, who=CLOCK, at=now, version=version)
        done.append(name)
    session.flush()
    return done
