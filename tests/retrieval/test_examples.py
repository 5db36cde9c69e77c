"""Example questions tell records apart, and put none before those that have none."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import Texts
from knowledge.places import Places
from retrieval.candidates import DENSE_DEPTH
from retrieval.examples import ENOUGH_EXAMPLES, expected_likeness
from retrieval.question import Question, Result
from retrieval.search import Searcher
from tests.support.indexes import index_of, unit
from tests.support.records import make_content

ASKED = Question("soup", "en", unit(1))


def _found(result: Result) -> list[str]:
    return [hit.external_id for hit in result.hits]


def _asked_for(*questions: str) -> dict[str, Texts]:
    return {"en": Texts(name="Room", questions=questions)}


def test_a_record_is_found_by_how_people_ask_for_it(places: Places) -> None:
    many = [make_content(f"k{number:03}", name="Room") for number in range(DENSE_DEPTH + 60)]
    hidden = make_content("hidden", texts=_asked_for("any soup for me"))
    vectors = {"hidden": unit(0, 1), "any soup for me": unit(1, 0.1)}
    searcher = Searcher(index_of([*many, hidden], vectors), None, places)
    found = searcher.search(ASKED, 300)
    hit = next(hit for hit in found.hits if hit.external_id == "hidden")
    like = float(unit(1, 0.1) @ unit(1))
    assert hit.parts["asked"] == pytest.approx(searcher.weights.asked * like, abs=1e-4)


def test_one_other_example_makes_a_record_no_worse(places: Places) -> None:
    plain = make_content("a", texts=_asked_for())
    other = make_content("b", texts=_asked_for("how do I get a passport"))
    vectors = {"how do I get a passport": unit(-0.2, 1)}
    one, two = Searcher(index_of([plain, other], vectors), None, places).search(ASKED).hits
    assert one.score == two.score


def test_many_other_examples_tell_that_a_record_is_not_meant(places: Places) -> None:
    asked = [f"how do I get passport {number}" for number in range(ENOUGH_EXAMPLES)]
    meant = make_content("b", texts=_asked_for(*asked[1:], "any soup for me"))
    other = make_content("a", texts=_asked_for(*asked))
    plain = make_content("c")
    vectors = {"any soup for me": unit(1, 0.1), **dict.fromkeys(asked, unit(-0.2, 1))}
    found = Searcher(index_of([other, plain, meant], vectors), None, places).search(ASKED)
    assert _found(found) == ["b", "c", "a"]


def test_records_without_examples_keep_their_order_and_their_confidence(places: Places) -> None:
    near = {"a": unit(0.2, 1), "b": unit(1), "c": unit(1, 1)}
    bare = Searcher(index_of([make_content(name) for name in near], near), None, places)
    result = bare.search(ASKED)
    assert _found(result) == ["b", "c", "a"]
    assert result.signals["asked"] == pytest.approx(
        bare.weights.asked * expected_likeness(0.0), abs=1e-4
    )


@settings(max_examples=50, deadline=None)
@given(one=st.floats(0, 2), other=st.floats(0, 2))
def test_the_farther_from_the_best_the_less_likeness_is_expected(one: float, other: float) -> None:
    near, far = sorted((one, other))
    assert expected_likeness(near) >= expected_likeness(far) > 0.0


def test_an_example_of_another_place_is_no_example_here(places: Places) -> None:
    content = make_content("a", texts=_asked_for("soup in Miami"), place_id="miami")
    index = index_of([content], {"soup in Miami": unit(1)})
    searcher = Searcher(index, None, places)
    assert _found(searcher.search(replace(ASKED, place="bogota"))) == []
    assert _found(searcher.search(replace(ASKED, place="miami"))) == ["a"]
