"""Commands of the project run inside the test process."""

import json
from collections.abc import Callable
from typing import Any

Run = Callable[..., tuple[int, str, str]]
"""Runs a command; gives exit code, standard output, standard error."""


def as_json(done: tuple[int, str, str]) -> Any:
    """Return the one JSON document that a command printed; it must have gone well."""
    code, out, err = done
    assert code == 0, err
    return json.loads(out)
