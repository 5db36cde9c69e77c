"""Spreadsheets keep the contract of all sources, as CSV and as XLSX."""

from pathlib import Path

from openpyxl import Workbook

from knowledge.sources.sheet import read_sheet
from tests.support.source_contract import SourceContract

HEAD = (
    "id", "name", "language", "name:ht", "description", "city", "address", "phone", "topics",
    "opening_hours", "expires_at", "organization", "verified_on",
)  # fmt: skip
ROWS = (
    (
        "a", "Cocina Inventada", "es", "Kwizin Envante", "Almuerzo.\n\nPara todos.", "Miami",
        "1 Calle Inventada", "(305) 253-4841 ext. 5; fax: 305-253-4842", "Comida; legal_aid",
        "Mo-Fr 09:00-17:00; Sa 10:00-13:00", "2030-12-31", "Casa Inventada", "2026-03-01",
    ),
    (
        "b", "Clinic of Nowhere", "English", "", "A doctor.", "", "", "+13052534841", "clinic",
        "DTSTART:20260106T090000 DURATION:PT3H RRULE:FREQ=MONTHLY;BYDAY=1TU", "2030-01-01 09:30",
        "Casa Inventada", "",
    ),
)  # fmt: skip


def as_csv(rows: tuple[tuple[str, ...], ...]) -> str:
    quoted = ([f'"{cell}"' for cell in row] for row in rows)
    return "\n".join(",".join(row) for row in quoted) + "\n"


class TestCsv(SourceContract):
    """A CSV file with our own headings."""

    reader = staticmethod(read_sheet)

    def write_good(self, folder: Path) -> Path:
        path = folder / "list.csv"
        path.write_text(as_csv((HEAD, *ROWS)), encoding="utf-8")
        return path

    def write_holding(self, folder: Path, data: bytes) -> tuple[Path, str]:
        path = folder / "list.csv"
        path.write_bytes(data)
        return path, "list.csv"

    def write_text(self, folder: Path, text: str, encoding: str) -> tuple[Path, str]:
        rows = (("id", "name", "language"), ("a", text, "es"))
        return self.write_holding(folder, as_csv(rows).encode(encoding))


class TestXlsx(SourceContract):
    """The same as a workbook."""

    reader = staticmethod(read_sheet)

    def write_good(self, folder: Path) -> Path:
        book = Workbook()
        for row in (HEAD, *ROWS):
            book.active.append(row)
        path = folder / "list.xlsx"
        book.save(path)
        return path

    def write_holding(self, folder: Path, data: bytes) -> tuple[Path, str]:
        path = folder / "list.xlsx"
        path.write_bytes(data)
        return path, "list.xlsx"

    def write_text(self, folder: Path, text: str, encoding: str) -> tuple[Path, str]:
        # A workbook says its own encoding; what is no workbook must not be taken for text.
        rows = (("id", "name", "language"), ("a", text, "es"))
        return self.write_holding(folder, as_csv(rows).encode(encoding))
