"""A source's own terms are read as our topics, the longest known prefix first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import Term
from knowledge.topics import TopicEntry, Topics, load_topics


def _topic(name: str, *airs: str, terms: tuple[str, ...] = ()) -> TopicEntry:
    return TopicEntry(name, "group", (), name, {"en": name}, {}, (), airs, terms)


TOPICS = Topics(
    food=_topic("food", "BD", "BD-1800", terms=("food pantr",)),
    meals=_topic("meals", "BD-1800.6500"),
    legal=_topic("legal", "FT", terms=("immigration", "Asile")),
    papers=_topic("papers", "FT"),
    women=_topic("women", "YJ"),
)


def _found(*terms: tuple[str, str]) -> dict[str, float]:
    return {
        topic.id: topic.confidence
        for topic in TOPICS.of_terms(Term(code=code, name=name) for code, name in terms)
    }


def test_the_longest_known_prefix_says_it_surest() -> None:
    assert _found(("BD-1800.6500-650", "Soup Kitchens")) == {"meals": 0.9, "food": 0.6}
    assert _found(("BD-1800.2000", "Food Pantries")) == {"food": 0.9}
    assert _found(("BD-9999", "Something Else")) == {"food": 0.9}


def test_topics_that_share_the_longest_prefix_are_equally_sure() -> None:
    assert _found(("FT-1000", "Advocacy")) == {"legal": 0.9, "papers": 0.9}


def test_the_surest_term_counts_and_the_surest_topic_comes_first() -> None:
    terms = (("BD-1800.6500", "Soup"), ("YJ-8750", "Women"), ("BD-1800.2000", "Pantries"))
    found = TOPICS.of_terms(Term(code=code, name=name) for code, name in terms)
    assert [(topic.id, topic.confidence) for topic in found] == [
        ("food", 0.9),
        ("meals", 0.9),
        ("women", 0.5),
    ]


def test_a_population_is_a_hint_only() -> None:
    assert _found(("YJ-8750", "Immigration Detainees")) == {"women": 0.5}
    assert _found(("YX-0000", "Immigration Detainees")) == {}, "its name says for whom, not what"


def test_a_term_without_a_known_code_is_read_by_its_name() -> None:
    assert _found(("", "IMMIGRATION courses")) == {"legal": 0.7}
    assert _found(("x-1", "Centre d'asile")) == {"legal": 0.7}
    assert _found(("FT-2", "Food Pantries")) == {"legal": 0.9, "papers": 0.9}
    assert _found(("", "Bowling")) == {}


def test_no_terms_give_no_topics() -> None:
    assert TOPICS.of_terms([]) == ()


REAL = load_topics()
_codes = st.sampled_from([prefix for topic in REAL.values() for prefix in topic.airs])


@settings(max_examples=50, deadline=None)
@given(st.lists(st.builds(Term, code=_codes | st.text(max_size=9), name=st.text(max_size=20))))
def test_any_terms_give_each_topic_once_with_a_confidence_surest_first(terms: list[Term]) -> None:
    found = REAL.of_terms(terms)
    assert len({topic.id for topic in found}) == len(found)
    assert all(topic.id in REAL and 0 < topic.confidence < 1 for topic in found)
    assert [t.confidence for t in found] == sorted((t.confidence for t in found), reverse=True)


@pytest.mark.parametrize("topic", REAL.values(), ids=lambda topic: topic.id)
def test_each_known_prefix_leads_to_its_topic(topic: TopicEntry) -> None:
    for prefix in topic.airs:
        found = {t.id: t.confidence for t in REAL.of_terms([Term(code=prefix, name="")])}
        assert found[topic.id] == (0.5 if prefix.startswith("Y") else 0.9), prefix


def test_more_of_a_code_never_makes_it_less_sure_of_the_finer_topic() -> None:
    for topic in REAL.values():
        for prefix in topic.airs:
            if prefix.startswith("Y"):
                continue
            deeper = REAL.of_terms([Term(code=f"{prefix}zz", name="")])
            assert topic.id in {t.id for t in deeper if t.confidence == 0.9}
