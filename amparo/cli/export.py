"""`amparo export`: what is published, for other programs."""

import sys
from pathlib import Path
from typing import Any

from admin.opendata.wording import CatalogueWording
from amparo.cli.context import Context
from amparo.counting import as_markdown, count_records
from amparo.exporting import export_hsds, export_records, export_table
from knowledge.opendata.context import Context as OpenData
from knowledge.publishing import live_records
from knowledge.sources.sheet.csv_file import write_csv
from knowledge.sources.sheet.exporting import template_headings
from knowledge.sources.sheet.files import write_sheet
from knowledge.topics import load_topics


def add(commands: Any) -> None:
    """Add the commands of this file."""
    parser = commands.add_parser("export", help="give the published records out")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    records = kinds.add_parser("records", help="one JSON object a line, all languages")
    records.add_argument("--out", type=Path, help="file; standard output when left out")
    records.set_defaults(run=run_records)
    hsds = kinds.add_parser("hsds", help="an HSDS 3 package (zip of JSON), which imports again")
    hsds.add_argument("--out", type=Path, required=True, help="file of the package")
    hsds.set_defaults(run=run_hsds)
    sheet = kinds.add_parser("sheet", help="a spreadsheet (CSV or XLSX), which imports again")
    sheet.add_argument("--template", action="store_true", help="only the headings, explained")
    sheet.add_argument("--out", type=Path, help="F.csv or F.xlsx; CSV on standard output if not")
    sheet.add_argument("--source", default="", help="only the records of this source")
    sheet.add_argument("--place", help="only the records for this place and what lies in it")
    sheet.set_defaults(run=run_sheet)
    counts = kinds.add_parser("counts", help="how many records by status, kind, country, language")
    counts.add_argument("--out", type=Path, help="file for a page of tables (Markdown)")
    counts.set_defaults(run=run_counts)
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
    """Write everything that is published as an HSDS 3 package."""
    app = context.app
    surroundings = OpenData(app.places, app.topics, CatalogueWording())
    with app.sessions() as session:
        counts = export_hsds(session, context.options.out, surroundings)
    return {
        "services": counts.services,
        "records": counts.records,
        "out": str(context.options.out),
    }


def run_sheet(context: Context) -> dict[str, object] | None:
    """Write records, or only the headings, as a spreadsheet."""
    options = context.options
    if options.template:
        table = [template_headings()]
    else:
        app = context.app
        with app.sessions() as session:
            table = export_table(
                session,
                places=app.places,
                topics=app.topics,
                source_id=options.source,
                place_id=app.places.by_id_or_raise(options.place).id if options.place else "",
            )
    if options.out is None:
        sys.stdout.write(write_csv(table))
        return None
    write_sheet(options.out, table, load_topics())
    return {"records": len(table) - 1, "out": str(options.out)}


def run_counts(context: Context) -> dict[str, object]:
    """Count what is published; print the tables, or write them into a page."""
    with context.app.sessions() as session:
        records = list(live_records(session))
    counts = count_records(records, context.app.places)
    page, out = as_markdown(counts, len(records)), context.options.out
    if out is not None:
        out.write_text(page, encoding="utf-8")
    elif not context.wants_json:
        print(page, end="")
    return {"records": len(records), **counts}
