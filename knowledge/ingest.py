"""From what an importer read to what is live: add, update, leave alone, withdraw."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.content import RecordContent
from knowledge.errors import UnusablePackage
from knowledge.models import ImportRun, Publication, Record, Source
from knowledge.publishing import publish, withdraw
from knowledge.store import RecordWriter

BATCH = 200
"""Records written at a time."""


@dataclass(frozen=True)
class IngestCounts:
    """What an import changed, in records."""

    added: int
    updated: int
    unchanged: int
    withdrawn: int


@dataclass(frozen=True)
class SourceInfo:
    """Who an import speaks for; one source owns its records and may withdraw them."""

    id: str
    kind: str
    title: str
    place_id: str | None
    digest: str = ""


def plan(session: Session, source_id: str, contents: Sequence[RecordContent]) -> IngestCounts:
    """Return what `apply` would change, changing nothing."""
    digests = _stored_digests(session, source_id)
    live = _live_external_ids(session, source_id)
    wanted = {content.external_id: content.digest() for content in contents}
    same = sum(1 for key, digest in wanted.items() if digests.get(key) == digest and key in live)
    known = sum(1 for key in wanted if key in digests)
    return IngestCounts(
        added=len(wanted) - known,
        updated=known - same,
        unchanged=same,
        withdrawn=len(live - wanted.keys()),
    )


def apply(
    session: Session,
    source: SourceInfo,
    contents: Sequence[RecordContent],
    *,
    author: str,
    replace: bool = False,
    progress: Callable[[int], None] = lambda _count: None,
) -> IngestCounts:
    """Make exactly `contents` the live records of `source`, within the session's transaction.

    `progress` is called with the number of records done since the last call. Raises
    UnusablePackage when none of the source's live records is in `contents` any more: that is
    another directory, not a newer one, unless the caller says `replace`.
    """
    counts = plan(session, source.id, contents)
    live = _live_external_ids(session, source.id)
    if live and counts.withdrawn == len(live) and not replace:
        raise UnusablePackage(
            f"none of the {len(live)} records of source {source.id!r} is in this package: "
            "name another source for it, or say that it replaces them"
        )
    now = datetime.now(UTC)
    session.merge(
        Source(
            id=source.id,
            kind=source.kind,
            title=source.title,
            place_id=source.place_id,
            digest=source.digest,
        )
    )
    session.flush()
    digests = _stored_digests(session, source.id)
    changed = [
        content
        for content in contents
        if content.external_id not in live or digests.get(content.external_id) != content.digest()
    ]
    progress(len(contents) - len(changed))
    writer = RecordWriter(session, source.id)
    for start in range(0, len(changed), BATCH):
        with session.no_autoflush:
            written = [
                writer.write(content, _stored(session, source.id, content, digests))
                for content in changed[start : start + BATCH]
            ]
        session.flush()  # a publication refers to its record
        for record in written:
            publish(session, record, author=author, at=now)
        session.flush()
        progress(len(written))
    leaving = live - {content.external_id for content in contents}
    rows = session.execute(
        select(Record.id, Record.external_id).where(Record.source_id == source.id)
    )
    gone = [row.id for row in rows if row.external_id in leaving]
    withdraw(session, gone, at=now)
    return counts


def _stored(
    session: Session, source_id: str, content: RecordContent, digests: dict[str, str]
) -> Record | None:
    if content.external_id not in digests:
        return None
    return session.scalar(
        select(Record).where(
            Record.source_id == source_id, Record.external_id == content.external_id
        )
    )


def note_run(session: Session, source_id: str, report: dict[str, Any]) -> None:
    """Keep the report of an import run."""
    session.add(ImportRun(source_id=source_id, finished_at=datetime.now(UTC), report=report))


def _stored_digests(session: Session, source_id: str) -> dict[str, str]:
    rows = session.execute(
        select(Record.external_id, Record.digest).where(Record.source_id == source_id)
    )
    return {row.external_id: row.digest for row in rows}


def _live_external_ids(session: Session, source_id: str) -> set[str]:
    rows = session.scalars(
        select(Record.external_id)
        .join(Publication, Publication.record_id == Record.id)
        .where(Record.source_id == source_id)
    )
    return set(rows)
