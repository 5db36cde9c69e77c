"""`amparo duplicates` and `amparo owner`: pairs to decide on, and how long stale records stay."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from amparo.cli.context import Context
from amparo.cli.desk import open_desk
from knowledge.duplicates.proposals import keep_apart, merge_into, open_proposals, propose
from knowledge.errors import BadInput
from knowledge.models import Owner


def add(commands: Any) -> None:
    """Add the commands of this file."""
    _add_owner(commands)
    _add_duplicates(commands)


def _add_owner(commands: Any) -> None:
    parser = commands.add_parser("owner", help="how long an owner's stale records stay")
    parser.add_argument("owner", nargs="?", help="the owner; all when left out")
    parser.add_argument("--grace-days", help="days after the review date, or `none`")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run_owner)


def _add_duplicates(commands: Any) -> None:
    parser = commands.add_parser("duplicates", help="records that may be the same thing")
    parser.add_argument("--find", action="store_true", help="look for new pairs first")
    parser.add_argument("--merge", type=int, metavar="N", help="carry proposal N out")
    parser.add_argument("--keep", help="with --merge: the record that stands for both")
    parser.add_argument("--apart", type=int, metavar="N", help="say that the two differ")
    parser.add_argument("--by", default="", help="who decides")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run_duplicates)


def run_owner(context: Context) -> list[dict[str, object]]:
    """Show or set how long the stale records of an owner stay live."""
    options = context.options
    with context.app.sessions.begin() as session:
        if options.grace_days is not None:
            if not options.owner:
                raise BadInput("say whose records these are")
            written = options.grace_days
            if written != "none" and not (written.isdecimal() and len(written) <= 5):
                raise BadInput(f"--grace-days is a number of days or `none`: {written[:40]}")
            days = None if written == "none" else int(written)
            session.merge(Owner(id=options.owner, grace_days=days))
            session.flush()
        owners = session.scalars(select(Owner).order_by(Owner.id))
        rows: list[dict[str, object]] = [
            {"owner": owner.id, "grace_days": owner.grace_days}
            for owner in owners
            if options.owner in (None, owner.id)
        ]
    if not context.wants_json:
        for row in rows:
            print(f"{row['owner']}: {row['grace_days']} days of grace")
    return rows


def run_duplicates(context: Context) -> list[dict[str, object]]:
    """List pairs that may be the same thing; merge one, or keep one apart."""
    options = context.options
    if options.merge is not None or options.apart is not None:
        with open_desk(context) as desk:
            if options.merge is not None:
                merge_into(desk, options.merge, keep=options.keep or "")
            if options.apart is not None:
                keep_apart(desk, options.apart)
    with context.app.sessions.begin() as session:
        if options.find:
            propose(session, at=datetime.now(UTC))
        pairs = open_proposals(session)
    if not context.wants_json:
        for pair in pairs:
            print(f"{pair.id}. {pair.score}  {pair.first}  =  {pair.second}")
            print(f"   {', '.join(pair.reasons)}")
    return [
        {"proposal": pair.id, "first": pair.first, "second": pair.second,
         "score": pair.score, "reasons": list(pair.reasons)}
        for pair in pairs
    ]  # fmt: skip
