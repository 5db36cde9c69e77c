"""What a platform's menu and error messages say, in the person's language."""

from bot.phrases import phrases
from knowledge.languages import LANGUAGES


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
