"""What changed is told field by field and word by word, and nothing else is."""

import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import Phone, RecordContent, Texts
from knowledge.differences import differences, fields_of, mark_words, readable
from tests.support.records import contents, make_content

_words = st.lists(st.sampled_from(["soup", "is", "free", "  ", "\n", "à", "五"])).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(one=contents(), other=contents())
def test_there_are_differences_exactly_when_two_versions_differ(
    one: RecordContent, other: RecordContent
) -> None:
    assert differences(one, one.model_copy(deep=True)) == []
    found = differences(one, other)
    assert bool(found) == (one != other)
    back = {change.path: (change.after, change.before) for change in differences(other, one)}
    assert {change.path: (change.before, change.after) for change in found} == back


@settings(max_examples=40, deadline=None)
@given(content=contents())
def test_every_field_stands_in_the_list_once_and_can_be_read(content: RecordContent) -> None:
    fields = fields_of(content)
    own = set(RecordContent.model_fields) - {"texts"}
    assert {path[0] for path in fields if len(path) == 1} == own
    assert len(fields) == len(own) + len(content.texts) * len(Texts.model_fields)
    assert all(isinstance(readable(value), str) for value in fields.values())


def test_a_change_names_its_field_and_both_values() -> None:
    before = make_content(phones=(), verified_on=None)
    after = make_content(
        phones=(Phone(number="+1 305 555 0100", description="at noon"), Phone(number="77 77")),
        verified_on=date(2026, 3, 4),
    )
    assert [change.as_dict() for change in differences(before, after)] == [
        {
            "field": "phones",
            "before": "",
            "after": "number +1 305 555 0100, description at noon\nnumber 77 77",
        },
        {"field": "verified_on", "before": "", "after": "2026-03-04"},
    ]


def test_a_language_that_came_or_went_differs_in_all_its_fields() -> None:
    before = make_content()
    texts = {**before.texts, "ht": Texts(name="Kizin")}
    found = differences(before, before.model_copy(update={"texts": texts}))
    assert {change.path[:2] for change in found} == {("texts", "ht")}
    assert len(found) == len(Texts.model_fields)
    assert all(change.before is None for change in found)


@settings(max_examples=200, deadline=None)
@given(before=st.text() | _words, after=st.text() | _words)
def test_the_marked_words_give_back_both_texts(before: str, after: str) -> None:
    marked = list(mark_words(before, after))
    assert "".join(text for step, text in marked if step != "in") == before
    assert "".join(text for step, text in marked if step != "out") == after
    assert all(text for _, text in marked)
    assert {step for step, _ in marked} <= {"same"} or before != after


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("", "", []),
        ("soup at noon", "soup at noon", [("same", "soup at noon")]),
        ("", "soup", [("in", "soup")]),
        (
            "Open at 9 on Monday",
            "Open at 10 on Monday",
            [("same", "Open at "), ("out", "9 "), ("in", "10 "), ("same", "on Monday")],
        ),
    ],
)
def test_only_the_words_that_changed_are_marked(
    before: str, after: str, marked: list[tuple[str, str]]
) -> None:
    assert list(mark_words(before, after)) == marked


@pytest.mark.parametrize(
    "word",
    [lambda number: "a", lambda number: "ab"[number % 7 % 2], lambda number: f"w{number % 900}"],
)
def test_the_longest_texts_are_compared_in_no_time(word: object) -> None:
    before = [word(number) for number in range(7000)]  # type: ignore[operator]
    after = [*before[:3000], "new", *before[3100:]]
    began = time.perf_counter()
    marked = list(mark_words(" ".join(before), " ".join(after)))
    assert time.perf_counter() - began < 2
    assert re.sub(r"\s", "", "".join(text for step, text in marked if step != "out")) == "".join(
        after
    )
