"""Whole sheets: what a row becomes, and that one bad row keeps all out and is named."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.content import CostOption, Kind, Organization, Phone, Schedule, Standing, Topic
from knowledge.errors import RefusedRows, UnusablePackage
from knowledge.places import Places
from knowledge.sources.sheet.columns import COLUMNS

from .conftest import Read, as_csv, table_of

FULL = {
    "id": "comedor-1",
    "kind": "Servicio",
    "status": "Abierto",
    "place": "Lima",
    "language": "español",
    "name": "Comedor  Inventado",
    "alternate_name": "CI",
    "summary": "Almuerzo gratis.",
    "description": "Primero.\n\nSegundo.",
    "eligibility_description": "Cualquier persona.",
    "application_process": "Venga.",
    "fees_description": "Nada.",
    "documents": "Ninguno; Un papel con foto",
    "steps": "1. Venga | 2. Coma",
    "questions": "dónde como gratis | ¿hay almuerzo hoy?",
    "organization": "Asociación Ejemplo",
    "organization_kind": "ONG",
    "organization_url": "www.example.org",
    "address": "Jirón Inventado 100",
    "city": "Lima",
    "state_province": "Lima",
    "postal_code": "08001",
    "country": "Perú",
    "latitude": "-12,05",
    "longitude": "-77.04",
    "phone": "(01) 123-4567 ext. 12; fax: +51 1 1234568; 100",
    "email": "hola@example.org",
    "url": "https://example.org/comedor",
    "opening_hours": "lun-vie 12:00-15:00",
    "hours_note": "Con boleto.",
    "languages": "español; creole; quechua",
    "cost": "gratis",
    "topics": "Comida; Médico, clínica; legal_aid",
    "audience": "todas las personas; families",
    "journey": "llegada, settled",
    "universal": "sí",
    "status_required": "non",
    "proof_of_address_required": "não",
    "works_with_immigration_enforcement": "pa vre",
    "regulatory_basis": "Ordenanza 1",
    "since": "2019",
    "source_title": "Guía inventada",
    "source_url": "https://example.org/guia",
    "verified_on": "2026-11-01",
    "review_by": "2027-11-01",
    "expires_at": "2027-12-31",
    "owner": "Oficina Inventada",
    "name:ht": "Kantin Envante",
    "description:ht": "Manje midi.",
}


def test_the_example_fills_every_column() -> None:
    assert {column.name for column in COLUMNS} - FULL.keys() == {"legal_kind"}


def test_a_full_row_becomes_a_full_record(read: Read) -> None:
    reading = read(FULL)
    (content,) = reading.contents
    source = content.texts["es"]
    assert (content.external_id, content.kind, content.standing) == (
        "comedor-1", Kind.SERVICE, Standing.OPERATING,
    )  # fmt: skip
    assert (content.place_id, content.language) == ("lima", "es")
    assert (source.name, source.alternate_name) == ("Comedor Inventado", "CI")
    assert (source.summary, source.body) == ("Almuerzo gratis.", "Primero.\n\nSegundo.")
    assert (source.steps, source.documents) == (
        ("Venga", "Coma"), ("Ninguno", "Un papel con foto"),
    )  # fmt: skip
    assert source.questions == ("dónde como gratis", "¿hay almuerzo hoy?")
    assert (source.provenance, source.source_digest) == ("source", "")
    creole = content.texts["ht"]
    assert (creole.name, creole.body) == ("Kantin Envante", "Manje midi.")
    assert (creole.provenance, creole.source_digest) == ("human", source.digest())
    assert content.organization == Organization(
        external_id="Asociación Ejemplo", name="Asociación Ejemplo", kind="ngo",
        url="https://www.example.org",
    )  # fmt: skip
    (spot,) = content.locations
    assert (spot.address, spot.postal_code, spot.country, spot.place_id) == (
        "Jirón Inventado 100", "08001", "PE", "lima",
    )  # fmt: skip
    assert (spot.latitude, spot.longitude) == (-12.05, -77.04)
    assert content.phones == (
        Phone(number="+5111234567", extension="12"),
        Phone(number="+5111234568", type="fax"),
        Phone(number="100"),
    )
    assert {one.weekday for one in content.schedules} == {"MO", "TU", "WE", "TH", "FR"}
    assert content.hours_note == "Con boleto."
    assert content.languages_spoken == ("es", "ht", "qu")
    assert (content.cost, content.costs) == ("free", ())
    assert content.topics == (Topic(id="food"), Topic(id="clinic"), Topic(id="legal_aid"))
    assert (content.audience, content.journey) == (
        ("everyone", "families"), ("arriving", "settled"),
    )  # fmt: skip
    assert (content.universal, content.status_required) == (True, "no")
    assert (content.proof_of_address_required, content.works_with_immigration_enforcement) == (
        "no", "no",
    )  # fmt: skip
    assert content.citation.title == "Guía inventada"
    assert (content.verified_on, content.review_by) == (date(2026, 11, 1), date(2027, 11, 1))
    assert content.expires_at == datetime(2028, 1, 1, 5, tzinfo=UTC)  # midnight in Lima
    assert (content.since, content.owner) == ("2019", "Oficina Inventada")
    assert (reading.version, reading.title, reading.report.issues) == ("CSV", "list", [])


def test_what_a_short_row_leaves_out_has_a_plain_meaning(read: Read) -> None:
    (content,) = read({}).contents
    assert (content.kind, content.standing) == (Kind.SERVICE, Standing.OPERATING)
    assert (content.place_id, content.cost, content.universal) == ("lima", "unknown", None)
    assert content.status_required == "unknown"
    assert content.citation.title == "list"
    assert (content.organization, content.locations, content.verified_on) == (None, (), None)
    assert "no column status: every row is taken as operating" in read({}).report.notes


def test_a_promise_is_never_an_open_service(read: Read) -> None:
    for written in ("compromiso", "promesse", "angajman", "compromisso", "commitment"):
        (content,) = read({"status": written}).contents
        assert content.standing is Standing.COMMITMENT
        assert not content.standing.available


def test_a_price_is_kept_with_its_currency(read: Read) -> None:
    (content,) = read({"cost": "15,50 PEN"}).contents
    assert (content.cost, content.costs) == ("paid", (CostOption(amount=15.5, currency="PEN"),))
    (content,) = read({"cost": "0 PEN"}).contents
    assert content.cost == "free"


def test_hours_are_on_the_clock_of_the_address(read: Read) -> None:
    event = "DTSTART:20261201T140000Z\nDURATION:PT1H"
    (content,) = read({"place": "sao_paulo", "opening_hours": event}).contents
    assert (content.schedules[0].opens_at, content.schedules[0].closes_at) == ("11:00", "12:00")


def test_a_calendar_file_beside_the_sheet_is_read(read: Read, tmp_path: Path) -> None:
    (tmp_path / "horario.ics").write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n"
        "DTSTART:20261201T090000\r\nDTEND:20261201T120000\r\nRRULE:FREQ=MONTHLY;BYDAY=1TU\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n",
        encoding="utf-8",
    )
    (content,) = read({"opening_hours": "horario.ics"}).contents
    assert content.schedules == (
        Schedule(
            rrule="FREQ=MONTHLY;BYDAY=1TU", starts_on=date(2026, 12, 1), opens_at="09:00",
            closes_at="12:00",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"id": ""}, "id", "is empty, but every record needs it"),
        ({"name": ""}, "name", "is empty, but every record needs it"),
        ({"language": ""}, "language", "is empty, but every record needs it"),
        ({"language": "gibberish"}, "language", "no language that is known"),
        ({"kind": "thing"}, "kind", "none of service, programme"),
        ({"status": "perhaps"}, "status", "none of operating"),
        ({"place": "limma"}, "place", "unknown place 'limma'; near names: lima"),
        ({"topics": "comidda"}, "topics", "no topic that is known (did you mean"),
        ({"audience": "martians"}, "audience", "none of everyone"),
        ({"journey": "sleeping"}, "journey", "none of arriving"),
        ({"cost": "cheap"}, "cost", "none of free, paid"),
        ({"cost": "15 XXQ"}, "cost", "no currency"),
        ({"status_required": "maybe"}, "status_required", "none of yes, no"),
        ({"phone": "5.11E+10"}, "phone", "cut short"),
        ({"phone": "5,11234E+10 ext 3"}, "phone", "cut short"),
        ({"phone": "ask for Ana"}, "phone", "no telephone number"),
        ({"id": "1.2E+5"}, "id", "cut short"),
        ({"postal_code": "1.5E+4"}, "postal_code", "cut short"),
        ({"postal_code": "1" * 21}, "postal_code", "longer than 20 letters"),
        ({"id": "x" * 121}, "id", "longer than 120 letters"),
        ({"email": "nobody"}, "email", "not a mail address"),
        ({"url": "javascript:alert(1)"}, "url", "not a web address"),
        ({"source_url": "ftp://example.org"}, "source_url", "not a web address"),
        ({"latitude": "95", "longitude": "1"}, "latitude", "not between -90 and 90"),
        ({"latitude": "-12"}, "address", "latitude and longitude go together"),
        ({"latitude": "north", "longitude": "1"}, "latitude", "no number of degrees"),
        ({"country": "Atlantis"}, "country", "no country"),
        ({"verified_on": "15/03/2026"}, "verified_on", "day or month first?"),
        ({"verified_on": "45731"}, "verified_on", "count of days (2025-03-15"),
        ({"verified_on": "2026-02-30"}, "verified_on", "there is no such day"),
        ({"verified_on": "2027-01-01"}, "verified_on", "still to come"),
        (
            {"verified_on": "2026-03-01", "review_by": "2026-02-01"},
            "review_by",
            "lies before the verification date",
        ),
        ({"expires_at": "soon"}, "expires_at", "no date"),
        ({"opening_hours": "9 to 5 mostly"}, "opening_hours", "not understood"),
        ({"opening_hours": "../secret.ics"}, "opening_hours", "no path leads to it"),
        ({"opening_hours": "none.ics"}, "opening_hours", "there is no calendar file"),
        (
            {"opening_hours": "DTSTART:20260101T090000 DURATION:PT1H RRULE:FREQ=DAILY;INTERVAL=0"},
            "opening_hours",
            "",
        ),
        ({"description": "<script>alert(1)</script>"}, "description", "HTML is not allowed"),
        ({"name:ht": "x", "summary:ht": "[x](javascript:x)"}, "summary:ht", "runs a program"),
        ({"name": "Educaci\ufffdn"}, "name", "letters were lost"),
        ({"name": "EducaciÃ³n para niÃ±os"}, "name", "mangled by a wrong encoding"),
        ({"organization_kind": "ngo"}, "organization_kind", "the column organization is empty"),
        ({"legal_kind": "law"}, "legal_kind", "only a right has a legal kind"),
        ({"name:es": "Otro"}, "name:es", "says something else than name"),
        ({"languages": "es; gibberish"}, "languages", "'gibberish' is no language"),
        ({"further": "hello"}, "further", "not what the export made"),
        ({"further": '{"cost":{"of":"x","is":1}}'}, "further", ""),
    ],
)
def test_a_bad_cell_is_named_with_its_row_and_reason(
    read: Read, cells: dict[str, str], column: str, reason: str
) -> None:
    if "further" in cells and not reason:
        reading = read({}, cells, {})  # made for other columns: it does not count, and is told
        assert [(issue.line, issue.field) for issue in reading.report.issues] == [(3, "further")]
        return
    with pytest.raises(RefusedRows) as caught:
        read({}, cells, {})
    (issue,) = caught.value.report.issues
    assert (issue.line, issue.field) == (3, column)
    assert reason in issue.reason
    assert f"row 3, {column}: " in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    count = caught.value.report.files["list.csv"]
    assert (count.rows, count.used, count.skipped) == (3, 2, 1)


def test_one_bad_row_among_thousands_is_named(read: Read) -> None:
    rows = [{"name": f"Servicio {number}"} for number in range(5_000)]
    rows[4_321]["cost"] = "barato"
    with pytest.raises(RefusedRows, match=r"1 of 5000 rows .*row 4323, cost: 'barato'") as caught:
        read(*rows)
    assert caught.value.report.files["list.csv"].skipped == 1


def test_the_first_faults_are_told_and_the_others_counted(read: Read) -> None:
    with pytest.raises(RefusedRows) as caught:
        read(*({"cost": "barato", "status": "quizá"} for _ in range(4)))
    assert str(caught.value).startswith(
        "list.csv: 4 of 4 rows cannot be used, so none is imported: row 2, cost: "
    )
    assert str(caught.value).endswith("; and 5 more faults")
    assert len(caught.value.report.issues) == 8


def test_an_id_that_stands_twice_names_both_rows(read: Read) -> None:
    with pytest.raises(RefusedRows) as caught:
        read({"id": "x"}, {"id": "y"}, {"id": "x"})
    told = {issue.line: issue.reason for issue in caught.value.report.issues}
    assert told == {2: "'x' stands in row 4 too", 4: "'x' stands in row 2 too"}


def test_an_organization_is_told_the_same_in_every_row(read: Read) -> None:
    one = {"organization": "Casa", "organization_kind": "ngo"}
    assert len(read(one, one).contents) == 2
    with pytest.raises(RefusedRows) as caught:
        read(one, {**one, "organization_kind": "church"})
    (issue,) = caught.value.report.issues
    assert (issue.line, issue.field) == (3, "organization_kind")
    assert "told otherwise in row 2" in issue.reason


def test_rows_are_counted_as_a_person_sees_them(tmp_path: Path, read_path: Read) -> None:
    table = table_of({"description": "two\nlines"}, {}, {"cost": "barato"})
    table.insert(2, [])  # a blank row
    path = tmp_path / "list.csv"
    path.write_text(as_csv(table), encoding="utf-8")
    with pytest.raises(RefusedRows, match="row 5, cost"):
        read_path(path)


def test_a_translation_needs_no_name_of_its_own(read: Read) -> None:
    (content,) = read({"summary:ht": "Manje."}).contents
    assert content.texts["ht"].name == "Comedor Inventado"


def test_the_name_may_stand_in_the_column_of_its_language(read: Read) -> None:
    (content,) = read({"name": "", "name:es": "Comedor", "name:ht": "Kantin"}).contents
    assert {code: text.name for code, text in content.texts.items()} == {
        "es": "Comedor", "ht": "Kantin",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heads", "reason"),
    [
        ("id,name", "column language is missing (the headings are: id, name)"),
        ("id,name,language,Name", "the heading 'Name' stands twice, in columns B and D"),
        ("id,name,language,name:de", "texts are in es, en, fr, ht, pt, not in 'de'"),
        ("id,name,language,phone:es", "column phone has no translations"),
    ],
)
def test_a_bad_heading_is_told(tmp_path: Path, read_path: Read, heads: str, reason: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{heads}\na,b,es,c\n", encoding="utf-8")
    with pytest.raises(UnusablePackage) as caught:
        read_path(path)
    assert reason in str(caught.value)


def test_a_foreign_column_is_noted_and_a_slip_is_guessed(read: Read) -> None:
    reading = read({"Comentarios": "x", "descripton": "y"})
    assert "column not imported: Comentarios" in reading.report.notes
    assert "column not imported: descripton (did you mean description?)" in reading.report.notes


def test_a_cell_without_a_heading_is_told(tmp_path: Path, read_path: Read) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,name,language,,\na,b,es,,\nc,d,es,,x\n", encoding="utf-8")
    with pytest.raises(UnusablePackage, match="column E has something in row 3, but no heading"):
        read_path(path)


def test_headings_alone_are_no_sheet(tmp_path: Path, read_path: Read) -> None:
    path = tmp_path / "list.csv"
    path.write_text("id,name,language\n,,\n", encoding="utf-8")
    with pytest.raises(UnusablePackage, match="no row below"):
        read_path(path)


def test_all_topics_are_known_by_their_names(read: Read, places: Places) -> None:
    from knowledge.topics import load_topics

    for language in ("es", "en", "fr", "ht", "pt"):
        names = [topic.name(language) for topic in load_topics().values()]
        (content,) = read({"topics": "; ".join(names)}).contents
        assert len(content.topics) >= len(load_topics()) - 5
