"""Topics as people write them: by id, or by name in any of the five languages."""

from functools import cached_property

from knowledge.languages import fold
from knowledge.sources.sheet.cells import CellFault, items
from knowledge.sources.sheet.mapping import nearest
from knowledge.topics import Topics


class TopicNames:
    """The topic list by every way to write it."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics

    @cached_property
    def _by_name(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for topic in self._topics.values():
            for name in topic.names.values():
                found.setdefault(fold(name), topic.id)
        # An id is never another topic's name in disguise.
        return found | {_plain(name): name for name in self._topics}

    def read(self, text: str) -> tuple[str, ...]:
        """Return the ids of the topics in a cell, each once, in their order.

        Parted by ; since some names hold a comma; a comma parts where the whole is no name.
        CellFault for one that is not known.
        """
        found: dict[str, None] = {}
        for item in items(text):
            whole = self._known(item)
            parts = [item] if whole else [part for part in item.split(",") if part.strip()]
            for part in parts:
                topic = self._known(part)
                if topic is None:
                    hint = nearest(_plain(part), self._by_name)
                    raise CellFault(f"{part.strip()!r} is no topic that is known{hint}")
                found[topic] = None
        return tuple(found)

    def _known(self, written: str) -> str | None:
        return self._by_name.get(fold(written)) or self._by_name.get(_plain(written))


def _plain(written: str) -> str:
    return fold(written).replace("_", " ").replace("-", " ")
