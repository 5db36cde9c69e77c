"""Spreadsheets on the command line: template, import, refusal, export that imports again."""

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from knowledge.sources.sheet.columns import COLUMNS
from tests.support.commands import Run, as_json

SHEET = """id,name,language,description,phone,opening_hours,topics,cost
c1,Comedor Inventado,español,Almuerzo para todas las personas.,+51 1 1234567,L-V 12:00-15:00,Comida,gratis
c2,Clínica Inventada,es,Médico general.,(01) 123-4568 ext 3,24/7,clinic,15 PEN
"""  # noqa: E501  as people write it


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation of this module's own: no model is needed to import and export."""
    return tmp_path_factory.mktemp("sheets-home")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "guia.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def counts(document: dict[str, Any]) -> list[int]:
    return [document[name] for name in ("added", "updated", "unchanged", "withdrawn")]


def test_the_template_is_written(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("export", "sheet", "--template")
    assert code == 0
    assert set(out.strip().split(",")) >= {column.name for column in COLUMNS}
    path = tmp_path / "template.xlsx"
    written = as_json(run("export", "sheet", "--template", "--out", str(path), "--json"))
    assert written == {"records": 0, "out": str(path)}
    assert load_workbook(path)["records"].freeze_panes == "B2"


def test_a_sheet_is_imported_exported_and_imported_again(
    run: Run, sheet: Path, tmp_path: Path
) -> None:
    order = ("import", "sheet", str(sheet), "--place", "lima", "--json")
    dry = as_json(run(*order, "--dry-run"))
    assert (counts(dry), dry["dry_run"]) == ([2, 0, 0, 0], True)
    first = as_json(run(*order))
    assert (first["source"], first["version"], counts(first)) == ("lima-sheet", "CSV", [2, 0, 0, 0])
    assert counts(as_json(run(*order))) == [0, 0, 2, 0]
    for ending in ("csv", "xlsx"):
        out = tmp_path / f"back.{ending}"
        kept = as_json(
            run("export", "sheet", "--source", "lima-sheet", "--out", str(out), "--json")
        )
        assert kept["records"] == 2
        again = as_json(run("import", "sheet", str(out), "--place", "lima", "--json"))
        assert counts(again) == [0, 0, 2, 0]
    code, out_text, _ = run("export", "sheet", "--place", "pe")
    assert code == 0
    assert "Comedor Inventado" in out_text


def test_the_starter_content_is_exported_and_imported_again(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "starter.csv"
    as_json(run("export", "sheet", "--source", "starter", "--out", str(out), "--json"))
    order = ("import", "sheet", str(out), "--place", "world", "--source", "starter", "--dry-run")
    again = as_json(run(*order, "--json"))
    assert again["records"] > 40
    assert counts(again) == [0, 0, again["records"], 0]


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_bad_row_is_named_and_nothing_is_changed(
    run: Run, sheet: Path, more: tuple[str, ...]
) -> None:
    sheet.write_text(SHEET.replace("gratis", "regalado").replace("c2", "c1"), encoding="utf-8")
    order = ("import", "sheet", str(sheet), "--place", "lima", "--source", "bad", *more)
    code, out, err = run(*order)
    assert (code, out) == (1, "")
    lines = err.strip().splitlines()
    assert "guia.csv row 2, cost: 'regalado' is none of free, paid, unknown" in lines
    assert "guia.csv row 3, id: 'c1' stands in row 2 too" in lines
    assert lines[-1].startswith("amparo: guia.csv: 2 of 2 rows cannot be used")
    code, out, err = run(*order, "--json")
    report = json.loads(out)["report"]
    assert code == 1
    assert report["files"]["guia.csv"] == {"rows": 2, "used": 0, "skipped": 2}
    assert {issue["line"] for issue in report["issues"]} == {2, 3}
    assert len(err.strip().splitlines()) == 1
    code, _, err = run("export", "sheet", "--source", "bad")
    assert code == 1
    assert "nothing that is published" in err


def test_a_mapping_and_a_sheet_are_named(run: Run, tmp_path: Path) -> None:
    path, mapping = tmp_path / "lista.csv", tmp_path / "lista.yaml"
    path.write_text("Código;Servicio\n7;Albergue Imaginario\n", encoding="utf-8")
    mapping.write_text(
        "columns: {id: Código, name: Servicio}\ndefaults: {language: es}\n", encoding="utf-8"
    )
    order = ("import", "sheet", str(path), "--place", "lima", "--source", "mapped", "--dry-run")
    assert as_json(run(*order, "--mapping", str(mapping), "--json"))["records"] == 1
    code, _, err = run(*order)
    assert code == 1
    assert "column id, language, name is missing" in err
    code, _, err = run(*order, "--mapping", str(mapping), "--sheet", "Uno")
    assert code == 1
    assert "has no sheet 'Uno'" in err


@pytest.mark.parametrize(
    "arguments", [("import", "sheet"), ("import", "sheet", "x.csv"), ("export", "sheet", "--what")]
)
def test_bad_use_is_one_line_and_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert len(err.strip().splitlines()) == 1
