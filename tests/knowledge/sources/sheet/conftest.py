"""Small sheets as files, and reading them for Lima on a fixed day."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from knowledge.places import Places
from knowledge.places.tree import place_files
from knowledge.sources.reading import Reading
from knowledge.sources.sheet import read_sheet
from knowledge.topics import Topics, load_topics

TODAY = date(2026, 11, 22)
GOOD = {"id": "a", "name": "Comedor Inventado", "language": "es"}
Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def places() -> Places:
    """The known places."""
    return Places(place_files())


@pytest.fixture(scope="session")
def topics() -> Topics:
    """The topic list."""
    return load_topics()


def table_of(*rows: Mapping[str, str]) -> list[list[str]]:
    """Return headings and rows; each row is completed by a sound one of its own id."""
    whole = [{**GOOD, "id": f"r{number}", **row} for number, row in enumerate(rows, 2)]
    heads = list(dict.fromkeys(name for row in whole for name in row))
    return [heads, *([row.get(head, "") for head in heads] for row in whole)]


def as_csv(table: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    """Return a table as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(table)
    return out.getvalue()


def as_xlsx(path: Path, table: Sequence[Sequence[object]]) -> Path:
    """Write a table as a workbook of one sheet."""
    book = Workbook()
    for row in table:
        book.active.append(list(row))
    book.save(path)
    return path


@pytest.fixture
def read_path(places: Places, topics: Topics) -> Read:
    """Read a file for Lima."""

    def read(path: Path, **options: str) -> Reading:
        return read_sheet(
            path, place_id="lima", places=places, topics=topics, options=options, today=TODAY
        )

    return read


@pytest.fixture
def read(tmp_path: Path, read_path: Read) -> Read:
    """Read rows, given as {heading: text}, as a CSV file for Lima."""

    def read_rows(*rows: Mapping[str, str], **options: str) -> Reading:
        path = tmp_path / "list.csv"
        path.write_text(as_csv(table_of(*rows)), encoding="utf-8")
        return read_path(path, **options)

    return read_rows
