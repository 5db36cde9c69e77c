"""XLSX workbooks and the traps in them: types, formulas, merged headings, bombs."""

import re
import shutil
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from knowledge.errors import RefusedRows, UnusablePackage

from .conftest import Read, as_xlsx

HEAD = ["id", "name", "language"]


def book_of(path: Path, *columns: tuple[str, Any, str]) -> Path:
    """Write one row: columns as (heading, value, number format)."""
    book = Workbook()
    sheet = book.active
    sheet.append([*HEAD, *(heading for heading, _, _ in columns)])
    sheet.append(["a", "Casa", "es", *(value for _, value, _ in columns)])
    for at, (_, _, number_format) in enumerate(columns, start=4):
        if number_format:
            sheet.cell(2, at).number_format = number_format
    book.save(path)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.xlsx"


def test_a_workbook_reads_as_its_csv(path: Path, read_path: Read, read: Read) -> None:
    row = {"description": "Uno.\n\nDos.", "phone": "+51 1 1234567", "topics": "food"}
    from .conftest import table_of

    assert read_path(as_xlsx(path, table_of(row))).contents == tuple(
        content.model_copy(update={"citation": content.citation}) for content in read(row).contents
    )


def test_typed_values_are_understood(path: Path, read_path: Read) -> None:
    book_of(
        path,
        ("verified_on", date(2026, 3, 15), ""),
        ("review_by", datetime(2027, 3, 15), ""),
        ("expires_at", datetime(2027, 5, 1, 18, 30), ""),
        ("postal_code", 8001, "00000"),
        ("phone", 5111234567, "0"),
        ("since", 2019, "General"),
        ("universal", True, ""),
        ("latitude", -12.05, ""),
        ("longitude", -77.0428, ""),
    )
    (content,) = read_path(path).contents
    assert content.verified_on == date(2026, 3, 15)
    assert content.review_by == date(2027, 3, 15)
    assert content.expires_at is not None
    assert content.expires_at.isoformat() == "2027-05-01T23:30:00+00:00"
    (spot,) = content.locations
    assert (spot.postal_code, spot.latitude, spot.longitude) == ("08001", -12.05, -77.0428)
    assert (content.since, content.universal) == ("2019", True)


def test_days_counted_from_1904_are_understood(path: Path, read_path: Read) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append([*HEAD, "verified_on"])
    book.active.append(["a", "Casa", "es", date(2026, 3, 15)])
    book.save(path)
    assert read_path(path).contents[0].verified_on == date(2026, 3, 15)


