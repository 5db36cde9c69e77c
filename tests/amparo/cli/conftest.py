"""The command line, on a home of the test's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from amparo.cli import main
from tests.support.commands import Run


@pytest.fixture
def home(make_home: Callable[[], Path]) -> Path:
    """A home of the test's own, with the starter content."""
    return make_home()


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the home; give exit code, standard output, standard error."""
    monkeypatch.setenv("AMPARO_HOME", str(home))

    def call(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(list(arguments))
        except SystemExit as leaving:
            code = int(str(leaving.code))
        out, err = capsys.readouterr()
        return code, out, err

    return call
