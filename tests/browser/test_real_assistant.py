"""The chat page before the real assistant: a question, an answer, another language."""

import pytest

from amparo.server import build_server
from amparo.wiring import App
from bot.phrases import phrases
from tests.support.browsing import Visit, expect, launch_browser
from tests.support.servers import run_app

pytestmark = pytest.mark.browser


def test_a_question_is_answered_and_the_language_switched(app: App) -> None:
    with (
        run_app(build_server(app)) as url,
        launch_browser() as browser,
        Visit(browser, url, viewport={"width": 320, "height": 640}) as visit,
    ):
        visit.open("/?lang=ht")
        visit.say("patwon an pa peye m, kisa m ka fè nan Meksik")
        expect(visit.log).to_contain_text(phrases("ht")("Source: {title}", title="")[:4])
        expect(visit.log.locator(".theirs").last).to_have_attribute("lang", "ht")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320
        visit.page.get_by_role("button", name="Português").last.click()
        expect(visit.page.locator("html")).to_have_attribute("lang", "pt")
