"""`amparo record create, edit, submit, approve ...`: changing records, for operators."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from amparo.cli.context import Context
from knowledge.content import RecordContent
from knowledge.differences import readable
from knowledge.errors import BadInput
from knowledge.lifecycle.desk import Desk, EditConflict
from knowledge.lifecycle.editing import create, edit, roll_back
from knowledge.lifecycle.ending import archive, delete, restore
from knowledge.lifecycle.reviewing import approve, send_back, submit, unschedule, verify
from knowledge.models import Record

STEPS: dict[str, tuple[Callable[..., Record], str]] = {
    "submit": (submit, "hand a draft in for review"),
    "send-back": (send_back, "give it back to its author"),
    "approve": (approve, "let it go live, now or at a time"),
    "unschedule": (unschedule, "take a planned publication back"),
    "verify": (verify, "say that it was right on a day"),
    "archive": (archive, "take it out of use"),
    "delete": (delete, "put it away"),
    "restore": (restore, "undo an archiving, deletion or merge"),
    "rollback": (roll_back, "go back to an older version, as a draft"),
}


def add_writing(actions: Any) -> None:
    """Add the actions of this file to `amparo record`."""
    new = actions.add_parser("create", help="write a new record (JSON, as `record show` prints)")
    change = actions.add_parser("edit", help="store a new version of a record, as a draft")
    for action in (new, change):
        action.add_argument("--file", required=True, help="file with the content, - for input")
        action.add_argument("--note", default="", help="why")
    change.add_argument("--minor", action="store_true", help="translations need no second look")
    new.set_defaults(run=run_create)
    change.set_defaults(run=run_edit)
    for name, (_act, what) in STEPS.items():
        actions.add_parser(name, help=what).set_defaults(run=run_step)
    actions.choices["approve"].add_argument("--at", help="moment to go live, ISO with time zone")
    actions.choices["verify"].add_argument("--on", help="day, ISO; today when left out")
    actions.choices["rollback"].add_argument("--to", type=int, required=True, help="version")
    for name in ("send-back", "archive", "delete"):
        actions.choices[name].add_argument("--reason", default="", help="why")
    for name in ("edit", *STEPS):
        actions.choices[name].add_argument("record", help="id of the record")
        actions.choices[name].add_argument(
            "--base", type=int, required=True, help="the version you began from"
        )
    for name in ("create", "edit", *STEPS):
        actions.choices[name].add_argument("--by", required=True, help="who does this")


@contextmanager
def open_desk(context: Context) -> Iterator[Desk]:
    """Give the desk of who is named by `--by`, in a transaction of its own."""
    app = context.app
    who = context.options.by
    if not who:
        raise BadInput("say who does this: --by NAME")
    with app.sessions.begin() as session:
        yield Desk(
            session,
            who,
            datetime.now(UTC),
            app.places,
            app.topics,
            own_review=app.settings.own_review,
        )


def _content(options: argparse.Namespace) -> RecordContent:
    try:
        text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{options.file} cannot be read: {type(error).__name__}") from None
    try:
        return RecordContent.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{field or options.file}: {first['msg']}") from None


def run_create(context: Context) -> dict[str, object]:
    """Store a new record as a draft."""
    with open_desk(context) as desk:
        return _state(context, create(desk, _content(context.options), note=context.options.note))


def run_edit(context: Context) -> dict[str, object]:
    """Store a new version; a conflict prints both texts on standard error."""
    options = context.options
    try:
        with open_desk(context) as desk:
            record = edit(
                desk,
                options.record,
                _content(options),
                base_version=options.base,
                minor=options.minor,
                note=options.note,
            )
            return _state(context, record)
    except EditConflict as conflict:
        for whose, changes in (
            ("theirs", conflict.theirs_changed),
            ("yours", conflict.yours_changed),
        ):
            for change in changes:
                print(f"{whose} {change.field}: {readable(change.after)}", file=sys.stderr)
        raise


def run_step(context: Context) -> dict[str, object]:
    """Take one step of a record's way."""
    options = context.options
    more: dict[str, Any] = {}
    if options.action == "approve" and options.at:
        more["publish_at"] = _moment(options.at)
    if options.action == "verify":
        more["on"] = _day(options.on) if options.on else datetime.now(UTC).date()
    if options.action == "rollback":
        more["to_version"] = options.to
    if hasattr(options, "reason"):
        more["reason"] = options.reason
    act, _what = STEPS[options.action]
    with open_desk(context) as desk:
        return _state(context, act(desk, options.record, base_version=options.base, **more))


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise BadInput(f"not a moment in ISO form: {written}") from None
    if moment.tzinfo is None:
        raise BadInput(f"a moment needs its time zone, as in 2027-01-31T09:00-05:00: {written}")
    return moment


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadInput(f"not a day in ISO form: {written}") from None


def _state(context: Context, record: Record) -> dict[str, object]:
    said: dict[str, object] = {
        "record": record.id,
        "version": record.version,
        "state": record.state,
        "publish_at": record.publish_at.isoformat() if record.publish_at else None,
        "deleted": record.deleted_at is not None,
    }
    if not context.wants_json:
        print("  ".join(f"{name} {value}" for name, value in said.items() if value))
    return said
