"""Structured logs on standard error: named fields from a closed list, never a message's text."""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

FIELDS = frozenset(
    {
        "event", "level", "timestamp", "logger", "channel", "status", "intent", "language",
        "duration_ms", "count", "records", "changes", "error", "where", "source", "attempt",
        "retry_after_s", "mode", "host", "port", "path", "version", "seconds", "method", "code",
    }
)  # fmt: skip
"""Every field that may be logged. A field with a text of a person has no name here."""
_MANY_WORDS = 120


def drop_unknown(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Keep only known fields, and cut what is too long to be one of them."""
    kept = {name: value for name, value in event.items() if name in FIELDS}
    for name, value in kept.items():
        if isinstance(value, str) and len(value) > _MANY_WORDS:
            kept[name] = value[:_MANY_WORDS]
    return kept


def set_up_logs(level: str) -> None:
    """Send all logs to standard error as JSON lines, those of libraries from WARNING on."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            drop_unknown,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    # Libraries put addresses with tokens and bodies with texts into INFO and DEBUG.
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s")
