"""XLSX workbooks: the values of one sheet as texts, read row by row, nothing of it run."""

import io
import lzma
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from knowledge.errors import UnusablePackage
from knowledge.sources.sheet.limits import (
    MAX_BLANKS,
    MAX_DIGITS,
    MAX_MEMBERS,
    MAX_UNPACKED_BYTES,
)

_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_PIECE: Final = 1 << 20
_ZEROS: Final = re.compile(r"0{2,}")
_Row = tuple[int, list[str], dict[int, str]]
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, ParseError, InvalidFileException,
    KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError, NotImplementedError,
    RuntimeError, OverflowError, struct.error, lzma.LZMAError,
)  # fmt: skip
"""What openpyxl lets through when a file is not as it should be; what defusedxml refuses (entities
that unfold without end) is a ValueError."""


def read_workbook(name: str, data: bytes, sheet: str) -> list[_Row]:
    """Return (row number, texts, faults by position) of each row of a sheet that holds anything.

    "" takes the first sheet.

    A formula counts by the value that was kept with it. Raises UnusablePackage, with one line
    that names the file, for what is no workbook, or has not that sheet.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on styles and extensions, which no record needs
        return [row for row in _rows(name, data, sheet) if any(row[1]) or row[2]]


def _rows(name: str, data: bytes, sheet: str) -> Iterator[_Row]:
    try:
        formulas = _look_inside(name, data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        title = _choose(name, book, sheet)
        values, asked = _rows_of(book, title), iter(())
        if formulas:
            asked = _rows_of(load_workbook(io.BytesIO(data), read_only=True), title)
        blanks = 0
        for number, cells in enumerate(values, start=1):
            written = next(asked, ())
            blanks += sum(cell.value is None for cell in cells)
            if blanks > MAX_BLANKS:
                raise UnusablePackage(f"{name} is nearly all blank cells (a bomb?)")
            yield _texts(number, cells, written)
    except _BROKEN as error:
        said = " ".join(str(error).split())[:100]
        raise UnusablePackage(f"{name} is not an XLSX workbook, or is damaged ({said})") from error


def _rows_of(book: Workbook, title: str) -> Iterator[Any]:
    rows: Any = book[title]
    rows.reset_dimensions()  # a stray cell at the far end would fill every row with blanks
    return iter(rows.iter_rows())


def _look_inside(name: str, data: bytes) -> bool:
    """Refuse what unpacks too large; return whether any sheet holds a formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        names = {info.filename for info in infos}
        if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_UNPACKED_BYTES:
            raise UnusablePackage(f"{name} unpacks to more than a sheet can be (a zip bomb?)")
        if "mimetype" in names and "content.xml" in names:
            raise UnusablePackage(f"{name} is an OpenDocument file: save it as XLSX or CSV")
        if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
            raise UnusablePackage(f"{name} is a zip archive, but no XLSX workbook")
        sheets = [item for item in infos if item.filename.startswith("xl/worksheets/")]
        return any(_has_formula(archive, info) for info in sheets)


def _has_formula(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    with archive.open(info) as stream:
        tail = b""
        while piece := stream.read(_PIECE):
            if _FORMULA.search(tail + piece):
                return True
            tail = piece[-40:]
    return False


def _choose(name: str, book: Workbook, sheet: str) -> str:
    titles = [one.title for one in book.worksheets]
    if not titles:
        raise UnusablePackage(f"{name} holds no sheet")
    if sheet and sheet not in titles:
        raise UnusablePackage(f"{name} has no sheet {sheet!r}: it has {', '.join(titles[:20])}")
    return sheet or titles[0]


def _texts(number: int, cells: Any, written: Any) -> _Row:
    texts: list[str] = []
    faults: dict[int, str] = {}
    for at, cell in enumerate(cells):
        asked = written[at] if at < len(written) else None
        text, fault = "", ""
        if cell.value is not None:
            text, fault = _text(cell)
        elif asked is not None and asked.data_type == "f":
            fault = "a formula without a value: open the file in a spreadsheet and save it again"
        texts.append(text)
        if fault:
            faults[at] = fault
    return number, texts, faults


def _text(cell: Any) -> tuple[str, str]:
    """Return (text, fault) of a cell that holds something."""
    value = cell.value
    if cell.data_type == "e":
        return str(value), f"a formula that failed: {value}"
    if isinstance(value, bool):
        return ("yes" if value else "no"), ""
    if isinstance(value, str):
        return value.replace("_x000D_", "").replace("\r\n", "\n").strip(), ""
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    if isinstance(value, datetime):
        whole = value.time() == time()
        return (value.date().isoformat() if whole else value.isoformat(" ", "minutes")), ""
    if isinstance(value, date):
        return value.isoformat(), ""
    if isinstance(value, time):
        return f"{value:%H:%M}", ""
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}", ""
    return str(value), ""


def _number(value: float, number_format: str) -> tuple[str, str]:
    """Return a number as the cell shows it where that matters: zeros in front, no exponent."""
    if abs(value) >= 10**MAX_DIGITS:
        return str(value), "a number too long for a spreadsheet, its end is lost: write it as text"
    if float(value).is_integer():
        digits = str(int(value))
        return (digits.zfill(len(number_format)) if _ZEROS.fullmatch(number_format) else digits), ""
    return repr(float(value)), ""
