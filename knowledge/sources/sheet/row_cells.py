"""The cells of one row, read one by one; what is wrong with them is collected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

from knowledge.content import RecordContent, Topic
from knowledge.errors import UnknownPlace
from knowledge.places import Places
from knowledge.sources.opening_hours.faults import NotHours
from knowledge.sources.sheet import cells
from knowledge.sources.sheet.cells import CellFault, DateOrder
from knowledge.sources.sheet.columns import BY_NAME, Form
from knowledge.sources.sheet.mapping import Field
from knowledge.sources.sheet.topic_names import TopicNames

_Value = TypeVar("_Value")
NO_WORDS: Final[tuple[str, ...]] = ()
_EXACT: Final = ("id", "postal_code", "since")
"""Columns whose figures are names, not amounts."""


@dataclass(frozen=True)
class Setting:
    """What is the same for all rows of a sheet."""

    place_id: str
    title: str
    license: str
    dates: DateOrder
    today: date
    places: Places
    topics: TopicNames
    folder: Path | None
    """Where calendar files lie that a cell names; None where no file may be named."""

    @cached_property
    def find_town(self) -> Callable[[str, str, str], str]:
        """The place of an address (city, state, within), looked up once for each town."""
        return cache(self.places.find_address)


@dataclass
class RowReading:
    """What came of one row: its content, or faults as (column, reason); and notes."""

    content: RecordContent | None = None
    faults: list[tuple[Field, str]] = field(default_factory=list)
    notes: list[tuple[Field, str]] = field(default_factory=list)


class RowCells:
    """Reads the cells of one row, and collects what is wrong with them."""

    def __init__(self, values: Mapping[Field, str], setting: Setting) -> None:
        self.values = values
        self.setting = setting
        self.faults: list[tuple[Field, str]] = []
        self.notes: list[tuple[Field, str]] = []
        for at, text in values.items():
            self._check(at, text)

    def _check(self, at: Field, text: str) -> None:
        column = BY_NAME[at.column]
        if column.form is Form.JSON:
            return
        try:
            cells.check_letters(text)
            if at.column in _EXACT:
                cells.check_exponent(text)
            if len(text) > column.longest and column.form not in {Form.WORD, Form.WORDS}:
                raise CellFault(f"longer than {column.longest} letters")
        except CellFault as fault:
            self.faults.append((at, str(fault)))

    def text(self, column: str, language: str = "") -> str:
        """Return the text of a cell, "" when it is empty."""
        return self.values.get(Field(column, language), "")

    def read_cell(self, column: str, parse: Callable[[str], _Value], default: _Value) -> _Value:
        """Return what `parse` makes of a cell, `default` when it is empty or has a fault."""
        text = self.text(column)
        if not text:
            return default
        try:
            return parse(text)
        except (CellFault, NotHours) as fault:
            self.faults.append((Field(column), str(fault)))
            return default

    def word(self, column: str, default: str, vocabulary: str = "") -> Any:
        """Return the word of a closed list, which the column names where nothing else is said."""
        return self.read_cell(column, lambda text: cells.word(vocabulary or column, text), default)

    def words(self, column: str) -> tuple[str, ...]:
        """Return the words of a closed list that bears the column's name."""
        return self.read_cell(column, lambda text: cells.words(column, text), NO_WORDS)

    def place(self, text: str) -> str:
        """Return the id of a place written by id or name."""
        try:
            return self.setting.places.by_id_or_raise(text).id
        except UnknownPlace as error:
            raise CellFault(str(error)) from error

    def topics(self, text: str) -> tuple[Topic, ...]:
        """Return topics that a person named, and so is sure of."""
        return tuple(Topic(id=name) for name in self.setting.topics.read(text))

    def day(self, text: str) -> date | None:
        """Return a day."""
        return cells.day(text, self.setting.dates)

    def past_day(self, text: str) -> date | None:
        """Return a day that has come."""
        return cells.past_day(text, self.setting.dates, self.setting.today)

    def link(self, column: str, clean: Callable[[str], tuple[str, str]]) -> str:
        """Return a web or mail address that `clean` gives as (address, fault)."""

        def read(text: str) -> str:
            link, fault = clean(text)
            if fault:
                raise CellFault(fault)
            return link

        return self.read_cell(column, read, "")
