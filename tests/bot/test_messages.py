"""What goes in and out of the conversation."""

import json
from datetime import date

from bot.messages import Answer, Choice, Reply, SourceLine, Status

ANSWER = Answer(
    language="ht",
    status=Status.ANSWERED,
    intent="ask_service",
    replies=(Reply("Bonjou", (Choice("Manje", "topic:food"),), ask_location=True),),
    records=("a",),
    sources=(
        SourceLine("Invented Book", "https://example.org", date(2026, 3, 1)),
        SourceLine("Invented Page", "", None),
    ),
    timings_ms={"total": 1.5},
)


def test_an_answer_has_the_shape_of_the_contract_in_json() -> None:
    assert json.loads(json.dumps(ANSWER.as_dict())) == {
        "language": "ht",
        "status": "answered",
        "intent": "ask_service",
        "replies": [
            {
                "text": "Bonjou",
                "choices": [{"label": "Manje", "payload": "topic:food"}],
                "ask_location": True,
            }
        ],
        "records": ["a"],
        "sources": [
            {
                "title": "Invented Book",
                "url": "https://example.org",
                "verified_on": "2026-03-01",
            },
            {"title": "Invented Page", "url": "", "verified_on": None},
        ],
        "timings_ms": {"total": 1.5},
    }


def test_a_bare_answer_has_every_field_too() -> None:
    bare = Answer("es", Status.SMALLTALK, "", (Reply("Hola"),)).as_dict()
    assert set(bare) == set(ANSWER.as_dict())
