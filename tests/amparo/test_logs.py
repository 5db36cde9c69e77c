"""Logs name fields from a closed list; a person's words have no field."""

import io
import json
import sys

import pytest
import structlog

from amparo.logs import FIELDS, drop_unknown, set_up_logs


def test_unknown_fields_are_dropped() -> None:
    kept = drop_unknown(None, "info", {"event": "turn", "text": "secret words", "user": "u1"})
    assert kept == {"event": "turn"}


def test_no_field_is_for_words_or_persons() -> None:
    assert not FIELDS & {"text", "message", "user", "name", "phone", "chat_id", "session", "body"}


def test_logs_are_json_lines_on_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    try:
        set_up_logs("INFO")
        structlog.get_logger().info("turn", channel="web", text="secret words")
    finally:
        structlog.reset_defaults()
    line = json.loads(stream.getvalue())
    assert line["event"] == "turn"
    assert line["channel"] == "web"
    assert "secret" not in stream.getvalue()