@pytest.mark.parametrize(
    ("heading", "value", "reason"),
    [
        ("verified_on", 46096, "spreadsheet's count of days (2026-03-15"),
        ("phone", 51112345678901234, "a number too long"),
        ("verified_on", time(9, 0), "no date"),
        ("name:ht", "#REF!", "a formula that failed"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(
    path: Path, read_path: Read, heading: str, value: Any, reason: str
) -> None:
    with pytest.raises(RefusedRows) as caught:
        read_path(book_of(path, (heading, value, "")))
    (issue,) = caught.value.report.issues
    assert (issue.line, issue.field) == (2, heading)
    assert reason in issue.reason


def test_a_formula_without_a_value_is_refused(path: Path, read_path: Read) -> None:
    book_of(path, ("description", '="Uno"&"Dos"', ""))
    with pytest.raises(RefusedRows, match="a formula without a value"):
        read_path(path)


def test_a_formula_counts_by_the_value_kept_with_it(
    path: Path, read_path: Read, tmp_path: Path
) -> None:
    book_of(path, ("description", '="Uno"&"Dos"', ""))
    known = tmp_path / "known.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(known, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                data = re.sub(
                    rb'<c r="D2"[^>]*><f>(.*?)</f><v\s*/?>(?:</v>)?</c>',
                    rb'<c r="D2" t="str"><f>\1</f><v>UnoDos</v></c>',
                    data,
                )
                assert b"UnoDos</v>" in data
            new.writestr(info, data)
    (content,) = read_path(known).contents
    assert content.texts["es"].body == "UnoDos"


def test_a_chosen_sheet_is_read_and_a_missing_one_named(path: Path, read_path: Read) -> None:
    book = Workbook()
    book.active.append(["nothing"])
    book.active.title = "Portada"
    sheet = book.create_sheet("Servicios")
    sheet.append(HEAD)
    sheet.append(["a", "Casa", "es"])
    book.save(path)
    assert read_path(path, sheet="Servicios").contents[0].external_id == "a"
    with pytest.raises(UnusablePackage, match="has no sheet 'Otra': it has Portada, Servicios"):
        read_path(path, sheet="Otra")


def test_a_csv_file_has_no_sheets(tmp_path: Path, read_path: Read) -> None:
    (tmp_path / "list.csv").write_text("id,name,language\na,b,es\n", encoding="utf-8")
    with pytest.raises(UnusablePackage, match="has no sheet 'x'"):
        read_path(tmp_path / "list.csv", sheet="x")


def test_merged_headings_are_told(path: Path, read_path: Read) -> None:
    book = Workbook()
    book.active.append([*HEAD, "phone", None])
    book.active.append(["a", "Casa", "es", "100", "101"])
    book.active.merge_cells("D1:E1")
    book.save(path)
    with pytest.raises(UnusablePackage, match="column E has something in row 2, but no heading"):
        read_path(path)


def test_stray_blanks_at_the_far_end_cost_nothing(path: Path, read_path: Read) -> None:
    book = Workbook()
    book.active.append(HEAD)
    book.active.append(["a", "Casa", "es"])
    book.active["XFD1000"].number_format = "0.00"
    book.active["A1048576"].number_format = "0.00"
    book.save(path)
    assert len(read_path(path).contents) == 1


def test_rows_are_counted_as_the_spreadsheet_counts_them(path: Path, read_path: Read) -> None:
    book = Workbook()
    for at, text in enumerate([*HEAD, "cost"], start=1):
        book.active.cell(1, at, text)
    for at, text in enumerate(["a", "Casa", "es", "barato"], start=1):
        book.active.cell(9, at, text)
    book.save(path)
    with pytest.raises(RefusedRows, match="row 9, cost"):
        read_path(path)


def _rewrite(path: Path, member: str, data: bytes) -> None:
    kept = path.with_suffix(".old")
    shutil.copy(path, kept)
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, data if info.filename == member else old.read(info))


def test_a_zip_bomb_is_refused(path: Path, read_path: Read) -> None:
    as_xlsx(path, [HEAD, ["a", "b", "es"]])
    _rewrite(path, "xl/worksheets/sheet1.xml", b"0" * (301 * 2**20))
    with pytest.raises(UnusablePackage, match=r"list\.xlsx unpacks to more .* \(a zip bomb\?\)"):
        read_path(path)


def test_entities_that_unfold_without_end_are_refused(path: Path, read_path: Read) -> None:
    as_xlsx(path, [HEAD, ["a", "b", "es"]])
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    evil = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]><worksheet>&l9;</worksheet>'
    )
    _rewrite(path, "xl/worksheets/sheet1.xml", evil.encode())
    with pytest.raises(UnusablePackage, match=r"list\.xlsx is not an XLSX workbook"):
        read_path(path)


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize("data", [b"", b"<", b"junk", b"<a/>"])
def test_a_damaged_workbook_is_named(path: Path, read_path: Read, member: str, data: bytes) -> None:
    as_xlsx(path, [HEAD, ["a", "b", "es"]])
    _rewrite(path, member, data)
    try:
        read_path(path)
    except UnusablePackage as error:
        assert "list.xlsx" in str(error)
        assert len(str(error).splitlines()) == 1
    else:
        assert (member, data) == ("xl/styles.xml", b"<a/>")


def test_an_opendocument_file_says_what_to_do(path: Path, read_path: Read) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    with pytest.raises(UnusablePackage, match="OpenDocument file: save it as XLSX or CSV"):
        read_path(path)


def test_an_old_or_locked_excel_file_says_what_to_do(path: Path, read_path: Read) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(UnusablePackage, match="old Excel file, or one with a password"):
        read_path(path)
