"""A cell with opening hours: the week in five languages, OpenStreetMap's form, calendars, files."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import Schedule
from knowledge.languages import LANGUAGES
from knowledge.recurrence import WEEKDAYS, find_fault
from knowledge.sources.opening_hours.cell import CellHours, read_hours, write_hours
from knowledge.sources.opening_hours.faults import NotHours


def read(text: str, language: str = "es", folder: Path | None = None) -> CellHours:
    return read_hours(text, timezone="America/Lima", language=language, folder=folder)


@pytest.mark.parametrize(
    ("text", "osm"),
    [
        ("Mo-Fr 09:00-17:00; Sa 10:00-13:00", "Mo-Fr 09:00-17:00; Sa 10:00-13:00"),
        ("Mo-Fr 09:00-12:00,14:00-18:00", "Mo-Fr 09:00-12:00,14:00-18:00"),
        ("Mo,We,Fr 09:00-12:00", "Mo,We,Fr 09:00-12:00"),
        ("24/7", "24/7"),
        ("24 horas", "24/7"),
        ("Fr,Sa 20:00-02:00", "Fr,Sa 20:00-02:00"),
        ("lun-ven 9:00-17:00", "Mo-Fr 09:00-17:00"),
        ("Lunes a viernes: 9:00 a. m. a 5:00 p. m.", "Mo-Fr 09:00-17:00"),
        ("de lunes a viernes de 8am a 5pm y sábados de 9am a 1pm",
         "Mo-Fr 08:00-17:00; Sa 09:00-13:00"),
        ("L-V 9 a 17 hrs", "Mo-Fr 09:00-17:00"),
        ("martes de 8 de la mañana a 12 de la noche", "Tu 08:00-24:00"),
        ("du lundi au vendredi de 9h à 17h30", "Mo-Fr 09:00-17:30"),
        ("le mardi de 9 h à 12 h", "Tu 09:00-12:00"),
        ("mercredis 9h-12h et 14h-18h", "We 09:00-12:00,14:00-18:00"),
        ("segunda a sexta das 9h às 17h; sábado das 8h ao meio-dia",
         "Mo-Fr 09:00-17:00; Sa 08:00-12:00"),
        ("2ª a 6ª feira, 9h-17h", "Mo-Fr 09:00-17:00"),
        ("terças e quintas, 14:00-17:00", "Tu,Th 14:00-17:00"),
        ("lendi rive vandredi, 9è nan maten rive 5è nan apremidi", "Mo-Fr 09:00-17:00"),
        ("Soti lendi rive vandredi: 8:00 - 16:00", "Mo-Fr 08:00-16:00"),
        ("chak jou 8è30-18è", "Mo-Su 08:30-18:00"),
        ("Monday to Friday 9am-5pm", "Mo-Fr 09:00-17:00"),
        ("Tuesdays and Thursdays 14:00-18:00", "Tu,Th 14:00-18:00"),
        ("Mo-Su 09:00-17:00; Su off", "Mo-Sa 09:00-17:00"),
        ("lunes a viernes 9:00-17:00, sábado y domingo cerrado", "Mo-Fr 09:00-17:00"),
        ("lundi au vendredi 9h-17h, fermé le dimanche", "Mo-Fr 09:00-17:00"),
        ("Mo-Fr 09:00-17:00\nSa 10:00-12:00", "Mo-Fr 09:00-17:00; Sa 10:00-12:00"),
    ],
)  # fmt: skip
def test_the_week_is_understood_and_written_one_way(text: str, osm: str) -> None:
    assert read(text).note == ""
    assert write_hours(read(text).schedules) == osm
    assert read(osm).schedules == read(text).schedules


@pytest.mark.parametrize("language", LANGUAGES)
def test_closed_on_holidays_is_told_in_the_language_of_the_row(language: str) -> None:
    hours = read("Mo-Fr 09:00-17:00; PH off", language)
    assert write_hours(hours.schedules) == "Mo-Fr 09:00-17:00"
    assert hours.note
    assert len({read("PH off; Mo 09:00-10:00", code).note for code in LANGUAGES}) == len(LANGUAGES)


def test_words_without_a_figure_are_a_note() -> None:
    assert read("Con cita  previa") == CellHours(note="Con cita previa")
    assert read("") == CellHours()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("9:00-17:00", "not understood"),
        ("Mo[1] 10:00-12:00", "not understood"),
        ("Dec-Feb Mo 10:00-12:00", "not understood"),
        ("Mo-Fr 9-5", "not understood"),
        ("Mo 9:00-17:00 by appointment", "not understood"),
        ("Mo-Fr 09:00-17:00; We 09:00-13:00", "WE has two openings that overlap"),
        ("Mo 22:00-04:00, 23:00-23:30", "overlap"),
        ("horario.ics", "cannot be named here"),
    ],
)
def test_half_understood_hours_are_refused(text: str, reason: str) -> None:
    with pytest.raises(NotHours, match=reason):
        read(text)


def test_a_week_and_an_event_may_stand_in_one_cell() -> None:
    hours = read("Mo-Fr 09:00-17:00\nDTSTART:20261224T100000\nDTEND:20261224T120000")
    assert [one.weekday for one in hours.schedules] == ["MO", "TU", "WE", "TH", "FR", None]
    assert hours.schedules[-1].starts_on == date(2026, 12, 24)


CALENDAR = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261201T090000\r\nDURATION:PT3H\r\n"
CALENDAR += "END:VEVENT\r\nEND:VCALENDAR\r\n"


def test_a_file_beside_the_sheet_is_read_and_no_other(tmp_path: Path) -> None:
    inside = tmp_path / "sheets"
    inside.mkdir()
    (tmp_path / "secret.ics").write_text(CALENDAR, encoding="utf-8")
    (inside / "Horario de verano.ics").write_text(CALENDAR, encoding="utf-8")
    (inside / "notes.ics").write_text("hello", encoding="utf-8")
    (inside / "latin.ics").write_bytes("SUMMARY:Atención".encode("latin-1"))
    (inside / "link.ics").symlink_to(tmp_path / "secret.ics")
    assert len(read("Horario de verano.ics", folder=inside).schedules) == 1
    for name, reason in {
        "../secret.ics": "no path leads to it",
        str(tmp_path / "secret.ics"): "no path leads to it",
        "link.ics": "there is no calendar file",
        "none.ics": "there is no calendar file",
        "notes.ics": "is not a calendar file",
        "latin.ics": "cannot be read as UTF-8",
    }.items():
        with pytest.raises(NotHours, match=reason):
            read(name, folder=inside)


_clocks = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from([0, 15, 30]))
_days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def _weeks(draw: st.DrawFn) -> list[Schedule]:
    """Draw weekly hours, no two of which overlap."""
    found = []
    for day in draw(st.lists(st.sampled_from(WEEKDAYS), unique=True, max_size=7)):
        cuts = sorted(draw(st.lists(st.integers(0, 96), unique=True, min_size=2, max_size=4)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            opens, closes = (f"{n // 4:02d}:{n % 4 * 15:02d}" for n in (start, end))
            found.append(Schedule.model_validate(
                {"weekday": day, "opens_at": opens, "closes_at": closes}
            ))  # fmt: skip
    return found


@settings(max_examples=150, deadline=None)
@given(_weeks())
def test_any_week_is_written_and_read_again(week: list[Schedule]) -> None:
    back = read(write_hours(week)).schedules
    assert set(back) == set(week)


_events = st.builds(
    Schedule,
    rrule=st.sampled_from(
        ["FREQ=MONTHLY;BYDAY=1TU", "FREQ=YEARLY", "FREQ=DAILY;COUNT=1", "FREQ=MONTHLY;BYMONTHDAY=1",
         "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"]
    ),
    starts_on=_days,
    opens_at=_clocks,
    closes_at=(_clocks | st.just("24:00")).filter(lambda clock: clock != "00:00"),
    except_on=st.lists(_days, unique=True, max_size=3).map(lambda days: tuple(sorted(days))),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_weeks(), st.lists(_events, max_size=3, unique=True))
def test_rules_are_written_and_read_again(week: list[Schedule], events: list[Schedule]) -> None:
    back = read(write_hours([*week, *events])).schedules
    assert set(back) == {*week, *events}


def test_a_season_keeps_its_bounds() -> None:
    first = date(2026, 12, 7)
    winter = Schedule(
        weekday="MO", opens_at="09:00", closes_at="12:00", valid_from=first,
        valid_to=first + timedelta(days=70), except_on=(first + timedelta(days=14),),
    )  # fmt: skip
    assert read(write_hours([winter])).schedules == (winter,)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Mo", "-", "Fr", " ", "09:00", "9", ";", ",", "lunes", " a ", "24/7", "off", "PH",
             "\n",
             "DTSTART", ":20261201T0900", "00", "RRULE:", "FREQ=", "DAILY", ";BYDAY=", "1MO",
             "DURATION:PT1H", "EXDATE:", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", ".ics"]
        ),
        max_size=14,
    ).map("".join)
    | st.text(max_size=40)
)  # fmt: skip
def test_any_text_gives_sound_hours_or_one_reason(text: str) -> None:
    try:
        hours = read(text)
    except NotHours as fault:
        assert len(str(fault).splitlines()) == 1
    else:
        for schedule in hours.schedules:
            assert find_fault(schedule) == ""
