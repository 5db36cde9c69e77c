"""Reading of YAML data files: safe, and with the C parser where it is there (ten times faster)."""

from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str | bytes) -> Any:
    """Return what a YAML document holds; raises yaml.YAMLError when it is none."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506  both loaders are safe ones
