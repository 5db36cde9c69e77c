"""From the files of a package to its neutral tables, every row of every file on the account."""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any

from knowledge.errors import UnusablePackage
from knowledge.sources.hsds.archive import Contents, Member
from knowledge.sources.hsds.descriptor import NAME as DESCRIPTOR
from knowledge.sources.hsds.descriptor import Descriptor, NeutralPackage, read_descriptor
from knowledge.sources.hsds.json_reader import JsonTables, read_services
from knowledge.sources.hsds.json_values import cells, load, tabular
from knowledge.sources.hsds.profile import Profiled
from knowledge.sources.hsds.tables import Table, read_table
from knowledge.sources.hsds.versions import (
    LEFT_ASIDE,
    SHAPES,
    guess_version,
    missing_columns,
    neutral,
    table_of,
    unused_columns,
)
from knowledge.sources.report import Ledger, SourceRow

_OF_OTHERS = ("organization", "organizations", "location", "locations", "service_at_location",
              "service_at_locations", "phone", "phones", "contact", "contacts")  # fmt: skip
"""What an attribute may be linked to besides services."""


class PackageReader:
    """Reads one package into neutral tables; problems go to the ledger."""

    def __init__(self, contents: Contents, ledger: Ledger) -> None:
        self._contents = contents
        self._ledger = ledger
        self._names = _short_names(contents.members)
        self._found: dict[str, list[SourceRow]] = {}
        self._profiled: dict[SourceRow, Profiled] = {}
        self._signs: set[str] = set()
        self._taken: dict[str, str] = {}

    def read(self) -> NeutralPackage:
        """Return the package; raises UnusablePackage when it has no services."""
        descriptor = self._descriptor()
        data = [item for item in self._contents.members if not _is_descriptor(item)]
        tables = [item for item in data if item.name.lower().endswith(".csv")]
        if tables:
            for member in data:
                if member not in tables:
                    self._ledger.note(f"{self._names[member.name]}: not read beside CSV files")
            self._read_tables({_stem(item.name): None for item in tables}, tables)
        elif data:
            self._read_json(data)
        for name in self._contents.others:
            self._ledger.note(f"{name}: not read, neither CSV nor JSON")
        if "services" not in self._found:
            raise UnusablePackage("the package has no services file (services.csv or JSON)")
        if not self._found["services"]:
            raise UnusablePackage("the services file of the package holds no service")
        self._settle_attributes()
        return NeutralPackage(
            descriptor=descriptor,
            version=guess_version(self._signs, descriptor.version),
            tables=self._found,
            days={self._names[item.name]: item.day for item in data},
            mangled=any("GÇ".encode() in item.data for item in data),
            profiled=self._profiled,
        )

    def _descriptor(self) -> Descriptor:
        for member in self._contents.members:
            if _is_descriptor(member):
                try:
                    return read_descriptor(member)
                except UnusablePackage as error:
                    # The data can be good without it: only title and licence are missed.
                    self._ledger.note(f"descriptor not used: {error}")
        return Descriptor()

    def _read_tables(self, stems: dict[str, None], members: Iterable[Member]) -> None:
        # Files nearest to the root first: a copy further down does not replace them.
        for member in sorted(members, key=lambda item: (item.name.count("/"), item.name)):
            name, stem = self._names[member.name], _stem(member.name)
            table = table_of(stem, stems)
            if table is None or stem in self._taken:
                self._leave_aside(name, stem, member)
                continue
            self._taken[stem] = name
            self._add_table(table, stem, read_table(name, member.data), name)

    def _add_table(self, name: str, stem: str, table: Table, file: str) -> None:
        shape = SHAPES[name]
        if not table.columns and name != "services":
            self._ledger.open(file)
            self._ledger.note(f"{file}: empty file")
            return
        if missing := missing_columns(shape, table.columns):
            raise UnusablePackage(
                f"{file}: column {', '.join(missing)} is missing "
                f"(it has: {', '.join(filter(None, table.columns)) or 'none'})"
            )
        self._signs |= {stem, *table.columns}
        self._note_unused(name, table, file)
        self._ledger.open(file)
        for row, reason in table.broken:
            self._ledger.add([row])
            self._ledger.skip(row, "", reason)
        for row in table.rows:
            row.values = neutral(shape, row.values)
        self._ledger.add(table.rows)
        self._found.setdefault(name, []).extend(table.rows)

    def _note_unused(self, name: str, table: Table, file: str) -> None:
        filled = {column for row in table.rows for column in row.values}
        unused = [item for item in unused_columns(SHAPES[name], table.columns) if item in filled]
        if unused:
            self._ledger.note(f"{file}: columns not imported: {', '.join(unused)}")

    def _leave_aside(self, file: str, stem: str, member: Member) -> None:
        self._signs.add(stem)
        if stem in self._taken:
            reason = f"a second file of this kind, {self._taken[stem]} is read"
        else:
            reason = LEFT_ASIDE.get(stem, "not a file of the standard, ignored")
        try:
            table = read_table(file, member.data)
            count = len(table.rows) + len(table.broken)
        except (UnusablePackage, csv.Error) as error:
            self._ledger.note(f"{file}: {error}")
            count = 0
        self._ledger.ignore(file, count, reason)

    def _read_json(self, members: Iterable[Member]) -> None:
        tables = JsonTables()
        for member in members:
            name = self._names[member.name]
            value = load(name, member.data)
            if (sheets := tabular(value)) is not None:
                self._read_sheets(name, sheets)
                continue
            before = tables.strangers
            rows = read_services(name, value, tables, self._complain)
            if strangers := tables.strangers - before:
                if rows:
                    self._ledger.ignore(name, strangers, "objects that are no service, ignored")
                else:
                    self._ledger.ignore(name, strangers, "holds no service, ignored")
            self._ledger.open(name)
            self._ledger.add(rows)
        self._profiled = tables.profiled
        for table, found in tables.rows.items():
            self._found.setdefault(table, []).extend(found)
            self._signs.add("addresses")  # nested JSON came with version 3

    def _complain(self, row: SourceRow, column: str, reason: str) -> None:
        if row.values:
            self._ledger.issue(row, column, reason)
        else:
            self._ledger.skip(row, column, reason)

    def _read_sheets(self, file: str, sheets: dict[str, list[Any]]) -> None:
        stems = {_stem(key): None for key in sheets}
        for key, things in sheets.items():
            name, stem = f"{file}#{key}", _stem(key)
            table = table_of(stem, stems)
            if table is None:
                reason = LEFT_ASIDE.get(stem, "not a table of the standard, ignored")
                self._ledger.ignore(name, len(things), reason)
                continue
            sheet = Table((), [], [])
            columns: dict[str, None] = {}
            for number, thing in enumerate(things, start=1):
                row = SourceRow(name, number)
                if isinstance(thing, dict):
                    row.values = cells(thing)
                    columns |= dict.fromkeys(str(column).lower() for column in thing)
                    sheet.rows.append(row)
                else:
                    sheet.broken.append((row, "not a JSON object"))
            self._add_table(table, stem, Table(tuple(columns), sheet.rows, sheet.broken), name)

    def _settle_attributes(self) -> None:
        """Give each attribute that is linked to a service the name of that service."""
        for row in self._found.get("attributes", []):
            other = row.get("link_entity").lower() in _OF_OTHERS
            if row.get("link_id") and not row.get("service_id") and not other:
                row.values["service_id"] = row.get("link_id")


def _stem(name: str) -> str:
    return PurePosixPath(name).stem.lower()


def _is_descriptor(member: Member) -> bool:
    return PurePosixPath(member.name).name.lower() == DESCRIPTOR


def _short_names(members: Sequence[Member]) -> dict[str, str]:
    """Return how the report calls each file: by its bare name where that is unique."""
    bare = Counter(PurePosixPath(member.name).name for member in members)
    return {
        member.name: name if bare[name := PurePosixPath(member.name).name] == 1 else member.name
        for member in members
    }
