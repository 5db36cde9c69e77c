"""A sheet as rows of texts with the numbers that a person sees beside them, whatever its file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from knowledge.errors import UnusablePackage
from knowledge.sources.sheet.csv_file import read_csv
from knowledge.sources.sheet.limits import MAX_COLUMNS, MAX_FILE_BYTES, MAX_ROWS
from knowledge.sources.sheet.workbook import read_workbook

_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class GridRow:
    """One row: its number in the sheet, its texts, and what is wrong with single cells.

    `faults` are reasons by the position of the cell, for values that a text cannot stand for.
    """

    number: int
    cells: tuple[str, ...]
    faults: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Grid:
    """The rows of a sheet that hold anything, in order; `form` is "CSV" or "XLSX"."""

    form: str
    rows: tuple[GridRow, ...]


def open_grid(path: Path, *, sheet: str, known: Sequence[str], skip_rows: int) -> Grid:
    """Return the sheet at `path`, which what is in the file tells CSV from XLSX.

    `sheet` names one of a workbook, "" takes the first. `known` are headings to look for when
    telling commas from semicolons, below `skip_rows` rows. Raises UnusablePackage with one line
    that names the file.
    """
    data = _read(path)
    if data.startswith(_OLD_EXCEL):
        raise UnusablePackage(
            f"{path.name} is an old Excel file, or one with a password: save it as XLSX without"
        )
    if data.startswith(_ZIP):
        return Grid("XLSX", _kept(path.name, read_workbook(path.name, data, sheet)))
    if sheet:
        raise UnusablePackage(f"{path.name} is a CSV file, which has no sheet {sheet!r}")
    rows = read_csv(path.name, data, known, skip_rows)
    return Grid("CSV", _kept(path.name, ((number, cells, {}) for number, cells in rows)))


def _read(path: Path) -> bytes:
    try:
        if not path.exists():
            raise UnusablePackage(f"{path} does not exist")
        if not path.is_file():
            raise UnusablePackage(f"{path} is no file: a sheet is one CSV or XLSX file")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnusablePackage(f"{path.name} is larger than {MAX_FILE_BYTES >> 20} MB")
        data = path.read_bytes()
    except OSError as error:
        raise UnusablePackage(f"{path} cannot be read: {error.strerror or error}") from error
    if not data.strip():
        raise UnusablePackage(f"{path.name} is empty")
    return data


def _kept(
    name: str, rows: Iterable[tuple[int, Sequence[str], dict[int, str]]]
) -> tuple[GridRow, ...]:
    return tuple(_limited(name, rows))


def _limited(
    name: str, rows: Iterable[tuple[int, Sequence[str], dict[int, str]]]
) -> Iterator[GridRow]:
    count = 0
    for number, cells, faults in rows:
        filled = max((at for at, cell in enumerate(cells, 1) if cell), default=0)
        filled = max(filled, *(at + 1 for at in faults), 0)
        if not filled:
            continue
        count += 1
        if count > MAX_ROWS:
            raise UnusablePackage(f"{name} has more than {MAX_ROWS} rows")
        if filled > MAX_COLUMNS:
            raise UnusablePackage(f"{name} has more than {MAX_COLUMNS} columns (row {number})")
        yield GridRow(number, tuple(cells[:filled]), faults)
