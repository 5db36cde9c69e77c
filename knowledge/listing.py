"""What is stored of a source, held against what it lists now: what each record needs."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.content import RecordContent
from knowledge.errors import BadInput
from knowledge.lifecycle.editing import LOCAL
from knowledge.lifecycle.states import VOUCHED, Action, State
from knowledge.models import Event, Publication, Record, SourceCopy
from knowledge.places.tree import GAZETTEER
from knowledge.strings import longest

_SOURCE_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,38}")


@dataclass(frozen=True)
class Known:
    """What is stored of a record of the source."""

    record_id: str
    said: str
    """Digest of what the source said last, "" when it never did."""
    live: bool
    held: bool
    dropped: bool
    """The source did not list it when it spoke last; if it is live, staff brought it back."""


@dataclass
class Sorted:
    """The contents of an import by what is to be done with them."""

    new: list[RecordContent] = field(default_factory=list)
    changed: list[RecordContent] = field(default_factory=list)
    unchanged: int = 0
    held: int = 0
    leaving: list[str] = field(default_factory=list)
    """Ids of live records that the source does not list any more."""


def sort_out(known: Mapping[str, Known], contents: Sequence[RecordContent]) -> Sorted:
    """Return what is to be done with `contents`, and with what is stored and not among them."""
    todo = Sorted()
    for content in contents:
        stored = known.get(content.external_id)
        if stored is None:
            todo.new.append(content)
        elif stored.held:
            todo.held += 1
        elif stored.said == content.digest() and not stored.dropped:
            todo.unchanged += 1
        else:
            todo.changed.append(content)
    listed = {content.external_id for content in contents}
    todo.leaving = [
        stored.record_id
        for name, stored in known.items()
        if name not in listed and stored.live and not stored.dropped
    ]
    return todo


def refuse_ids(source_id: str, contents: Sequence[RecordContent]) -> None:
    """Raise BadInput for ids of the source or its records that cannot be, or stand twice."""
    if not _SOURCE_ID.fullmatch(source_id):
        raise BadInput(
            f"source {source_id!r}: at most 39 small letters, digits, '-', '_' and '.', please"
        )
    if source_id in {LOCAL, GAZETTEER}:
        raise BadInput(f"source {source_id!r} is the project's own: name another one")
    names = Counter(content.external_id for content in contents)
    if twice := [name for name, count in names.items() if count > 1]:
        raise BadInput(f"source {source_id!r} lists {twice[0]!r} {names[twice[0]]} times")
    most = longest(RecordContent, "external_id")
    if odd := [name for name in names if not name.strip() or len(name) > most]:
        raise BadInput(f"source {source_id!r}: an id has 1 to {most} letters: {odd[0][:40]!r}")


def known_records(session: Session, source_id: str) -> dict[str, Known]:
    """Return all that is stored of a source, by the source's own ids."""
    rows = session.execute(
        select(
            Record.id, Record.external_id, Record.state, Record.deleted_at, Record.merged_into,
            SourceCopy.digest, Publication.version,
        )
        .outerjoin(SourceCopy, SourceCopy.record_id == Record.id)
        .outerjoin(Publication, Publication.record_id == Record.id)
        .where(Record.source_id == source_id)
    )  # fmt: skip
    ended = _last_of(session, source_id, Action.ARCHIVE, Action.UNLIST)
    stood = _last_of(session, source_id, Action.ARCHIVE, Action.RESTORE, Action.PUBLISH, *VOUCHED)
    spoken = _last_of(session, source_id, Action.IMPORT, Action.UNLIST)
    known = {}
    for row in rows:
        # A draft begun on an archived record does not bring it back; a reviewer does.
        last = (ended if row.state == State.ARCHIVED else stood).get(row.id)
        archived = row.version is None and last == Action.ARCHIVE
        put_away = row.deleted_at is not None or row.merged_into is not None
        known[row.external_id] = Known(
            record_id=row.id,
            said=row.digest or "",
            live=row.version is not None,
            held=put_away or archived,
            dropped=spoken.get(row.id) == Action.UNLIST,
        )
    return known


def _last_of(session: Session, source_id: str, *actions: Action) -> dict[str, str]:
    """Return by record which of `actions` was done with it last."""
    newest = (
        select(func.max(Event.id))
        .join(Record, Record.id == Event.record_id)
        .where(
            Record.source_id == source_id, Event.action.in_([action.value for action in actions])
        )
        .group_by(Event.record_id)
    )
    rows = session.execute(select(Event.record_id, Event.action).where(Event.id.in_(newest)))
    return {row.record_id: row.action for row in rows}
