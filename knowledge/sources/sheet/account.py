"""The account of a sheet: each row, what came of it, and what only all rows together can tell."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from knowledge.content import Organization, RecordContent
from knowledge.errors import UnusablePackage
from knowledge.places import Places
from knowledge.sources.report import ImportReport, Ledger, SourceRow
from knowledge.sources.sheet.grid import GridRow
from knowledge.sources.sheet.header import Header, column_letters, describe_unused
from knowledge.sources.sheet.mapping import Field, SheetMapping
from knowledge.sources.sheet.row_cells import RowReading, Setting
from knowledge.sources.sheet.rows import TEXT_COLUMNS, read_row
from knowledge.topics import Topics
from knowledge.validation import Problem, check

_COLUMN_OF: Final = {
    "place_id": "place",
    "phones": "phone",
    "schedules": "opening_hours",
    "locations": "address",
    "languages_spoken": "languages",
    "citation.url": "source_url",
    "citation.title": "source_title",
    "organization.kind": "organization_kind",
    "organization.url": "organization_url",
    "organization.email": "further",
    "terms": "further",
}
"""Where the field of a problem is not called as its column is."""
_JOINED_BY_LINES: Final = frozenset(
    ("description", "summary", "steps", "documents", "questions", "phone")
)


class Account:
    """The rows of a sheet with what came of each."""

    def __init__(self, name: str, header: Header) -> None:
        self._name = name
        self._header = header
        self._ledger = Ledger()
        self._ledger.open(name)
        self.count = 0
        self.faults: list[tuple[SourceRow, str, str]] = []
        self.contents: list[RecordContent] = []
        for note in describe_unused(header):
            self._ledger.note(note)
        if Field("status") not in header.places:
            self._ledger.note("no column status: every row is taken as operating")

    def read(
        self, row: GridRow, mapping: SheetMapping, setting: Setting
    ) -> tuple[SourceRow, RowReading]:
        """Read one row; what is wrong with it goes onto the account."""
        self._check_width(row)
        values, broken = _values(row, self._header, mapping)
        source = SourceRow(self._name, row.number, {str(at): text for at, text in values.items()})
        self._ledger.add([source])
        self.count += 1
        for at, reason in broken:
            self._fault(source, at, reason)
        reading = read_row(values, setting)
        for at, reason in reading.faults:
            if at not in {place for place, _ in broken}:
                self._fault(source, at, reason)
        for at, note in reading.notes:
            self._ledger.issue(source, self._header.heading(at), note)
        return source, reading

    def _check_width(self, row: GridRow) -> None:
        for at, cell in enumerate(row.cells):
            if cell and (at >= len(self._header.headings) or not self._header.headings[at]):
                raise UnusablePackage(
                    f"{self._name}: column {column_letters(at)} has something in row {row.number}, "
                    "but no heading (merged heading cells?)"
                )

    def _fault(self, row: SourceRow, at: Field, reason: str) -> None:
        column = self._header.heading(at)
        self.faults.append((row, column, reason))
        self._ledger.issue(row, column, reason)
        self._ledger.skip(row, column, reason)

    def check(
        self, read: Iterable[tuple[SourceRow, RowReading]], places: Places, topics: Topics
    ) -> None:
        """Find what only whole records, and all rows together, can tell."""
        rows: dict[str, SourceRow] = {}
        bodies: dict[str, tuple[Organization, SourceRow]] = {}
        for row, reading in read:
            content = reading.content
            key = content.external_id if content else row.get("id")
            if key and key in rows:
                for one, other in ((row, rows[key]), (rows[key], row)):
                    self._fault(one, Field("id"), f"{key!r} stands in row {other.line} too")
            rows.setdefault(key, row)
            if content is None:
                continue
            for problem in check(content, places=places, topics=topics):
                self._fault(row, _field_of(problem, content), _said(problem))
            self._check_body(row, content.organization, bodies)
            self.contents.append(content)
        self.faults.sort(key=lambda fault: fault[0].line)
        faulty = {id(row) for row, _, _ in self.faults}
        self._ledger.use(*(row for row, _ in read if id(row) not in faulty))

    def _check_body(
        self,
        row: SourceRow,
        body: Organization | None,
        bodies: dict[str, tuple[Organization, SourceRow]],
    ) -> None:
        if body is None:
            return
        first, other = bodies.setdefault(body.external_id, (body, row))
        if first != body:
            field = "organization_kind" if first.kind != body.kind else "organization_url"
            reason = f"{body.name} is told otherwise in row {other.line}: write it the same"
            self._fault(row, Field(field), reason)

    def close(self) -> ImportReport:
        """Return the account of every row."""
        return self._ledger.close(lambda _row: ("", "not read"))


def _values(
    row: GridRow, header: Header, mapping: SheetMapping
) -> tuple[dict[Field, str], list[tuple[Field, str]]]:
    """Return the texts of a row by field, foreign words put into ours, and its broken cells."""
    values: dict[Field, str] = {}
    broken: list[tuple[Field, str]] = []
    for at, spots in header.places.items():
        broken += [(at, row.faults[spot]) for spot in spots if spot in row.faults]
        told = [row.cells[spot] for spot in spots if spot < len(row.cells) and row.cells[spot]]
        mark = "\n" if at.column in _JOINED_BY_LINES else ", "
        text = mark.join(_meant(mapping, at.column, one) for one in told)
        if text:
            values[at] = text
    for at, text in mapping.defaults.items():
        values.setdefault(at, text)
    return values, broken


def _meant(mapping: SheetMapping, column: str, text: str) -> str:
    """Return what a cell means by the mapping: as a whole, or each of its parts."""
    if column not in mapping.values:
        return text
    whole = mapping.meaning(column, text)
    if whole != text:
        return whole
    parts = re.split(r"\s*[;\n]\s*", text)
    return "; ".join(filter(None, (mapping.meaning(column, part) for part in parts)))


def _field_of(problem: Problem, content: RecordContent) -> Field:
    """Return the column that the field of a problem stands in."""
    if problem.field.startswith("texts."):
        _, language, *name = problem.field.split(".")
        column = TEXT_COLUMNS.get(name[0], name[0]) if name else "name"
        return Field(column, "" if language == content.language else language)
    for head in _heads(problem.field):
        if head in _COLUMN_OF:
            column = _COLUMN_OF[head]
            last = problem.field.rsplit(".", 1)[-1]
            return Field(last if last in {"latitude", "longitude"} else column)
    return Field(problem.field.split(".")[0])


def _heads(path: str) -> Iterator[str]:
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        yield ".".join(parts[:length])


def _said(problem: Problem) -> str:
    return f"{problem.reason}: {problem.value}" if problem.value else problem.reason
