"""Sheets as files: CSV, and XLSX with notes, lists to choose from, and a sheet that explains."""

import io
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from knowledge.errors import BadInput
from knowledge.languages import LANGUAGES, OWN_NAMES
from knowledge.sources.sheet.columns import BY_NAME, COLUMNS, Column, Form
from knowledge.sources.sheet.csv_file import write_csv
from knowledge.sources.sheet.header import column_letters
from knowledge.sources.sheet.words import VOCABULARIES
from knowledge.topics import Topics

FORMS: Final = (".csv", ".xlsx")
_LONGEST_CELL: Final = 32_767
"""Letters in a cell of XLSX (https://support.microsoft.com/office/1672b34d-7043-467e-8e27)."""
_LONGEST_LIST: Final = 255
"""Letters of a list to choose from that stands in the sheet itself."""
_LAST_ROW: Final = 10_000
_BOLD: Final = Font(bold=True)
_NEEDED: Final = PatternFill("solid", fgColor="FFF2CC")
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_WIDTHS: Final = {Form.PARAGRAPHS: 50, Form.LINES: 40, Form.WORDS: 24, Form.LINE: 24}


def write_sheet(path: Path, table: Sequence[Sequence[str]], topics: Topics) -> None:
    """Write a table (headings first) as CSV or XLSX, told by the end of the name; whole or not.

    CSV begins with a byte order mark, by which Excel knows UTF-8. Raises BadInput for another
    ending, a text that XLSX cannot hold, and a place that cannot be written to.
    """
    ending = path.suffix.lower()
    if ending not in FORMS:
        raise BadInput(f"{path.name}: a sheet ends in .csv or .xlsx")
    data = write_csv(table).encode("utf-8-sig") if ending == ".csv" else to_xlsx(table, topics)
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror or error}") from error


def to_xlsx(table: Sequence[Sequence[str]], topics: Topics) -> bytes:
    """Return a workbook with the table and the sheets that explain its columns and topics.

    Raises BadInput for a text that XLSX cannot hold.
    """
    for row in table[1:]:
        for heading, text in zip(table[0], row, strict=True):
            _check_cell(heading, text)
    book = Workbook(write_only=True)
    _add_records(book, table)
    _add_columns(book)
    _add_topics(book, topics)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _check_cell(heading: str, text: str) -> None:
    if len(text) > _LONGEST_CELL:
        raise BadInput(
            f"a text in column {heading} is too long for XLSX ({len(text)} letters): export to CSV"
        )
    if ILLEGAL_CHARACTERS_RE.search(text):
        raise BadInput(f"a text in column {heading} holds signs that XLSX cannot: export to CSV")


def _column(heading: str) -> Column:
    return BY_NAME[heading.partition(":")[0]]


def _add_records(book: Workbook, table: Sequence[Sequence[str]]) -> None:
    sheet: Any = book.create_sheet("records")
    sheet.freeze_panes = "B2"
    for at, heading in enumerate(table[0]):
        column, letters = _column(heading), column_letters(at)
        dimension = sheet.column_dimensions[letters]
        dimension.width = _WIDTHS.get(column.form, 16)
        if column.form not in {Form.DATE, Form.NUMBER}:
            dimension.number_format = "@"  # as text: zeros in front and + stay
        if choices := _choices(column):
            chosen = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
            chosen.showErrorMessage = False  # words of the five languages are understood too
            chosen.add(f"{letters}2:{letters}{max(_LAST_ROW, len(table))}")
            sheet.data_validations.append(chosen)
    sheet.append([_heading(sheet, heading) for heading in table[0]])
    columns = [_column(heading) for heading in table[0]]
    for row in table[1:]:
        sheet.append(
            [_cell(sheet, column, text) for column, text in zip(columns, row, strict=True)]
        )


def _choices(column: Column) -> str:
    words = VOCABULARIES[column.words] if column.words and column.form is Form.WORD else ()
    choices = ",".join(words)
    return choices if len(choices) <= _LONGEST_LIST else ""


def _heading(sheet: Any, heading: str) -> Any:
    column = _column(heading)
    cell = WriteOnlyCell(sheet, value=heading)
    cell.font = _BOLD
    if column.needed and ":" not in heading:
        cell.fill = _NEEDED
    note = Comment(f"{column.help} ({column.form})", "Amparo")
    note.width, note.height = 320, 140
    cell.comment = note
    return cell


def _cell(sheet: Any, column: Column, text: str) -> Any:
    """Return a cell that holds `text` and nothing that runs; dates and degrees as such."""
    if not text:
        return None
    value: Any = text
    if column.form is Form.DATE:
        with suppress(ValueError):
            value = date.fromisoformat(text)
    elif column.form is Form.NUMBER:
        with suppress(ValueError):
            value = float(text)
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.quotePrefix = True
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _add_columns(book: Workbook) -> None:
    sheet: Any = book.create_sheet("columns")
    for letters, width in zip("ABCDE", (34, 10, 30, 80, 60), strict=True):
        sheet.column_dimensions[letters].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, text) for text in ("column", "needed", "form", "what", "example")])
    for column in COLUMNS:
        needed = "yes" if column.needed else ""
        what = column.help
        if column.translated:
            other = ", ".join(f"{column.name}:{code}" for code in LANGUAGES)
            what += f" In other languages: {other}."
        row = (column.name, needed, str(column.form), what, column.example)
        sheet.append([_wrapped(sheet, text) for text in row])


def _add_topics(book: Workbook, topics: Topics) -> None:
    sheet: Any = book.create_sheet("topics")
    for letters in "ABCDEF":
        sheet.column_dimensions[letters].width = 30
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, text) for text in ("id", *(OWN_NAMES[code] for code in LANGUAGES))])
    for topic in topics.values():
        row = (topic.id, *(topic.name(code) for code in LANGUAGES))
        sheet.append([_wrapped(sheet, text) for text in row])


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = _BOLD
    return cell


def _wrapped(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.alignment = _WRAPPED
    cell.data_type = "s"
    return cell
