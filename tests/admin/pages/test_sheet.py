"""The style of public pages: allowed by its hash, in the palette of the chat."""

import base64
import re
from hashlib import sha256

from admin.pages.sheet import draw, security_headers, style
from bot.channels.page import read_asset
from bot.phrases import phrases
from tests.support.record_page import read_page


def colours(css: str) -> list[dict[str, str]]:
    """Return the named colours of each :root block: the light ones, then the dark ones."""
    blocks = re.findall(r":root\s*{([^}]*)}", css)
    return [dict(re.findall(r"(--[\w-]+):\s*([^;}]+)", block)) for block in blocks]


def test_the_style_in_the_page_is_the_one_that_is_allowed() -> None:
    html = draw("absent.html", phrases("es"), chat="/", words={"why": "x"}, title="y")
    (written,) = read_page(html).one("style").words
    assert isinstance(written, str)
    digest = base64.b64encode(sha256(written.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in security_headers()["Content-Security-Policy"]
    assert "</" not in written


def test_what_only_people_read_is_left_out() -> None:
    assert "/*" not in style()
    assert "\n" not in style()
    assert "@media print{" in style()


def test_the_colours_are_those_of_the_chat() -> None:
    light, dark, _paper = colours(style())
    chat_light, chat_dark = colours(read_asset("chat.css").decode())
    assert len(light) > 10
    assert light.items() <= chat_light.items()
    assert dark.items() <= chat_dark.items()
    assert set(light) - set(dark) == {"--on-shelter"}
