"""Every text of a record: the field where it stands, and how long it may be."""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import String

from knowledge.content import (
    Citation,
    CostOption,
    Location,
    Organization,
    Part,
    Phone,
    RecordContent,
    Term,
    Texts,
)
from knowledge.db import Base
from knowledge.models import (
    CostOptionRow,
    LocationRow,
    OrganizationRow,
    PhoneRow,
    Record,
    SpokenLanguage,
    TaxonomyTerm,
    Translation,
)

LONGEST_NAME, LONGEST_TEXT = 300, 20_000
_TABLES: dict[type[Part], tuple[type[Base], str]] = {
    RecordContent: (Record, "{}"),
    Citation: (Record, "cited_{}"),
    Texts: (Translation, "{}"),
    Organization: (OrganizationRow, "{}"),
    Phone: (PhoneRow, "{}"),
    Location: (LocationRow, "{}"),
    Term: (TaxonomyTerm, "{}"),
    CostOption: (CostOptionRow, "{}"),
}
"""The table that the texts of each part go into, and how their columns are called."""


class Said(NamedTuple):
    """A text of a record; `field` is a path such as "phones.0.description"."""

    field: str
    text: str
    longest: int
    """Letters it may have: PostgreSQL takes no more than the column holds."""


def strings_of(part: Part, field: str = "") -> Iterator[Said]:
    """Yield all texts of a record, or of a part of it that stands at `field`."""
    for name in type(part).model_fields:
        path, value = f"{field}.{name}".lstrip("."), getattr(part, name)
        if isinstance(value, str):
            yield Said(path, value, longest(type(part), name))
        elif isinstance(value, Part):
            yield from strings_of(value, path)
        elif isinstance(value, dict):
            for language, texts in value.items():
                yield from strings_of(texts, f"{path}.{language}")
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, str):
                    yield Said(path, item, longest(type(part), name))
                elif isinstance(item, Part):
                    yield from strings_of(item, f"{path}.{number}")


def longest(part: type[Part], name: str) -> int:
    """Return how many letters field `name` of a part may have."""
    if (part, name) == (Texts, "name"):
        return LONGEST_NAME
    table, pattern = _TABLES.get(part, (None, ""))
    if table is None:
        return LONGEST_TEXT
    column = table.__table__.c.get(pattern.format(name))
    if name == "languages_spoken":
        column = SpokenLanguage.__table__.c.code
    kind = None if column is None else column.type
    return kind.length if isinstance(kind, String) and kind.length else LONGEST_TEXT
