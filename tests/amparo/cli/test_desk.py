"""The staff's desk on the command line: from a draft to live and back, with two people."""

import json
from pathlib import Path

import pytest

from tests.support.commands import Run, as_json

RECORD = "us-new-york-idnyc"
ANA, BEN = ("--by", "Ana Invented"), ("--by", "Ben Invented")


def renamed(run: Run, folder: Path, name: str) -> Path:
    """Return a file with the record's content under another English name."""
    content = as_json(run("record", "show", RECORD, "--json"))["content"]
    content["texts"]["en"]["name"] = name
    path = folder / "content.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_an_edit_goes_live_after_somebody_else_has_read_it(run: Run, tmp_path: Path) -> None:
    path = str(renamed(run, tmp_path, "The zebra card of New York"))
    draft = as_json(
        run("record", "edit", RECORD, "--base", "1", "--file", path, *ANA, "--minor", "--json")
    )
    assert (draft["version"], draft["state"]) == (2, "draft")
    assert as_json(run("record", "list", "--state", "draft", "--json"))[0]["live_version"] == 1
    as_json(run("record", "submit", RECORD, "--base", "2", *ANA, "--json"))
    code, out, err = run("record", "approve", RECORD, "--base", "2", *ANA, "--json")
    assert (code, out) == (1, "")
    assert "somebody else" in err
    live = as_json(run("record", "approve", RECORD, "--base", "2", *BEN, "--json"))
    assert live["state"] == "published"
    hits = as_json(run("search", "zebra card", "--place", "new_york", "--json"))["hits"]
    assert hits[0]["record"] == RECORD
    status = as_json(run("record", "show", RECORD, "--json"))["translations"]
    assert set(status.values()) == {"source", "machine"}, "a minor edit outdates nothing"
    history = as_json(run("record", "history", RECORD, "--json"))
    assert [event["action"] for event in history["events"]] == [
        "approve", "submit", "edit", "import",
    ]  # fmt: skip
    found = as_json(run("record", "diff", RECORD, "--old", "1", "--new", "2", "--json"))
    assert {"field": "texts.en.name", "after": "The zebra card of New York"}.items() <= (
        found["differences"][0].items()
    )


def test_the_second_editor_sees_both_texts(run: Run, tmp_path: Path) -> None:
    first = renamed(run, tmp_path, "What Ana wrote")
    as_json(run("record", "edit", RECORD, "--base", "1", "--file", str(first), *ANA, "--json"))
    second = tmp_path / "second.json"
    content = json.loads(first.read_text(encoding="utf-8"))
    content["texts"]["en"]["name"] = "What Ben wrote"
    second.write_text(json.dumps(content), encoding="utf-8")
    code, out, err = run(
        "record", "edit", RECORD, "--base", "1", "--file", str(second), *BEN, "--json"
    )
    assert (code, out) == (1, "")
    assert "theirs texts.en.name: What Ana wrote" in err
    assert "yours texts.en.name: What Ben wrote" in err
    shown = as_json(run("record", "show", RECORD, "--json"))
    assert shown["content"]["texts"]["en"]["name"] == "What Ana wrote"


def test_what_is_deleted_is_not_found_until_it_is_restored(run: Run) -> None:
    def found() -> list[str]:
        hits = as_json(run("search", "IDNYC card", "--place", "new_york", "--json"))["hits"]
        return [hit["record"] for hit in hits]

    assert RECORD in found()
    as_json(run("record", "delete", RECORD, "--base", "1", *ANA, "--json"))
    assert RECORD not in found()
    as_json(run("record", "restore", RECORD, "--base", "1", *ANA, "--json"))
    assert RECORD in found()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"review_by": "2001-01-01"}, "review_by: the review date lies before"),
        ({"place_id": "atlantis"}, "place_id: no such place"),
        ({"url": "javascript:alert(1)"}, "url: not a web address"),
    ],
)
def test_a_faulty_record_is_refused_with_field_and_reason(
    run: Run, tmp_path: Path, change: dict[str, str], reason: str
) -> None:
    path = renamed(run, tmp_path, "A name")
    content = json.loads(path.read_text(encoding="utf-8")) | change
    path.write_text(json.dumps(content), encoding="utf-8")
    code, _out, err = run("record", "edit", RECORD, "--base", "1", "--file", str(path), *ANA)
    assert code == 1
    assert reason in err
    assert len(err.strip().splitlines()) == 1
    assert as_json(run("record", "show", RECORD, "--json"))["version"] == 1


def test_bad_words_on_the_command_line_are_one_line(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.json"
    empty.write_text("{}", encoding="utf-8")
    for arguments in (
        ("record", "show", "nobody"),
        ("record", "history", "nobody"),
        ("record", "verify", RECORD, "--base", "1", "--on", "yesterday", *ANA),
        ("record", "approve", RECORD, "--base", "1", "--at", "2090-01-01T09:00", *ANA),
        ("record", "edit", RECORD, "--base", "1", "--file", str(empty), *ANA),
        ("record", "edit", RECORD, "--base", "1", "--file", str(tmp_path / "no.json"), *ANA),
        ("owner", "starter", "--grace-days", "soon"),
        ("duplicates", "--merge", "99", "--keep", RECORD, *ANA),
        ("duplicates", "--apart", "99"),
        ("source", "run", "nobody"),
    ):
        code, out, err = run(*arguments)
        assert (code, out) == (1, ""), arguments
        assert len(err.strip().splitlines()) == 1, (arguments, err)


def test_an_owner_sets_how_long_stale_records_stay(run: Run) -> None:
    rows = as_json(run("owner", "starter", "--grace-days", "30", "--json"))
    assert rows == [{"owner": "starter", "grace_days": 30}]
    assert as_json(run("owner", "starter", "--grace-days", "none", "--json")) == [
        {"owner": "starter", "grace_days": None}
    ]
