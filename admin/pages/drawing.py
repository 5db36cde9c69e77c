"""Whole pages: of a record, and of none."""

from admin.pages.lookup import Absence
from admin.pages.reader import Reader
from admin.pages.sheet import draw
from admin.pages.view import look_at
from bot.phrases import Phrases
from knowledge.content import PublishedRecord


def draw_record(record: PublishedRecord, reader: Reader, address: str, chat: str) -> str:
    """Return the page of `record` for `reader`.

    `address` is the page's own, as others see it, without a language; `chat` the path of the chat.
    """
    say = reader.say
    view = look_at(record, reader, address)
    words = {
        "contact": say("Contact"),
        "about": say("Good to know"),
        "source": say("Where this comes from"),
        "here": say("This page on the internet:"),
    }
    return draw(
        "record.html", say, chat=chat, words=words, title=view.name, record=view,
        address=address, own_address=f"{address}?lang={say.language}",
    )  # fmt: skip


def draw_absent(why: Absence, say: Phrases, chat: str) -> str:
    """Return the page that says why there is no record."""
    if why is Absence.GONE:
        title = say("This page was taken down")
        told = say("What it said may no longer be true. Ask before you go there.")
    else:
        title = say("This page does not exist")
        told = say("Perhaps a part of the address is missing or wrong.")
    return draw("absent.html", say, chat=chat, words={"why": told}, title=title)
