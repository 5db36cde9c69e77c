"""What changed between two versions of a record, field by field, and texts word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from pydantic import BaseModel

from knowledge.content import RecordContent, Texts

Path = tuple[str, ...]
"""A field's place in a record: ("phones",) or ("texts", "ht", "body")."""


@dataclass(frozen=True)
class Difference:
    """One field that differs; None stands for what is not there at all."""

    path: Path
    before: Any
    after: Any

    @property
    def field(self) -> str:
        """The path as it is written: "texts.ht.body"."""
        return ".".join(self.path)

    def as_dict(self) -> dict[str, str]:
        """Return field, before and after as readable texts."""
        return {"field": self.field, "before": readable(self.before), "after": readable(self.after)}


def fields_of(content: RecordContent) -> dict[Path, Any]:
    """Return every field of a record by its path; texts are taken apart by language and field."""
    fields: dict[Path, Any] = {}
    for name in RecordContent.model_fields:
        if name != "texts":
            fields[(name,)] = getattr(content, name)
    for language, texts in content.texts.items():
        for name in Texts.model_fields:
            fields[("texts", language, name)] = getattr(texts, name)
    return fields


def differences(before: RecordContent, after: RecordContent) -> list[Difference]:
    """Return the fields that differ between two versions, in the order of the record."""
    old, new = fields_of(before), fields_of(after)
    return [
        Difference(path, old.get(path), new.get(path))
        for path in dict.fromkeys([*old, *new])
        if old.get(path) != new.get(path)
    ]


def readable(value: Any) -> str:
    """Return a field's value as a person reads it: parts of a list on lines of their own."""
    if value is None or value == ():
        return ""
    if isinstance(value, tuple):
        return "\n".join(readable(item) for item in value)
    if isinstance(value, BaseModel):
        said = value.model_dump(mode="json", exclude_defaults=True)
        return ", ".join(f"{name} {part}" for name, part in said.items())
    return str(value)


def mark_words(before: str, after: str) -> Iterator[tuple[Literal["same", "out", "in"], str]]:
    """Yield the words of two texts with what happened to them, white space kept."""
    # A word keeps the blank behind it, and very common words find no partner of their own in long
    # texts (difflib's `autojunk`): else two long texts take minutes.
    old, new = re.findall(r"\s+|\S+\s*", before), re.findall(r"\s+|\S+\s*", after)
    for step, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if step == "equal":
            yield "same", "".join(old[i:j])
            continue
        if i < j:
            yield "out", "".join(old[i:j])
        if k < m:
            yield "in", "".join(new[k:m])
