"""The topics of services of a real directory, against what people say who read them.

`topics.tsv` holds 200 services of 211 Miami, drawn at random (`random.Random(2026)` over the
sorted ids) and judged by reading name, body, text and eligibility, before any assigned topic was
seen. `main` are the topics that a fair reader accepts as the main one, "-" where our list has
none; `also` are further topics that are true and helpful.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge.content import RecordContent
from knowledge.places import Places
from knowledge.sources.hsds import read_package
from knowledge.topics import load_topics

pytestmark = pytest.mark.shared

ROOT = Path(__file__).parents[3]
NONE = "-"
SURE = 0.6


@dataclass(frozen=True)
class Judgement:
    """What a service is mainly about, any of several, and what else is true of it."""

    main: frozenset[str]
    also: frozenset[str]


def _read_judgements() -> dict[str, Judgement]:
    with (ROOT / "tests" / "evaluation" / "miami" / "topics.tsv").open(encoding="utf-8") as file:
        return {
            row["external_id"]: Judgement(
                frozenset(row["main"].split("|")), frozenset(filter(None, row["also"].split("|")))
            )
            for row in csv.DictReader(file, delimiter="\t")
        }


JUDGED = _read_judgements()


@pytest.fixture(scope="module")
def records(shared_data: Path, places: Places) -> list[tuple[RecordContent, Judgement]]:
    """The judged services with the topics that the importer gives them."""
    package = shared_data / "miami_hsds.zip"
    reading = read_package(package, place_id="miami", places=places, topics=load_topics())
    contents = {content.external_id: content for content in reading.contents}
    return [(contents[key], judgement) for key, judgement in JUDGED.items()]


def test_the_judgements_speak_of_our_topics() -> None:
    topics = load_topics()
    assert len(JUDGED) == 200
    for judgement in JUDGED.values():
        assert judgement.main <= {*topics, NONE}
        assert judgement.also <= set(topics)
        assert not judgement.main & judgement.also


def test_nine_of_ten_services_carry_the_right_main_topic(
    records: list[tuple[RecordContent, Judgement]],
) -> None:
    right = sum(_main(content) in judgement.main for content, judgement in records)
    assert right / len(records) >= 0.90


def test_a_misleading_main_topic_is_rare(
    records: list[tuple[RecordContent, Judgement]],
) -> None:
    misleading = [
        content.external_id
        for content, judgement in records
        if _main(content) not in {NONE, *judgement.main, *judgement.also}
    ]
    assert len(misleading) / len(records) <= 0.03, misleading


def test_of_the_sure_topics_few_are_untrue(
    records: list[tuple[RecordContent, Judgement]],
) -> None:
    true = [
        topic.id in judgement.main | judgement.also
        for content, judgement in records
        for topic in content.topics
        if topic.confidence >= SURE
    ]
    assert sum(true) / len(true) >= 0.87


def _main(content: RecordContent) -> str:
    return content.topics[0].id if content.topics else NONE
