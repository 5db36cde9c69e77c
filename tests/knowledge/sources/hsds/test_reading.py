"""Packages that open but cannot be used, and files that are left aside."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge.errors import UnusablePackage
from knowledge.sources.report import FileCount

from .conftest import HSDS_1, Reader, write_folder, write_zip

GOOD = {"services.csv": "id,name\n1,Food\n"}


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "no services file"),
        ({"readme.txt": "hello"}, "no services file"),
        ({"organizations.csv": "id,name\n1,A\n"}, "no services file"),
        ({"services.csv": ""}, "services.csv: column id, name is missing"),
        ({"services.csv": "id,name\n"}, "holds no service"),
        ({"services.csv": "id,title\n1,A\n"}, "column name is missing .it has: id, title"),
        ({"services.csv": "id,name\n1,\n2,\n"}, "none of the package's services can be imported"),
        ({**GOOD, "phones.csv": "id,service_id\n1,1\n"}, "phones.csv: column number is missing"),
        ({**GOOD, "languages.csv": "language\nen\n"}, "languages.csv: column service_id or "),
        ({"services.csv": b"id,name\n1,Caf\xe9\n"}, "services.csv is not UTF-8 text .byte 0xe9 in"),
        ({"services.csv": "id,name\n1,A\n".encode("utf-16-le")}, "not a text file"),
        ({"services.csv": b"\xff\xfei\x00d"[:5]}, "damaged UTF-16"),
        ({"services.csv": b"\x00\x01\x02\x03"}, "not a text file"),
        ({"services.csv": 'id,name\n1,"A\n2,B\n'}, "begins in line 2 cannot be read"),
        ({"services.csv": f'id,name\n1,"{"A" * 200_000}"\n'}, "cannot be read .field larger"),
        ({"a.json": "{"}, "a.json is not JSON"),
        ({"a.json": "[" * 100_000}, "a.json cannot be read as JSON"),
        ({"a.json": '{"id": "1", "name": "no service"}'}, "no services file"),
        ({"a.json": "[1, 2]"}, "no services file"),
        ({"a.json": "null"}, "no services file"),
    ],
)
def test_unusable_packages(
    files: Mapping[str, str | bytes], words: str, tmp_path: Path, read: Reader
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for path in (write_folder(folder, files), write_zip(tmp_path / "p.zip", files)):
        with pytest.raises(UnusablePackage, match=words) as caught:
            read(path)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_sure_encodings_are_read(encoding: str, tmp_path: Path, read: Reader) -> None:
    files = {"services.csv": "id,name\n1,Café Ayiti à côté\n".encode(encoding)}
    (content,) = read(write_folder(tmp_path, files)).contents
    assert content.texts["en"].name == "Café Ayiti à côté"


def test_one_broken_byte_costs_one_row(tmp_path: Path, read: Reader) -> None:
    files = {"services.csv": "id,name\n1,Café\n2,Thé\n".encode() + b"3,Caf\xe9\n"}
    reading = read(write_folder(tmp_path, files))
    assert [content.external_id for content in reading.contents] == ["1", "2"]
    assert reading.report.issues[0].line == 4
    assert reading.report.issues[0].reason == "holds bytes that are not UTF-8"


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_delimiters(sign: str, tmp_path: Path, read: Reader) -> None:
    text = "id,name,fees\n1,Food,None\n".replace(",", sign)
    assert read(write_folder(tmp_path, {"services.csv": text})).contents[0].cost == "free"


def test_broken_descriptor_is_only_a_note(tmp_path: Path, read: Reader) -> None:
    reading = read(write_folder(tmp_path, {**GOOD, "datapackage.json": "../../datapackage.json"}))
    assert reading.title == "HSDS directory: Miami"
    assert reading.report.notes[0].startswith("descriptor not used: datapackage.json is not JSON")


def test_wrapped_in_a_folder(tmp_path: Path, read: Reader) -> None:
    files = {f"miami-main/{name}": text for name, text in HSDS_1.items()}
    files["__MACOSX/miami-main/._services.csv"] = "rubbish"
    assert len(read(write_zip(tmp_path / "p.zip", files)).contents) == 1


def test_a_second_copy_is_left_aside(tmp_path: Path, read: Reader) -> None:
    files = {**GOOD, "backup/services.csv": "id,name\n2,Old\n3,Older\n"}
    reading = read(write_folder(tmp_path, files))
    assert [content.external_id for content in reading.contents] == ["1"]
    assert reading.report.files["backup/services.csv"] == FileCount(2, 0, 2)


def test_columns_and_tables_left_aside_are_noted(tmp_path: Path, read: Reader) -> None:
    files = {
        "services.csv": "id,name,wait_time,licenses\n1,Food,a day,\n",
        "contacts.csv": "id,service_id,name\n1,1,Ann\n",
        "languages.csv": "",
    }
    reading = read(write_folder(tmp_path, files))
    assert "services.csv: columns not imported: wait_time" in reading.report.notes
    assert "languages.csv: empty file" in reading.report.notes
    assert reading.report.files["contacts.csv"] == FileCount(1, 0, 1)
    assert "Ann" not in reading.contents[0].model_dump_json()


def test_json_beside_csv_is_not_read(tmp_path: Path, read: Reader) -> None:
    files = {**GOOD, "service.json": json.dumps({"id": "9", "name": "X", "organization": {}})}
    reading = read(write_folder(tmp_path, files))
    assert "service.json: not read beside CSV files" in reading.report.notes


def test_taxonomy_terms_where_their_file_is_called_taxonomy(tmp_path: Path, read: Reader) -> None:
    files = {
        **GOOD,
        "service_taxonomies.csv": "id,service_id,taxonomy_id\n1,1,BD-1800.2000\n2,1,XX\n",
    }
    (content,) = read(write_folder(tmp_path / "1", files)).contents
    # With no table of terms the codes stand for themselves.
    assert [term.code for term in content.terms] == ["BD-1800.2000", "XX"]
    assert [topic.id for topic in content.topics] == ["food"]
    files["taxonomy.csv"] = "id,name\nBD-1800.2000,Food Pantries\n"
    reading = read(write_folder(tmp_path / "2", files))
    assert [term.name for term in reading.contents[0].terms] == ["Food Pantries"]
    assert [issue.reason for issue in reading.report.issues] == ["its term does not exist: XX"]
