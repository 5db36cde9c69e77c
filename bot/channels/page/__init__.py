"""The page of the web chat: one template, one style sheet, one script, texts in five languages."""

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.phrases import phrases
from knowledge.languages import LANGUAGES, OWN_NAMES, parse_language

ASSETS: Final = MappingProxyType({"chat.css": "text/css", "chat.js": "text/javascript"})
"""Files beside the page and their media types."""

PAGE_HEADERS: Final = MappingProxyType(
    {
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
)
_WEIGHT: Final = re.compile(r"\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*", re.IGNORECASE)


def accepted_language(header: str) -> str | None:
    """Return which of the five languages an Accept-Language header likes best, None for none.

    Of equal weights the first wins; a language with weight 0 or an unreadable one is left out.
    """
    best, best_weight = None, 0.0
    for part in header.split(",")[:50]:  # a browser sends a handful
        tag, _, parameter = part.partition(";")
        found = _WEIGHT.fullmatch(parameter) if parameter else None
        if parameter and found is None:
            continue
        weight = float(found[1]) if found else 1.0
        primary = tag.strip().split("-")[0]
        code = parse_language(primary) if 2 <= len(primary) <= 3 else None
        if code in LANGUAGES and best_weight < weight <= 1:
            best, best_weight = code, weight
    return best


@cache
def page_texts(language: str) -> dict[str, str]:
    """Return every text of the page in `language`, by the name that template and script use."""
    say = phrases(language)
    return {
        "tagline": say("Services and rights for people on the move"),
        "language": say("Language"),
        "log": say("Conversation"),
        "you": say("You"),
        "hello": say("Hello! How can I help?"),
        "about": say(
            "I look for places that help you with health, food, shelter, documents, work and"
            " school, and I explain your rights."
        ),
        "example": say("Ask me in your words, for example: “free doctor”, “a lawyer for asylum”."),
        "private": say(
            "You do not have to say who you are. When you close this page, your messages do not"
            " stay on this phone."
        ),
        "label": say("What do you need?"),
        "send": say("Send"),
        "again": say("Send again"),
        "share": say("Share my location"),
        "shared": say("My location"),
        "locating": say("Looking for your location…"),
        "unlocated": say(
            "Your location was not shared. No problem: write the name of your city or town."
        ),
        "working": say("Amparo is looking for an answer…"),
        "offline": say("There is no internet connection. Your message is kept here."),
        "failed": say("Your message did not arrive. It is kept here."),
        "busy": say(
            "Many messages came in a short time. Please wait a moment, then send it again."
        ),
    }


def _no_script(language: str) -> str:
    say = phrases(language)
    return say("This chat needs JavaScript. Please switch it on in your browser.")


@cache
def read_asset(name: str) -> bytes:
    """Return the content of one of `ASSETS`."""
    return files(__name__).joinpath(name).read_bytes()


@cache
def asset_version(name: str) -> str:
    """Return a short hash of an asset's content, so that browsers may keep it for ever."""
    return sha256(read_asset(name)).hexdigest()[:12]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.channels", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Accents as they are: \u escapes would make the texts a third longer.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return environment


def render_page(language: str, *, chosen: bool, place: str) -> str:
    """Return the page in `language`; `chosen` when the person (or a link) asked for it.

    `place` goes with every question of the page, "" for none.
    """
    return (
        _environment()
        .get_template("index.html")
        .render(
            language=language,
            names=OWN_NAMES,
            texts=page_texts(language),
            all_texts={code: page_texts(code) for code in LANGUAGES},
            no_script={code: _no_script(code) for code in LANGUAGES},
            versions={name: asset_version(name) for name in ASSETS},
            page={"language": language, "chosen": chosen, "place": place},
        )
    )
