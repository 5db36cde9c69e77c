"""`amparo evaluate`: the figures of quality, as JSON for programs."""

import json
from pathlib import Path
from typing import Any

from amparo.cli.context import Context
from amparo.evaluation.passages import evaluate_passages
from amparo.evaluation.retrieval import evaluate_retrieval
from amparo.evaluation.understanding import (
    evaluate_intents,
    evaluate_language,
    evaluate_urgency,
)
from knowledge.errors import BadInput
from knowledge.languages import LANGUAGES


def add(commands: Any) -> None:
    """Add the commands of this file."""
    parser = commands.add_parser("evaluate", help="measure quality on a question set")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    retrieval = kinds.add_parser("retrieval", help="is the right record found")
    retrieval.add_argument("--queries", type=Path, required=True, help="JSON Lines of needs")
    retrieval.add_argument("--qrels", type=Path, required=True, help="TSV of grades")
    retrieval.add_argument("--place", help="id or name of the place asked about")
    retrieval.add_argument("--languages", help="some of es,en,fr,ht,pt, parted by commas")
    retrieval.set_defaults(run=run_retrieval)
    passages = kinds.add_parser("passages", help="passages across languages")
    passages.add_argument("--docs", type=Path, required=True, help="JSON Lines of passages")
    passages.add_argument("--queries", type=Path, required=True, help="JSON Lines of questions")
    passages.set_defaults(run=run_passages)
    for name, run, columns in (
        ("language", run_language, "text, lang"),
        ("intents", run_intents, "text, lang, intent"),
        ("urgency", run_urgency, "text, lang, urgent"),
    ):
        kind = kinds.add_parser(name, help=f"a CSV with columns {columns}")
        kind.add_argument("--file", type=Path, required=True, help=f"columns {columns}")
        kind.set_defaults(run=run)
    for kind in kinds.choices.values():
        kind.add_argument("--json", action="store_true", help="print one JSON document")


def _show(context: Context, document: dict[str, Any]) -> dict[str, Any]:
    if not context.wants_json:
        print(json.dumps(document, ensure_ascii=False, indent=1))
    return document


def run_retrieval(context: Context) -> dict[str, Any]:
    """Measure retrieval."""
    options, app = context.options, context.app
    wanted = options.languages.split(",") if options.languages else list(LANGUAGES)
    if unknown := [code for code in wanted if code not in LANGUAGES]:
        raise BadInput(f"unknown language {unknown[0]!r}; known: {', '.join(LANGUAGES)}")
    place = context.place() or None
    return _show(
        context,
        evaluate_retrieval(
            app.interpreter, app.searcher, options.queries, options.qrels,
            place=place, languages=wanted,
        ),
    )  # fmt: skip


def run_passages(context: Context) -> dict[str, Any]:
    """Measure passage search across languages."""
    options = context.options
    return _show(context, evaluate_passages(context.app.encoder, options.docs, options.queries))


def run_language(context: Context) -> dict[str, Any]:
    """Measure language identification."""
    return _show(context, evaluate_language(context.app.interpreter, context.options.file))


def run_intents(context: Context) -> dict[str, Any]:
    """Measure intents."""
    return _show(context, evaluate_intents(context.app.interpreter, context.options.file))


def run_urgency(context: Context) -> dict[str, Any]:
    """Measure urgency."""
    return _show(context, evaluate_urgency(context.app.interpreter, context.options.file))
