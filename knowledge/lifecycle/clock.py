"""What time does to records: planned ones go out, those that are over or long stale come down."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

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
    expired = _withdraw(session, _over(session, now), Action.EXPIRE, now)
    stale = _withdraw(session, _stale(session, now), Action.GO_STALE, now)
    return Passed(tuple(published), tuple(expired), tuple(stale))


def _publish_due(session: Session, now: datetime) -> list[str]:
    due = session.scalars(
        select(Record.id)
        .where(
            Record.state == State.SCHEDULED, Record.publish_at <= now,
            Record.deleted_at.is_(None), Record.merged_into.is_(None),
        )
        .order_by(Record.publish_at, Record.id)
    ).all()  # fmt: skip
    done = []
    for name in due:
        taken = session.execute(
            update(Record)
            .where(Record.id == name, Record.state == State.SCHEDULED, Record.publish_at <= now)
            .values(state=State.PUBLISHED, publish_at=None)
            .execution_options(synchronize_session=False)
        )
        if not taken.rowcount:  # type: ignore[attr-defined]  # edited or published meanwhile
            continue
        record = session.get_one(Record, name, populate_existing=True)
        publish(session, record, content_at(session, name, record.version), at=now)
        note_event(session, record, Action.PUBLISH, who=CLOCK, at=now)
        done.append(name)
    return done


def _over(session: Session, now: datetime) -> list[str]:
    query = select(Publication.record_id).where(Publication.expires_at <= now)
    return list(session.scalars(query))


def _stale(session: Session, now: datetime) -> list[str]:
    names: list[str] = []
    for owner in session.scalars(select(Owner).where(Owner.grace_days.is_not(None))):
        last = now.date() - timedelta(days=owner.grace_days or 0)
        query = select(Publication.record_id).where(
            Publication.owner == owner.id, Publication.review_by < last
        )
        names += session.scalars(query)
    return names


def _withdraw(session: Session, names: list[str], action: Action, now: datetime) -> list[str]:
    done = []
    for name in names:
        live = session.get(Publication, name, populate_existing=True)
        record = session.get(Record, name, populate_existing=True)
        if live is None or record is None or not withdraw(session, [name], at=now):
            continue
        if record.version == live.version and record.state == State.PUBLISHED:
            record.state = State.EXPIRED
        note_event(session, record, action, who=CLOCK, at=now, version=live.version)
        done.append(name)
    session.flush()
    return done
