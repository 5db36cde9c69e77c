"""The word index against the plain meaning of its promise, through any changes."""

from hypothesis import given
from hypothesis import strategies as st

from admin.opendata.words import SHORTEST_PREFIX, WordIndex
from retrieval.text import words

TEXTS = st.text("abé ", max_size=12)
STEPS = st.lists(st.tuples(st.sampled_from("xyz"), st.none() | TEXTS), max_size=30)


def holds(text: str, word: str) -> bool:
    said = words(text)
    return word in said or (
        len(word) >= SHORTEST_PREFIX and any(other.startswith(word) for other in said)
    )


@given(STEPS, TEXTS)
def test_it_finds_what_holds_every_word(steps: list[tuple[str, str | None]], query: str) -> None:
    index, texts = WordIndex(), dict[str, str]()
    for name, text in steps:
        if text is None:
            index.remove(name)
            texts.pop(name, None)
        else:
            index.put(name, [text])
            texts[name] = text
    wanted = words(query)
    expected = {name for name, text in texts.items() if all(holds(text, w) for w in wanted)}
    assert index.find(query) == (expected if wanted else None)


def test_what_is_replaced_often_is_swept_out() -> None:
    index = WordIndex()
    index.put("stays", ["giraffe"])
    for number in range(1000):
        index.put("changes", [f"word{number}"])
    assert index.find("giraffe") == {"stays"}
    assert index.find("word999") == {"changes"}
    assert index.find("word998") == set()
    assert len(index._records) < 200
    assert len(index._numbers) < 200
