"""Reading a whole sheet: every row becomes a record, or none does and every fault is told."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from knowledge.errors import RefusedRows, UnusablePackage
from knowledge.places import Places
from knowledge.sources.reading import NO_OPTIONS, Reading, refuse_unknown
from knowledge.sources.sheet.account import Account
from knowledge.sources.sheet.columns import COLUMNS
from knowledge.sources.sheet.grid import Grid, open_grid
from knowledge.sources.sheet.header import (
    read_header,
)
from knowledge.sources.sheet.mapping import SheetMapping, read_mapping
from knowledge.sources.sheet.row_cells import Setting
from knowledge.sources.sheet.topic_names import TopicNames
from knowledge.topics import Topics

OPTIONS: Final = ("mapping", "sheet")
"""The mapping file (path), and the name of a sheet in a workbook."""
_SHOWN: Final = 3
"""How many faults the one line of a refusal tells."""


def read_sheet(
    path: Path,
    *,
    place_id: str,
    places: Places,
    topics: Topics,
    options: Mapping[str, str] = NO_OPTIONS,
    today: date | None = None,
) -> Reading:
    """Return the records of the CSV or XLSX file at `path`, one for each row.

    `today` (the day of the call when None) only tells what is still to come. Options: "mapping",
    the path of a mapping file, and "sheet", the name of a sheet in a workbook. Rows are counted
    as a person sees them in a spreadsheet.

    All or nothing: raises RefusedRows, which carries the account of every row, when any row has a
    fault. Raises UnusablePackage for what is no sheet at all, UnknownPlace, and BadInput for an
    unknown option.
    """
    refuse_unknown(options, OPTIONS)
    place = places.by_id_or_raise(place_id)
    mapping = read_mapping(Path(options["mapping"])) if options.get("mapping") else SheetMapping()
    known = [heading for headings in mapping.columns.values() for heading in headings]
    grid = open_grid(
        path,
        sheet=options.get("sheet") or mapping.sheet,
        known=[*known, *(column.name for column in COLUMNS)],
        skip_rows=mapping.skip_rows,
    )
    rows = [row for row in grid.rows if row.number > mapping.skip_rows]
    if not rows:
        raise UnusablePackage(f"{path.name} has no row with headings")
    header = read_header(path.name, rows[0], mapping)
    setting = Setting(
        place_id=place.id,
        title=mapping.title or path.stem,
        license=mapping.license,
        dates=mapping.dates,
        today=today or datetime.now(UTC).date(),
        places=places,
        topics=TopicNames(topics),
        folder=path.parent,
    )
    if len(rows) == 1:
        raise UnusablePackage(f"{path.name} has headings, but no row below them")
    account = Account(path.name, header)
    read = [account.read(row, mapping, setting) for row in rows[1:]]
    account.check(read, places, topics)
    return _finish(path.name, grid, setting, account)


def _finish(name: str, grid: Grid, setting: Setting, account: Account) -> Reading:
    report = account.close()
    if account.faults:
        raise RefusedRows(_refusal(name, account), report)
    return Reading(setting.title, grid.form, setting.license, tuple(account.contents), report)


def _refusal(name: str, account: Account) -> str:
    """Return one line: the first rows with a fault, their columns and reasons, how many more."""
    rows = dict.fromkeys(row.line for row, _, _ in account.faults)
    told = [
        f"row {row.line}, {column}: {reason}" for row, column, reason in account.faults[:_SHOWN]
    ]
    head = f"{name}: {len(rows)} of {account.count} rows cannot be used, so none is imported"
    more = len(account.faults) - len(told)
    tail = f"; and {more} more faults" if more else ""
    return " ".join(f"{head}: {'; '.join(told)}{tail}".split())
