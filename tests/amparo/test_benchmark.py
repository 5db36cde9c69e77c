"""The benchmark measures what it says, on this installation's own copy."""

from collections.abc import Callable
from pathlib import Path

import pytest

from amparo.benchmark import run
from amparo.settings import Settings


@pytest.mark.slow
def test_fifty_people_lose_nothing_and_an_edit_is_found_at_once(
    make_home: Callable[[], Path],
) -> None:
    home = make_home()
    before = (home / "amparo.db").read_bytes()
    result = run(Settings(home=home), records=480, turns=40)
    assert result["together"]["answered"] == result["together"]["people"] == 40
    assert result["publish_to_found_ms"] < 1000
    assert result["fill"]["added"] > 0
    # Budgets are for a quiet machine; here only what no noise explains fails.
    assert result["ratio"]["of_medians"] < 2.5
    assert (home / "amparo.db").read_bytes() == before
