"""Reading a record page as a strict reader would: its tree, its texts, its links, its data."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "link", "br", "img", "input", "hr"}


@dataclass
class Node:
    """An element; `words` are the texts and elements in it, in order."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    words: list["str | Node"] = field(default_factory=list)

    def all(self, tag: str) -> list["Node"]:
        """Return the elements of a kind inside, in order."""
        found = []
        for word in self.words:
            if isinstance(word, Node):
                found += [word] if word.tag == tag else []
                found += word.all(tag)
        return found

    def one(self, tag: str) -> "Node":
        """Return the only element of its kind inside."""
        (found,) = self.all(tag)
        return found

    @property
    def text(self) -> str:
        """All text inside, its white space single."""
        said = (word if isinstance(word, str) else f" {word.text} " for word in self.words)
        return " ".join("".join(said).split())

    def texts_of(self, tag: str) -> list[str]:
        """Return the texts of the elements of a kind."""
        return [node.text for node in self.all(tag)]


class _Strict(HTMLParser):
    """Builds the tree; whatever a lenient browser would have to repair is an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Node("document")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute stands twice in {tag}"
        node = Node(tag, dict(attrs))
        self.open[-1].words.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].words.append(Node(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes {self.open[-1].tag}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].words.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")


def read_page(html: str) -> Node:
    """Return the page as a tree; AssertionError when its tags do not fit together."""
    reader = _Strict()
    reader.feed(html)
    reader.close()
    assert [node.tag for node in reader.open] == ["document"]
    return reader.open[0].one("html")


def data_of(page: Node) -> dict[str, Any]:
    """Return the JSON-LD of a page."""
    (script,) = page.all("script")
    assert script.attributes == {"type": "application/ld+json"}
    (written,) = script.words
    assert isinstance(written, str)
    found: dict[str, Any] = json.loads(written)
    return found


def facts_of(page: Node) -> dict[str, list[str]]:
    """Return the facts by their label, as they are read."""
    return {
        row.one("dt").text: row.texts_of("dd")
        for facts in page.all("dl")
        for row in facts.all("div")
    }
