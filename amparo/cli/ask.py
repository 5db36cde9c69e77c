"""`amparo ask` and `amparo search`: one question on the command line."""

import argparse
import secrets
from typing import Any

from amparo.cli.context import Context
from bot.messages import IncomingMessage
from knowledge.languages import LANGUAGES
from nlu.asking import to_question


def add(commands: Any) -> None:
    """Add the commands of this file."""
    ask = commands.add_parser("ask", help="one turn of the conversation")
    _common(ask)
    ask.add_argument("--session", help="name of a conversation that goes on")
    ask.set_defaults(run=run_ask)
    search = commands.add_parser("search", help="find records")
    _common(search)
    search.add_argument("--limit", type=int, default=10, help="how many records")
    search.add_argument("--explain", action="store_true", help="show the parts of each score")
    search.set_defaults(run=run_search)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", help="the question")
    parser.add_argument("--lang", choices=LANGUAGES, help="language, when it is known")
    parser.add_argument("--place", help="id or name of the place asked about")
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def run_ask(context: Context) -> dict[str, object] | None:
    """Answer as a channel would."""
    options, app = context.options, context.app
    place = context.place()
    session = options.session or secrets.token_hex(8)
    message = IncomingMessage(
        channel="cli",
        user=session,
        text=options.text,
        language=options.lang,
        place=place or None,
    )
    answer = app.assistant.answer(message)
    if not options.session:
        app.conversations.forget(app.conversations.key("cli", session))
    if context.wants_json:
        return answer.as_dict()
    for reply in answer.replies:
        print(reply.text)
        if reply.choices:
            print("  ".join(f"[{choice.label}]" for choice in reply.choices))
        print()
    return None


def run_search(context: Context) -> dict[str, object] | None:
    """Search as the conversation does, and show what was found and why."""
    options, app = context.options, context.app
    place = context.place()
    understood = app.interpreter.interpret(options.text, prior=options.lang)
    language = options.lang or understood.language.language
    named = place or understood.here
    question = to_question(understood, language=language, place=named or None)
    result = app.searcher.search(question, limit=options.limit)
    hits = []
    for hit in result.hits:
        row: dict[str, object] = {
            "record": hit.record_id,
            "external_id": hit.external_id,
            "title": hit.title,
            "language": hit.language,
            "score": round(hit.score, 5),
        }
        if options.explain:
            row["parts"] = dict(hit.parts)
        hits.append(row)
    document: dict[str, object] = {
        "language": language,
        "confidence": round(result.confidence, 4),
        "hits": hits,
    }
    if options.explain:
        document["question"] = {
            "topics": {name: round(p, 3) for name, p in question.topics.items()},
            "needs": {name: round(w, 3) for name, w in question.needs.items()},
            "place": question.place,
            "signals": {name: round(value, 4) for name, value in result.signals.items()},
            "threshold": app.searcher.threshold,
        }
    if context.wants_json:
        return document
    print(f"{language}  confidence {result.confidence:.2f}")
    for number, hit in enumerate(result.hits, 1):
        print(f"{number:2}. {hit.score:.4f}  {hit.title}  [{hit.record_id}]")
        if options.explain:
            print("      " + "  ".join(f"{name} {value:+.4f}" for name, value in hit.parts.items()))
    return None
