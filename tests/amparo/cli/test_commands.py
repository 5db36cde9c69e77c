"""The command line is a contract: JSON on standard output, one line of error, exit codes."""

import zipfile
from pathlib import Path

import pytest

from knowledge.content import PublishedRecord
from knowledge.languages import LANGUAGES
from tests.support.commands import Run, as_json

QUESTIONS = {
    "es": "cómo pido refugio",
    "en": "how do I ask for asylum",
    "fr": "comment demander l'asile",
    "ht": "kijan pou m mande azil",
    "pt": "como peço refúgio",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_ask_answers_with_records_and_dated_sources(run: Run, language: str) -> None:
    answer = as_json(run("ask", QUESTIONS[language], "--place", "mx", "--json"))
    assert answer["language"] == language
    assert answer["status"] == "answered"
    assert answer["records"]
    assert {"title", "url", "verified_on"} <= answer["sources"][0].keys()
    assert answer["sources"][0]["verified_on"]
    assert answer["replies"][-1]["text"]
    assert answer["timings_ms"]["total"] > 0


def test_a_named_session_goes_on(run: Run) -> None:
    first = as_json(run("ask", QUESTIONS["en"], "--place", "mx", "--session", "s1", "--json"))
    then = as_json(run("ask", "what papers do I need to bring?", "--session", "s1", "--json"))
    assert then["intent"] == "follow_up_documents"
    assert then["records"][0] == first["records"][0]


def test_search_explains_itself(run: Run) -> None:
    found = as_json(run("search", QUESTIONS["en"], "--place", "mx", "--explain", "--json"))
    assert found["language"] == "en"
    assert 0 <= found["confidence"] <= 1
    for hit in found["hits"]:
        assert {"record", "external_id", "title", "language", "score"} <= hit.keys()
        assert sum(hit["parts"].values()) == pytest.approx(hit["score"], abs=0.001)


def test_a_wrong_place_lists_near_names(run: Run) -> None:
    code, out, err = run("ask", "food", "--place", "mimai", "--json")
    assert code == 1
    assert not out
    assert "miami" in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [[], ["nonsense"], ["ask"], ["ask", "x", "--lang", "de"], ["import", "hsds", "x.zip"]],
)
def test_bad_use_is_one_line_and_exit_code_2(run: Run, arguments: list[str]) -> None:
    code, out, err = run(*arguments)
    assert code == 2
    assert not out
    assert len(err.strip().splitlines()) == 1


def bad_packages(folder: Path) -> dict[str, Path]:
    """Return packages that cannot be used, by what is wrong with them."""
    broken = {name: folder / f"{name}.zip" for name in ("text", "escape", "bomb", "columns")}
    broken["text"].write_text("this is no zip", encoding="utf-8")
    with zipfile.ZipFile(broken["escape"], "w") as archive:
        archive.writestr("../services.csv", "id,name\n1,a\n")
    with zipfile.ZipFile(broken["bomb"], "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"0" * 900_000_000)
    with zipfile.ZipFile(broken["columns"], "w") as archive:
        archive.writestr("services.csv", "nothing,here\n1,a\n")
        archive.writestr("organizations.csv", "id,name\n1,a\n")
    broken["missing"] = folder / "not-there.zip"
    return broken


def test_an_unusable_package_changes_nothing(run: Run, tmp_path: Path) -> None:
    before = as_json(run("index", "status", "--json"))
    for what, path in bad_packages(tmp_path).items():
        code, out, err = run("import", "hsds", str(path), "--place", "miami", "--json")
        assert code == 1, what
        assert not out, what
        assert len(err.strip().splitlines()) == 1, (what, err)
    assert as_json(run("index", "status", "--json")) == before


def package(folder: Path, names: dict[str, str]) -> Path:
    """Return a small HSDS 1.1 package of invented services."""
    path = folder / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("organizations.csv", "id,name,description\n1,Invented House,An example\n")
        rows = "".join(f"{key},1,{name},Gives {name}\n" for key, name in names.items())
        archive.writestr("services.csv", "id,organization_id,name,description\n" + rows)
    return path


def test_import_again_changes_nothing_and_a_changed_package_updates(
    run: Run, tmp_path: Path
) -> None:
    path = package(tmp_path, {"a": "zebra soup kitchen", "b": "night shelter"})
    arguments = ("import", "hsds", str(path), "--place", "miami", "--json")
    dry = as_json(run(*arguments, "--dry-run"))
    assert (dry["added"], dry["dry_run"]) == (2, True)
    first = as_json(run(*arguments))
    assert (first["added"], first["unchanged"]) == (2, 0)
    again = as_json(run(*arguments))
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 2)
    package(tmp_path, {"a": "zebra soup and bread", "c": "English lessons"})
    changed = as_json(run(*arguments))
    counts = [changed[key] for key in ("added", "updated", "unchanged", "withdrawn")]
    assert counts == [1, 1, 0, 1]
    found = as_json(run("search", "zebra soup kitchen", "--place", "miami", "--json"))
    titles = [hit["title"] for hit in found["hits"]]
    assert "zebra soup and bread" in [title.lower() for title in titles]
    assert "night shelter" not in [title.lower() for title in titles]


def test_a_package_of_others_does_not_replace_a_source_by_mistake(run: Run, tmp_path: Path) -> None:
    run("import", "hsds", str(package(tmp_path, {"a": "soup"})), "--place", "miami")
    other = package(tmp_path, {"z": "lawyer"})
    code, _, err = run("import", "hsds", str(other), "--place", "miami")
    assert code == 1
    assert "another source" in err
    code, _, err = run("import", "hsds", str(other), "--place", "miami", "--source", "second")
    assert code == 0, err


def test_export_gives_every_record_and_a_package_that_imports_again(
    run: Run, tmp_path: Path
) -> None:
    lines = tmp_path / "records.jsonl"
    count = as_json(run("export", "records", "--out", str(lines), "--json"))["records"]
    records = [PublishedRecord.from_json(line) for line in lines.read_text("utf-8").splitlines()]
    assert len(records) == count > 40
    assert all(set(record.content.texts) == set(LANGUAGES) for record in records)
    out = tmp_path / "hsds.zip"
    exported = as_json(run("export", "hsds", "--out", str(out), "--json"))
    assert exported["records"] == count > exported["services"]
    read = as_json(run("import", "hsds", str(out), "--place", "americas", "--dry-run", "--json"))
    assert read["records"] == count
    assert not read["report"]["issues"]
    assert read["version"].startswith("HSDS 3")


def test_index_status_and_build_agree(run: Run) -> None:
    status = as_json(run("index", "status", "--json"))
    assert status["published"] == status["records"] > 40
    assert status["last_change"] == status["indexed_change"]
    built = as_json(run("index", "build", "--json"))
    assert {key: built[key] for key in status} == status


def test_evaluate_names_what_is_wrong_with_a_file(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "bad.csv"
    table.write_text("text,language\nhola,es\n", encoding="utf-8")
    code, out, err = run("evaluate", "language", "--file", str(table), "--json")
    assert (code, out) == (1, "")
    assert "lang" in err
