"""Records as a sheet and back: nothing is lost, and what a person changes there counts."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from knowledge.content import RecordContent, Texts
from knowledge.places import Places
from knowledge.places.tree import place_files
from knowledge.sources.sheet import read_sheet
from knowledge.sources.sheet.csv_file import read_csv, write_csv
from knowledge.sources.sheet.exporting import to_table
from knowledge.sources.sheet.files import write_sheet
from knowledge.sources.sheet.mapping import parse_field
from knowledge.sources.sheet.row_cells import Setting
from knowledge.sources.sheet.rows import read_row
from knowledge.sources.sheet.topic_names import TopicNames
from knowledge.sources.starter import read_starter
from knowledge.topics import Topics, load_topics
from knowledge.translations import Status, status_of
from tests.support.lima import LIMA
from tests.support.records import contents, make_content

from .conftest import TODAY

RoundTrip = Callable[..., tuple[RecordContent, ...]]


@pytest.fixture
def again(places: Places, topics: Topics, tmp_path: Path) -> RoundTrip:
    """Write records as a sheet, let a person change it, and read it."""

    def round_trip(
        records: Sequence[RecordContent],
        edit: Callable[[dict[str, str]], Any] = lambda _row: None,
        ending: str = ".csv",
    ) -> tuple[RecordContent, ...]:
        table = to_table(records, places=places, topics=topics)
        rows = [dict(zip(table[0], row, strict=True)) for row in table[1:]]
        for row in rows:
            edit(row)
        path = tmp_path / f"list{ending}"
        write_sheet(path, [table[0], *(list(row.values()) for row in rows)], topics)
        return read_sheet(
            path, place_id="world", places=places, topics=topics, today=TODAY
        ).contents

    return round_trip


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_records_of_lima_come_back_as_they_were(again: RoundTrip, ending: str) -> None:
    assert [one.digest() for one in again(LIMA, ending=ending)] == [one.digest() for one in LIMA]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_starter_content_comes_back_as_it_was(again: RoundTrip, ending: str) -> None:
    starter = read_starter()
    assert [one.digest() for one in again(starter, ending=ending)] == [
        one.digest() for one in starter
    ]


PLACES, TOPICS = Places(place_files()), load_topics()


@settings(max_examples=200, deadline=None)
@given(content=contents())
def test_the_row_of_any_record_says_all_of_it(content: RecordContent) -> None:
    heads, row = to_table([content], places=PLACES, topics=TOPICS)
    written = write_csv([heads, row])
    (_, head_cells), (_, cells) = read_csv("x.csv", written.encode(), heads, 0)
    setting = Setting(
        place_id="world", title="x", license="", dates="iso", today=date(9998, 1, 1),
        places=PLACES, topics=TopicNames(TOPICS), folder=None,
    )  # fmt: skip
    values = {parse_field(head): cell for head, cell in zip(head_cells, cells, strict=True) if cell}
    reading = read_row(values, setting)
    assert (reading.faults, reading.notes) == ([], [])
    assert reading.content is not None
    assert reading.content.model_dump_json() == content.model_dump_json()


def test_what_the_columns_say_needs_no_further_column(
    again: RoundTrip, places: Places, topics: Topics
) -> None:
    plain = make_content(place_id="lima", summary="Soup.", body="Hot.")
    table = to_table([plain], places=places, topics=topics)
    assert "further" not in table[0]
    assert again([plain]) == (plain,)


DENTIST = LIMA[0]


def test_a_changed_phone_counts_and_the_rest_stays(again: RoundTrip) -> None:
    (back,) = again([DENTIST], lambda row: row.update(phone="+51 1 7654321"))
    assert [phone.number for phone in back.phones] == ["+5117654321"]
    assert back.model_copy(update={"phones": DENTIST.phones}) == DENTIST


def test_a_changed_address_counts_over_what_was_kept_of_it(again: RoundTrip) -> None:
    (back,) = again([DENTIST], lambda row: row.update(address="Avenida Imaginaria 5"))
    assert back.locations[0].address == "Avenida Imaginaria 5"


def test_another_address_is_not_lost_when_the_first_changes(again: RoundTrip) -> None:
    spot = DENTIST.locations[0]
    second = spot.model_copy(update={"external_id": "two", "address": "Plaza Supuesta 2"})
    wide = DENTIST.model_copy(update={"locations": (spot, second)})
    assert again([wide]) == (wide,)
    (back,) = again([wide], lambda row: row.update(address="Avenida Imaginaria 5"))
    assert [one.address for one in back.locations] == ["Avenida Imaginaria 5", "Plaza Supuesta 2"]


def _translated() -> RecordContent:
    source = Texts(name="Comedor", body="Almuerzo.")
    machine = {"provenance": "machine", "source_digest": source.digest()}
    texts = {"es": source, "ht": Texts(name="Kantin", body="Manje.", **machine)}
    return make_content(language="es", place_id="lima", texts=texts)


def test_a_changed_source_text_makes_its_translations_outdated(again: RoundTrip) -> None:
    record = _translated()
    assert status_of(record, "ht") is Status.MACHINE
    (back,) = again([record], lambda row: row.update(description="Almuerzo y cena."))
    assert back.texts["ht"] == record.texts["ht"]
    assert status_of(back, "ht") is Status.OUTDATED


def test_a_changed_translation_is_a_persons(again: RoundTrip) -> None:
    (back,) = again([_translated()], lambda row: row.update({"description:ht": "Bon manje."}))
    assert (back.texts["ht"].body, back.texts["ht"].provenance) == ("Bon manje.", "human")
    assert status_of(back, "ht") is Status.UP_TO_DATE


def test_nothing_in_an_exported_csv_begins_a_formula(places: Places, topics: Topics) -> None:
    evil = make_content(
        "=cmd|' /C calc'!A0",
        name="@SUM(1+1)",
        summary="+1-2",
        body="-1",
        phones=DENTIST.phones,
        place_id="lima",
    )
    written = write_csv(to_table([evil], places=places, topics=topics))
    cells = [cell for row in csv.reader(io.StringIO(written, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r"))]
    assert "'+5111234001" in cells


def test_the_further_column_is_json_that_says_what_it_was_made_for(
    places: Places, topics: Topics
) -> None:
    heads, row = to_table([DENTIST], places=places, topics=topics)
    further = json.loads(row[heads.index("further")])
    assert further
    assert all("of" in part and "is" in part for part in further.values())
