"""`amparo record list, show, history, diff`: looking at records, for operators."""

import json
from typing import Any

from sqlalchemy import select

from amparo.cli.context import Context
from amparo.cli.desk import add_writing
from knowledge.differences import readable
from knowledge.errors import NotFound
from knowledge.lifecycle.history import compare, content_at, events, revisions
from knowledge.models import Publication, Record
from knowledge.translations import statuses


def add(commands: Any) -> None:
    """Add the commands of this file."""
    parser = commands.add_parser("record", help="look at records and change them")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="records by state")
    listing.add_argument("--state", help="only those in this state")
    listing.set_defaults(run=run_list)
    for name, run, what in (
        ("show", run_show, "what a record says, newest version"),
        ("history", run_history, "what was done with a record"),
        ("diff", run_diff, "what differs between two versions"),
    ):
        action = actions.add_parser(name, help=what)
        action.add_argument("record", help="id of the record")
        action.set_defaults(run=run)
    actions.choices["show"].add_argument("--version", type=int, help="an older version")
    actions.choices["diff"].add_argument("--old", type=int, required=True)
    actions.choices["diff"].add_argument("--new", type=int, required=True)
    add_writing(actions)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="print one JSON document")


def run_list(context: Context) -> list[dict[str, object]]:
    """List records that are not deleted, with their newest and their live version."""
    query = (
        select(Record, Publication.version)
        .outerjoin(Publication, Publication.record_id == Record.id)
        .where(Record.deleted_at.is_(None), Record.merged_into.is_(None))
        .order_by(Record.id)
    )
    if context.options.state:
        query = query.where(Record.state == context.options.state)
    with context.app.sessions() as session:
        rows: list[dict[str, object]] = [
            {
                "record": record.id,
                "state": record.state,
                "version": record.version,
                "live_version": live,
                "kind": record.kind,
                "place": record.place_id,
            }
            for record, live in session.execute(query)
        ]
    if not context.wants_json:
        for row in rows:
            print(f"{row['record']}  {row['state']}  {row['version']} (live {row['live_version']})")
    return rows


def run_show(context: Context) -> dict[str, object]:
    """Print the content of a record as JSON, which `record edit` reads."""
    options = context.options
    with context.app.sessions() as session:
        record = session.get(Record, options.record)
        if record is None:
            raise NotFound(f"there is no record {options.record!r}")
        version = options.version or record.version
        content = content_at(session, record.id, version)
    document = content.model_dump(mode="json")
    if not context.wants_json:
        print(json.dumps(document, ensure_ascii=False, indent=1))
        return document
    return {
        "record": record.id,
        "version": version,
        "state": record.state,
        "translations": statuses(content),
        "content": document,
    }


def run_history(context: Context) -> dict[str, object]:
    """Print who did what with a record, newest first."""
    name = context.options.record
    with context.app.sessions() as session:
        done = [
            {"at": event.at.isoformat(timespec="seconds"), "who": event.who,
             "action": event.action, "version": event.version, "detail": event.detail}
            for event in events(session, name)
        ]  # fmt: skip
        notes = {row.version: row.note for row in revisions(session, name)}
    if not notes:
        raise NotFound(f"there is no record {name!r}")
    if not context.wants_json:
        for event in done:
            note = notes.get(int(str(event["version"])), "")
            print(f"{event['at']}  v{event['version']}  {event['action']}  {event['who']}  {note}")
    return {"record": name, "events": done, "notes": notes}


def run_diff(context: Context) -> dict[str, object]:
    """Print what differs between two versions of a record."""
    options = context.options
    with context.app.sessions() as session:
        found = compare(session, options.record, options.old, options.new)
    if not context.wants_json:
        for change in found:
            print(f"{change.field}\n- {readable(change.before)}\n+ {readable(change.after)}")
    return {"record": options.record, "differences": [change.as_dict() for change in found]}
