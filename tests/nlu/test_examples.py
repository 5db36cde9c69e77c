"""The training examples: enough of each, none twice, none taken from the question sets."""

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from bot.steps.follow_up import FACTS
from knowledge.languages import LANGUAGES, fold
from knowledge.topics import load_topics
from nlu.examples import Example, load_examples

ASKING = {"ask_service", "ask_right"}
ANSWERED = {
    *ASKING, "affirm", "change_language", "change_place", "deny", "forget_me", "goodbye",
    "greeting", "help", "more_results", "out_of_scope", "talk_to_person", "thanks", "urgent",
    *(f"follow_up_{fact}" for fact in FACTS),
}  # fmt: skip
"""Every intent that the conversation knows an answer to."""
EVALUATION = Path(__file__).parent.parent / "evaluation"
LEAST = 20
NEAR = 92.0
"""Similarity (0-100) from which two texts are the same sentence."""
SHORT = 12
"""Letters of a text that anybody would write the same way ("muchas gracias" is longer)."""


def evaluation_texts() -> list[str]:
    texts: list[str] = []
    for file in EVALUATION.rglob("*.csv"):
        with file.open(encoding="utf-8", newline="") as rows:
            texts += [row["text"] for row in csv.DictReader(rows)]
    for file in EVALUATION.rglob("queries.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            texts += [question[language] for language in LANGUAGES]
    return texts


def test_every_topic_is_asked_about_twenty_times_in_each_language() -> None:
    counts = Counter(
        (example.language, example.topic) for example in load_examples() if example.intent in ASKING
    )
    too_few = {
        (language, topic): counts[language, topic]
        for language in LANGUAGES
        for topic in load_topics()
        if counts[language, topic] < LEAST
    }
    assert not too_few


def test_every_intent_has_twenty_examples_in_each_language() -> None:
    counts = Counter((example.language, example.intent) for example in load_examples())
    too_few = {
        (language, intent): counts[language, intent]
        for language in LANGUAGES
        for intent in ANSWERED
        if counts[language, intent] < LEAST
    }
    assert not too_few


def test_what_can_be_understood_is_exactly_what_can_be_answered() -> None:
    assert {example.intent for example in load_examples()} == ANSWERED


def test_a_topic_stands_with_questions_only_and_is_one_of_the_list() -> None:
    topics = load_topics()
    for example in load_examples():
        if example.intent in ASKING and example.topic:
            assert example.topic in topics, example
        else:
            assert example.topic is None, example


def test_no_example_stands_twice_in_a_language() -> None:
    counts = Counter(
        (example.language, " ".join(example.text.casefold().split())) for example in load_examples()
    )
    assert not [text for text, count in counts.items() if count > 1]


def test_every_example_says_something() -> None:
    assert not [
        example for example in load_examples() if not any(ch.isalnum() for ch in example.text)
    ]


def test_no_example_is_taken_from_the_question_sets_not_even_almost() -> None:
    """Remove what this prints from the training examples, never from the question sets."""
    asked = sorted({fold(text) for text in evaluation_texts()})
    examples = load_examples()
    learned = [fold(example.text) for example in examples]
    alike = process.cdist(learned, asked, scorer=fuzz.ratio, score_cutoff=NEAR, dtype=np.float32)
    copies: list[tuple[Example, str]] = [
        (examples[row], asked[column])
        for row, column in zip(*np.nonzero(alike), strict=True)
        if max(len(learned[row]), len(asked[column])) > SHORT
    ]
    assert len(asked) > 1000
    assert not copies
