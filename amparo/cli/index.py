"""`amparo index`: build what is missing, and say how it stands."""

from typing import Any

from sqlalchemy import func, select

from amparo.cli.context import Context
from knowledge.models import Publication
from knowledge.publishing import last_change


def add(commands: Any) -> None:
    """Add the commands of this file."""
    index = commands.add_parser("index", help="the search index")
    actions = index.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, run, words in (
        ("build", run_build, "encode what is missing, drop what is not needed"),
        ("status", run_status, "how many records and passages are indexed"),
    ):
        action = actions.add_parser(name, help=words)
        action.add_argument("--json", action="store_true", help="print one JSON document")
        action.set_defaults(run=run)


def run_build(context: Context) -> dict[str, object]:
    """Bring the index up to what is published."""
    app = context.app
    synchroniser = app.synchroniser
    dropped = synchroniser.prune()
    return _show(context, {**_status(context), "dropped": dropped})


def run_status(context: Context) -> dict[str, object]:
    """Say how the index stands."""
    return _show(context, _status(context))


def _status(context: Context) -> dict[str, object]:
    app = context.app
    with app.sessions() as session:
        published = session.scalar(select(func.count()).select_from(Publication)) or 0
        change = last_change(session)
    return {
        "encoder": app.encoder.name,
        "published": published,
        "records": len(app.index) if app.synchroniser else 0,
        "passages": app.index.passages,
        "last_change": change,
        "indexed_change": app.synchroniser.seq,
    }


def _show(context: Context, status: dict[str, object]) -> dict[str, object]:
    if not context.wants_json:
        for name, value in status.items():
            print(f"{name}: {value}")
    return status
