"""How well messages are understood: language, intent, urgency."""

from collections import Counter
from pathlib import Path
from typing import Any

from amparo.evaluation.files import read_table
from knowledge.errors import UnusableFile
from knowledge.languages import LANGUAGES, parse_language
from nlu.interpreter import Interpreter
from nlu.urgency import is_urgent
from retrieval.measure import label_scores, mean


def _language(written: str, path: Path) -> str:
    code = parse_language(written)
    if code not in LANGUAGES:
        raise UnusableFile(f"{path}: {written!r} is none of {', '.join(LANGUAGES)}")
    return str(code)


def evaluate_language(interpreter: Interpreter, path: Path) -> dict[str, Any]:
    """Return recall per language and the confusion, each text judged alone, without a prior."""
    rows = read_table(path, ["text", "lang"])
    confusion: dict[str, Counter[str]] = {}
    for row in rows:
        gold = _language(row["lang"], path)
        given = interpreter.language(row["text"]).language
        confusion.setdefault(gold, Counter())[given] += 1
    recall = {gold: round(said[gold] / said.total(), 4) for gold, said in confusion.items()}
    return {
        "n": len(rows),
        "recall": recall,
        "accuracy": round(sum(said[gold] for gold, said in confusion.items()) / len(rows), 4),
        "confusion": {gold: dict(said) for gold, said in confusion.items()},
    }


def evaluate_intents(interpreter: Interpreter, path: Path) -> dict[str, Any]:
    """Return precision, recall and F1 per language (mean over intents) and per intent."""
    rows = read_table(path, ["text", "lang", "intent"])
    by_language: dict[str, tuple[list[str], list[str]]] = {}
    for row in rows:
        language = _language(row["lang"], path)
        gold, given = by_language.setdefault(language, ([], []))
        gold.append(row["intent"])
        given.append(interpreter.interpret(row["text"], prior=language).intent)
    result: dict[str, Any] = {"n": len(rows), "languages": {}}
    for language, (gold, given) in by_language.items():
        scores = label_scores(gold, given)
        result["languages"][language] = {
            "n": len(gold),
            "accuracy": round(mean([g == p for g, p in zip(gold, given, strict=True)]), 4),
            "precision": round(mean([s.precision for s in scores.values()]), 4),
            "recall": round(mean([s.recall for s in scores.values()]), 4),
            "f1": round(mean([s.f1 for s in scores.values()]), 4),
            "intents": {name: round(s.f1, 4) for name, s in scores.items()},
        }
    return result


def evaluate_urgency(interpreter: Interpreter, path: Path) -> dict[str, Any]:
    """Return precision, recall and F1 of urgency per language."""
    rows = read_table(path, ["text", "lang", "urgent"])
    by_language: dict[str, tuple[list[str], list[str]]] = {}
    for row in rows:
        if row["urgent"] not in {"0", "1"}:
            raise UnusableFile(f"{path}: urgent must be 0 or 1, not {row['urgent']!r}")
        language = _language(row["lang"], path)
        gold, given = by_language.setdefault(language, ([], []))
        gold.append(row["urgent"])
        given.append(str(int(is_urgent(interpreter.interpret(row["text"], prior=language)))))
    result: dict[str, Any] = {"n": len(rows), "languages": {}}
    for language, (gold, given) in by_language.items():
        scores = label_scores(gold, given).get("1")
        result["languages"][language] = {
            "n": len(gold),
            "precision": round(scores.precision, 4) if scores else None,
            "recall": round(scores.recall, 4) if scores else None,
            "f1": round(scores.f1, 4) if scores else None,
        }
    return result
