"""Training the embedded engine from `nlu/data`, and keeping what was learned in one file."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
from retrieval.encoders import Encoder, Matrix
from retrieval.text import words

FORM = "1"
"""Number of this way of training; part of the file's name, so that a change trains anew."""
INTENT_TEMPERATURE = 1.6
TOPIC_TEMPERATURE = 1.6
"""Chosen so that five-fold probabilities are right as often as they say."""
COMMON_WORD = 3
"""A word in so many examples is never taken for a misspelt place."""
BATCH = 256


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
    encoder: Encoder, topics: Topics, progress: Callable[[int, int], None] = lambda *_: None
) -> Model:
    """Train everything from the examples; `progress` is called with (done, total) examples."""
    examples = load_examples()
    order = sorted(range(len(examples)), key=lambda row: len(examples[row].text))
    questions = np.zeros((len(examples), encoder.dimension), dtype=np.float32)
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        questions[rows] = encoder.queries([examples[row].text for row in rows])
        progress(start + len(rows), len(order))
    return fit(examples, questions, topics)


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
            temperature=INTENT_TEMPERATURE,
        ),
        topics=train_classifier(
            [examples[row].text for row in about],
            questions[about],
            [examples[row].topic or "" for row in about],
            words=vocabulary,
            temperature=TOPIC_TEMPERATURE,
        ),
        questions=questions,
    )


def save(model: Model, path: Path) -> None:
    """Write a model into a file, replacing it whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npz")
    np.savez(
        partial,
        languages=model.languages.astype(np.float16),
        questions=model.questions.astype(np.float16),
        **model.intents.arrays("intents"),
        **model.topics.arrays("topics"),
    )
    partial.replace(path)


def load(path: Path) -> Model:
    """Read what `save` wrote; raises OSError or KeyError when the file is not whole."""
    with np.load(path, allow_pickle=False) as stored:
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
