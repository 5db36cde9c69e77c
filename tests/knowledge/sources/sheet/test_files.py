"""Sheets as files: the template explains itself, and nothing in a workbook runs."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from knowledge.errors import BadInput
from knowledge.languages import LANGUAGES
from knowledge.sources.sheet.columns import COLUMNS
from knowledge.sources.sheet.csv_file import write_csv
from knowledge.sources.sheet.exporting import template_headings
from knowledge.sources.sheet.files import write_sheet
from knowledge.sources.sheet.header import column_letters
from knowledge.topics import Topics

from .conftest import Read


@pytest.fixture
def template(tmp_path: Path, topics: Topics) -> Path:
    path = tmp_path / "template.xlsx"
    write_sheet(path, [template_headings()], topics)
    return path


def test_the_template_has_every_column_explained(template: Path) -> None:
    book = load_workbook(template)
    assert book.sheetnames == ["records", "columns", "topics"]
    sheet = book["records"]
    assert sheet.freeze_panes == "B2"
    heads = [cell.value for cell in sheet[1]]
    assert heads == template_headings()
    assert {column.name for column in COLUMNS} <= set(heads)
    assert {f"name:{code}" for code in LANGUAGES} <= set(heads)
    for cell in sheet[1]:
        assert cell.font.bold
        assert cell.comment is not None
        assert len(cell.comment.text) > 20
    told = {row[0].value: row[3].value for row in book["columns"].iter_rows(min_row=2)}
    assert list(told) == [column.name for column in COLUMNS]
    assert all(told.values())


def test_closed_lists_can_be_chosen_from(template: Path) -> None:
    sheet = load_workbook(template)["records"]
    heads = [cell.value for cell in sheet[1]]
    offered = {
        str(one.sqref).split(":")[0].rstrip("2"): one.formula1
        for one in sheet.data_validations.dataValidation
    }
    status = column_letters(heads.index("status"))
    assert offered[status].startswith('"operating,temporary,')
    assert len(offered) == sum(
        1 for column in COLUMNS if column.words and column.form == "one of a list"
    )
    assert not any(one.showErrorMessage for one in sheet.data_validations.dataValidation)


def test_a_filled_template_is_read(template: Path, read_path: Read) -> None:
    book = load_workbook(template)
    sheet = book["records"]
    heads = [cell.value for cell in sheet[1]]
    for name, value in {
        "id": "a", "name": "Casa", "language": "es", "phone": "+51 1 1234567",
        "name:ht": "Kay",
    }.items():  # fmt: skip
        sheet.cell(2, heads.index(name) + 1, value)
    book.save(template)
    (content,) = read_path(template).contents
    assert content.texts["ht"].name == "Kay"
    assert read_path(template).report.notes == []


def test_the_csv_template_is_its_headings() -> None:
    (heads,) = csv.reader(io.StringIO(write_csv([template_headings()]), newline=""))
    assert heads == template_headings()


def test_cells_of_a_workbook_hold_texts_and_no_formulas(tmp_path: Path, topics: Topics) -> None:
    path = tmp_path / "list.xlsx"
    heads = ["id", "name", "phone", "verified_on", "latitude"]
    write_sheet(path, [heads, ["=1+1", "@x", "+51", "2026-03-15", "-12.05"]], topics)
    cells = load_workbook(path)["records"][2]
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "d", "n"]
    assert cells[0].value == "=1+1"
    assert cells[0].quotePrefix


@pytest.mark.parametrize(
    ("name", "table", "reason"),
    [
        ("list.ods", [["id"]], "a sheet ends in .csv or .xlsx"),
        ("list.xlsx", [["id"], ["x" * 32_768]], "too long for XLSX (32768 letters)"),
        ("list.xlsx", [["id"], ["a\x01b"]], "holds signs that XLSX cannot"),
        ("none/list.csv", [["id"]], "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_told_and_leaves_nothing(
    tmp_path: Path, topics: Topics, name: str, table: list[list[str]], reason: str
) -> None:
    with pytest.raises(BadInput) as caught:
        write_sheet(tmp_path / name, table, topics)
    assert reason in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("at", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_the_letters_of_a_spreadsheet(at: int, letters: str) -> None:
    assert column_letters(at) == letters
