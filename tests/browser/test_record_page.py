"""Record pages in a real browser: on small screens, in the dark, on paper, for screen readers."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session, sessionmaker

from admin.pages.router import page_path, record_pages
from bot.phrases import phrases
from knowledge.content import RecordContent
from knowledge.db import Base, open_engine, session_factory, sqlite_url
from knowledge.ingest import SourceInfo, apply
from knowledge.languages import LANGUAGES, OWN_NAMES
from knowledge.places import Places, store_places
from knowledge.places.tree import place_files
from knowledge.sources.starter import read_starter
from knowledge.store import STARTER
from knowledge.topics import load_topics
from tests.support.browsing import Visit, expect
from tests.support.lima import LIMA, SOURCE
from tests.support.servers import run_app

pytestmark = pytest.mark.browser
Begin = Callable[..., Visit]
DENTIST, SUSPENDED, SPANISH = (f"/r/lima%3A{name}" for name in ("dentist-1", "alcohol", "vaccines"))
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LONGEST = 4
"""Records of each language that are printed: the longest, which need the most paper."""
A4 = (595, 842)
"""A sheet in points of PDF."""
CONTRAST = """() => {
  const parse = text => text.match(/[\\d.]+/g).map(Number);
  const light = text => { const [r, g, b] = parse(text).slice(0, 3).map(v => {
    v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 });
    return .2126 * r + .7152 * g + .0722 * b };
  const ground = node => { for (; node; node = node.parentElement) {
    const colour = getComputedStyle(node).backgroundColor, [, , , a] = parse(colour);
    if (a === undefined || a === 1) return colour } return "rgb(255, 255, 255)" };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) { const node = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !node.offsetParent) continue;
    const [a, b] = [light(getComputedStyle(node).color), light(ground(node))];
    found.push([(Math.max(a, b) + .05) / (Math.min(a, b) + .05), walk.currentNode.data]) }
  return found.sort((a, b) => a[0] - b[0])[0] }"""
"""WCAG 2.2, 1.4.3: the text that stands out least, with its ratio."""


def longest() -> list[tuple[RecordContent, str]]:
    """Return the records that say most, for each language."""

    def letters(content: RecordContent, language: str) -> int:
        texts = content.texts[language]
        said = [texts.name, texts.summary, texts.body, texts.eligibility, *texts.steps]
        return sum(map(len, [*said, *texts.documents])) + 60 * len(texts.steps + texts.documents)

    records = read_starter()
    return [
        (content, language)
        for language in LANGUAGES
        for content in sorted(records, key=lambda one: -letters(one, language))[:LONGEST]
    ]


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sessionmaker[Session]]:
    """A database with the invented bodies of Lima and the longest starter records."""
    engine = open_engine(sqlite_url(tmp_path_factory.mktemp("pages") / "own.db"))
    Base.metadata.create_all(engine)
    made = session_factory(engine)
    long = {content.external_id: content for content, _ in longest()}
    starter = SourceInfo(id=STARTER, kind="starter", title="Starter content", place_id=None)
    with made.begin() as session:
        store_places(session)
        apply(session, SOURCE, LIMA, author="test")
        apply(session, starter, list(long.values()), author="test")
    yield made
    engine.dispose()


@pytest.fixture(scope="module")
def url(sessions: sessionmaker[Session]) -> Iterator[str]:
    """The address of a server of record pages."""
    app = FastAPI()
    app.include_router(record_pages(sessions, Places(place_files()), load_topics()))
    with run_app(app) as base:
        yield base


@pytest.fixture
def look(browser: Any, url: str) -> Iterator[Begin]:
    """Open a path: `look(path, **options of the browser context)`; scripts are switched off."""
    with ExitStack() as visits:

        def begin(path: str, **options: Any) -> Visit:
            given = {"java_script_enabled": False, **options}
            visit = visits.enter_context(Visit(browser, url, **given))
            visit.page.goto(url + path)
            return visit

        yield begin


def test_the_page_is_read_and_links_lead_on_without_script(look: Begin) -> None:
    here = look(f"{DENTIST}?lang=ht")
    say = phrases("ht")
    page = here.page
    expect(page.locator("html")).to_have_attribute("lang", "ht")
    expect(page.get_by_role("heading", level=1)).to_have_text("Klinik dantis Ejemplo")
    phone = page.get_by_role("link", name="+51 1 1234001")
    expect(phone).to_have_attribute("href", "tel:+5111234001")
    chat = page.get_by_role("link", name=say("Ask Amparo in the chat"))
    expect(chat).to_have_attribute("href", "/?lang=ht")
    page.get_by_role("link", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Clinique dentaire Ejemplo")
    assert here.context.cookies() == []


def test_the_policy_lets_the_style_in_and_nothing_else(look: Begin) -> None:
    here = look(DENTIST, java_script_enabled=True, bypass_csp=False)
    assert here.page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(248, 244, 236)"
    )
    kinds = here.page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    assert [one for one in kinds if not one.startswith("data:")] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [DENTIST, SUSPENDED])
def test_no_sideways_scrolling_on_a_small_phone_or_enlarged(
    look: Begin, language: str, path: str
) -> None:
    small = {"viewport": {"width": 320, "height": 568}, "java_script_enabled": True}
    here = look(f"{path}?lang={language}", **small)
    assert here.page.evaluate(OVERFLOW) == 0
    # WCAG 2.2, 1.4.4: text twice as large; a browser's zoom of 200 % is a screen half as wide.
    here.page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert here.page.evaluate(OVERFLOW) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [DENTIST, SUSPENDED, SPANISH])
def test_every_text_stands_out(look: Begin, scheme: str, path: str) -> None:
    here = look(path, color_scheme=scheme, java_script_enabled=True)
    colour = "getComputedStyle(document.body).backgroundColor"
    assert here.page.evaluate(colour) == {
        "light": "rgb(248, 244, 236)", "dark": "rgb(17, 27, 25)",
    }[scheme]  # fmt: skip
    ratio, text = here.page.evaluate(CONTRAST)
    assert ratio >= 4.5, text


def test_on_paper_it_is_black_on_white_with_its_address_and_no_buttons(
    look: Begin, url: str
) -> None:
    here = look(f"{SUSPENDED}?lang=en", color_scheme="dark", java_script_enabled=True)
    page = here.page
    address = page.get_by_text(f"{url}{SUSPENDED}?lang=en")
    expect(address).to_be_hidden()
    page.emulate_media(media="print", color_scheme="dark")
    expect(address).to_be_visible()
    expect(page.get_by_role("navigation")).to_be_hidden()
    expect(page.get_by_text(phrases("en")("Ask Amparo in the chat"))).to_be_hidden()
    for node in ("body", "article", ".warning"):
        style = page.locator(node).first.evaluate(
            "node => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor]"
        )
        assert style == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"], node
    ratio, text = page.evaluate(CONTRAST)
    assert ratio >= 7, text  # on a poor printer


def test_on_paper_there_is_no_word_to_click_on(look: Begin) -> None:
    page = look(f"{DENTIST}?lang=en").page
    expect(page.get_by_text("Map", exact=True)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("Map", exact=True)).to_be_hidden()
    expect(page.get_by_text("+51 1 1234001")).to_be_visible()


def test_the_focus_is_seen_and_goes_through_all_links(look: Begin) -> None:
    page = look(DENTIST, java_script_enabled=True).page
    seen = []
    for _ in range(page.get_by_role("link").count()):
        page.keyboard.press("Tab")
        name, width = page.evaluate(
            "[document.activeElement.textContent, "
            "parseFloat(getComputedStyle(document.activeElement).outlineWidth)]"
        )
        assert width >= 2
        seen.append(name)
    assert seen[:6] == ["Amparo", *OWN_NAMES.values()]
    assert seen[-1] == phrases("es")("Ask Amparo in the chat")
    assert "+51 1 1234001" in seen


def test_what_can_be_touched_is_large_enough(look: Begin) -> None:
    page = look(DENTIST, viewport={"width": 320, "height": 568}).page
    for link in page.locator("header a, .ask a").all():
        box = link.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, link.inner_text()
    for link in page.locator("dd a").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 24, link.inner_text()  # WCAG 2.2, 2.5.8


def test_screen_readers_find_landmarks_headings_and_facts(look: Begin) -> None:
    page = look(f"{SUSPENDED}?lang=fr", java_script_enabled=True).page
    say = phrases("fr")
    tree = page.locator("body").aria_snapshot()
    for line in (
        "- banner:",
        f'- navigation "{say("Language")}":',
        "- main:",
        "- article:",
        '- heading "Groupe Sobre Inventé" [level=1]',
        f'- heading "{say("Contact")}" [level=2]',
        f"- term: {say('Phone')}",
        "- definition:",
        '- link "+51 1 1238888"',
    ):
        assert line in tree, tree
    warning = " ".join(say("Attention: this is suspended. It is not open now.").split())
    assert tree.index("Attention") < tree.index("Groupe Sobre")
    expect(page.get_by_role("heading", level=1)).to_have_accessible_description(
        re.compile(re.escape(warning).replace(r"\ ", r"\s"))
    )
    levels = [int(level) for level in re.findall(r"level=(\d)", tree)]
    assert levels[0] == 1
    assert set(levels[1:]) == {2}


def test_a_page_that_is_gone_leads_on(look: Begin) -> None:
    here = look("/r/nobody?lang=pt")
    page = here.page
    here.excused = ["404"]
    expect(page.get_by_role("heading", level=1)).to_have_text(
        phrases("pt")("This page does not exist")
    )
    expect(page.get_by_role("main").get_by_role("link")).to_have_attribute("href", "/?lang=pt")


def sheets(pdf: bytes) -> list[tuple[int, int]]:
    """Return the size in points of each page of a PDF that Chromium wrote."""
    assert pdf.startswith(b"%PDF")
    count = len(re.findall(rb"/Type\s*/Page\b", pdf))
    sizes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
    assert len(sizes) == count
    return [(round(float(width)), round(float(height))) for width, height in sizes]


@pytest.mark.slow
def test_the_longest_records_fit_on_one_sheet_in_each_language(look: Begin) -> None:
    page = look(DENTIST, color_scheme="dark").page
    for content, language in longest():
        page.goto(f"{page.url.split('/r/')[0]}{page_path(content.external_id)}?lang={language}")
        found = sheets(page.pdf(prefer_css_page_size=True))
        assert found == [A4], (content.external_id, language)
