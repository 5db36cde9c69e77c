"""What every source keeps; a test class inherits this, names its reader and writes its files."""

import hashlib
import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.content import RecordContent
from knowledge.errors import BadInput, UnknownPlace, UnusablePackage
from knowledge.languages import LANGUAGES
from knowledge.models import Record
from knowledge.places import Places
from knowledge.places.tree import place_files
from knowledge.recurrence import find_fault
from knowledge.sources.reading import Reading, SourceReader
from knowledge.store import RecordWriter, read
from knowledge.topics import Topics, load_topics
from knowledge.validation import check

HUGE = 600 * 2**20
"""Bytes of a file that is larger than any source may be; on disk it takes no room."""
ACCENTS = "Atención médica, niñas, garçon, São, Kreyòl. " * 4
HEADS = (
    b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b"\x00", b"\xd0\xcf\x11\xe0",
)  # fmt: skip
"""How files begin that people take for another: none, zip, picture, PDF, and old Excel, cut."""
NO_OPTIONS: Mapping[str, str] = {}


class SourceContract:
    """Tests of any source; `place_id` is the place it is read for."""

    reader: SourceReader
    place_id = "miami"

    def write_good(self, folder: Path) -> Path:
        """Write a sound source of at least two records into `folder`; return its path."""
        raise NotImplementedError

    def write_holding(self, folder: Path, data: bytes) -> tuple[Path, str]:
        """Write a source whose main file is `data`; return its path and that file's name."""
        raise NotImplementedError

    def write_text(self, folder: Path, text: str, encoding: str) -> tuple[Path, str]:
        """Write a source of the right form whose main file holds `text` in `encoding`."""
        raise NotImplementedError

    @pytest.fixture
    def topics(self) -> Topics:
        """The topic list."""
        return _topics()

    @pytest.fixture
    def places(self) -> Places:
        """The known places."""
        return _places()

    @pytest.fixture
    def good(self, tmp_path: Path) -> Path:
        """A sound source."""
        folder = tmp_path / "good"
        folder.mkdir()
        return self.write_good(folder)

    def read(self, path: Path, places: Places, topics: Topics, **more: Any) -> Reading:
        """Read as an import does."""
        wanted: dict[str, Any] = {"place_id": self.place_id, "options": NO_OPTIONS, **more}
        return type(self).reader(path, places=places, topics=topics, **wanted)

    @pytest.fixture
    def reading(self, good: Path, places: Places, topics: Topics) -> Reading:
        """What the sound source gives."""
        return self.read(good, places, topics)

    def test_it_names_itself(self, reading: Reading) -> None:
        assert reading.title
        assert reading.version
        assert len(reading.contents) >= 2

    def test_reading_twice_gives_the_same(
        self, reading: Reading, good: Path, places: Places, topics: Topics
    ) -> None:
        again = self.read(good, places, topics)
        assert [one.digest() for one in again.contents] == [
            one.digest() for one in reading.contents
        ]
        assert again == reading

    def test_every_record_has_an_id_of_its_own(self, reading: Reading) -> None:
        ids = [content.external_id for content in reading.contents]
        assert len(set(ids)) == len(ids)
        assert all(name.strip() and len(name) <= 120 for name in ids)

    def test_every_row_is_used_or_skipped_with_a_reason(self, reading: Reading) -> None:
        assert reading.report.files
        for name, count in reading.report.files.items():
            assert count.rows == count.used + count.skipped, name
            told = {issue.line for issue in reading.report.issues if issue.file == name}
            assert not count.skipped or told, name

    def test_every_record_says_where_it_is_from_and_in_what_language(
        self, reading: Reading
    ) -> None:
        for content in reading.contents:
            assert content.citation.title.strip()
            assert content.source_text().name.strip()
            assert set(content.texts) <= set(LANGUAGES)

    def test_every_place_and_topic_and_time_is_known(
        self, reading: Reading, places: Places, topics: Topics
    ) -> None:
        for content in reading.contents:
            assert check(content, places=places, topics=topics) == []
            assert content.place_id in places
            assert {topic.id for topic in content.topics} <= topics.keys()
            for schedule in content.schedules:
                assert find_fault(schedule) == ""

    def test_the_store_gives_back_what_was_read(
        self, reading: Reading, database: Engine, places: Places
    ) -> None:
        with Session(database) as session, session.begin():
            _store(session, reading)
        with Session(database) as session:
            stored = {row.external_id: read(row) for row in session.scalars(select(Record))}
        for content in reading.contents:
            assert _in_utc(stored[content.external_id]) == _in_utc(content)

    def test_reading_changes_nothing_on_disk(
        self, good: Path, places: Places, topics: Topics
    ) -> None:
        before = _state(good.parent)
        self.read(good, places, topics)
        assert _state(good.parent) == before

    def test_an_unknown_option_is_refused(self, good: Path, places: Places, topics: Topics) -> None:
        with pytest.raises(BadInput, match="colour") as caught:
            self.read(good, places, topics, options={"colour": "red"})
        assert _one_line(caught.value)

    def test_an_unknown_place_is_refused(self, good: Path, places: Places, topics: Topics) -> None:
        with pytest.raises(UnknownPlace, match="atlantis"):
            self.read(good, places, topics, place_id="atlantis")

    def refuse(self, path: Path, name: str, places: Places, topics: Topics) -> None:
        """Check that a source is refused with one line that names the file."""
        with pytest.raises(UnusablePackage) as caught:
            self.read(path, places, topics)
        assert _one_line(caught.value)
        assert name in str(caught.value)

    def test_a_path_that_is_not_there_is_named(
        self, tmp_path: Path, places: Places, topics: Topics
    ) -> None:
        self.refuse(tmp_path / "nowhere.zip", "nowhere.zip", places, topics)

    def test_an_empty_folder_is_named(self, tmp_path: Path, places: Places, topics: Topics) -> None:
        (tmp_path / "hollow").mkdir()
        self.refuse(tmp_path / "hollow", "hollow", places, topics)

    @pytest.mark.parametrize("data", [b"", b"\n", b"\xef\xbb\xbf"], ids=["empty", "line", "mark"])
    def test_an_empty_file_is_named(
        self, data: bytes, tmp_path: Path, places: Places, topics: Topics
    ) -> None:
        self.refuse(*self.write_holding(tmp_path, data), places, topics)

    @pytest.mark.parametrize("seed", range(len(HEADS)))
    def test_binary_junk_is_named(
        self, seed: int, tmp_path: Path, places: Places, topics: Topics
    ) -> None:
        junk = random.Random(seed).randbytes(5_000)
        self.refuse(*self.write_holding(tmp_path, HEADS[seed] + junk), places, topics)

    def test_a_huge_file_is_named_without_being_read(
        self, tmp_path: Path, places: Places, topics: Topics
    ) -> None:
        path, name = self.write_holding(tmp_path, b"x")
        file = path if path.is_file() else next(path.rglob(Path(name).name))
        with file.open("r+b") as open_file:
            open_file.truncate(HUGE)
        self.refuse(path, name, places, topics)

    @pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp850", "utf-16-le"])
    def test_a_wrong_encoding_is_refused_never_guessed(
        self, encoding: str, tmp_path: Path, places: Places, topics: Topics
    ) -> None:
        text = ACCENTS.encode(encoding, "replace").decode(encoding)
        self.refuse(*self.write_text(tmp_path, text, encoding), places, topics)


@cache
def _topics() -> Topics:
    return load_topics()


@cache
def _places() -> Places:
    return Places(place_files())


def _store(session: Session, reading: Reading) -> None:
    writer = RecordWriter(session, "gazetteer")
    for content in reading.contents:
        writer.write(content, None)


def _in_utc(content: RecordContent) -> dict[str, Any]:
    return content.model_dump()  # moments compare equal whatever their zone


def _one_line(error: Exception) -> bool:
    return 0 < len(str(error)) < 600 and len(str(error).splitlines()) == 1


def _state(folder: Path) -> dict[str, tuple[int, str]]:
    return {
        str(path): (path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
