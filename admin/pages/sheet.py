"""The sheet that all public pages are drawn on: template, style, headers."""

import base64
import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.phrases import Phrases
from knowledge.languages import OWN_NAMES

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NEEDLESS = re.compile(r"\s*([{}:;,>])\s*")
_IN_DATA_URL = " /:=,'.-"
"""Signs of a drawing that stay as they are in a data URL inside double quotes."""


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("admin", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def style() -> str:
    """Return the style of the pages, without what only people read."""
    written = files("admin").joinpath("templates", "sheet.css").read_text(encoding="utf-8")
    return _NEEDLESS.sub(r"\1", _COMMENT.sub("", written)).replace(";}", "}").strip()


@cache
def _mark() -> str:
    return files("bot.channels.page").joinpath("mark.svg").read_text(encoding="utf-8").strip()


@cache
def _icon() -> str:
    drawn = _mark().replace('"', "'")
    return f"data:image/svg+xml,{quote(drawn, safe=_IN_DATA_URL)}"


@cache
def security_headers() -> dict[str, str]:
    """Return the headers of every page: nothing runs, nothing is fetched, nobody is told.

    The style stands in the page, so that an old phone asks once, and is allowed by its hash.
    JSON-LD needs no leave: a script element of another type is data
    (https://html.spec.whatwg.org/multipage/scripting.html#data-block).
    """
    digest = base64.b64encode(sha256(style().encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none';"
        " form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def draw(template: str, say: Phrases, *, chat: str, words: dict[str, str], **parts: Any) -> str:
    """Return the page of `template` in the language of `say`; `chat` is the way to the chat."""
    shared = {"language": say("Language"), "ask": say("Ask Amparo in the chat")}
    return (
        _environment()
        .get_template(template)
        .render(
            page_language=say.language,
            own_names=OWN_NAMES,
            css=style(),
            mark=_mark(),
            icon=_icon(),
            chat=f"{chat}?lang={say.language}",
            words={**shared, **words},
            **parts,
        )
    )
