"""`amparo import`: directories and the starter content."""

from pathlib import Path
from typing import Any

from amparo.cli.context import Context
from amparo.importing import import_hsds


def add(commands: Any) -> None:
    """Add the commands of this file."""
    parser = commands.add_parser("import", help="bring records in")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    hsds = kinds.add_parser("hsds", help="an Open Referral data package, zip, folder or JSON")
    hsds.add_argument("path", type=Path, help="the package")
    hsds.add_argument("--place", required=True, help="id or name of the place it is for")
    hsds.add_argument("--source", help="name of the source, when a place has several")
    hsds.add_argument(
        "--replace", action="store_true", help="let it replace a source it shares no record with"
    )
    hsds.add_argument("--dry-run", action="store_true", help="report only, change nothing")
    hsds.add_argument("--json", action="store_true", help="print one JSON document")
    hsds.set_defaults(run=run_hsds)
    starter = kinds.add_parser("starter", help="the content that comes with the project")
    starter.add_argument("--json", action="store_true", help="print one JSON document")
    starter.set_defaults(run=run_starter)


def run_hsds(context: Context) -> dict[str, object]:
    """Import a package, or report what importing it would do."""
    options = context.options
    outcome = import_hsds(
        context.app,
        options.path,
        place_id=context.place(),
        source_id=options.source,
        replace=options.replace,
        dry_run=options.dry_run,
    )
    if not context.wants_json:
        print(outcome.text())
    return outcome.as_dict()


def run_starter(context: Context) -> dict[str, object]:
    """Publish the starter content again."""
    changed = context.app.load_starter(force=True)
    with context.report.task("Building the index", "passages"):
        _ = context.app.synchroniser
    records = len(context.app.index)
    if not context.wants_json:
        print(f"starter content published; {records} records live")
    return {"published": changed, "records": records}
