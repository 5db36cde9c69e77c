"""How well a question in one language finds a passage in another, on parallel passages."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from amparo.evaluation.files import read_jsonl
from knowledge.content import Citation, Kind, PublishedRecord, RecordContent, Standing, Texts
from knowledge.languages import LANGUAGES
from knowledge.places import Places
from retrieval.background import Background
from retrieval.cache import Encoded
from retrieval.encoders import Encoder, Matrix
from retrieval.index import SearchIndex
from retrieval.measure import mean
from retrieval.passages import Passage
from retrieval.question import Question
from retrieval.search import Searcher
from retrieval.text import terms

BATCH = 64


def evaluate_passages(encoder: Encoder, docs: Path, queries: Path) -> dict[str, Any]:
    """Return recall@1 as a matrix (question language x passage language), and `mixed`.

    Every figure comes from the search that the conversation uses, without topic vocabulary:
    the matrix with one language version indexed, `mixed` with all of them.
    """
    documents = read_jsonl(docs, ["doc_id"])
    questions = read_jsonl(queries, ["query_id", "doc_id"])
    languages = [code for code in LANGUAGES if any(row.get(code) for row in documents)]
    asked = {
        language: encoder.queries([str(row.get(language) or "") for row in questions])
        for language in languages
    }
    encoded = {language: _passages(encoder, documents, language) for language in languages}
    matrix: dict[str, dict[str, float]] = {language: {} for language in languages}
    for shown in languages:
        searcher = _searcher(encoder.dimension, documents, [shown], encoded)
        for language in languages:
            matrix[language][shown] = _recall(searcher, questions, language, asked[language])
    searcher = _searcher(encoder.dimension, documents, languages, encoded)
    mixed = {
        language: _recall(searcher, questions, language, asked[language]) for language in languages
    }
    return {"n": len(questions), "recall_at_1": matrix, "mixed": mixed}


def _passages(encoder: Encoder, documents: Sequence[Mapping[str, Any]], language: str) -> Matrix:
    texts = [str(row.get(language) or "") for row in documents]
    parts = [
        encoder.passages(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)
    ]
    return np.concatenate(parts)


def _searcher(
    dimension: int,
    documents: Sequence[Mapping[str, Any]],
    languages: Sequence[str],
    encoded: Mapping[str, Matrix],
) -> Searcher:
    index = SearchIndex(dimension, Background({}))
    records, ready = [], {}
    for row, document in enumerate(documents):
        name = str(document["doc_id"])
        cut = []
        for language in languages:
            text = str(document.get(language) or "")
            passage = Passage(name, language, "body", text, text)
            cut.append(passage)
            ready[passage.digest] = Encoded(encoded[language][row], " ".join(terms(text, language)))
        records.append((_record(name, languages), cut))
    index.replace((), records, ready)
    return Searcher(index, None, Places([]))


def _record(name: str, languages: Sequence[str]) -> PublishedRecord:
    content = RecordContent(
        external_id=name,
        kind=Kind.HOWTO,
        standing=Standing.OPERATING,
        place_id="world",
        language=languages[0],
        texts={language: Texts(name=name) for language in languages},
        citation=Citation(title="evaluation"),
    )
    return PublishedRecord(
        id=name, source_id="evaluation", version=1, published_at=datetime.now(UTC), content=content
    )


def _recall(
    searcher: Searcher, questions: Sequence[Mapping[str, Any]], language: str, vectors: Matrix
) -> float:
    right = []
    for row, vector in zip(questions, vectors, strict=True):
        question = Question(text=str(row.get(language) or ""), language=language, vector=vector)
        hits = searcher.search(question, limit=1).hits
        right.append(float(bool(hits) and hits[0].record_id == str(row["doc_id"])))
    return round(mean(right), 4)
