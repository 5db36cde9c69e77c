"""The training examples, one folder per language, in Rasa's YAML format.

An intent is written `ask_service/food`: the part before the slash is what the person does, the
part after it the topic (Rasa's notation for retrieval intents).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.errors import UnusableFile
from knowledge.languages import LANGUAGES
from knowledge.yamls import read_yaml

FILES = ("intents.yml", "topics.yml")


@dataclass(frozen=True)
class Example:
    """One sentence as a person would write it, with what it means."""

    text: str
    language: str
    intent: str
    topic: str | None


def _parse(document: str, language: str, where: str) -> Iterator[Example]:
    raw = read_yaml(document)
    for block in raw["nlu"]:
        intent, _, topic = block["intent"].partition("/")
        for line in block["examples"].splitlines():
            if not line.startswith("- "):
                raise UnusableFile(f"{where}: not an example: {line[:40]!r}")
            yield Example(line[2:].strip(), language, intent, topic or None)


@cache
def load_examples() -> tuple[Example, ...]:
    """Read all examples of all languages, in the order of the files."""
    room = files("nlu").joinpath("data")
    found: list[Example] = []
    for language in LANGUAGES:
        for name in FILES:
            document = room.joinpath(language, name).read_text(encoding="utf-8")
            found += _parse(document, language, f"nlu/data/{language}/{name}")
    return tuple(found)
