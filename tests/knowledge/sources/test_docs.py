"""The page on sources tells of every kind, every column and every key of the mapping."""

import re
from pathlib import Path

import yaml

from knowledge.sources import READERS
from knowledge.sources.sheet import mapping
from knowledge.sources.sheet.columns import COLUMNS
from knowledge.sources.sheet.mapping import read_mapping

PAGE = (Path(__file__).parents[3] / "docs" / "sources.md").read_text(encoding="utf-8")


def test_every_kind_is_told() -> None:
    assert READERS
    for kind in READERS:
        assert f"| `{kind}` |" in PAGE
        assert f"knowledge/sources/{kind}/" in PAGE


def test_every_column_is_told_as_it_is() -> None:
    for column in COLUMNS:
        needed = "yes" if column.needed else ""
        assert f"| `{column.name}` | {needed} | {column.form} | {column.help} |" in PAGE


def test_the_mapping_shown_is_a_mapping_with_every_key(tmp_path: Path) -> None:
    shown = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert shown
    path = tmp_path / "shown.yaml"
    path.write_text(shown[1], encoding="utf-8")
    assert read_mapping(path).title
    assert set(yaml.safe_load(shown[1])) == set(mapping.KEYS)
