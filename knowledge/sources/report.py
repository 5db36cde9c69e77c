"""What became of every row of an import: used, or skipped with a reason; for all importers."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

SHOWN_KINDS = 30
"""How many kinds of issue and how many notes the human text lists; the data hold them all."""
SHOWN_LINES = 5
WHOLE_FILE = 0
"""Line number of an issue that concerns a file as a whole."""


@dataclass(frozen=True)
class RowIssue:
    """Something wrong with a row. `reason` may end in ": value"; what stands before is its kind."""

    file: str
    line: int
    field: str
    reason: str


@dataclass(frozen=True)
class FileCount:
    """How many rows a file has; `rows` is always `used` and `skipped` together."""

    rows: int
    used: int
    skipped: int


@dataclass(frozen=True)
class ImportReport:
    """The account of an import: each file, each issue, and notes on what was left aside."""

    files: dict[str, FileCount]
    issues: list[RowIssue]
    notes: list[str]

    def as_dict(self) -> dict[str, Any]:
        """Return the whole report as plain data for JSON."""
        return asdict(self)

    def text(self) -> str:
        """Return a short account for people: counts, kinds of issue with first lines, notes."""
        lines = [
            f"{name}: {count.rows} rows, {count.used} used, {count.skipped} skipped"
            for name, count in self.files.items()
        ]
        kinds: dict[tuple[str, str, str], list[int]] = {}
        for issue in self.issues:
            kind = (issue.file, issue.field, issue.reason.split(": ")[0])
            kinds.setdefault(kind, []).append(issue.line)
        ordered = sorted(kinds.items(), key=lambda item: -len(item[1]))
        for (file, column, reason), where in ordered[:SHOWN_KINDS]:
            lines.append(f"  {file}{_places(where)}: {column + ': ' if column else ''}{reason}")
        if len(ordered) > SHOWN_KINDS:
            lines.append(f"  and {len(ordered) - SHOWN_KINDS} more kinds of issue")
        lines += [f"note: {note}" for note in self.notes[:SHOWN_KINDS]]
        if len(self.notes) > SHOWN_KINDS:
            lines.append(f"and {len(self.notes) - SHOWN_KINDS} more notes")
        return "\n".join(lines)


def _places(lines: list[int]) -> str:
    known = list(dict.fromkeys(line for line in lines if line != WHOLE_FILE))
    if not known:
        return ""
    shown = ", ".join(str(line) for line in known[:SHOWN_LINES])
    more = f" and {len(known) - SHOWN_LINES} more" if len(known) > SHOWN_LINES else ""
    return f" line{'s' if len(known) > 1 else ''} {shown}{more}"


@dataclass(slots=True, eq=False)
class SourceRow:
    """One row of a source: where it stands and its non-empty values by neutral column name.

    `counted` is False for a part of a larger object (a phone inside a JSON service), which has
    issues of its own but is no row of its file.
    """

    file: str
    line: int
    values: dict[str, str] = field(default_factory=dict)
    counted: bool = True

    def get(self, column: str) -> str:
        """Return the value of `column`, "" when the row has none."""
        return self.values.get(column, "")


class Ledger:
    """Keeps account of rows while an importer works; `close` makes the report."""

    def __init__(self) -> None:
        self._rows: dict[str, list[SourceRow]] = {}
        self._ignored: Counter[str] = Counter()
        self._used: set[SourceRow] = set()
        self._skipped: dict[SourceRow, tuple[str, str]] = {}
        self._issues: dict[RowIssue, None] = {}
        self._notes: dict[str, None] = {}

    def open(self, file: str) -> None:
        """Take a file into the account, though it may turn out to have no rows."""
        self._rows.setdefault(file, [])

    def add(self, rows: Iterable[SourceRow]) -> None:
        """Take rows into the account; each must be used or skipped in the end."""
        for row in rows:
            if row.counted:
                self._rows.setdefault(row.file, []).append(row)

    def ignore(self, file: str, rows: int, reason: str) -> None:
        """Count a whole file as skipped, for one reason."""
        self.open(file)
        self._ignored[file] += rows
        self._issues[RowIssue(file, WHOLE_FILE, "", reason)] = None
        self.note(f"{file}: {reason}")

    def use(self, *rows: SourceRow) -> None:
        """Say that something of these rows reached a record; this outweighs any skipping."""
        self._used.update(rows)

    def used(self, row: SourceRow) -> bool:
        """Return whether something of `row` reached a record so far."""
        return row in self._used

    def skip(self, row: SourceRow, column: str, reason: str) -> None:
        """Say why a row is left out, unless another record uses it; the first reason stands."""
        self._skipped.setdefault(row, (column, reason))

    def issue(self, row: SourceRow, column: str, reason: str) -> None:
        """Report something wrong with a row that may be used all the same."""
        self._issues[RowIssue(row.file, row.line, column, reason)] = None

    def note(self, text: str) -> None:
        """Add a remark on the package as a whole."""
        self._notes[text] = None

    def close(self, explain: Callable[[SourceRow], tuple[str, str]]) -> ImportReport:
        """Return the report; `explain` gives (field, reason) for a row that nobody spoke of."""
        files = {}
        for name, rows in self._rows.items():
            for row in rows:
                if row not in self._used and row not in self._skipped:
                    self._skipped[row] = explain(row)
            used = sum(1 for row in rows if row in self._used)
            skipped = len(rows) - used + self._ignored[name]
            files[name] = FileCount(len(rows) + self._ignored[name], used, skipped)
        for row, (column, reason) in self._skipped.items():
            if row not in self._used:
                self.issue(row, column, reason)
        issues = sorted(self._issues, key=lambda issue: (issue.file, issue.line))
        return ImportReport(dict(sorted(files.items())), issues, list(self._notes))
