"""Bad packages of every kind give one clear line, and nothing is unpacked to disk."""

import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from knowledge.errors import UnusablePackage
from knowledge.sources.hsds import archive
from knowledge.sources.hsds.archive import open_package

from .conftest import Reader, write_folder, write_zip

SERVICES = {"services.csv": "id,name\n1,Food\n"}


def assert_refused(path: Path, words: str) -> None:
    with pytest.raises(UnusablePackage, match=words) as caught:
        open_package(path)
    assert "\n" not in str(caught.value)


def test_members_come_in_order_of_their_names_with_their_dates(tmp_path: Path) -> None:
    files = {"b.csv": "x", "a.json": "{}", "notes.txt": "n", ".hidden.csv": "h"}
    contents = open_package(write_zip(tmp_path / "p.zip", files, day=(2020, 2, 3)))
    assert [member.name for member in contents.members] == ["a.json", "b.csv"]
    assert str(contents.members[0].day) == "2020-02-03"
    assert contents.others == ("notes.txt",)


def test_date_of_nothing_is_no_date(tmp_path: Path) -> None:
    contents = open_package(write_zip(tmp_path / "p.zip", SERVICES, day=(1980, 1, 1)))
    assert contents.members[0].day is None


def test_not_there(tmp_path: Path) -> None:
    assert_refused(tmp_path / "none.zip", "does not exist")


@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04" + b"x" * 50], ids=len)
def test_not_a_zip(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    path.write_bytes(data)
    assert_refused(path, "is not a zip archive, or is damaged or cut off")


def test_cut_off_zip_at_any_point(tmp_path: Path) -> None:
    whole = write_zip(tmp_path / "p.zip", {"services.csv": "id,name\n1,Food\n" * 50}).read_bytes()
    path = tmp_path / "cut.zip"
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        assert_refused(path, "zip archive|unpacked")


def test_damaged_member(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "p.zip", {"services.csv": os.urandom(2000).hex()})
    data = bytearray(path.read_bytes())
    data[200:220] = b"\x00" * 20
    path.write_bytes(data)
    assert_refused(path, "damaged")


def test_any_single_damage_is_refused_or_harmless(tmp_path: Path) -> None:
    whole = write_zip(tmp_path / "p.zip", SERVICES).read_bytes()
    path = tmp_path / "damaged.zip"
    for place in range(len(whole)):
        data = bytearray(whole)
        data[place] ^= 0xFF
        path.write_bytes(data)
        try:
            open_package(path)
        except UnusablePackage as error:
            assert "\n" not in str(error)


def test_encrypted(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "p.zip", SERVICES)
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + offset
        data[at : at + 2] = struct.pack("<H", 1)
    path.write_bytes(data)
    assert_refused(path, "is encrypted")


@pytest.mark.parametrize(
    "name", ["../services.csv", "a/../../services.csv", "/etc/services.csv", "C:/services.csv",
             "..\\services.csv"],
)  # fmt: skip
def test_path_that_leads_out(name: str, tmp_path: Path) -> None:
    assert_refused(write_zip(tmp_path / "p.zip", {name: "id,name\n"}), "points outside")


def test_link_in_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    info = zipfile.ZipInfo("services.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(info, "/etc/passwd")
    assert_refused(path, "is a link")


def test_zip_bomb(tmp_path: Path) -> None:
    assert_refused(write_zip(tmp_path / "p.zip", {"services.csv": "0" * 4_000_000}), "zip bomb")


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a.csv": os.urandom(300).hex(), "b.csv": os.urandom(300).hex()}
    monkeypatch.setattr(archive, "MAX_TOTAL_BYTES", 1000)
    assert_refused(write_zip(tmp_path / "p.zip", files), "unpacks to more")
    assert_refused(write_folder(tmp_path / "folder", files), "unpacks to more")
    monkeypatch.setattr(archive, "MAX_MEMBER_BYTES", 500)
    assert_refused(write_zip(tmp_path / "p.zip", files), "a.csv is larger")
    assert_refused(tmp_path / "folder" / "a.csv", "a.csv is larger")


def test_size_that_the_directory_lies_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_zip(tmp_path / "p.zip", {"a.csv": "0123456789" * 100})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = struct.pack("<I", 10)
    path.write_bytes(data)
    monkeypatch.setattr(archive, "MAX_MEMBER_BYTES", 500)
    assert_refused(path, "larger|damaged")


def test_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    files = {f"{number}.csv": "x" for number in range(5)}
    assert_refused(write_zip(tmp_path / "p.zip", files), "more than 3 files")
    assert_refused(write_folder(tmp_path / "folder", files), "more than 3 files")


def test_same_name_twice(tmp_path: Path) -> None:
    path = tmp_path / "p.zip"
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "w") as packed:
        packed.writestr("services.csv", "id,name\n1,A\n")
        packed.writestr("services.csv", "id,name\n1,B\n")
    assert_refused(path, "twice")


def test_folder_with_links(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("id,name\n1,A\n")
    folder = write_folder(tmp_path / "p", SERVICES)
    (folder / "same.csv").symlink_to("services.csv")
    assert len(open_package(folder).members) == 2
    (folder / "out.csv").symlink_to("../secret.csv")
    assert_refused(folder, "out.csv is a link that leads out")


def test_nothing_is_written(tmp_path: Path, read: Reader) -> None:
    path = write_zip(tmp_path / "p.zip", SERVICES)
    read(path)
    assert list(tmp_path.iterdir()) == [path]
