"""Quality holds: the question sets of the project against floors written here.

The sets were written apart from the training examples; see docs/decisions/0004-calibration.md for
which half chose weights. Floors on the starter content and on the Miami directory are those that
the project promised itself; the others stand a little below what was measured (2026-11).
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from amparo.evaluation.passages import evaluate_passages
from amparo.evaluation.retrieval import evaluate_retrieval
from amparo.evaluation.understanding import (
    evaluate_intents,
    evaluate_language,
    evaluate_urgency,
)
from amparo.importing import ImportOutcome, Order, run_import
from amparo.wiring import App
from bot.messages import IncomingMessage
from knowledge.languages import LANGUAGES
from tests.conftest import open_app

SETS = Path(__file__).parents[1] / "evaluation"
CLINIC = {
    "es": "dónde hay una clínica gratis",
    "en": "where can I find a free clinic",
    "fr": "où trouver une clinique gratuite",
    "ht": "kote m ka jwenn yon klinik gratis",
    "pt": "onde tem uma clínica gratuita",
}


def test_starter_questions_find_their_record(app: App) -> None:
    folder = SETS / "starter"
    result = evaluate_retrieval(
        app.interpreter, app.searcher, folder / "queries.jsonl", folder / "qrels.tsv", place=None
    )["languages"]
    for language in LANGUAGES:
        figures = result[language]
        assert figures["n"] >= 60, language
        assert figures["success_at_1"] >= (0.84 if language == "ht" else 0.9), (language, figures)
        assert figures["auroc"] >= 0.9, (language, figures)
        assert figures["missed_answer_rate"] <= 0.15, (language, figures)
        assert figures["false_answer_rate"] <= 0.25, (language, figures)
    assert result["ht"]["success_at_1"] >= result["es"]["success_at_1"] - 0.08


def test_questions_about_the_reports_find_their_record(app: App) -> None:
    folder = SETS / "reports"
    result = evaluate_retrieval(
        app.interpreter, app.searcher, folder / "queries.jsonl", folder / "qrels.tsv", place=None
    )["languages"]
    first = [figures["success_at_1"] for figures in result.values()]
    assert all(figures["n"] == 60 for figures in result.values())
    third = [figures["success_at_3"] for figures in result.values()]
    # Measured .90 and .97 (2026-11): the goal is .9, one question of 300 less is left for chance.
    assert sum(first) / len(first) >= 0.89, result
    assert sum(third) / len(third) >= 0.95, result


def test_what_no_record_answers_is_not_answered(app: App) -> None:
    folder = SETS / "reports_dev"
    result = evaluate_retrieval(
        app.interpreter, app.searcher, folder / "queries.jsonl", folder / "qrels.tsv", place=None
    )["languages"]
    for language, figures in result.items():
        assert figures["n_unanswerable"] == 15, language
        assert figures["auroc"] >= 0.95, (language, figures)
        assert figures["false_answer_rate"] <= 0.4, (language, figures)


def test_language_of_short_messages(app: App) -> None:
    result = evaluate_language(app.interpreter, SETS / "language.csv")
    assert min(result["recall"].values()) >= 0.96, result


def test_intents(app: App) -> None:
    result = evaluate_intents(app.interpreter, SETS / "intents.csv")
    for language, figures in result["languages"].items():
        assert figures["f1"] >= 0.8, (language, figures)


def test_urgency(app: App) -> None:
    result = evaluate_urgency(app.interpreter, SETS / "urgency.csv")
    for language, figures in result["languages"].items():
        assert figures["recall"] >= 0.6, (language, figures)
        assert figures["precision"] >= 0.75, (language, figures)


@pytest.fixture(scope="module")
def miami(
    prepared_home: Path, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[App, ImportOutcome, Callable[[], ImportOutcome]]]:
    """An installation with the real directory, how the import went, and a way to do it again."""
    import shutil

    home = tmp_path_factory.mktemp("miami")
    shutil.copy(prepared_home / "amparo.db", home)
    (home / "models").symlink_to(prepared_home / "models")
    app = open_app(home)

    def run() -> ImportOutcome:
        package = str(shared_data / "miami_hsds.zip")
        return run_import(app, Order(kind="hsds", location=package, place_id="miami"))

    outcome = run()
    yield app, outcome, run
    app.engine.dispose()


@pytest.mark.slow
@pytest.mark.shared
def test_the_real_directory_is_imported_whole_and_only_once(
    miami: tuple[App, ImportOutcome, Callable[[], ImportOutcome]],
) -> None:
    app, outcome, run = miami
    assert outcome.counts.added == 4089
    for name, count in outcome.reading.report.files.items():
        assert count.rows == count.used + count.skipped, name
    again = run()
    assert again.counts.unchanged == 4089
    assert (again.counts.added, again.counts.updated, again.counts.withdrawn) == (0, 0, 0)
    assert len(app.index) > 4089 or app.synchroniser.catch_up() >= 0


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_free_clinic_is_found_in_every_language(
    miami: tuple[App, ImportOutcome, Callable[[], ImportOutcome]], language: str
) -> None:
    app = miami[0]
    answer = app.assistant.answer(
        IncomingMessage(channel="test", user=language, text=CLINIC[language], place="miami")
    )
    assert answer.language == language
    assert answer.status == "answered"
    assert len(answer.records) <= 3
    text = answer.replies[-1].text
    assert "📍" in text
    assert "📞 +1 " in text
    assert "2019" in text  # the date of the data, never today's
    records = app.assistant.tools.records(list(answer.records))
    assert all(any(t.id == "clinic" for t in record.content.topics) for record in records)


@pytest.mark.slow
@pytest.mark.shared
def test_questions_over_the_real_directory(
    miami: tuple[App, ImportOutcome, Callable[[], ImportOutcome]],
) -> None:
    app, folder = miami[0], SETS / "miami"
    result = evaluate_retrieval(
        app.interpreter, app.searcher, folder / "queries.jsonl", folder / "qrels.tsv", place="miami"
    )["languages"]
    for language in LANGUAGES:
        figures = result[language]
        first, third = (0.7, 0.78) if language == "en" else (0.48, 0.68)
        assert figures["n"] >= 60, language
        assert figures["success_at_1"] >= first, (language, figures)
        assert figures["success_at_3"] >= third, (language, figures)
        assert figures["auroc"] >= 0.8, (language, figures)


@pytest.mark.slow
@pytest.mark.shared
def test_passages_across_languages(app: App, shared_data: Path) -> None:
    mixed = evaluate_passages(
        app.encoder,
        shared_data / "flores_passages_dev_docs.jsonl",
        shared_data / "flores_passages_dev_queries.jsonl",
    )["mixed"]
    floors = {"es": 0.70, "en": 0.79, "fr": 0.59, "ht": 0.60, "pt": 0.49}
    for language, floor in floors.items():
        assert mixed[language] >= floor, (language, mixed)
