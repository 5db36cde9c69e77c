"""The profile says what it is: its schema is sound, its patches merge, its page names all."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from knowledge.content import RecordContent
from knowledge.opendata.extension import (
    EXTENSION,
    extended_objects,
    merge_patch,
    outweigh,
    profile_schema,
)

ROOT = Path(__file__).parents[3]
URL = "https://example.org/profile.schema.json"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(profile_schema())


def test_the_page_names_every_property_and_every_field() -> None:
    page = (ROOT / "docs" / "hsds-profile.md").read_text(encoding="utf-8")
    for name in extended_objects():
        for told in profile_schema()["$defs"][name]["properties"]:
            assert f"`{told}`" in page, (name, told)
    for field in RecordContent.model_fields:
        assert f"`{field}`" in page, field
    assert f"`{EXTENSION}`" in page


def merged(target: Any, patch: Any) -> Any:
    """Apply a JSON Merge Patch as RFC 7386, section 2 has it."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


@pytest.mark.shared
@pytest.mark.parametrize("name", extended_objects())
def test_patches_merge_with_the_schemas_of_the_standard(name: str, shared_data: Path) -> None:
    file = shared_data / "hsds_3.0" / "schema" / f"{name}.json"
    standard = json.loads(file.read_bytes())
    changed = merged(standard, merge_patch(name, URL))
    Draft202012Validator.check_schema(changed)
    assert changed["properties"].keys() == {*standard["properties"], EXTENSION}
    assert changed["required"] == standard["required"]
    assert changed["properties"][EXTENSION]["$ref"] == f"{URL}#/$defs/{name}"


def test_an_object_that_the_profile_leaves_alone_has_no_patch() -> None:
    with pytest.raises(KeyError):
        merge_patch("program", URL)


def test_exact_counts_for_fields_that_are_read_only() -> None:
    thing = {EXTENSION: {"exact": {"url": "b", "owner": "somebody"}}}
    assert outweigh({"url": "a"}, thing) == {"url": "b"}
    with pytest.raises(ValueError, match="not an object"):
        outweigh({"url": "a"}, {EXTENSION: {"exact": 3}})
    with pytest.raises(ValueError, match="not an object"):
        outweigh({"url": "a"}, {EXTENSION: "x"})
