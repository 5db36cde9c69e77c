"""The headings of the topic list, by their names in five languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from knowledge.topics.catalogue import FILES
from knowledge.yamls import read_yaml


@dataclass(frozen=True)
class TopicGroup:
    """A heading of the topic list, by its name in each language."""

    id: str
    names: Mapping[str, str]


def load_groups() -> tuple[TopicGroup, ...]:
    """Read the headings that come with the project, in the order of the list."""
    room = files("knowledge.topics").joinpath("data")
    read = (read_yaml(room.joinpath(name).read_text(encoding="utf-8")) for name in FILES)
    return tuple(
        TopicGroup(entry["id"], entry["names"]) for raw in read for entry in raw.get("groups", ())
    )
