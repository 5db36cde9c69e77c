"""The only door to live: publish and withdraw, each one row and one line of the change log."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import Select, delete, func, or_, select
from sqlalchemy.orm import Session

from knowledge.content import PublishedRecord, RecordContent
from knowledge.models import Change, Publication, Record
from knowledge.review import review_date


def publish(
    session: Session,
    record: Record,
    content: RecordContent,
    *,
    at: datetime,
    version: int | None = None,
) -> None:
    """Make `content`, which `record` says at `version` (its newest), live within the transaction.

    The caller answers for that somebody vouched for this version. The search index follows the
    change log, so the record is found as soon as it has caught up.
    """
    live = PublishedRecord(
        id=record.id,
        source_id=record.source_id,
        version=record.version if version is None else version,
        published_at=at,
        content=content,
    )
    session.merge(
        Publication(
            record_id=record.id,
            external_id=record.external_id,
            version=live.version,
            digest=content.digest(),
            published_at=at,
            expires_at=content.expires_at,
            review_by=review_date(content),
            owner=content.owner or record.source_id,
            document=live.model_dump_json(),
        )
    )
    session.add(Change(record_id=record.id, action="publish", at=at))


def withdraw(session: Session, record_ids: Sequence[str], *, at: datetime) -> int:
    """Take records out of what is live; their rows and revisions stay. Return how many were."""
    gone = 0
    for start in range(0, len(record_ids), 500):
        some = record_ids[start : start + 500]
        live = session.scalars(
            select(Publication.record_id).where(Publication.record_id.in_(some))
        ).all()
        session.execute(delete(Publication).where(Publication.record_id.in_(live)))
        session.add_all(Change(record_id=name, action="withdraw", at=at) for name in live)
        gone += len(live)
    return gone


def _live(now: datetime) -> Select[str]:
    return select(Publication.document).where(
        or_(Publication.expires_at.is_(None), Publication.expires_at > now)
    )


def live_records(session: Session) -> Iterator[PublishedRecord]:
    """Yield every record that is published and not expired, in order of its id."""
    query = _live(datetime.now(UTC)).order_by(Publication.record_id)
    for document in session.scalars(query.execution_options(yield_per=500)):
        yield PublishedRecord.from_json(document)


def load_live(session: Session, record_ids: Sequence[str]) -> dict[str, PublishedRecord]:
    """Return those of `record_ids` that are published and not expired, by id."""
    query = _live(datetime.now(UTC)).where(Publication.record_id.in_(record_ids))
    # Not through the ORM: this runs for every answer.
    records = (_parse(document) for document in session.connection().execute(query).scalars())
    return {record.id: record for record in records}


@lru_cache(maxsize=512)
def _parse(document: str) -> PublishedRecord:
    # The same few records answer most questions; a changed one is another document.
    return PublishedRecord.from_json(document)


def expired_ids(session: Session) -> list[str]:
    """Return the ids of records whose time is over but whose live row is still there."""
    now = datetime.now(UTC)
    return list(session.scalars(select(Publication.record_id).where(Publication.expires_at <= now)))


def last_change(session: Session) -> int:
    """Return the number of the newest line of the change log, 0 when there is none."""
    return session.connection().execute(select(func.max(Change.seq))).scalar() or 0


def changes_since(session: Session, seq: int) -> list[tuple[int, str]]:
    """Return (seq, record id) of each change after `seq`, oldest first."""
    rows = session.execute(
        select(Change.seq, Change.record_id).where(Change.seq > seq).order_by(Change.seq)
    )
    return [(row.seq, row.record_id) for row in rows]
