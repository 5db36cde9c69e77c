"""CSV as spreadsheets write it, and cells that no spreadsheet may run."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import UnusablePackage
from knowledge.sources.sheet.csv_file import guard, read_csv, unguard, write_csv

from .conftest import Read, as_csv, table_of

ROW = {"name": "Atención; médica, gratis", "topics": "food; clinic", "description": 'a "b"\nc'}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_form_of_csv_reads_the_same(
    tmp_path: Path, read_path: Read, read: Read, delimiter: str, encoding: str
) -> None:
    plain = read(ROW).contents
    path = tmp_path / "list.csv"
    path.write_bytes(as_csv(table_of(ROW), delimiter).encode(encoding))
    assert read_path(path).contents == plain


def test_quoted_headings_do_not_mislead(tmp_path: Path, read_path: Read) -> None:
    path = tmp_path / "list.csv"
    path.write_text('id;name;language;"a,b,c,d,e,f"\nx;Casa;es;1\n', encoding="utf-8")
    assert read_path(path).contents[0].external_id == "x"


def test_excels_own_first_line_is_no_row(tmp_path: Path, read_path: Read) -> None:
    path = tmp_path / "list.csv"
    path.write_text("sep=;\r\nid;name;language\r\nx;Casa;es\r\n", encoding="utf-8-sig")
    assert read_path(path).contents[0].external_id == "x"


def test_a_quotation_mark_that_never_ends_is_told_with_its_row(
    tmp_path: Path, read_path: Read
) -> None:
    path = tmp_path / "list.csv"
    path.write_text('id,name,language\na,b,es\nc,"d,es\n', encoding="utf-8")
    with pytest.raises(UnusablePackage, match="row 3 cannot be read"):
        read_path(path)


def test_blank_rows_and_columns_at_the_end_are_nothing(tmp_path: Path, read_path: Read) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,name,language,,\nx,Casa,es,,\n,,,,\n ,,,,\n\n", encoding="utf-8")
    reading = read_path(path)
    assert len(reading.contents) == 1
    assert reading.report.files["list.csv"].rows == 1


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠\t\r"])
def test_what_begins_a_formula_is_disarmed(sign: str) -> None:
    written = write_csv([[f"{sign}HYPERLINK(1)", "plain"]])
    (cells,) = csv.reader(io.StringIO(written, newline=""))
    assert cells[0].startswith("'")
    assert cells[1] == "plain"


@given(st.text(st.sampled_from("'=+-@\t\n ax"), max_size=6) | st.text(max_size=8))
def test_the_guard_is_taken_away_again(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(tuple("=+-@\t\r\n"))


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8).map(
                str.strip
            ),
            min_size=2,
            max_size=4,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    table = [["id", "name"], *rows]
    found = [cells for _, cells in read_csv("x.csv", write_csv(table).encode(), ["id", "name"], 0)]
    assert found == table
