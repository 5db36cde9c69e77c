"""New words for a record: create, edit, go back to an older version. It all begins as a draft."""

from knowledge.content import RecordContent
from knowledge.errors import BadInput
from knowledge.lifecycle.desk import Desk, lock_source
from knowledge.lifecycle.history import add_revision, content_at, note_event
from knowledge.lifecycle.states import Action, State
from knowledge.models import Record, Source
from knowledge.store import RecordWriter, record_id
from knowledge.translations import carry_minor

LOCAL = "local"
"""Id of the source of what staff write themselves."""


def create(desk: Desk, content: RecordContent, *, note: str = "") -> Record:
    """Store a new record of the staff's own as a draft and return it.

    Raises InvalidRecord, and BadInput when the id is taken.
    """
    desk.check(content)
    session = desk.session
    # Of two people who take the same id at once, the second waits here and then sees it taken.
    lock_source(session, LOCAL)
    if session.get(Source, LOCAL) is None:
        session.add(Source(id=LOCAL, kind=LOCAL, title="Written here"))
        session.flush()
    name = record_id(LOCAL, content.external_id)
    if session.get(Record, name) is not None:
        raise BadInput(f"there is a record {name!r} already")
    record = RecordWriter(session, LOCAL).write(content, None)
    session.flush()
    _keep(desk, record, content, Action.EDIT, note)
    return record


def edit(
    desk: Desk,
    name: str,
    content: RecordContent,
    *,
    base_version: int,
    minor: bool = False,
    note: str = "",
) -> Record:
    """Store `content` as the newest version of record `name`, as a draft; what is live stays live.

    `base_version` is the version that the editor began from. `minor` says that translations need
    no second look (see `carry_minor`). A review under way or a planned publication ends: the text
    is another one now. Raises EditConflict with both texts, InvalidRecord, NotFound, NotNow.
    """
    record = desk.take(name, base_version, yours=content)
    desk.refuse_deleted(record)
    before = content_at(desk.session, name, base_version)
    if content.external_id != before.external_id:
        raise BadInput(f"record {name!r} keeps its id: {before.external_id!r}")
    desk.check(content)
    if minor:
        content = carry_minor(before, content)
    if content == before:
        return record
    _write(desk, record, content, Action.EDIT, note)
    return record


def roll_back(desk: Desk, name: str, *, base_version: int, to_version: int) -> Record:
    """Make what record `name` said at `to_version` its newest version, as a draft.

    Nothing is lost: the versions between stay in the history; where both say the same, nothing is
    done. Raises EditConflict, NotFound, NotNow, and InvalidRecord when the old text breaks a rule
    of today (a place that is gone).
    """
    record = desk.take(name, base_version)
    desk.refuse_deleted(record)
    content = content_at(desk.session, name, to_version)
    if content == content_at(desk.session, name, base_version):
        return record
    desk.check(content)
    _write(desk, record, content, Action.ROLL_BACK, f"back to version {to_version}")
    return record


def _write(desk: Desk, record: Record, content: RecordContent, action: Action, note: str) -> None:
    RecordWriter(desk.session, record.source_id).write(content, record)
    _keep(desk, record, content, action, note)


def _keep(desk: Desk, record: Record, content: RecordContent, action: Action, note: str) -> None:
    record.state, record.publish_at = State.DRAFT, None
    add_revision(desk.session, record, content, author=desk.who, at=desk.at, note=note)
    note_event(desk.session, record, action, who=desk.who, at=desk.at)
    desk.session.flush()
