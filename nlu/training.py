"""Training the embedded engine from `nlu/data`, and keeping what was learned in one file."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from knowledge.languages import LANGUAGES
from knowledge.places import Places
from knowledge.topics import Topics
from nlu.classifier import TextClassifier, train_classifier
from nlu.examples import Example, load_examples
from nlu.identify import LanguageIdentifier, train_table
from nlu.interpreter import EmbeddedInterpreter
from nlu.places import PlaceFinder
from nlu.vocabulary import Vocabulary
from retrieval.encoders import Encoder, Matrix, Vector
from retrieval.text import words

FORM = "2"
"""Number of this way of training; part of the file's name, so that a change trains anew."""
INTENT_BALANCE = {"": 1.5, "ht": 2.0}
TOPIC_BALANCE = {"": 4.0, "ht": 8.0}
"""How much spelling counts against meaning, by language; from a held-out fifth of the examples."""
INTENT_TEMPERATURE = 1.15
TOPIC_TEMPERATURE = 1.5
"""Chosen there so that probabilities are right as often as they say (least log loss)."""
COMMON_WORD = 3
"""A word in so many examples is never taken for a misspelt place."""
BATCH = 256
BROKEN = (OSError, ValueError, KeyError, EOFError, BadZipFile)
"""What reading a file that is not a whole model may raise."""
KEEP_SECONDS = 7 * 24 * 3600
"""How long models of older examples are kept: another process may still be opening them."""


@dataclass(frozen=True)
class Model:
    """All that was learned; `questions` are the examples' vectors, rows as in `load_examples`."""

    languages: np.ndarray[tuple[int, int], np.dtype[np.float32]]
    intents: TextClassifier
    topics: TextClassifier
    questions: Matrix

    def questions_by_language(self) -> dict[str, Matrix]:
        """Return the vectors of examples that ask for something, by language."""
        asking = {"ask_service", "ask_right"}
        rows: dict[str, list[int]] = {language: [] for language in LANGUAGES}
        for row, example in enumerate(load_examples()):
            if example.intent in asking:
                rows[example.language].append(row)
        return {language: self.questions[mine] for language, mine in rows.items()}


@cache
def data_digest() -> str:
    """Return the digest of the training examples and of this way of training."""
    said = "\n".join(f"{e.language}\t{e.intent}\t{e.topic}\t{e.text}" for e in load_examples())
    return hashlib.sha256(f"{FORM}\n{said}".encode()).hexdigest()[:16]


def model_file(folder: Path, encoder: Encoder) -> Path:
    """Return where the model for this encoder and these examples lies."""
    name = hashlib.sha256(f"{encoder.name}\n{data_digest()}".encode()).hexdigest()[:16]
    return folder / f"nlu-{name}.npz"


def train(
    encoder: Encoder,
    topics: Topics,
    progress: Callable[[int, int], None] = lambda *_: None,
    *,
    known: Mapping[str, Vector] | None = None,
) -> Model:
    """Train everything from the examples; `progress` is called with (done, total) examples.

    `known` are vectors by text from an earlier training, so that only new examples are encoded.
    """
    examples = load_examples()
    questions = np.zeros((len(examples), encoder.dimension), dtype=np.float32)
    ready = known or {}
    missing = []
    for row, example in enumerate(examples):
        if example.text in ready:
            questions[row] = ready[example.text]
        else:
            missing.append(row)
    missing.sort(key=lambda row: len(examples[row].text))  # like lengths encode faster together
    for start in range(0, len(missing), BATCH):
        rows = missing[start : start + BATCH]
        questions[rows] = encoder.queries([examples[row].text for row in rows])
        progress(start + len(rows), len(missing))
    return fit(examples, questions, topics)


def known_vectors(folder: Path, encoder: Encoder) -> dict[str, Vector]:
    """Return the vectors by text that the newest model in `folder` was trained with, if any."""
    files = sorted(folder.glob("nlu-*.npz"), key=lambda path: path.stat().st_mtime)
    for path in reversed(files):
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
                if str(stored["encoder"]) == encoder.name:
                    texts = [str(text) for text in stored["texts"]]
                    vectors = stored["questions"].astype(np.float32)
                    return dict(zip(texts, vectors, strict=True))
        except BROKEN:
            continue
    return {}


def fit(examples: "tuple[Example, ...]", questions: Matrix, topics: Topics) -> Model:
    """Fit the models on examples that are encoded already."""
    about = [row for row, example in enumerate(examples) if example.topic]
    vocabulary = [
        (word, topic.id)
        for topic in topics.values()
        for language in LANGUAGES
        for word in (
            *topic.synonyms[language],
            *(word for need in topic.needs for word in need.words[language]),
        )
    ]
    return Model(
        languages=train_table([e for e in examples if e.intent != "change_language"]),
        intents=train_classifier(
            [e.text for e in examples],
            questions,
            [e.intent for e in examples],
            balance=INTENT_BALANCE,
            temperature=INTENT_TEMPERATURE,
        ),
        topics=train_classifier(
            [examples[row].text for row in about],
            questions[about],
            [examples[row].topic or "" for row in about],
            words=vocabulary,
            balance=TOPIC_BALANCE,
            temperature=TOPIC_TEMPERATURE,
        ),
        questions=questions,
    )


def save(model: Model, path: Path, encoder: Encoder) -> None:
    """Write a model into a file, replacing it whole; models of older examples go."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npz")
    arrays: dict[str, Any] = {
        **model.intents.arrays("intents"),
        **model.topics.arrays("topics"),
    }
    np.savez(
        partial,
        languages=model.languages.astype(np.float16),
        questions=model.questions.astype(np.float16),
        texts=np.asarray([example.text for example in load_examples()]),
        encoder=np.asarray(encoder.name),
        **arrays,
    )
    partial.replace(path)
    for old in path.parent.glob("nlu-*.npz"):
        if old != path and old.stat().st_mtime < path.stat().st_mtime - KEEP_SECONDS:
            old.unlink()


def load(path: Path) -> Model:
    """Read what `save` wrote; raises one of BROKEN otherwise."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return Model(
            languages=stored["languages"].astype(np.float32),
            intents=TextClassifier.from_arrays(stored, "intents"),
            topics=TextClassifier.from_arrays(stored, "topics"),
            questions=stored["questions"].astype(np.float32),
        )


def build_interpreter(
    model: Model, encoder: Encoder, topics: Topics, places: Places
) -> EmbeddedInterpreter:
    """Return the engine made of a trained model, the topic list and the known places."""
    counts: dict[str, int] = {}
    for example in load_examples():
        for word in set(words(example.text)):
            counts[word] = counts.get(word, 0) + 1
    common = [word for word, count in counts.items() if count >= COMMON_WORD]
    return EmbeddedInterpreter(
        encoder,
        LanguageIdentifier(model.languages),
        model.intents,
        model.topics,
        Vocabulary(topics),
        PlaceFinder(places, common),
    )
