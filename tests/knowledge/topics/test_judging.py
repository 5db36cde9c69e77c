"""What an entry is about is weighed from its terms, its names and its words."""

import pytest

from knowledge.content import Term
from knowledge.topics.judging import ELSEWHERE, Judge, Signs, Told
from knowledge.topics.words import Phrase, Words

SIGNS = Signs(
    prefixes={
        "BD": {"food": 1.0},
        "BD-5000": {"elderly": 1.0, "food": 0.4},
        "LV": {"clinic": 1.0},
        "LV-1600": {"dental": 1.0},
        "RP": {"counselling": 1.0},
        "PX": {"volunteers": 1.0},
        "PD": {ELSEWHERE: 1.0},
        "YB": {"elderly": 1.0},
    },
    weights={"LV": 2.0, "LV-1600": 1.0, "PX": 0.2, "Y": 0.4, "YB-1": 0.2},
)
WORDS = Words(
    [
        Phrase("food", "food", 1.0),
        Phrase("senior", "elderly", 1.0),
        Phrase("tax", "taxes", 1.0),
        Phrase("wildlife", ELSEWHERE, 1.0),
    ]
)
JUDGE = Judge(SIGNS, WORDS)


def _judge(*codes: str, name: str = "", organization: str = "", text: str = "") -> dict[str, float]:
    terms = [Term(code=code, name="") for code in codes]
    topics = JUDGE.judge(terms, Told(name, organization, text))
    return {topic.id: topic.confidence for topic in topics}


def test_the_longest_known_prefix_says_most() -> None:
    found = _judge("BD-5000.1500")
    assert next(iter(found)) == "elderly"
    assert found["elderly"] > found["food"]


def test_several_terms_outvote_one_but_never_without_end() -> None:
    assert next(iter(_judge("BD-1", "RP-1", "RP-2"))) == "counselling"
    many = _judge("LV-2", *(f"RP-{n}" for n in range(30)))
    assert next(iter(many)) == "clinic", "what the place is counts twice"


def test_what_nearly_every_entry_bears_does_not_lead() -> None:
    assert next(iter(_judge("PX-1", "PX-2", "PX-3", "BD-1"))) == "food"
    assert next(iter(_judge("PX", "LV-1600"))) == "dental"


def test_for_whom_it_is_helps_but_does_not_lead() -> None:
    found = _judge("BD-1", "YB-8")
    assert list(found) == ["food", "elderly"]
    assert "elderly" not in _judge("BD-1", "YB-1"), "a weaker hint"


def test_names_and_words_decide_between_terms() -> None:
    assert next(iter(_judge("BD-1", "RP-1", text="Food for all."))) == "food"
    assert next(iter(_judge("RP-1", "BD-1", name="Food box"))) == "food"


def test_words_speak_alone_where_there_are_no_terms() -> None:
    assert list(_judge(name="Tax help")) == ["taxes"]
    named, owned = _judge(name="Tax help"), _judge(organization="Tax help")
    assert named["taxes"] > owned["taxes"]
    opening = _judge(text="It is tax season and everybody is welcome here. Call us.")
    later = _judge(text="Everybody is welcome here at any time of the day. We do tax. Call us.")
    assert opening["taxes"] > later["taxes"]


def test_the_place_where_it_happens_does_not_outdo_the_term() -> None:
    assert next(iter(_judge("BD-1", name="Senior Center"))) == "food"
    assert next(iter(_judge(name="Senior Center"))) == "elderly"


def test_the_name_of_a_body_that_is_its_own_service_is_read_once() -> None:
    once = _judge(name="Tax House", organization="Tax House")
    assert once == _judge(name="Tax House")


def test_a_term_without_a_known_code_is_read_by_its_name() -> None:
    found = JUDGE.judge([Term(code="own-7", name="Food boxes")], Told())
    assert [topic.id for topic in found] == ["food"]
    assert JUDGE.judge([Term(code="YX-1", name="Food workers")], Told()) == ()


def test_needs_that_are_not_on_the_list_give_no_topics() -> None:
    assert _judge("PD-7600") == {}
    assert _judge(name="Wildlife hospital", text="Food for birds.") == {}
    assert next(iter(_judge("PD-7600", "BD-1", "BD-2"))) == "food"


def test_nothing_told_gives_no_topics() -> None:
    assert JUDGE.judge([], Told()) == ()
    assert _judge("ZZ-1", name="Bowling") == {}


@pytest.mark.parametrize("codes", [("BD-1",), ("BD-1", "RP-1", "LV-1", "YB-8"), ("BD-5000",)])
def test_the_surest_comes_first_and_none_is_certain(codes: tuple[str, ...]) -> None:
    found = list(_judge(*codes, text="Food, tax and seniors.").values())
    assert found == sorted(found, reverse=True)
    assert all(0.3 <= sure <= 0.95 for sure in found), "1 is a person's word"
