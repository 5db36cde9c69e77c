"""A person at work on records: who acts, in which transaction, when, and by which rules."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from knowledge.content import RecordContent
from knowledge.differences import Difference, differences
from knowledge.errors import BadInput, NotFound, NotNow
from knowledge.lifecycle.history import content_at, refuse_name
from knowledge.lifecycle.states import STEPS, Action, State
from knowledge.models import Record, Source
from knowledge.places import Places
from knowledge.topics import Topics
from knowledge.validation import check_or_raise


class EditConflict(BadInput):
    """Somebody else changed the record since it was read; nothing was stored.

    `base`, `current` and `yours` are the version both began from (None where there is no such
    version), the one that stands now, and what was to be stored (None where only a step was to be
    taken); `theirs_changed` and `yours_changed` are the differences from the base, so that a person
    can bring both together.
    """

    def __init__(
        self,
        record: Record,
        *,
        base_version: int,
        base: RecordContent | None,
        current: RecordContent,
        yours: RecordContent | None,
    ) -> None:
        self.record_id = record.id
        self.base_version, self.current_version = base_version, record.version
        self.base, self.current, self.yours = base, current, yours
        self.theirs_changed: list[Difference] = differences(base, current) if base else []
        self.yours_changed: list[Difference] = differences(base, yours) if base and yours else []
        fields = ", ".join(change.field for change in self.theirs_changed) or "the same words"
        what = f"it is at version {record.version} now ({fields})"
        if base is None:
            what = f"there is none such: it is at version {record.version}"
        super().__init__(
            f"record {record.id!r} was changed by somebody else: you began from version "
            f"{base_version}, {what}"
        )


def lock_records(session: Session, *names: str) -> None:
    """Wait for other writers of these records; what is read after this is the newest.

    An UPDATE that changes nothing: SQLite takes its write lock for it, PostgreSQL locks the rows.
    """
    session.execute(
        update(Record)
        .where(Record.id.in_(names))
        .values(version=Record.version)
        .execution_options(synchronize_session=False)
    )


def lock_source(session: Session, source_id: str) -> None:
    """Wait for other writers of a source's records, as `lock_records` does."""
    session.execute(
        update(Source)
        .where(Source.id == source_id)
        .values(title=Source.title)
        .execution_options(synchronize_session=False)
    )


@dataclass(frozen=True)
class Desk:
    """Who does something to records (`who`), at what moment (`at`, aware), in `session`.

    `own_review` lets people review what they wrote themselves, for offices of one person. Raises
    BadInput for a name that cannot be kept, and for a moment without time zone.
    """

    session: Session
    who: str
    at: datetime
    places: Places
    topics: Topics
    own_review: bool = False

    def __post_init__(self) -> None:
        """Refuse what would make the history unreadable."""
        refuse_name(self.who)
        if self.at.tzinfo is None:
            raise BadInput("the moment of an action needs its time zone")

    def check(self, content: RecordContent) -> None:
        """Raise InvalidRecord when `content` breaks a rule as things stand at this desk."""
        check_or_raise(content, places=self.places, topics=self.topics, today=self.at.date())

    def take(
        self, record_id: str, base_version: int, *, yours: RecordContent | None = None
    ) -> Record:
        """Return the record, locked for this transaction; it must stand at `base_version`.

        Raises NotFound, or EditConflict when it stands at another version.
        """
        lock_records(self.session, record_id)
        record = self.session.get(Record, record_id, populate_existing=True)
        if record is None:
            raise NotFound(f"there is no record {record_id!r}")
        if record.version != base_version:
            base = (
                content_at(self.session, record_id, base_version)
                if 0 < base_version < record.version
                else None
            )
            raise EditConflict(
                record,
                base_version=base_version,
                base=base,
                current=content_at(self.session, record_id, record.version),
                yours=yours,
            )
        return record

    def take_for(self, action: Action, record_id: str, base_version: int) -> Record:
        """Return the record as `take` does, when its state allows `action`; else NotNow."""
        record = self.take(record_id, base_version)
        self.refuse_deleted(record)
        allowed = STEPS[action]
        if State(record.state) not in allowed:
            states = " or ".join(sorted(allowed))
            raise NotNow(
                f"record {record_id!r} is {record.state}: {action.value} is for what is {states}"
            )
        return record

    @staticmethod
    def refuse_deleted(record: Record) -> None:
        """Raise NotNow when the record is deleted or stands for another one now."""
        if record.deleted_at is not None:
            raise NotNow(f"record {record.id!r} is deleted: restore it first")
        if record.merged_into is not None:
            raise NotNow(f"record {record.id!r} was merged into {record.merged_into!r}")
