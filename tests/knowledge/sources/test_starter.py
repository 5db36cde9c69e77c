"""The starter content: whole in five languages, cited, honest about what exists."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from rapidfuzz import fuzz, process

from knowledge.content import Kind, RecordContent, Standing
from knowledge.errors import UnusablePackage
from knowledge.languages import LANGUAGES, fold
from knowledge.places import Places
from knowledge.places.tree import place_files
from knowledge.sources import starter
from knowledge.topics import load_topics

RECORDS = starter.read_starter()
PLACES = Places(place_files())
TOPICS = load_topics()
ROOM = Path(str(files("knowledge"))) / "starter"
SUMMARY = 240
"""Letters of a summary: what a chat shows without scrolling."""

each_record = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.external_id)


def test_there_are_records_of_every_kind() -> None:
    assert len(RECORDS) >= 40
    kinds = Counter(record.kind for record in RECORDS)
    assert all(kinds[kind] >= 5 for kind in Kind), kinds


def test_every_id_is_used_once_and_is_the_name_of_its_file() -> None:
    names = sorted(path.stem for path in ROOM.glob("*/*.yaml"))
    assert sorted(record.external_id for record in RECORDS) == names
    assert len(set(names)) == len(names)


@each_record
def test_a_record_is_told_in_all_five_languages(record: RecordContent) -> None:
    assert set(record.texts) == set(LANGUAGES)
    for language, text in record.texts.items():
        assert text.name.strip()
        assert 40 <= len(text.summary) <= SUMMARY, (language, len(text.summary))
        assert len(text.body.split()) >= 40, language
    source = record.source_text()
    for text in record.texts.values():
        assert len(text.steps) == len(source.steps)
        assert len(text.documents) == len(source.documents)
        assert bool(text.eligibility) == bool(source.eligibility)
    bodies = {text.body for text in record.texts.values()}
    assert len(bodies) == len(LANGUAGES), "no text stands in for another"


@pytest.fixture(scope="module")
def identifier() -> LanguageIdentifier:
    """Something that tells the five languages apart, and knows nothing of this project."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier


@each_record
def test_every_text_is_in_the_language_it_says(
    record: RecordContent, identifier: LanguageIdentifier
) -> None:
    for language, text in record.texts.items():
        said = " ".join([text.summary, text.body, *text.steps])
        assert identifier.classify(said)[0] == language


EVALUATION = Path(__file__).parents[2] / "evaluation"
NEAR_COPY = 75.0
"""Likeness (0-100, words in any order) from which an example copies an evaluation question."""


def test_people_ask_for_every_record_in_every_language() -> None:
    for record in RECORDS:
        for language, text in record.texts.items():
            assert len(text.questions) >= 2, (record.external_id, language)
            assert all(len(question) <= 160 for question in text.questions), record.external_id


