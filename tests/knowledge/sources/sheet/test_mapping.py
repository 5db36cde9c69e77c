"""The mapping file: foreign columns and words, and what is wrong with it told in one line."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.content import Standing
from knowledge.errors import RefusedRows, UnusablePackage

from .conftest import Read

SHEET = """Municipalidad Inventada;;;;;;
Actualizado en marzo;;;;;;
Nº;Nombre del servicio;Teléfono;Celular;Situación;Temas;Revisado
1;Comedor Uno;01 123 4567;;Abierto;alimentación;15/03/2026
2;Albergue Dos;;999 888 777;Ya cerró;techo y comida;01/02/2026
"""
MAPPING = """
title: Guía inventada
license: CC-BY-4.0
skip_rows: 2
dates: day_first
columns:
  id: Nº
  name: nombre del SERVICIO
  phone: [Teléfono, Celular]
  status: Situación
  topics: Temas
  verified_on: Revisado
values:
  status: {Abierto: operating, ya cerró: defunct}
  topics: {alimentación: food, techo y comida: shelter; food}
defaults: {language: es, place: lima, status_required: no}
"""


@pytest.fixture
def foreign(tmp_path: Path) -> tuple[Path, Path]:
    """A foreign sheet, and the mapping for it."""
    sheet, mapping = tmp_path / "guia.csv", tmp_path / "guia.yaml"
    sheet.write_text(SHEET, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    return sheet, mapping


def test_a_foreign_sheet_is_read(foreign: tuple[Path, Path], read_path: Read) -> None:
    sheet, mapping = foreign
    reading = read_path(sheet, mapping=str(mapping))
    one, two = reading.contents
    assert (reading.title, reading.license) == ("Guía inventada", "CC-BY-4.0")
    assert (one.external_id, one.texts["es"].name, one.place_id) == ("1", "Comedor Uno", "lima")
    assert [phone.number for phone in (*one.phones, *two.phones)] == [
        "+5111234567", "+51999888777",
    ]  # fmt: skip
    assert (one.standing, two.standing) == (Standing.OPERATING, Standing.DEFUNCT)
    assert [topic.id for topic in two.topics] == ["shelter", "food"]
    assert one.verified_on == date(2026, 3, 15)
    assert one.status_required == "no"
    assert (one.citation.title, one.citation.license) == ("Guía inventada", "CC-BY-4.0")


def test_rows_are_counted_from_the_top_of_the_sheet(
    foreign: tuple[Path, Path], read_path: Read
) -> None:
    sheet, mapping = foreign
    sheet.write_text(SHEET.replace("Ya cerró", "Quién sabe"), encoding="utf-8")
    with pytest.raises(RefusedRows, match="row 5, Situación: 'Quién sabe' is none of"):
        read_path(sheet, mapping=str(mapping))


def test_a_mapped_column_that_is_not_there_is_an_error(
    foreign: tuple[Path, Path], read_path: Read
) -> None:
    sheet, mapping = foreign
    mapping.write_text(MAPPING.replace("Celular", "Móvil"), encoding="utf-8")
    with pytest.raises(UnusablePackage) as caught:
        read_path(sheet, mapping=str(mapping))
    assert "takes phone from the column 'Móvil', which is not there" in str(caught.value)
    assert "Teléfono" in str(caught.value)


def test_a_column_that_is_not_mapped_is_a_note_unless_ignored(
    foreign: tuple[Path, Path], read_path: Read
) -> None:
    sheet, mapping = foreign
    lines = MAPPING.replace("  topics: Temas\n", "")
    mapping.write_text(lines, encoding="utf-8")
    assert "column not imported: Temas" in read_path(sheet, mapping=str(mapping)).report.notes
    mapping.write_text(f"{lines}ignore: [temas]\n", encoding="utf-8")
    assert not any("Temas" in note for note in read_path(sheet, mapping=str(mapping)).report.notes)


def test_one_heading_may_serve_two_columns(foreign: tuple[Path, Path], read_path: Read) -> None:
    sheet, mapping = foreign
    mapping.write_text(
        MAPPING.replace("  id: Nº", "  id: [Nombre del servicio]\n  summary: Nombre del servicio"),
        encoding="utf-8",
    )
    (one, _) = read_path(sheet, mapping=str(mapping)).contents
    assert (one.external_id, one.texts["es"].summary) == ("Comedor Uno", "Comedor Uno")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("colums: {}", "unknown key 'colums' (did you mean columns?)"),
        ("columns: {nmae: x}", "there is no column 'nmae' (did you mean name?)"),
        ("columns: {'name:de': x}", "texts are in es, en, fr, ht, pt, not in 'de'"),
        ("columns: {'phone:es': x}", "column phone has no translations"),
        ("columns: {name: []}", "names no heading"),
        ("columns: {name: {a: b}}", "is not a plain value"),
        ("columns: [name]", "columns is not a table"),
        ("values: {status: [a]}", "values of status is not a table"),
        ("defaults: {language: [es]}", "default of language is not a plain value"),
        ("skip_rows: -1", "skip_rows is a number"),
        ("skip_rows: many", "skip_rows is a number"),
        ("dates: american", "dates is one of iso, day_first, month_first"),
        ("- a\n- b", "the file is not a table"),
        ("a: [", "mapping m.yaml: "),
        ("a: !!python/object/apply:os.system [ls]", "mapping m.yaml: "),
    ],
)
def test_a_bad_mapping_is_told_in_one_line(
    tmp_path: Path, foreign: tuple[Path, Path], read_path: Read, text: str, reason: str
) -> None:
    bad = tmp_path / "m.yaml"
    bad.write_text(text, encoding="utf-8")
    with pytest.raises(UnusablePackage) as caught:
        read_path(foreign[0], mapping=str(bad))
    assert reason in str(caught.value)
    assert "m.yaml" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_a_mapping_that_is_not_there_is_named(
    foreign: tuple[Path, Path], read_path: Read, tmp_path: Path
) -> None:
    with pytest.raises(UnusablePackage, match=r"none\.yaml cannot be read"):
        read_path(foreign[0], mapping=str(tmp_path / "none.yaml"))
    (tmp_path / "latin.yaml").write_bytes("title: Guía".encode("latin-1"))
    with pytest.raises(UnusablePackage, match=r"latin\.yaml"):
        read_path(foreign[0], mapping=str(tmp_path / "latin.yaml"))
