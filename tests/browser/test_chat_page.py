"""What people do on the chat page, in a real browser before a scripted conversation."""

import re
from collections.abc import Callable

import pytest

from bot.messages import Point
from bot.phrases import phrases
from tests.support.browsing import Visit, expect
from tests.support.scripted_chat import ScriptedChat

pytestmark = pytest.mark.browser
Begin = Callable[..., Visit]
SAY = phrases("es")


def test_a_question_is_answered(visit: Begin, chat: ScriptedChat) -> None:
    here = visit()
    assert here.chat_calls() == 0
    here.say("tengo hambre")
    expect(here.bubbles()).to_contain_text("Comedor La Esperanza")
    expect(here.bubbles("mine")).to_have_text("tengo hambre")
    expect(here.field).to_have_value("")
    expect(here.field).to_be_focused()
    expect(here.log.locator(".theirs")).to_have_attribute("lang", "es")
    expect(here.bubbles()).to_have_attribute("dir", "auto")
    assert (chat.heard[0].channel, chat.heard[0].text) == ("web", "tengo hambre")
    assert (chat.heard[0].language, chat.heard[0].language_hint) == (None, "es")


def test_the_send_button_sends_and_empty_texts_are_not_sent(visit: Begin) -> None:
    here = visit()
    send = here.page.get_by_role("button", name=SAY("Send"), exact=True)
    here.field.fill("   ")
    send.click()
    here.field.fill("buenas")
    send.click()
    expect(here.bubbles()).to_contain_text("Soy Amparo")
    assert here.chat_calls() == 1


def test_nothing_but_a_random_session_is_kept(visit: Begin, chat: ScriptedChat) -> None:
    here = visit()
    here.say("uno")
    expect(here.bubbles()).to_have_count(1)
    kept = here.page.evaluate("Object.assign({}, sessionStorage)")
    assert list(kept) == ["amparo.session"]
    assert re.fullmatch(r"[0-9a-f]{32}", kept["amparo.session"])
    assert here.page.evaluate("localStorage.length") == 0
    assert here.context.cookies() == []
    here.say("dos")
    expect(here.bubbles()).to_have_count(2)
    assert {message.user for message in chat.heard} == {kept["amparo.session"]}
    other = visit()
    other.say("tres")
    expect(other.bubbles()).to_have_count(1)
    assert chat.heard[2].user != chat.heard[0].user


def test_cards_keep_their_lines_and_link_what_can_be_called_or_opened(visit: Begin) -> None:
    here = visit()
    here.say("tengo hambre")
    links = here.bubbles().get_by_role("link")
    expect(links).to_have_count(6)
    shown = [(link.inner_text(), link.get_attribute("href")) for link in links.all()]
    assert shown == [
        ("+1 305-555-0142 ext. 12", "tel:+13055550142"),
        ("+1 305-555-0143", "tel:+13055550143"),
        ("https://example.org/comedor?dia=hoy", "https://example.org/comedor?dia=hoy"),
        ("Guía de servicios (ejemplo)", "https://example.org/guide"),
        ("+1 305-555-0199", "tel:+13055550199"),
        ("Guía de servicios (ejemplo)", "https://example.org/guide"),
    ]
    web = links.nth(2)
    expect(web).to_have_attribute("rel", "noopener noreferrer")
    expect(web).to_have_attribute("target", "_blank")
    lines = here.bubbles().inner_text().split("\n")
    assert "📍 742 NW 2nd Ave, Miami, FL 33136" in lines
    assert "💲 Gratis" in lines


def test_numbers_of_danger_can_be_called(visit: Begin) -> None:
    here = visit()
    here.say("estoy en peligro")
    links = here.bubbles().get_by_role("link")
    expect(links).to_have_count(3)
    addresses = [link.get_attribute("href") for link in links.all()]
    assert addresses == ["tel:911", "tel:18007997233", "tel:112"]


def test_markup_is_only_text(visit: Begin) -> None:
    here = visit()
    here.say("<b>html</b>")
    expect(here.bubbles()).to_contain_text("<img src=x onerror=alert(1)> <b>no</b>")
    expect(here.bubbles("mine")).to_have_text("<b>html</b>")
    assert here.log.locator("img, b, a").count() == 0


def test_a_button_says_its_label_and_sends_its_payload(visit: Begin, chat: ScriptedChat) -> None:
    here = visit()
    here.say("¿dónde?")
    here.log.get_by_role("button", name="Miami").click()
    expect(here.bubbles("mine").last).to_have_text("Miami")
    expect(here.bubbles()).to_have_count(2)
    assert (chat.heard[1].choice, chat.heard[1].text) == ("place:miami", "")
    # Only the last answer has buttons.
    expect(here.log.get_by_role("button")).to_have_text(
        ["Más resultados", "Cambiar lugar", "Hablar con una persona"]
    )


