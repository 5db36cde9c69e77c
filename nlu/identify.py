"""Which of the five languages a message is in, with the conversation as a prior.

Two judges are added: py3langid restricted to the five (strong on sentences, weak on "hola"), and
a naive Bayes model over character n-grams of our own training examples (strong on short and messy
questions). The judgement stays a probability, so that a prior can tip one-word messages.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import MODEL_FILE
from py3langid.langid import LanguageIdentifier as GeneralIdentifier

from knowledge.languages import LANGUAGES
from nlu.examples import Example
from nlu.ngrams import BUCKETS, ngrams

PRIOR_WEIGHT = 0.85
"""Probability given to the conversation's language before its next message is read."""
SURE = 0.75
"""Above this the guess stands without asking."""
ENOUGH_LETTERS = 12
"""Letters from which py3langid counts in full: of one word it knows little ("hola" is English)."""


@dataclass(frozen=True)
class LanguageGuess:
    """The likeliest language, its probability, and those of all five."""

    language: str
    probability: float
    all: Mapping[str, float]

    @property
    def sure(self) -> bool:
        """Whether nobody needs to be asked."""
        return self.probability >= SURE


def letters(text: str) -> tuple[int, int]:
    """Return how many letters `text` has, and how many of them are Latin."""
    found = [ch for ch in text if ch.isalpha()]
    latin = sum(1 for ch in found if unicodedata.name(ch, "").startswith("LATIN"))
    return len(found), latin


class LanguageIdentifier:
    """Tells the five languages apart."""

    def __init__(self, table: NDArray[np.float32]) -> None:
        """Take the naive Bayes table, log-probabilities of shape (5, BUCKETS)."""
        self._table = table
        self._general = GeneralIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._general.set_languages(list(LANGUAGES))

    def identify(self, text: str, prior: str | None = None) -> LanguageGuess:
        """Return the language of `text`; `prior` is the conversation's language so far.

        A text without Latin letters says nothing: the prior (or all alike) comes back.
        """
        score = np.zeros(len(LANGUAGES))
        count, latin = letters(text)
        if count and latin * 2 >= count:
            score += self._judge(text)
        if prior in LANGUAGES:
            rest = (1.0 - PRIOR_WEIGHT) / (len(LANGUAGES) - 1)
            score += np.log([PRIOR_WEIGHT if lang == prior else rest for lang in LANGUAGES])
        score -= score.max()
        chances = np.exp(score)
        chances /= chances.sum()
        best = int(chances.argmax())
        everyone = {lang: float(p) for lang, p in zip(LANGUAGES, chances, strict=True)}
        return LanguageGuess(LANGUAGES[best], float(chances[best]), everyone)

    def _judge(self, text: str) -> NDArray[np.float64]:
        ranked = dict(self._general.rank(text[:2000].casefold()))
        general = np.log([max(ranked[lang], 1e-12) for lang in LANGUAGES])
        general *= min(1.0, letters(text)[0] / ENOUGH_LETTERS)
        buckets = ngrams(text, accents=True)
        own = self._table[:, buckets].sum(axis=1, dtype=np.float64)
        # n-grams of three sizes overlap, and neighbours depend on each other: naive Bayes counts
        # the same evidence about six times. py3langid's probabilities are tempered already.
        return np.asarray(general + own / 6.0, dtype=np.float64)


def train_table(examples: Sequence[Example]) -> NDArray[np.float32]:
    """Return the naive Bayes table of `examples`: log-probabilities, shape (5, BUCKETS)."""
    counts = np.full((len(LANGUAGES), BUCKETS), 0.05)
    for example in examples:
        np.add.at(counts[LANGUAGES.index(example.language)], ngrams(example.text, accents=True), 1)
    table = np.log(counts / counts.sum(axis=1, keepdims=True))
    return np.asarray(table, dtype=np.float32)
