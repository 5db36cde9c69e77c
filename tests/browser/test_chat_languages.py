"""The languages of the chat page: chosen by header, button, link, or by writing in them."""

from collections.abc import Callable

import pytest

from bot.phrases import phrases
from tests.support.browsing import Visit, expect
from tests.support.scripted_chat import SPOKEN, ScriptedChat

pytestmark = pytest.mark.browser
Begin = Callable[..., Visit]


def test_the_language_is_switched_in_the_header(visit: Begin, chat: ScriptedChat) -> None:
    here, kreyol = visit("/?place=miami"), phrases("ht")
    here.say("hambre")
    expect(here.bubbles()).to_have_count(1)
    here.page.locator("summary").click()
    here.page.get_by_role("banner").get_by_role("button", name="Kreyòl ayisyen").click()
    expect(here.page.locator("html")).to_have_attribute("lang", "ht")
    expect(here.page.get_by_role("heading", level=2)).to_have_text(kreyol("Hello! How can I help?"))
    expect(here.page.get_by_label(kreyol("What do you need?"))).to_be_visible()
    expect(here.page.get_by_role("log", name=kreyol("Conversation"))).to_be_visible()
    expect(here.page.locator("#current")).to_have_text("Kreyòl ayisyen")
    assert here.page.title().endswith(kreyol("Services and rights for people on the move"))
    # Nothing said is lost, and the assistant was told.
    expect(here.bubbles()).to_have_count(2)
    expect(here.bubbles("mine")).to_have_text(["hambre", "Kreyòl ayisyen"])
    expect(here.bubbles().last).to_have_text(SPOKEN["ht"])
    expect(here.log.locator(".theirs").last).to_have_attribute("lang", "ht")
    assert (chat.heard[1].choice, chat.heard[1].language) == ("lang:ht", "ht")
    here.say("manje")
    expect(here.bubbles()).to_have_count(3)
    assert (chat.heard[2].language, chat.heard[2].place) == ("ht", "miami")
    here.page.reload()
    expect(here.page.locator("html")).to_have_attribute("lang", "ht")
    here.say("ankò")
    expect(here.bubbles()).to_have_count(1)
    assert (chat.heard[3].language, chat.heard[3].place) == ("ht", "miami")


def test_a_language_button_of_the_conversation_switches_the_page(
    visit: Begin, chat: ScriptedChat
) -> None:
    here = visit()
    here.say("buenas")
    here.log.get_by_role("button", name="Português").click()
    expect(here.page.locator("html")).to_have_attribute("lang", "pt")
    expect(here.bubbles().last).to_have_text(SPOKEN["pt"])
    assert (chat.heard[1].choice, chat.heard[1].language) == ("lang:pt", "pt")


def test_the_page_follows_the_language_of_the_answers(visit: Begin, chat: ScriptedChat) -> None:
    here = visit()
    here.say("bòn")
    expect(here.page.locator("html")).to_have_attribute("lang", "ht")
    here.say("hambre")
    expect(here.page.locator("html")).to_have_attribute("lang", "es")
    assert [message.language for message in chat.heard] == [None, None]


def test_a_language_that_was_chosen_stays(visit: Begin, chat: ScriptedChat) -> None:
    here = visit("/?lang=fr&place=miami")
    here.say("bòn")
    expect(here.bubbles()).to_have_count(1)
    expect(here.page.locator("html")).to_have_attribute("lang", "fr")
    assert (chat.heard[0].language, chat.heard[0].place) == ("fr", "miami")
