"""Payloads of buttons and commands: short, because Telegram carries 64 bytes at most."""

from typing import Final

START: Final = "start"
HELP: Final = "help"
LANGUAGE: Final = "lang"
"""Offer the languages; `lang:ht` chooses one."""
PLACE: Final = "place"
"""Ask for the place (or take the text that goes with it); `place:miami` chooses one."""
MORE: Final = "more"
PERSON: Final = "person"
FORGET: Final = "forget"
"""Ask whether to forget; `forget:yes` does it."""
TOPIC: Final = "topic"
"""`topic:food` asks about a topic."""
FOLLOW_UP: Final = "about"
"""`about:hours:2` asks for the hours of the second record shown; the number may be left out."""

PAYLOAD_BYTES: Final = 64


def payload(verb: str, *arguments: str) -> str:
    """Return the payload of `verb` with its arguments.

    Raises ValueError when it is too long for a channel, which is a mistake of the caller.
    """
    text = ":".join((verb, *arguments))
    if len(text.encode()) > PAYLOAD_BYTES:
        raise ValueError(f"payload over {PAYLOAD_BYTES} bytes: {text!r}")
    return text


def parse(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the verb and the arguments of a payload; ("", ()) for an empty one."""
    verb, *arguments = text.split(":")
    return verb, tuple(arguments)