def test_the_location_is_shared_when_asked_for(visit: Begin, chat: ScriptedChat) -> None:
    here = visit(
        geolocation={"latitude": 25.774312, "longitude": -80.193743}, permissions=["geolocation"]
    )
    share = here.log.get_by_role("button", name=SAY("Share my location"))
    here.say("tengo hambre")
    expect(here.bubbles()).to_have_count(1)
    expect(share).to_have_count(0)
    here.say("¿dónde?")
    share.click()
    expect(here.bubbles("mine").last).to_have_text(SAY("My location"))
    expect(here.bubbles().last).to_contain_text("Cerca de ti (25.774, -80.194)")
    assert chat.heard[2].point == Point(25.774, -80.194)


def test_a_refused_location_is_no_dead_end(visit: Begin, chat: ScriptedChat) -> None:
    here = visit(permissions=[])
    here.say("¿dónde?")
    share = here.log.get_by_role("button", name=SAY("Share my location"))
    share.click()
    text = "Your location was not shared. No problem: write the name of your city or town."
    expect(here.bubbles("note")).to_have_text(SAY(text))
    share.click()
    expect(here.bubbles("note")).to_have_count(1)
    expect(share).to_be_visible()
    here.say("hambre en Miami")
    expect(here.bubbles()).to_have_count(2)
    expect(here.bubbles("note")).to_have_count(0)
    assert len(chat.heard) == 2


def test_offline_nothing_is_lost(visit: Begin, chat: ScriptedChat) -> None:
    here = visit()
    here.excused = ["ERR_INTERNET_DISCONNECTED"]
    here.context.set_offline(True)
    here.say("tengo hambre")
    expect(here.bubbles("note")).to_have_text(
        SAY("There is no internet connection. Your message is kept here.")
    )
    here.say("¿dónde?")
    again = here.log.get_by_role("button", name=SAY("Send again"))
    expect(again).to_have_count(2)
    expect(here.bubbles("mine")).to_have_text(["tengo hambre", "¿dónde?"])
    here.context.set_offline(False)
    again.first.click()
    expect(here.bubbles()).to_contain_text("Comedor La Esperanza")
    expect(again).to_have_count(1)
    again.click()
    expect(here.bubbles()).to_have_count(2)
    expect(here.bubbles("note")).to_have_count(0)
    assert [message.text for message in chat.heard] == ["tengo hambre", "¿dónde?"]


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (429, "Many messages came in a short time. Please wait a moment, then send it again."),
        (503, "Your message did not arrive. It is kept here."),
        (200, "Your message did not arrive. It is kept here."),  # a hotel's sign-in page
    ],
)
def test_troubles_of_the_server_are_told(visit: Begin, status: int, text: str) -> None:
    here = visit("/?lang=ht")
    here.excused = [f"status of {status}"]
    here.page.route("**/api/chat", lambda route: route.fulfill(status=status, body="<html>"))
    here.say("hambre")
    expect(here.bubbles("note")).to_have_text(phrases("ht")(text))
    here.page.unroute("**/api/chat")
    here.log.get_by_role("button", name=phrases("ht")("Send again")).click()
    expect(here.bubbles()).to_contain_text("Comedor")
    expect(here.bubbles("mine")).to_have_count(1)


def test_a_failing_conversation_is_told(visit: Begin, chat: ScriptedChat) -> None:
    here = visit()
    here.excused = ["status of 500"]
    here.say("rómpete")
    expect(here.bubbles("note")).to_have_text(SAY("Your message did not arrive. It is kept here."))
    here.say("hambre")
    expect(here.bubbles()).to_have_count(1)
    expect(here.log.get_by_role("button", name=SAY("Send again"))).to_be_visible()


def test_it_tells_that_it_works_and_answers_in_order(visit: Begin, chat: ScriptedChat) -> None:
    here = visit()
    status = here.page.get_by_role("status")
    here.say("lento")
    expect(status).to_have_text(SAY("Amparo is looking for an answer…"))
    here.say("hambre")
    assert len(chat.heard) == 1
    chat.release.set()
    expect(here.bubbles()).to_have_count(2)
    expect(here.bubbles().first).to_have_text("Gracias por esperar.")
    expect(status).to_have_text("")


def test_who_is_forgotten_starts_anew(visit: Begin, chat: ScriptedChat) -> None:
    here = visit()
    here.say("hambre")
    expect(here.bubbles()).to_have_count(1)
    here.say("olvídame")
    expect(here.bubbles()).to_have_text(["He borrado todo."])
    expect(here.bubbles("mine")).to_have_count(0)
    here.say("hambre")
    expect(here.bubbles()).to_have_count(2)
    assert chat.heard[0].user == chat.heard[1].user != chat.heard[2].user
