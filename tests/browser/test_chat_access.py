"""Whether everybody can use the chat page: small screens, keyboards, screen readers, no script."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.page import page_texts
from bot.phrases import phrases
from knowledge.languages import LANGUAGES, OWN_NAMES
from tests.support.browsing import Visit, expect
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.browser
Begin = Callable[..., Visit]
SAY = phrases("es")
SMALL = {"viewport": {"width": 320, "height": 568}}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sideways_scrolling_on_a_small_phone(visit: Begin, language: str) -> None:
    here = visit(f"/?lang={language}", **SMALL)
    assert here.page.evaluate(OVERFLOW) == 0
    name = here.page.get_by_role("heading", level=1)
    box = name.bounding_box()
    assert box is not None
    assert box["height"] < 32  # on one line
    here.say("hambre " + "x" * 200)
    expect(here.bubbles()).to_have_count(1)
    here.say("¿dónde?")
    expect(here.bubbles()).to_have_count(2)
    here.page.locator("summary").click()
    assert here.page.evaluate(OVERFLOW) == 0


def test_everything_can_be_hit_with_a_thumb(visit: Begin) -> None:
    here = visit(**SMALL)
    here.say("¿dónde?")
    expect(here.bubbles()).to_have_count(1)
    here.page.locator("summary").click()
    for control in here.page.locator("button, summary, textarea").all():
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, control.inner_text()


def test_the_question_and_the_start_of_its_answer_are_in_sight(visit: Begin) -> None:
    here = visit(**SMALL, reduced_motion="reduce")
    for _ in range(2):
        here.say("tengo hambre")
    expect(here.bubbles()).to_have_count(2)
    asked = here.bubbles("mine").last.bounding_box()
    top = here.page.get_by_role("banner").bounding_box()
    assert asked is not None
    assert top is not None
    assert top["height"] <= asked["y"] <= top["height"] + 40


def test_keyboard_only(visit: Begin, chat: ScriptedChat) -> None:
    here = visit(viewport={"width": 1024, "height": 700})
    keys, languages = here.page.keyboard, here.page.locator("summary")
    keys.press("Tab")
    expect(languages).to_be_focused()
    keys.press("Enter")
    keys.press("Tab")
    expect(here.page.get_by_role("button", name="Español")).to_be_focused()
    keys.press("Escape")
    expect(languages).to_be_focused()
    expect(here.page.get_by_role("button", name="Español")).to_be_hidden()
    keys.press("Tab")
    expect(here.field).to_be_focused()
    keys.type("¿dónde?")
    keys.press("Shift+Enter")
    keys.type("en Miami")
    keys.press("Enter")
    expect(here.bubbles()).to_have_count(1)
    assert chat.heard[0].text == "¿dónde?\nen Miami"
    keys.press("Shift+Tab")
    bogota = here.log.get_by_role("button", name="Bogotá")
    expect(bogota).to_be_focused()
    keys.press("Enter")
    expect(here.bubbles()).to_have_count(2)
    # The pressed button is gone; the next stop is the first link or button of the answer.
    expect(here.log.locator(".mine").last).to_be_focused()
    keys.press("Tab")
    expect(here.bubbles().last.get_by_role("link").first).to_be_focused()


def test_the_focus_can_be_seen_and_is_not_covered(visit: Begin) -> None:
    here = visit(**SMALL, reduced_motion="reduce")
    here.say("hambre")
    expect(here.bubbles()).to_have_count(1)
    top = here.page.get_by_role("banner").bounding_box()
    bottom = here.page.locator("form").bounding_box()
    assert top is not None
    assert bottom is not None
    for key in ["Shift+Tab"] * 12 + ["Tab"] * 12:
        here.page.keyboard.press(key)
        focus: dict[str, Any] = here.page.evaluate(
            """() => { const node = document.activeElement, box = node.getBoundingClientRect();
            return {outline: parseFloat(getComputedStyle(node).outlineWidth), top: box.top,
              bottom: box.bottom, body: node === document.body,
              fixed: !!node.closest("header, form")} }"""
        )
        if focus["body"]:
            continue
        assert focus["outline"] >= 2
        if not focus["fixed"]:
            assert focus["top"] >= top["height"]
            assert focus["bottom"] <= bottom["y"]


def test_the_page_keeps_still_while_one_writes_or_opens_the_languages(visit: Begin) -> None:
    here = visit(**SMALL, reduced_motion="reduce")
    for _ in range(2):
        here.say("tengo hambre")
    expect(here.bubbles()).to_have_count(2)
    here.page.evaluate("window.scrollBy(0, -150)")
    before = here.page.evaluate("scrollY")
    assert before > 300
    here.field.focus()
    here.page.keyboard.type("una pregunta")
    here.page.locator("summary").focus()
    here.page.keyboard.press("Enter")
    here.page.keyboard.press("Tab")
    assert here.page.evaluate("scrollY") == before


def test_screen_readers_find_the_conversation_and_every_name(visit: Begin) -> None:
    here = visit()
    here.say("¿dónde?")
    expect(here.bubbles()).to_have_count(1)
    expect(here.log).to_have_attribute("aria-live", "polite")
    tree = here.page.locator("body").aria_snapshot()
    for line in (
        "- banner:",
        '- heading "Amparo" [level=1]',
        f'- heading "{SAY("Hello! How can I help?")}" [level=2]',
        f'- log "{SAY("Conversation")}":',
        f'- button "{SAY("Share my location")}"',
        '- button "Miami"',
        f'- textbox "{SAY("What do you need?")}"',
        f'- button "{SAY("Send")}"',
    ):
        assert line in tree, tree
    assert SAY("You") in tree
    assert f"{SAY('Language')}: Español" in tree
    for node in here.page.locator("button").all():
        assert (node.text_content() or "").strip()


def test_people_who_want_less_motion_get_none(visit: Begin, chat: ScriptedChat) -> None:
    here = visit(reduced_motion="reduce")
    here.say("lento")
    expect(here.page.locator(".status.busy")).to_be_visible()
    moving = "document.getAnimations().length"
    assert here.page.evaluate(moving) == 0
    lively = visit(reduced_motion="no-preference")
    lively.say("lento")
    expect(lively.page.locator(".status.busy")).to_be_visible()
    assert lively.page.evaluate(moving) > 0


def test_dark_where_the_person_wants_it(visit: Begin) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    light, dark = visit(color_scheme="light"), visit(color_scheme="dark")
    assert light.page.evaluate(colour) == "rgb(248, 244, 236)"
    assert dark.page.evaluate(colour) == "rgb(17, 27, 25)"


def test_without_script_it_says_so_in_every_language(visit: Begin) -> None:
    here = visit(None, java_script_enabled=False)
    here.page.goto(f"{here.url}/?lang=fr")
    told = here.page.locator("noscript p")
    text = "This chat needs JavaScript. Please switch it on in your browser."
    assert set(told.all_inner_texts()) == {phrases(code)(text) for code in LANGUAGES}
    expect(told.first).to_be_visible()
    expect(told.first).to_have_text(phrases("fr")(text))
    expect(here.page.get_by_text(page_texts("fr")["about"])).to_be_visible()
    expect(here.field).to_be_hidden()


def test_languages_are_offered_by_their_own_names(visit: Begin) -> None:
    here = visit()
    here.page.locator("summary").click()
    buttons = here.page.get_by_role("banner").get_by_role("button")
    expect(buttons).to_have_text(list(OWN_NAMES.values()))
    assert [button.get_attribute("lang") for button in buttons.all()] == list(OWN_NAMES)
    here.page.mouse.click(20, 600)
    expect(buttons.first).to_be_hidden()
