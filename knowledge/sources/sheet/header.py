"""From the headings of a sheet to the fields of a record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.errors import UnusablePackage
from knowledge.languages import fold
from knowledge.sources.sheet.columns import BY_NAME, COLUMNS
from knowledge.sources.sheet.grid import GridRow
from knowledge.sources.sheet.mapping import Field, SheetMapping, nearest, parse_field

_SHOWN: Final = 12


@dataclass(frozen=True)
class Header:
    """Which cells of a row give each field, in the order they are joined in; and the headings.

    `unused` are the headings that nothing is taken from.
    """

    places: Mapping[Field, tuple[int, ...]]
    headings: tuple[str, ...]
    unused: tuple[str, ...]

    def heading(self, field: Field) -> str:
        """Return how the sheet calls a field, for people who look for it there."""
        at = self.places.get(field, ())
        return " / ".join(self.headings[place] for place in at) or str(field)


def column_letters(at: int) -> str:
    """Return the letters that a spreadsheet shows above the column at position `at` (0 is A)."""
    letters = ""
    number = at + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_header(name: str, row: GridRow, mapping: SheetMapping) -> Header:
    """Return what the header row of the file `name` says.

    Raises UnusablePackage when a heading stands there twice, a mapped one is missing, a
    translation is into no known language, or a column that every record needs is not there.
    """
    headings = tuple(" ".join(cell.split()) for cell in row.cells)
    places: dict[str, int] = {}
    for at, heading in enumerate(headings):
        key = fold(heading)
        if key and key in places:
            first, second = column_letters(places[key]), column_letters(at)
            raise UnusablePackage(
                f"{name}: the heading {heading!r} stands twice, in columns {first} and {second}"
            )
        if key:
            places[key] = at
    fields = _mapped(name, headings, places, mapping)
    taken = {at for spots in fields.values() for at in spots}
    unused = []
    for key, at in places.items():
        if at in taken:
            continue
        field = _own(name, headings[at])
        if field is None or field in fields:
            if key not in mapping.ignore:
                unused.append(headings[at])
        elif key not in mapping.ignore:
            fields[field] = (at,)
    _check_needed(name, fields, headings, mapping)
    return Header(fields, headings, tuple(unused))


def _mapped(
    name: str, headings: Sequence[str], places: Mapping[str, int], mapping: SheetMapping
) -> dict[Field, tuple[int, ...]]:
    fields: dict[Field, tuple[int, ...]] = {}
    for field, wanted in mapping.columns.items():
        for heading in wanted:
            if fold(heading) not in places:
                there = ", ".join(filter(None, headings[:_SHOWN]))
                raise UnusablePackage(
                    f"{name}: the mapping takes {field} from the column {heading!r}, which is not "
                    f"there (there are: {there})"
                )
        fields[field] = tuple(places[fold(heading)] for heading in wanted)
    return fields


def _own(name: str, heading: str) -> Field | None:
    """Return the field of ours that a heading names itself, None for a foreign one."""
    column = fold(heading).partition(":")[0]
    if column.strip().replace(" ", "_") not in BY_NAME:
        return None
    try:
        return parse_field(heading)
    except ValueError as error:
        raise UnusablePackage(f"{name}: {error}") from error


def _check_needed(
    name: str,
    fields: Mapping[Field, object],
    headings: Sequence[str],
    mapping: SheetMapping,
) -> None:
    missing = [
        column.name
        for column in COLUMNS
        if column.needed
        and Field(column.name) not in fields
        and Field(column.name) not in mapping.defaults
    ]
    if missing:
        there = ", ".join(filter(None, headings[:_SHOWN])) or "none"
        raise UnusablePackage(
            f"{name}: column {', '.join(missing)} is missing (the headings are: {there})"
        )


def describe_unused(header: Header) -> list[str]:
    """Return a note for each column that nothing was taken from, with a guess at what was meant."""
    return [
        f"column not imported: {heading}{nearest(fold(heading).replace(' ', '_'), BY_NAME)}"
        for heading in header.unused
    ]
