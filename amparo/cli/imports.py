"""`amparo import` and `amparo source`: directories, spreadsheets, the starter content."""

import argparse
from typing import Any

from amparo.cli.context import Context
from amparo.importing import ImportOutcome, Order, run_import
from amparo.sources import list_sources, run_again, schedule
from knowledge.errors import RefusedRows

OPTIONS = ("mapping", "sheet")
"""Arguments that are handed to the reader of the source as they are."""


def add(commands: Any) -> None:
    """Add the commands of this file."""
    parser = commands.add_parser("import", help="bring records in")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    hsds = kinds.add_parser("hsds", help="an Open Referral data package, zip, folder or JSON")
    sheet = kinds.add_parser("sheet", help="a spreadsheet, CSV or XLSX (see `export sheet`)")
    sheet.add_argument("--mapping", help="YAML file that says which foreign column is which")
    sheet.add_argument("--sheet", help="name of the sheet in the file; the first one if left out")
    for kind in (hsds, sheet):
        _add_common(kind)
    starter = kinds.add_parser("starter", help="the content that comes with the project")
    starter.add_argument("--json", action="store_true", help="print one JSON document")
    starter.set_defaults(run=run_starter)
    _add_source(commands)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", help="file, folder, or http(s) address")
    parser.add_argument("--place", required=True, help="id or name of the place it is for")
    parser.add_argument("--source", default="", help="name of the source, when a place has several")
    parser.add_argument(
        "--replace", action="store_true", help="let it replace a source it shares no record with"
    )
    parser.add_argument(
        "--every-hours", type=int, metavar="N", help="read it again every N hours from now on"
    )
    parser.add_argument("--dry-run", action="store_true", help="report only, change nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(run=run_source_import)


def _add_source(commands: Any) -> None:
    parser = commands.add_parser("source", help="where records come from, and when again")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="all sources").set_defaults(run=run_list)
    again = actions.add_parser("run", help="read a source again now")
    again.set_defaults(run=run_source_again)
    timed = actions.add_parser("schedule", help="read a source again every so many hours")
    timed.add_argument("--every-hours", type=int, metavar="N", help="left out: never again")
    timed.set_defaults(run=run_schedule)
    for action in (again, timed):
        action.add_argument("source", help="id of the source")
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="print one JSON document")


def run_source_import(context: Context) -> dict[str, object]:
    """Import a source, or report what importing it would do."""
    options = context.options
    named = {name: getattr(options, name, None) for name in OPTIONS}
    order = Order(
        kind=options.kind,
        location=options.path,
        place_id=context.place(),
        source_id=options.source,
        options={name: value for name, value in named.items() if value},
        every_hours=options.every_hours,
    )
    try:
        outcome = run_import(context.app, order, replace=options.replace, dry_run=options.dry_run)
    except RefusedRows as error:
        context.explain(error.report)
        raise
    return _tell(context, outcome)


def _tell(context: Context, outcome: ImportOutcome) -> dict[str, object]:
    if not context.wants_json:
        print(outcome.text())
    return outcome.as_dict()


def run_source_again(context: Context) -> dict[str, object]:
    """Read a source again from where it was read last."""
    return _tell(context, run_again(context.app, context.options.source))


def run_schedule(context: Context) -> dict[str, object]:
    """Set how often a source is read again."""
    options = context.options
    schedule(context.app, options.source, options.every_hours)
    if not context.wants_json:
        hours = options.every_hours
        print(f"{options.source}: " + (f"every {hours} hours" if hours else "not by itself"))
    return {"source": options.source, "every_hours": options.every_hours}


def run_list(context: Context) -> list[dict[str, object]]:
    """List the sources with what came of their last run."""
    with context.app.sessions() as session:
        rows = list_sources(session)
    if not context.wants_json:
        for row in rows:
            again = f"again {row['next_run']}" if row["next_run"] else "not by itself"
            print(
                f"{row['id']}  {row['kind']}  {row['live']} live  last {row['last_run']}  {again}"
            )
    return rows


def run_starter(context: Context) -> dict[str, object]:
    """Publish the starter content again."""
    changed = context.app.load_starter(force=True)
    with context.report.task("Building the index", "passages"):
        _ = context.app.synchroniser
    records = len(context.app.index)
    if not context.wants_json:
        print(f"starter content published; {records} records live")
    return {"published": changed, "records": records}
