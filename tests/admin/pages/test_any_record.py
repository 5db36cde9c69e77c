"""Every record that there can be becomes a whole page that says all of it and runs nothing."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admin.pages.drawing import draw_record
from admin.pages.reader import Reader
from admin.pages.router import page_path
from bot.compose.lines import shown_texts
from bot.phrases import phrases
from knowledge.content import RecordContent
from knowledge.languages import LANGUAGES
from knowledge.places import Places
from knowledge.places.tree import place_files
from knowledge.sources.starter import read_starter
from tests.support.office import TOPICS
from tests.support.record_page import data_of, facts_of, read_page
from tests.support.records import contents, published

PLACES = Places(place_files())
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
MOST_BYTES = 15_000
LONG_HOST = "https://amparo.municipality-of-an-example.example.org"
HARMLESS = re.compile(r"https?://|tel:[+*#%0-9]+$|mailto:[^?]+$|\?lang=[a-z]{2}$|/\?lang=[a-z]{2}$")


def drawn(content: RecordContent, language: str) -> str:
    record = published(content)
    reader = Reader(phrases(language), NOW, PLACES, TOPICS)
    return draw_record(record, reader, f"{LONG_HOST}{page_path(record.id)}", "/")


def plain(text: str) -> str:
    """Return a text as it is read: white space single; what a browser drops is no difference."""
    return " ".join(text.replace("\r", "\n").split())


@given(contents(), st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_record_is_a_whole_page(content: RecordContent, language: str) -> None:
    page = read_page(drawn(content, language))
    assert page.attributes["lang"] == language
    data = data_of(page)
    _, texts = shown_texts(content, language)
    assert data["identifier"] == f"invented:{content.external_id}"
    assert data.get("name", "") == texts.name
    assert plain(page.one("h1").text) == plain(texts.name)
    read = plain(page.one("article").text)
    said = [texts.summary, texts.body, texts.application_process, *texts.documents, *texts.steps]
    for text in said:
        for line in text.splitlines():
            assert plain(line) in read
    cells = {plain(cell).casefold() for cells in facts_of(page).values() for cell in cells}
    assert plain(texts.eligibility).casefold() in {"", *cells}
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("nav")) == 1
    assert len(page.all("style")) == len(page.all("script")) == 1


@given(contents(), st.sampled_from(LANGUAGES))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_record_links_to_harm_or_carries_a_handler(
    content: RecordContent, language: str
) -> None:
    page = read_page(drawn(content, language))
    for tag in ("a", "p", "h1", "span", "dd", "li", "section", "div", "main", "body"):
        for node in page.all(tag):
            assert set(node.attributes) <= {
                "href", "lang", "dir", "rel", "hreflang", "class", "id",
                "aria-current", "aria-describedby",
            }  # fmt: skip
    for link in page.all("a"):
        assert HARMLESS.match(link.attributes["href"] or "")


HOSTILE = (
    "</title></style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'`{{7*7}}"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_record_is_only_text(language: str) -> None:
    fields = read_starter()[0].model_dump()

    def poison(value: object, name: str = "") -> object:
        if isinstance(value, dict):
            return {key: poison(one, key) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [poison(one, name) for one in value]
        free = isinstance(value, str) and name not in {
            "kind", "standing", "place_id", "language", "provenance", "cost", "published",
            "status_required", "proof_of_address_required", "works_with_immigration_enforcement",
        }  # fmt: skip
        return HOSTILE if free else value

    poisoned = poison(fields)
    assert isinstance(poisoned, dict)
    word = (HOSTILE.replace(" ", "/"),)
    content = RecordContent.model_validate({**poisoned, "audience": word, "journey": word})
    html = drawn(content, language)
    page = read_page(html)
    assert page.all("img") == []
    assert "<script>alert" not in html
    assert page.one("h1").text == HOSTILE
    assert page.one("title").text == f"{HOSTILE} – Amparo"
    assert data_of(page)["name"] == HOSTILE


def test_every_starter_record_is_small_in_every_language() -> None:
    sizes = {
        (content.external_id, language): len(drawn(content, language).encode())
        for content in read_starter()
        for language in LANGUAGES
    }
    assert len(sizes) >= 5 * 30
    largest = max(sizes, key=lambda one: sizes[one])
    assert sizes[largest] < MOST_BYTES, (largest, sizes[largest])
