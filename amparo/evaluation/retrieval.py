"""How often the right record is found, and how well "I do not know" is told."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from amparo.evaluation.files import read_jsonl, read_qrels
from knowledge.languages import LANGUAGES
from nlu.asking import to_question
from nlu.interpreter import Interpreter
from retrieval.measure import auroc, mean, ndcg_at, reciprocal_rank, success_at
from retrieval.search import Searcher

DEPTH = 10


def evaluate_retrieval(
    interpreter: Interpreter,
    searcher: Searcher,
    queries: Path,
    qrels: Path,
    *,
    place: str | None,
    languages: Sequence[str] = LANGUAGES,
) -> dict[str, Any]:
    """Ask every need in every language as a person would, and grade what comes.

    The place is `place`, else the one a question names. Rates of wrong and missed answers are
    those at the threshold that the conversation uses.
    """
    rows = read_jsonl(queries, ["need_id", "answerable"])
    grades = read_qrels(qrels)
    return {
        "threshold": searcher.threshold,
        "place": place,
        "languages": {
            language: _language(interpreter, searcher, rows, grades, language, place)
            for language in languages
            if any(row.get(language) for row in rows)
        },
    }


def _language(
    interpreter: Interpreter,
    searcher: Searcher,
    rows: Sequence[Mapping[str, Any]],
    grades: Mapping[str, Mapping[str, int]],
    language: str,
    place: str | None,
) -> dict[str, Any]:
    figures: dict[str, list[float]] = {"s1": [], "s3": [], "ndcg": [], "mrr": []}
    sure: dict[bool, list[float]] = {True: [], False: []}
    for row in rows:
        text = row.get(language)
        if not text:
            continue
        understood = interpreter.interpret(text, prior=language)
        question = to_question(understood, language=language, place=place or understood.here)
        result = searcher.search(question, limit=DEPTH)
        sure[bool(row["answerable"])].append(result.confidence)
        if not row["answerable"]:
            continue
        judged = grades.get(str(row["need_id"]), {})
        found = [judged.get(hit.external_id, 0) for hit in result.hits]
        figures["s1"].append(success_at(found, 1))
        figures["s3"].append(success_at(found, 3))
        figures["ndcg"].append(ndcg_at(found, list(judged.values()), DEPTH))
        figures["mrr"].append(reciprocal_rank(found))
    threshold = searcher.threshold
    area = auroc(sure[True], sure[False])
    return {
        "n": len(figures["s1"]),
        "success_at_1": round(mean(figures["s1"]), 4),
        "success_at_3": round(mean(figures["s3"]), 4),
        "ndcg_at_10": round(mean(figures["ndcg"]), 4),
        "mrr": round(mean(figures["mrr"]), 4),
        "n_unanswerable": len(sure[False]),
        "auroc": None if area is None else round(area, 4),
        "false_answer_rate": round(mean([c >= threshold for c in sure[False]]), 4)
        if sure[False]
        else None,
        "missed_answer_rate": round(mean([c < threshold for c in sure[True]]), 4)
        if sure[True]
        else None,
    }
