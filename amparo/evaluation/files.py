"""Reading of evaluation sets; what is not as it must be is named with its line."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.errors import UnusableFile


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnusableFile(f"{path}: {error.strerror or 'cannot be read'}") from error
    except UnicodeDecodeError as error:
        raise UnusableFile(f"{path}: not UTF-8") from error


def read_jsonl(path: Path, needed: Sequence[str]) -> list[dict[str, Any]]:
    """Return the objects of a JSON Lines file, each with the `needed` fields."""
    rows = []
    for number, line in enumerate(_read(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise UnusableFile(f"{path}, line {number}: not JSON") from error
        missing = [field for field in needed if not isinstance(row, dict) or field not in row]
        if missing:
            raise UnusableFile(f"{path}, line {number}: no field {missing[0]!r}")
        rows.append(row)
    if not rows:
        raise UnusableFile(f"{path}: no rows")
    return rows


def read_table(path: Path, needed: Sequence[str], delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of a CSV or TSV file with a header that has the `needed` columns."""
    reader = csv.DictReader(_read(path).splitlines(keepends=True), delimiter=delimiter)
    missing = [column for column in needed if column not in (reader.fieldnames or ())]
    if missing:
        raise UnusableFile(f"{path}: no column {missing[0]!r}")
    rows = []
    for row in reader:
        if any(row[column] is None for column in needed):
            raise UnusableFile(f"{path}, line {reader.line_num}: too few columns")
        rows.append({column: row[column] for column in needed})
    if not rows:
        raise UnusableFile(f"{path}: no rows")
    return rows


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Return grades by need and external id from a TSV: need_id, external_id, grade.

    A header line is skipped when there is one.
    """
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_read(path).splitlines(), 1):
        parts = line.split("\t")
        if not line.strip() or (number == 1 and parts[-1].strip() == "grade"):
            continue
        if len(parts) != 3 or not parts[2].strip().isdecimal():
            raise UnusableFile(f"{path}, line {number}: not need_id, external_id, grade")
        grades.setdefault(parts[0], {})[parts[1]] = int(parts[2])
    return grades
