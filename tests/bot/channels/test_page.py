"""The page itself: its languages, its weight, what it does not hold, its contrast."""

import re

import pytest

from bot.channels.page import ASSETS, accepted_language, page_texts, read_asset, render_page
from knowledge.languages import LANGUAGES, OWN_NAMES


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", None),
        ("es", "es"),
        ("PT-br", "pt"),
        ("ht-HT, fr;q=0.9", "ht"),
        ("hat", "ht"),
        ("fr;q=0.2, en;q=0.8, es;q=0.5", "en"),
        ("en;q=0.5,fr;q=0.5", "en"),
        ("en;q=0, fr;q=0.001", "fr"),
        ("es-419 ; q=0.9 , de", "es"),
        ("de,*;q=0.5", None),
        ("*", None),
        ("en;q=2, fr;q=0.1", "fr"),
        ("en;q=NaN, en;q=inf, en;q=-1, en;v=1", None),
        ("english, ;q=1, en;;q=1, \x00", None),
        ("xx," * 100_000, None),
    ],
)
def test_accept_language(header: str, language: str | None) -> None:
    assert accepted_language(header) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_light(language: str) -> None:
    page = render_page(language, chosen=True, place="x" * 64).encode()
    assert len(page) + sum(len(read_asset(name)) for name in ASSETS) < 30 * 1024


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_in_every_language(language: str) -> None:
    page = render_page(language, chosen=False, place="")
    for name in ("tagline", "hello", "about", "example", "private", "label", "send"):
        assert f'data-text="{name}">{page_texts(language)[name]}</' in page.replace("&#39;", "'")
    for code, own in OWN_NAMES.items():
        assert f'lang="{code}" value="{code}"' in page
        assert f">{own}</button>" in page
    assert page.count('aria-current="true"') == 1


def test_every_text_that_is_used_exists_and_every_text_is_used() -> None:
    template = render_page("en", chosen=False, place="")
    script = read_asset("chat.js").decode()
    shown = set(re.findall(r'data-(?:text|label)="(\w+)"', template))
    assert shown <= set(page_texts("en"))
    told = {name for name in page_texts("en") if f'"{name}"' in script or name in shown}
    assert told == set(page_texts("en"))


def test_nothing_comes_from_elsewhere_and_nothing_is_inline() -> None:
    page = render_page("es", chosen=False, place="")
    whole = page + "".join(read_asset(name).decode() for name in ASSETS)
    hosts = set(re.findall(r"https?://([\w.-]+)", whole))
    assert hosts <= {"www.w3.org"}  # the name space of SVG
    assert not re.search(r"\s(?:style|on\w+)=", page)
    assert set(re.findall(r"<script(?! src| type=\"application/json\")", page)) == set()
    script = read_asset("chat.js").decode()
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "localStorage", "eval(", "cookie"):
        assert word not in script


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(scheme: str) -> None:
    """WCAG 2.2 AA: 4.5 for text, 3 for the outlines of controls and of the focus."""
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block))
        for block in re.findall(r":root \{(.*?)\}", read_asset("chat.css").decode(), re.S)
    )
    colours = light if scheme == "light" else light | dark
    texts = [
        ("ink", "paper"), ("ink", "card"), ("ink", "tint"), ("soft", "paper"), ("soft", "card"),
        ("link", "card"), ("link", "paper"), ("link", "tint"), ("on-shelter", "shelter"),
        ("warm-ink", "warm"),
    ]  # fmt: skip
    outlines = [("edge", "paper"), ("edge", "card"), ("focus", "paper"), ("focus", "card")]
    for least, pairs in ((4.5, texts), (3.0, outlines)):
        for one, other in pairs:
            assert _contrast(colours[one], colours[other]) >= least, (one, other)
