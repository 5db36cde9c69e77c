"""Training, and what was learned in one file: kept whole, made anew when it is not."""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from amparo.progress import Reporter
from amparo.settings import Settings
from amparo.wiring import App
from knowledge.topics import Topics, load_topics
from nlu import training
from nlu.examples import Example, load_examples
from nlu.training import KEEP_SECONDS, Model, known_vectors, load, model_file, save, train
from retrieval.encoders import Matrix, Vector

FEW_TOPICS = Topics((name, load_topics()[name]) for name in ("food", "dental", "taxes"))
QUESTIONS = ["necesito un dentista", "èske pitit mwen ka al lekòl", "how do I ask for asylum"]


class CountingEncoder:
    """A stand-in for the encoder, which would need minutes: letters counted, and calls too."""

    name = "counting"
    dimension = 26

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def query(self, text: str) -> Vector:
        return self.queries([text])[0]

    def queries(self, texts: Sequence[str]) -> Matrix:
        self.encoded += texts
        letters = "abcdefghijklmnopqrstuvwxyz"
        rows = np.asarray([[text.lower().count(one) for one in letters] for text in texts])
        rows = rows.astype(np.float32) + np.float32(0.01)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def passages(self, texts: Sequence[str]) -> Matrix:
        return self.queries(texts)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> tuple[Example, ...]:
    """Train on one example of each kind and on few topics, so that it takes a moment."""
    first: dict[tuple[str, str, str | None], Example] = {}
    for example in load_examples():
        if example.topic is None or example.topic in FEW_TOPICS:
            first.setdefault((example.language, example.intent, example.topic), example)
    chosen = tuple(first.values())
    monkeypatch.setattr(training, "load_examples", lambda: chosen)
    return chosen


@pytest.fixture
def open_small(tmp_path: Path) -> Callable[[], App]:
    """Open an installation with the stand-in encoder, always at the same home."""

    def opened() -> App:
        settings = Settings.model_validate({"home": tmp_path / "home"})
        app = App(settings, Reporter(quiet=True))
        app.__dict__ |= {"encoder": CountingEncoder(), "topics": FEW_TOPICS}
        return app

    return opened


def alike(one: Model, other: Model, encoder: CountingEncoder) -> bool:
    return all(
        np.allclose(
            getattr(one, part).probabilities(text, encoder.query(text), language),
            getattr(other, part).probabilities(text, encoder.query(text), language),
            atol=0.02,
        )
        for part in ("intents", "topics")
        for text in QUESTIONS
        for language in ("es", "ht")
    )


def test_the_real_model_is_the_same_after_saving_and_loading(app: App, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    save(app.model, path, app.encoder)
    again = load(path)
    for text in QUESTIONS:
        vector = app.encoder.query(text)
        for one, other in ((app.model.intents, again.intents), (app.model.topics, again.topics)):
            assert one.labels == other.labels
            assert other.probabilities(text, vector, "es") == pytest.approx(
                one.probabilities(text, vector, "es"), abs=1e-6
            )
    assert np.array_equal(again.languages, app.model.languages)
    assert np.array_equal(again.questions, app.model.questions)


def test_the_questions_are_sorted_by_language(app: App) -> None:
    rows = app.model.questions_by_language()
    asking = [e for e in load_examples() if e.intent in {"ask_service", "ask_right"}]
    assert {language: len(mine) for language, mine in rows.items()} == {
        language: sum(e.language == language for e in asking) for language in rows
    }


def test_nothing_is_trained_twice(few: tuple[Example, ...], open_small: Callable[[], App]) -> None:
    first = open_small()
    learned = first.model
    second = open_small()
    assert alike(learned, second.model, CountingEncoder())
    assert len(first.encoder.encoded) == len(few)  # type: ignore[attr-defined]
    assert second.encoder.encoded == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda whole: b"",
        lambda whole: b"not a model at all",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-30],
    ],
    ids=["empty", "nonsense", "half", "without its end"],
)
def test_a_broken_model_file_is_trained_anew(
    few: tuple[Example, ...], open_small: Callable[[], App], spoil: Callable[[bytes], bytes]
) -> None:
    before = open_small()
    learned = before.model
    path = model_file(before.settings.models, before.encoder)
    path.write_bytes(spoil(path.read_bytes()))
    after = open_small()
    assert alike(learned, after.model, CountingEncoder())
    assert alike(learned, load(path), CountingEncoder())


def test_a_model_file_that_lacks_a_part_is_trained_anew(
    few: tuple[Example, ...], open_small: Callable[[], App]
) -> None:
    before = open_small()
    learned = before.model
    path = model_file(before.settings.models, before.encoder)
    with np.load(path) as stored:
        np.savez(path, **{name: stored[name] for name in stored if name != "topics.dense"})
    assert alike(learned, open_small().model, CountingEncoder())


def test_a_new_example_is_all_that_is_encoded_again(
    few: tuple[Example, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "nlu-old.npz"
    save(train(CountingEncoder(), FEW_TOPICS), path, CountingEncoder())
    added = Example("quiero aprender a nadar en el lago Ejemplo", "es", "ask_service", "food")
    monkeypatch.setattr(training, "load_examples", lambda: (*few, added))
    encoder = CountingEncoder()
    train(encoder, FEW_TOPICS, known=known_vectors(tmp_path, encoder))
    assert encoder.encoded == [added.text]


def test_vectors_of_another_encoder_are_not_taken_over(
    few: tuple[Example, ...], tmp_path: Path
) -> None:
    save(train(CountingEncoder(), FEW_TOPICS), tmp_path / "nlu-old.npz", CountingEncoder())
    other = CountingEncoder()
    other.name = "another"
    assert known_vectors(tmp_path, other) == {}


def test_progress_goes_to_the_total(few: tuple[Example, ...]) -> None:
    seen: list[tuple[int, int]] = []
    train(CountingEncoder(), FEW_TOPICS, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(few), len(few))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_models_of_older_examples_go_after_a_week(few: tuple[Example, ...], tmp_path: Path) -> None:
    old, young = tmp_path / "nlu-old.npz", tmp_path / "nlu-young.npz"
    for path in (old, young):
        path.write_bytes(b"")
    long_ago = time.time() - KEEP_SECONDS - 60
    os.utime(old, (long_ago, long_ago))
    new = tmp_path / "nlu-new.npz"
    save(train(CountingEncoder(), FEW_TOPICS), new, CountingEncoder())
    assert {path.name for path in tmp_path.iterdir()} == {young.name, new.name}


def test_another_encoder_has_another_file(tmp_path: Path) -> None:
    one, other = CountingEncoder(), CountingEncoder()
    other.name = "another"
    assert model_file(tmp_path, one) == model_file(tmp_path, CountingEncoder())
    assert model_file(tmp_path, one) != model_file(tmp_path, other)
