"""The index holds what is live: records go in, change and leave in one step."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from knowledge.content import Location, Standing, Texts, Topic
from knowledge.languages import LANGUAGES
from knowledge.places import Places
from retrieval.background import HUB_NEIGHBOURS, Background
from retrieval.index import SearchIndex
from retrieval.question import Question
from retrieval.search import Searcher
from tests.support.indexes import DIMENSION, NO_HUBS, index_of, put, unit
from tests.support.records import make_content

TWO = {
    "en": Texts(name="Kitchen", summary="Soup.", body="Daily."),
    "ht": Texts(name="Kizin", summary="Soup cho."),
}


def _words(index: SearchIndex, word: str, language: str = "en") -> set[str]:
    hits = index.lexical.search([(word, 1.0)], language, 10)
    return {index.owner(key)[0] for key, _score in hits}


def test_an_empty_index_is_empty() -> None:
    index = SearchIndex(DIMENSION, NO_HUBS)
    assert (len(index), index.passages, index.languages()) == (0, 0, [])
    assert "invented:kitchen" not in index


def test_a_record_is_indexed_in_all_its_languages() -> None:
    index = index_of([make_content(texts=TWO), make_content("soup")])
    assert (len(index), index.passages) == (2, 4)
    assert sorted(index.languages()) == ["en", "ht"]
    assert {index.owner(key) for key in index.entry("invented:kitchen").keys} == {
        ("invented:kitchen", "en"),
        ("invented:kitchen", "ht"),
    }
    assert len(index.vectors) == 4
    assert len(index.lexical) == 3, "the words of a version are indexed once"


def test_example_questions_come_and_go_with_their_record() -> None:
    asked = {"en": Texts(name="Kitchen", questions=("where do I eat", "soup?"))}
    index = index_of([make_content(texts=asked), make_content("soup")])
    entry = index.entry("invented:kitchen")
    assert (len(entry.keys), len(entry.asked["en"]), index.passages) == (1, 2, 4)
    assert {index.owner(key) for key in entry.asked["en"]} == {("invented:kitchen", "en")}
    assert len(index.lexical) == 2, "they are found by meaning alone"
    put(index, [make_content(texts={"en": Texts(name="Kitchen")})], {})
    assert (index.entry("invented:kitchen").asked, index.passages) == ({}, 2)
    assert len(index.vectors) == 2


def test_an_entry_knows_what_ranking_needs() -> None:
    spot = Location(external_id="hall", place_id="miami", latitude=25.7, longitude=-80.2)
    bare = Location(external_id="yard", place_id="miami")
    content = make_content(
        texts=TWO,
        locations=(spot, bare),
        topics=(Topic(id="food", confidence=0.9),),
        languages_spoken=("ht", "en"),
        standing=Standing.SUSPENDED,
    )
    entry = index_of([content]).entry("invented:kitchen")
    assert entry.external_id == "kitchen"
    assert (entry.kind, entry.language, entry.place_id) == ("service", "en", "miami")
    assert entry.titles == {"en": "Kitchen", "ht": "Kizin"}
    assert entry.located_in == ("miami",)
    assert entry.points == ((25.7, -80.2),)
    assert entry.topics == {"food": 0.9}
    assert entry.spoken == {"ht", "en"}
    assert entry.available is False


def test_a_changed_record_takes_the_place_of_the_old_one() -> None:
    index = index_of([make_content(texts=TWO), make_content("soup", body="Porridge.")])
    put(index, [make_content(body="Bread.")], {"kitchen": unit(0, 1)})
    assert (len(index), index.passages) == (2, 2)
    assert index.languages() == ["en"]
    assert _words(index, "bread") == {"invented:kitchen"}
    assert _words(index, "soup", "ht") == set()
    assert _words(index, "porridg") == {"invented:soup"}
    keys, _scores = index.vectors.search(unit(0, 1), 1)
    assert index.owner(int(keys[0]))[0] == "invented:kitchen"


def test_what_is_gone_leaves_nothing_behind() -> None:
    index = index_of([make_content(texts=TWO), make_content("soup")])
    old = index.entry("invented:kitchen").keys
    put(index, [], {}, gone=["invented:kitchen", "invented:absent"])
    assert (len(index), index.passages, len(index.vectors), len(index.lexical)) == (1, 1, 1, 1)
    assert "invented:kitchen" not in index
    with pytest.raises(KeyError):
        index.entry("invented:kitchen")
    with pytest.raises(KeyError):
        index.owner(old[0])


def test_one_step_can_take_out_and_put_in() -> None:
    index = index_of([make_content(body="Bread.")])
    put(index, [make_content("soup", body="Porridge.")], {}, gone=["invented:kitchen"])
    assert "invented:soup" in index
    assert "invented:kitchen" not in index
    assert _words(index, "bread") == set()


def test_no_key_is_ever_used_twice() -> None:
    index = index_of([make_content(texts=TWO)])
    seen = set(index.entry("invented:kitchen").keys)
    for _round in range(5):
        put(index, [make_content(texts=TWO)], {})
        keys = set(index.entry("invented:kitchen").keys)
        assert keys.isdisjoint(seen)
        seen |= keys


def test_a_hub_is_near_to_the_everyday_questions_of_a_language() -> None:
    asked = {"en": np.stack([unit(1)] * HUB_NEIGHBOURS), "ht": np.stack([unit(0, 1)] * 3)}
    index = index_of(
        [make_content(), make_content("soup")],
        {"kitchen": unit(1), "soup": unit(0, 1)},
        Background(asked),
    )
    keys = [index.entry(f"invented:{name}").keys[0] for name in ("kitchen", "soup")]
    np.testing.assert_allclose(index.hubness(keys, "en"), [1.0, 0.0], atol=1e-6)
    few = index.hubness(keys, "ht")
    np.testing.assert_array_equal(few, [0.0, 0.0], "too few questions say nothing")


def test_hubness_is_the_mean_of_the_nearest_questions_only() -> None:
    near, far = [unit(1)] * HUB_NEIGHBOURS, [unit(-1)] * 50
    background = Background({"pt": np.stack(near + far)})
    found = background.hubness(np.stack([unit(1), unit(-1)]))
    np.testing.assert_allclose(found[:, LANGUAGES.index("pt")], [1.0, 1.0], atol=1e-6)
    assert found.shape == (2, len(LANGUAGES))


def test_hubness_is_kept_for_thousands_of_passages() -> None:
    background = Background({"en": np.stack([unit(1)] * HUB_NEIGHBOURS)})
    index = SearchIndex(DIMENSION, background)
    many = [make_content(f"k{number}") for number in range(1500)]
    put(index, many, {"k0": unit(1), "k1499": unit(1, 1), "k700": unit(0, 1)})
    keys = [index.entry(f"invented:k{number}").keys[0] for number in (0, 700, 1499)]
    np.testing.assert_allclose(index.hubness(keys, "en"), [1.0, 0.0, 0.5**0.5], atol=1e-6)


def test_people_may_ask_while_records_come_and_go(places: Places) -> None:
    index = index_of([make_content("always", body="Bread.")])
    searcher = Searcher(index, None, places)
    question = Question("bread", "en", unit(1))
    done = threading.Event()

    def ask() -> int:
        asked = 0
        while not done.is_set():
            names = {hit.external_id for hit in searcher.search(question, 50).hits}
            assert "always" in names
            asked += 1
        return asked

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask) for _ in range(3)]
        try:
            for number in range(40):
                name = f"k{number % 3}"
                put(index, [make_content(name, body="Bread.")], {}, gone=[f"invented:{name}"])
                put(index, [], {}, gone=[f"invented:{name}"])
        finally:
            done.set()
        assert all(future.result() > 0 for future in asking)
    assert len(index) == 1
