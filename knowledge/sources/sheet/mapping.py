"""The mapping file (YAML): which foreign column is which of ours, and what its words mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from knowledge.errors import UnusablePackage
from knowledge.languages import LANGUAGES, fold
from knowledge.sources.sheet.columns import BY_NAME
from knowledge.yamls import read_yaml

_MAX_BYTES: Final = 1 << 20
_MAX_SKIPPED: Final = 1_000
KEYS: Final = (
    "title", "license", "sheet", "skip_rows", "columns", "values", "defaults", "ignore", "dates",
)  # fmt: skip
_DATES: Final = ("iso", "day_first", "month_first")


@dataclass(frozen=True)
class Field:
    """A column of ours, and the language of a translation ("" for the row's own language)."""

    column: str
    language: str = ""

    def __str__(self) -> str:
        return f"{self.column}:{self.language}" if self.language else self.column


@dataclass(frozen=True)
class SheetMapping:
    """What a mapping file says; without one, headings are our own names.

    `columns` gives the headings of each field, `values` the meaning of foreign words by column
    (folded), `defaults` what empty cells of a column mean, `ignore` headings to leave aside
    without a note (folded).
    """

    title: str = ""
    license: str = ""
    sheet: str = ""
    skip_rows: int = 0
    columns: Mapping[Field, tuple[str, ...]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[Field, str] = field(default_factory=dict)
    ignore: frozenset[str] = frozenset()
    dates: Literal["iso", "day_first", "month_first"] = "iso"

    def meaning(self, column: str, written: str) -> str:
        """Return what `written` means in `column`, itself where the mapping does not say."""
        known = self.values.get(column)
        return known.get(fold(written), written) if known else written


def parse_field(written: str) -> Field:
    """Return the field that a name such as "name" or "description:ht" means.

    ValueError, with a reason for people, for a column that is none, has no translations, or is
    translated into a language that is none of the five.
    """
    name, colon, language = (part.strip() for part in fold(written).partition(":"))
    name = name.replace(" ", "_")
    if name not in BY_NAME:
        raise ValueError(f"there is no column {written!r}{nearest(name, BY_NAME)}")
    if not colon:
        return Field(name)
    if not BY_NAME[name].translated:
        raise ValueError(f"column {name} has no translations: {written}")
    if language not in LANGUAGES:
        raise ValueError(f"{written}: texts are in {', '.join(LANGUAGES)}, not in {language!r}")
    return Field(name, language)


def nearest(written: str, known: Iterable[str]) -> str:
    """Return " (did you mean ...?)" for the nearest of `known`, "" when nothing is near."""
    near = get_close_matches(written, list(known), n=1, cutoff=0.75)
    return f" (did you mean {near[0]}?)" if near else ""


def read_mapping(path: Path) -> SheetMapping:
    """Return the mapping in a YAML file; UnusablePackage, with one line naming it, when broken."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise UnusablePackage(f"mapping {path.name} is larger than {_MAX_BYTES >> 20} MB")
        raw = read_yaml(path.read_bytes().decode("utf-8-sig"))
        return _read(raw)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnusablePackage(f"mapping {path} cannot be read: {reason}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())[:200]
        raise UnusablePackage(f"mapping {path.name}: {said}") from error


def _read(raw: Any) -> SheetMapping:
    mapping = _table(raw, "the file")
    for key in mapping:
        if key not in KEYS:
            raise ValueError(f"unknown key {key!r}{nearest(str(key), KEYS)}")
    skipped = mapping.get("skip_rows", 0)
    if not isinstance(skipped, int) or not 0 <= skipped <= _MAX_SKIPPED:
        raise ValueError(f"skip_rows is a number of rows from 0 to {_MAX_SKIPPED}")
    dates = mapping.get("dates", "iso")
    if dates not in _DATES:
        raise ValueError(f"dates is one of {', '.join(_DATES)}")
    return SheetMapping(
        title=_text(mapping.get("title", ""), "title")[:300],
        license=_text(mapping.get("license", ""), "license")[:100],
        sheet=_text(mapping.get("sheet", ""), "sheet"),
        skip_rows=skipped,
        columns={
            parse_field(str(name)): _headings(headings, str(name))
            for name, headings in _table(mapping.get("columns"), "columns").items()
        },
        values={
            _column(name): {
                fold(str(written)): _text(meant, f"values of {name}")
                for written, meant in _table(words, f"values of {name}").items()
            }
            for name, words in _table(mapping.get("values"), "values").items()
        },
        defaults={
            parse_field(str(name)): _text(value, f"default of {name}")
            for name, value in _table(mapping.get("defaults"), "defaults").items()
        },
        ignore=frozenset(fold(name) for name in _headings(mapping.get("ignore", []), "ignore")),
        dates=dates,
    )


def _column(name: Any) -> str:
    return parse_field(str(name)).column


def _table(value: Any, name: str) -> dict[Any, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError(f"{name} is not a table of names and values")
    return value


def _text(value: Any, name: str) -> str:
    """Return a plain value as a text, as a person meant it: YAML makes a truth value of `no`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return str(value).strip()
    raise ValueError(f"{name} is not a plain value")


def _headings(value: Any, name: str) -> tuple[str, ...]:
    headings = value if isinstance(value, list) else [value]
    found = tuple(_text(heading, f"heading of {name}") for heading in headings)
    if not all(found) or (not found and name != "ignore"):
        raise ValueError(f"{name} names no heading")
    return found
