"""What a platform's menu and error messages say, and commands that are typed as words."""

from dataclasses import dataclass
from functools import cache

from bot import choices
from bot.phrases import phrases
from knowledge.languages import LANGUAGES, OWN_NAMES
from retrieval.text import words

SLASHED = {
    "start": choices.START,
    "language": choices.LANGUAGE,
    "place": choices.PLACE,
    "help": choices.HELP,
    "forget": choices.FORGET,
}
"""Commands of the menu, which people type on channels without one too."""


@dataclass(frozen=True)
class Typed:
    """A command that was typed: its payload, the words after it, and the language it was in."""

    payload: str
    rest: str = ""
    language: str = ""


def menu(language: str) -> dict[str, str]:
    """Return the commands with what each does, in `language`."""
    say = phrases(language)
    return {
        "start": say("Begin"),
        "language": say("Change language"),
        "place": say("Change place"),
        "help": say("What I can do"),
        "forget": say("Erase what is kept of me"),
    }


def location_label(language: str) -> str:
    """Return what the button that shares the location says."""
    say = phrases(language)
    return say("Share my location")


def sorry(language: str | None) -> str:
    """Return what is said when something broke; in all languages when none is known."""
    known = [str(language)] if language in LANGUAGES else list(LANGUAGES)
    return "\n".join(
        say("Something went wrong here. Please send it again in a moment.")
        for say in map(phrases, known)
    )


def typed(text: str) -> Typed | None:
    """Return what a typed command or button label means; None for any other text.

    What the assistant offers works word for word: "/help", "More results", "olvídame".
    """
    if text.startswith("/"):
        name, _, rest = text[1:].partition(" ")
        payload = SLASHED.get(name.casefold())
        return Typed(payload, rest.strip()) if payload else None
    return _labels().get(" ".join(words(text)))


@cache
def _labels() -> dict[str, Typed]:
    labels: dict[str, Typed] = {}
    for language in LANGUAGES:
        say = phrases(language)
        for label, payload in (
            (say("Change language"), choices.LANGUAGE),
            (say("Change place"), choices.PLACE),
            (say("What I can do"), choices.HELP),
            (say("forget me"), choices.FORGET),
            (say("Erase what is kept of me"), choices.FORGET),
            (say("Talk to a person"), choices.PERSON),
            (say("More results"), choices.MORE),
            (OWN_NAMES[language], choices.payload(choices.LANGUAGE, language)),
        ):
            labels.setdefault(" ".join(words(label)), Typed(payload, "", language))
    return labels
