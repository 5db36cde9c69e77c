"""The house keeps its rules: imports go downwards, rooms stay small, settings are explained."""

import subprocess
import sys
from pathlib import Path

from amparo.settings import Settings

ROOT = Path(__file__).parents[2]
ROOMS = ("amparo", "admin", "bot", "nlu", "retrieval", "knowledge")
CEILING = 400


def test_imports_go_downwards_only() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_no_file_is_longer_than_the_ceiling() -> None:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    assert len(files) > 50
    generated = ROOT / "amparo" / "migrations" / "versions"
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files
        if generated not in path.parents
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > CEILING
    }
    assert not long


def test_every_setting_has_help_and_stands_in_the_docs() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert f"`AMPARO_{name.upper()}`" in documented, name
        assert field.description in documented, name
