"""From what an importer read to what is live: add, update, leave alone, withdraw.

An import counts as reviewed: the operator who runs it vouches for the source. What staff have
changed since the source last spoke outweighs it, field by field (`knowledge.merging`), and what
staff have deleted, archived or merged stays away.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.content import RecordContent
from knowledge.errors import UnusablePackage
from knowledge.lifecycle.desk import lock_source
from knowledge.lifecycle.history import (
    add_revision,
    content_at,
    last_live,
    note_event,
    refuse_name,
)
from knowledge.lifecycle.states import Action, State
from knowledge.listing import Known, Sorted, known_records, refuse_ids, sort_out
from knowledge.merging import merge
from knowledge.models import ImportRun, Publication, Record, Revision, Source, SourceCopy
from knowledge.publishing import publish, withdraw
from knowledge.store import RecordWriter

BATCH = 200
"""Records written at a time."""


@dataclass(frozen=True)
class Kept:
    """Fields of a record where staff's words stood against the source's new ones, and stayed."""

    external_id: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class IngestCounts:
    """What an import changed, in records.

    `held` are records that staff have put away, which the source still lists; `kept` names what
    both sides changed.
    """

    added: int
    updated: int
    unchanged: int
    withdrawn: int
    held: int = 0
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True)
class SourceInfo:
    """Who an import speaks for; one source owns its records and may withdraw them."""

    id: str
    kind: str
    title: str
    place_id: str | None
    digest: str = ""
    license: str = ""


def plan(session: Session, source_id: str, contents: Sequence[RecordContent]) -> IngestCounts:
    """Return what `apply` would change, changing nothing (`kept` is only known by doing it).

    Raises BadInput as `apply` does.
    """
    refuse_ids(source_id, contents)
    todo = sort_out(known_records(session, source_id), contents)
    return _counts(todo, ())


def apply(
    session: Session,
    source: SourceInfo,
    contents: Sequence[RecordContent],
    *,
    author: str,
    replace: bool = False,
    progress: Callable[[int], None] = lambda _count: None,
) -> IngestCounts:
    """Make `contents` the live records of `source`, within the session's transaction.

    `progress` is called with the number of records done since the last call. Raises
    UnusablePackage when none of the source's live records is in `contents` any more: that is
    another directory, not a newer one, unless the caller says `replace`. Raises BadInput for an id
    of a source or record that cannot be one, and for two contents of the same id.
    """
    refuse_ids(source.id, contents)
    refuse_name(author)
    # Nobody changes or deletes a record between the look at it and what is then done with it
    # (SQLite has one writer; PostgreSQL keeps the rows until the end).
    lock_source(session, source.id)
    session.scalars(select(Record.id).where(Record.source_id == source.id).with_for_update()).all()
    known = known_records(session, source.id)
    todo = sort_out(known, contents)
    live = sum(1 for record in known.values() if record.live and not record.dropped)
    if live and len(todo.leaving) == live and not replace:
        raise UnusablePackage(
            f"none of the {live} records of source {source.id!r} is in this package: "
            "name another source for it, or say that it replaces them"
        )
    _store_source(session, source)
    work = _Import(session, source.id, author, datetime.now(UTC))
    progress(len(contents) - len(todo.new) - len(todo.changed))
    kept: list[Kept] = []
    for start in range(0, len(todo.new), BATCH):
        some = todo.new[start : start + BATCH]
        work.add(some)
        progress(len(some))
    for content in todo.changed:
        fields = work.renew(content, known[content.external_id])
        if fields:
            kept.append(Kept(content.external_id, fields))
        progress(1)
    work.unlist(todo.leaving)
    session.flush()
    return _counts(todo, tuple(kept))


def note_run(session: Session, source_id: str, report: dict[str, Any]) -> None:
    """Keep the report of an import run."""
    session.add(ImportRun(source_id=source_id, finished_at=datetime.now(UTC), report=report))


class _Import:
    """One import at work: writes records, their revisions, and the copy of what the source said."""

    def __init__(self, session: Session, source_id: str, author: str, now: datetime) -> None:
        self._session = session
        self._source_id = source_id
        self._author = author
        self._now = now
        self._writer = RecordWriter(session, source_id)

    def add(self, contents: Sequence[RecordContent]) -> None:
        """Store and publish records that are not known yet."""
        with self._session.no_autoflush:
            written = [(self._writer.write(content, None), content) for content in contents]
        self._session.flush()  # revisions and publications refer to their record
        for record, content in written:
            self._go_live(record, content)
            self._remember(record.id, content)
        self._session.flush()

    def renew(self, theirs: RecordContent, known: Known) -> tuple[str, ...]:
        """Store and publish what the source says now; return the fields where staff's words stay.

        A draft that waits is carried over: it stays the newest version, on the new text, and its
        author's, who must not review it. A draft that the source has caught up with is done.
        """
        session = self._session
        record = session.get_one(Record, known.record_id)
        live = session.get(Publication, record.id)
        copy = session.get(SourceCopy, record.id)
        newest_version = record.version
        newest = content_at(session, record.id, newest_version)
        ours = content_at(session, record.id, live.version) if live else newest
        waits = record.state in {State.DRAFT, State.IN_REVIEW, State.SCHEDULED}
        if waits and live is None:
            # Nobody vouched for the draft: what was live before stands, with what staff did to it.
            was = last_live(session, record.id)
            ours = content_at(session, record.id, was) if was else theirs
        base = RecordContent.model_validate_json(copy.content) if copy else ours
        merged = merge(base, ours, theirs)
        self._writer.write(merged.content, record)
        session.flush()
        self._go_live(record, merged.content)
        self._remember(record.id, theirs)
        carried = merge(ours, newest, merged.content)
        if waits and carried.content != merged.content:
            author = session.get_one(Revision, (record.id, newest_version)).author
            self._writer.write(carried.content, record)
            add_revision(
                session, record, carried.content, author=author, at=self._now,
                note="the draft, carried over to what the source says now",
            )  # fmt: skip
            note_event(session, record, Action.CARRY_OVER, who=self._author, at=self._now)
            record.state, record.publish_at = State.DRAFT, None
        session.flush()
        return merged.kept

    def unlist(self, names: Sequence[str]) -> None:
        """Take out of what is live what the source does not list any more."""
        for name in names:
            record = self._session.get_one(Record, name)
            live = self._session.get(Publication, name)
            note_event(
                self._session, record, Action.UNLIST, who=self._author, at=self._now,
                state=record.state, live=live.version if live else None,
            )  # fmt: skip
            if live is not None and live.version == record.version:
                record.state = State.ARCHIVED
        withdraw(self._session, names, at=self._now)

    def _go_live(self, record: Record, content: RecordContent) -> None:
        add_revision(self._session, record, content, author=self._author, at=self._now)
        note_event(self._session, record, Action.IMPORT, who=self._author, at=self._now)
        record.state, record.publish_at = State.PUBLISHED, None
        publish(self._session, record, content, at=self._now)

    def _remember(self, name: str, content: RecordContent) -> None:
        digest, said = content.digest(), content.model_dump_json()
        self._session.merge(SourceCopy(record_id=name, digest=digest, content=said))


def _store_source(session: Session, source: SourceInfo) -> None:
    row = session.get(Source, source.id) or Source(id=source.id)
    row.kind, row.title, row.place_id = source.kind, source.title, source.place_id
    row.digest, row.license = source.digest, source.license[:100]
    session.add(row)
    session.flush()


def _counts(todo: Sorted, kept: tuple[Kept, ...]) -> IngestCounts:
    return IngestCounts(
        added=len(todo.new),
        updated=len(todo.changed),
        unchanged=todo.unchanged,
        withdrawn=len(todo.leaving),
        held=todo.held,
        kept=kept,
    )
