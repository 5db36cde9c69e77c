"""`amparo export`: what is published, for other programs."""

import sys
from pathlib import Path
from typing import Any

from amparo.cli.context import Context
from amparo.exporting import export_hsds, export_records


def add(commands: Any) -> None:
    """Add the commands of this file."""
    parser = commands.add_parser("export", help="give the published records out")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    records = kinds.add_parser("records", help="one JSON object a line, all languages")
    records.add_argument("--out", type=Path, help="file; standard output when left out")
    records.set_defaults(run=run_records)
    hsds = kinds.add_parser("hsds", help="an HSDS 3 package (zip of JSON services)")
    hsds.add_argument("--out", type=Path, required=True, help="file of the package")
    hsds.set_defaults(run=run_hsds)
    for kind in kinds.choices.values():
        kind.add_argument("--json", action="store_true", help="print one JSON document at the end")


def run_records(context: Context) -> dict[str, object] | None:
    """Write every published record as a line of JSON."""
    out = context.options.out
    with context.app.sessions() as session:
        if out is None:
            export_records(session, sys.stdout)
            return None
        with out.open("w", encoding="utf-8") as file:
            count = export_records(session, file)
    return {"records": count, "out": str(out)}


def run_hsds(context: Context) -> dict[str, object]:
    """Write the published services as an HSDS 3 package."""
    with context.app.sessions() as session:
        count = export_hsds(session, context.options.out, context.app.places)
    return {"services": count, "out": str(context.options.out)}
