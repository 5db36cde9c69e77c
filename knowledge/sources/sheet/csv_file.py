"""CSV as spreadsheets write it: commas, semicolons or tabs, UTF-8 with or without a mark."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from knowledge.errors import UnusablePackage
from knowledge.languages import fold
from knowledge.sources.values.encodings import decode

_DELIMITERS: Final = (",", ";", "\t")
_GUARD: Final = tuple("=+-@\t\r\n＝＋－＠")
"""What a cell begins with that a spreadsheet takes for a formula, full-width signs too (OWASP,
"CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection)."""
_SEPARATOR_LINE: Final = "sep="
"""Excel's own first line, which names the delimiter and is no row."""


def read_csv(
    name: str, data: bytes, known: Sequence[str], skip_rows: int
) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells) of a CSV file, blank rows counted as a spreadsheet counts them.

    Raises UnusablePackage for what is no CSV or in another encoding: letters are never guessed.
    """
    text = decode(name, data, strict=True)
    if "\0" in text:
        raise UnusablePackage(f"{name} is not a text file")
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"')
    if said.lower().startswith(_SEPARATOR_LINE) and len(said) == len(_SEPARATOR_LINE) + 1:
        return _parse(name, rest, said[-1])
    return _parse(name, text, _delimiter(text, known, skip_rows))


def _delimiter(text: str, known: Sequence[str], skip_rows: int) -> str:
    """Return the delimiter that shows most known headings, else most columns."""
    headings = {fold(heading) for heading in known}

    def score(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            header = next(islice((row for row in reader if row), skip_rows, None), [])
        except csv.Error:
            return 0, 0
        return sum(fold(cell) in headings for cell in header), len(header)

    return max(_DELIMITERS, key=score)  # the first wins a draw, so a comma by default


def _parse(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [unguard(cell).strip() for cell in cells]
    except csv.Error as error:
        raise UnusablePackage(
            f"{name}: row {number + 1} cannot be read ({error}); is a quotation mark missing?"
        ) from error


def guard(text: str) -> str:
    """Return `text` so that no spreadsheet runs it: an apostrophe before what begins a formula.

    Telephone numbers begin with + and get it too: without it Excel would make a sum of them.
    `unguard` takes it away again.
    """
    return f"'{text}" if text.lstrip("'").startswith(_GUARD) else text


def unguard(text: str) -> str:
    """Return what `guard` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_GUARD) else text


def write_csv(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as CSV with commas, lines ended as RFC 4180 wants them, formulas disarmed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return out.getvalue()
