"""From the bytes of a CSV file to rows that know their line; broken rows are kept apart."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.errors import UnusablePackage
from knowledge.sources.report import SourceRow
from knowledge.sources.values.encodings import STRAY, decode

_DELIMITERS: Final = (",", ";", "\t")


@dataclass(frozen=True)
class Table:
    """A CSV file as read: its columns, its sound rows, and (row, reason) of each broken one."""

    columns: tuple[str, ...]
    rows: list[SourceRow]
    broken: list[tuple[SourceRow, str]]


def _delimiter(text: str) -> str:
    header = text.split("\n", 1)[0]
    return max(_DELIMITERS, key=header.count)  # the first wins a draw, so a comma by default


def _parse(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells); a cell of several lines counts for the line its row begins in."""
    for strict in (True, False):
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=strict
        )
        found: list[tuple[int, list[str]]] = []
        begins = 1
        try:
            for cells in reader:
                found.append((begins, cells))
                begins = reader.line_num + 1
        except csv.Error as error:
            # Sloppy quoting ('"a" b') is read leniently; a quote that never ends is not.
            if strict and "expected after" in str(error):
                continue
            raise UnusablePackage(
                f"{name}: the row that begins in line {begins} cannot be read ({error}); "
                "is a quotation mark missing?"
            ) from error
        yield from found
        return


def read_table(name: str, data: bytes) -> Table:
    """Return the rows of a CSV file; raises UnusablePackage when it is no table at all."""
    lines = _parse(name, decode(name, data))
    _, header = next(lines, (1, []))
    columns = tuple(" ".join(cell.split()).strip("\ufeff").lower() for cell in header)
    if any("\0" in column or STRAY.search(column) for column in columns):
        raise UnusablePackage(f"{name} is not a text file")
    table = Table(columns, [], [])
    for line, cells in lines:
        if not cells:
            continue  # an empty line is no row
        row = SourceRow(name, line)
        if reason := _fault(cells, len(columns)):
            table.broken.append((row, reason))
            continue
        for column, cell in zip(columns, cells, strict=False):
            if (value := cell.strip()) and column not in row.values:
                row.values[column] = value
        table.rows.append(row)
    return table


def _fault(cells: list[str], width: int) -> str:
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        return f"not as many cells as the header: {len(cells)} where it has {width}"
    if any("\0" in cell for cell in cells):
        return "holds a NUL sign"
    if any(STRAY.search(cell) for cell in cells):
        return "holds bytes that are not UTF-8"
    return ""