def test_no_example_question_is_one_that_we_measure_with() -> None:
    measured: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for path in sorted(EVALUATION.glob("*/queries.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for language in LANGUAGES:
                measured[language].append(fold(row[language]))
    for record in RECORDS:
        for language, text in record.texts.items():
            for question in text.questions:
                near = process.extractOne(
                    fold(question), measured[language], scorer=fuzz.token_sort_ratio,
                    score_cutoff=NEAR_COPY,
                )  # fmt: skip
                assert near is None, (record.external_id, question, near)


@each_record
def test_a_record_has_a_known_place_and_known_topics(record: RecordContent) -> None:
    assert record.place_id in PLACES
    assert record.topics
    assert {topic.id for topic in record.topics} <= TOPICS.keys()
    assert len({topic.id for topic in record.topics}) == len(record.topics)


@each_record
def test_a_record_cites_its_report_and_where_in_it(record: RecordContent) -> None:
    reports = yaml.safe_load((ROOM / "sources.yaml").read_text(encoding="utf-8"))
    cited = record.citation
    assert cited.title in {report["title"] for report in reports.values()}
    assert cited.publisher
    assert re.search(r"\d", cited.locator)
    assert re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", cited.published)
    assert record.verified_on
    assert record.verified_on.isoformat().startswith(cited.published)
    assert date(2015, 1, 1) < record.verified_on <= date(2026, 12, 31)


@each_record
def test_translations_are_marked_as_made_by_machine_from_the_source_text(
    record: RecordContent,
) -> None:
    for language, text in record.texts.items():
        if language == record.language:
            assert (text.provenance, text.source_digest) == ("source", "")
        else:
            assert (text.provenance, text.source_digest) == (
                "machine",
                record.source_text().digest(),
            )


@each_record
def test_a_record_says_who_owns_it_and_for_whom_it_is(record: RecordContent) -> None:
    assert record.owner
    assert record.audience
    assert record.journey
    assert set(record.journey) <= {"arriving", "in_transit", "settled", "returning"}
    if record.kind is not Kind.RIGHT:
        assert record.legal_kind == ""
    elif record.legal_kind:
        assert record.legal_kind in {"law", "procedure", "recommendation", "commitment"}
    if record.organization:
        assert record.organization.name


def test_hardly_a_service_is_without_a_body_that_gives_it() -> None:
    unnamed = [
        record.external_id
        for record in RECORDS
        if record.kind in {Kind.SERVICE, Kind.PROGRAMME} and not record.organization
    ]
    assert len(unnamed) <= 5, f"only where the report names nobody: {unnamed}"


@each_record
def test_what_is_promised_suspended_or_gone_is_never_offered_as_available(
    record: RecordContent,
) -> None:
    gone = {
        Standing.COMMITMENT, Standing.RECOMMENDATION, Standing.PLANNED,
        Standing.SUSPENDED, Standing.DEFUNCT,
    }  # fmt: skip
    assert record.standing.available == (record.standing not in gone)


def test_some_records_are_not_available_so_that_the_rule_is_tried() -> None:
    assert {Standing.COMMITMENT, Standing.SUSPENDED, Standing.DEFUNCT} <= {
        record.standing for record in RECORDS
    }


@each_record
def test_no_text_gives_a_telephone_or_an_address_that_the_reports_do_not_have(
    record: RecordContent,
) -> None:
    assert record.phones == ()
    assert record.locations == ()
    assert record.schedules == ()
    for text in record.texts.values():
        said = " ".join([text.summary, text.body, *text.steps, *text.documents])
        assert not re.search(r"\d(?:[ ()./-]*\d){7}", said), "eight digits are a telephone"
        assert "@" not in said


def test_the_digest_of_the_files_stays_the_same_until_one_changes() -> None:
    starter.starter_digest.cache_clear()
    first = starter.starter_digest()
    starter.starter_digest.cache_clear()
    assert starter.starter_digest() == first
    assert re.fullmatch(r"[0-9a-f]{32}", first)


@pytest.fixture
def own_starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of one record, which may be spoilt."""
    for folder in starter.FOLDERS:
        (tmp_path / folder).mkdir()
    (tmp_path / "sources.yaml").write_bytes((ROOM / "sources.yaml").read_bytes())
    name = "howto/americas-escape-trafficking.yaml"
    (tmp_path / name).write_bytes((ROOM / name).read_bytes())
    monkeypatch.setattr(starter, "starter_room", lambda: tmp_path)
    starter.starter_digest.cache_clear()
    yield tmp_path / name
    starter.starter_digest.cache_clear()


def test_any_change_of_a_file_changes_the_digest(own_starter: Path) -> None:
    before = starter.starter_digest()
    own_starter.write_bytes(own_starter.read_bytes() + b"\n")
    starter.starter_digest.cache_clear()
    assert starter.starter_digest() != before


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"kind: howto", b"kind: wish"),
        (b"document: undp-unhcr-2021", b"document: no-such-report"),
        (b"status: operating", b"state: operating"),
        (b"\n  ht:\n", b"\n  xx:\n"),
    ],
    ids=["kind", "report", "status", "language"],
)
def test_a_spoilt_file_is_named(own_starter: Path, was: bytes, becomes: bytes) -> None:
    assert len(starter.read_starter()) == 1
    spoilt = own_starter.read_bytes()
    assert was in spoilt
    own_starter.write_bytes(spoilt.replace(was, becomes, 1))
    with pytest.raises(UnusablePackage, match=r"howto/americas-escape-trafficking\.yaml"):
        starter.read_starter()
