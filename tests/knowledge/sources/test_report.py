"""The account of rows: every row is used or skipped, and every skipped one has a reason."""

import json

from hypothesis import given
from hypothesis import strategies as st

from knowledge.sources.report import (
    SHOWN_KINDS,
    FileCount,
    ImportReport,
    Ledger,
    RowIssue,
    SourceRow,
)


def _explain(_row: SourceRow) -> tuple[str, str]:
    return "", "nobody spoke of it"


def test_use_outweighs_skip() -> None:
    ledger, row = Ledger(), SourceRow("a.csv", 2, {"id": "1"})
    ledger.add([row])
    ledger.skip(row, "id", "one record does not want it")
    ledger.use(row)
    report = ledger.close(_explain)
    assert report.files == {"a.csv": FileCount(1, 1, 0)}
    assert report.issues == []


def test_parts_have_issues_but_are_not_counted() -> None:
    ledger = Ledger()
    part = SourceRow("a.json", 1, {"number": "x"}, counted=False)
    ledger.open("a.json")
    ledger.add([part])
    ledger.skip(part, "number", "no number: x")
    report = ledger.close(_explain)
    assert report.files == {"a.json": FileCount(0, 0, 0)}
    assert report.issues == [RowIssue("a.json", 1, "number", "no number: x")]


def test_ignored_file_counts_as_skipped_with_one_issue() -> None:
    ledger = Ledger()
    ledger.ignore("x.csv", 7, "not known")
    report = ledger.close(_explain)
    assert report.files == {"x.csv": FileCount(7, 0, 7)}
    assert report.issues == [RowIssue("x.csv", 0, "", "not known")]
    assert report.notes == ["x.csv: not known"]


def test_text_groups_kinds_and_caps_them_while_the_data_keep_all() -> None:
    issues = [RowIssue("a.csv", line, "url", f"not a web address: {line}") for line in range(2, 99)]
    issues += [RowIssue("a.csv", 2, "c", f"kind {number}") for number in range(SHOWN_KINDS + 5)]
    report = ImportReport({"a.csv": FileCount(97, 97, 0)}, issues, ["a note"])
    text = report.text()
    assert "a.csv lines 2, 3, 4, 5, 6 and 92 more: url: not a web address" in text
    assert "and 6 more kinds of issue" in text
    assert text.endswith("note: a note")
    assert len(json.loads(json.dumps(report.as_dict()))["issues"]) == len(issues)


@given(st.lists(st.sampled_from(["use", "skip", "both", "issue", "none"]), max_size=30))
def test_every_row_is_accounted_for(fates: list[str]) -> None:
    ledger = Ledger()
    rows = [SourceRow("a.csv", line + 2) for line in range(len(fates))]
    ledger.open("a.csv")
    ledger.add(rows)
    for row, fate in zip(rows, fates, strict=True):
        if fate in ("use", "both"):
            ledger.use(row)
        if fate in ("skip", "both"):
            ledger.skip(row, "", "a reason")
        if fate == "issue":
            ledger.issue(row, "", "odd")
    report = ledger.close(_explain)
    count = report.files["a.csv"]
    assert count.rows == len(fates) == count.used + count.skipped
    explained = {issue.line for issue in report.issues}
    assert all(
        row.line in explained
        for row, fate in zip(rows, fates, strict=True)
        if fate in ("skip", "issue", "none")
    )
