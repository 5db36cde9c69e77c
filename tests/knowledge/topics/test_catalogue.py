"""The topics of a directory's entry, by our list: its terms, its names, the words of a language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import Term
from knowledge.topics import Told, TopicEntry, Topics, load_topics


def _topic(
    name: str, *airs: str, terms: tuple[str, ...] = (), also: tuple[str, ...] = ()
) -> TopicEntry:
    return TopicEntry(name, "group", (), name, {"en": name}, {}, (), airs, terms, also)


TOPICS = Topics(
    food=_topic("food", "BD", "BD-1800", terms=("food pantr",)),
    meals=_topic("meals", "BD-1800.6500"),
    legal=_topic("legal", "FT", terms=("immigration", "Asile")),
    papers=_topic("papers", "FT"),
    women=_topic("women", "YJ", also=("BD-1800.6500",)),
)


def _found(*terms: tuple[str, str]) -> dict[str, float]:
    return {
        topic.id: topic.confidence
        for topic in TOPICS.of_terms(Term(code=code, name=name) for code, name in terms)
    }


def test_the_longest_known_prefix_says_it_surest() -> None:
    found = _found(("BD-1800.6500-650", "Soup Kitchens"))
    assert list(found) == ["meals", "women", "food"]
    assert list(_found(("BD-1800.2000", "Food Pantries"))) == ["food"]
    assert list(_found(("BD-9999", "Something Else"))) == ["food"]


def test_topics_that_share_the_longest_prefix_are_equally_sure() -> None:
    found = _found(("FT-1000", "Advocacy"))
    assert found["legal"] == found["papers"]


def test_a_population_is_a_hint_only() -> None:
    found = _found(("YJ-8750", "Immigration Detainees"), ("BD-1", "Food"))
    assert list(found) == ["food", "women"]
    assert _found(("YX-0000", "Immigration Detainees")) == {}, "its name says for whom, not what"


def test_a_term_without_a_known_code_is_read_by_its_name() -> None:
    assert list(_found(("", "IMMIGRATION courses"))) == ["legal"]
    assert list(_found(("x-1", "Centre d'asile"))) == ["legal"]
    assert list(_found(("FT-2", "Food Pantries"))) == ["legal", "papers"]
    assert _found(("", "Bowling")) == {}


def test_nothing_gives_no_topics() -> None:
    assert TOPICS.of_terms([]) == ()
    assert TOPICS.of_terms([], Told(name="Bowling")) == ()


REAL = load_topics()
_codes = st.sampled_from([prefix for topic in REAL.values() for prefix in topic.airs])


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.builds(Term, code=_codes | st.text(max_size=9), name=st.text(max_size=20))),
    st.builds(Told, st.text(max_size=30), st.text(max_size=30), st.text(max_size=80)),
)
def test_any_entry_gives_each_topic_once_with_a_confidence_surest_first(
    terms: list[Term], told: Told
) -> None:
    found = REAL.of_terms(terms, told)
    assert len({topic.id for topic in found}) == len(found)
    assert all(topic.id in REAL and 0 < topic.confidence < 1 for topic in found)
    assert [t.confidence for t in found] == sorted((t.confidence for t in found), reverse=True)


@pytest.mark.parametrize("topic", REAL.values(), ids=lambda topic: topic.id)
def test_each_known_prefix_leads_to_its_topic(topic: TopicEntry) -> None:
    told = Told(name=topic.names["en"])
    for prefix in topic.airs:
        found = [t.id for t in REAL.of_terms([Term(code=prefix, name="")], told)]
        assert topic.id in found[:1], prefix


@pytest.mark.parametrize("language", ["es", "en", "fr", "ht", "pt"])
def test_an_entry_is_read_in_its_own_language(language: str) -> None:
    for topic in ("food", "clinic", "childcare"):
        told = Told(name=REAL[topic].names[language], language=language)
        assert REAL.of_terms([], told)[0].id == topic
    assert REAL.of_terms([], Told(name="Essen", language="de")) == ()


@pytest.mark.parametrize(
    ("told", "main"),
    [
        (Told("Invented Town Police Department"), "crime_victims"),
        (Told("Kids House", text="Kids House offers a free preschool for toddlers."), "childcare"),
        (Told("Main Office", "Invented Legal Aid", "Please call."), "legal_aid"),
        (Told("Church of Hope", text="The church runs a food pantry on Mondays."), "food"),
        (Told("Our vision", text="The vision of this house is to give psychotherapy."),
         "mental_health"),
    ],
)  # fmt: skip
def test_entries_without_terms_tell_by_their_words(told: Told, main: str) -> None:
    assert REAL.of_terms([], told)[0].id == main


@pytest.mark.parametrize(
    ("codes", "main"),
    [
        (["TD-1100.1400", "BV-8900.9300-180"], "utility_bills"),  # run by a community agency
        (["PX", "LV-6800", "LT-3400.1500"], "child_health"),
        (["RF-2000", "RF-3300", "RX-8450.7000-700", "RX-8450.7000-750"], "addiction"),
        (["LN-1500", "LF-4900.2400", "LF-4900.8000", "LF-4900.8600"], "clinic"),
        (["LH-2700.6000", "LJ-5000.1000", "NL-6000.9500", "YK-6500.6600"], "baby_supplies"),
        (["LH-2700.1700", "TJ-3000.8000", "YF-3000.0270"], "hiv_sti"),
    ],
)
def test_the_main_topic_of_terms_that_say_several_things(codes: list[str], main: str) -> None:
    assert REAL.of_terms([Term(code=code, name="") for code in codes])[0].id == main


def test_animals_and_prisons_are_no_topic_of_ours() -> None:
    assert REAL.of_terms([Term(code="PD-9000.6000", name="Neuter/Spay Services")]) == ()
    assert (
        REAL.of_terms([], Told("Invented State Prison", text="A correctional institution.")) == ()
    )
