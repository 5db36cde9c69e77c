"""A headless Chromium for tests, and pages that note what must not happen."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

QUIET: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


def _give_up(reason: str) -> None:
    """Skip for `reason`, or fail where no test may be left out."""
    if os.environ.get("CI") == "true" or os.environ.get("AMPARO_TEST_ALL") == "1":
        pytest.fail(f"browser tests must run here: {reason}")
    pytest.skip(reason)


@contextmanager
def launch_browser() -> Iterator["Browser"]:
    """Give a Chromium; skip the test, naming what is missing, when there is none.

    With CI=true or AMPARO_TEST_ALL=1 it fails instead. While it runs its thread cannot start an
    asyncio loop, so keep it to the tests that need it.
    """
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    if path is None:
        _give_up("no chromium on the path")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _give_up("playwright is not installed: pip install 'amparo[test]'")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


def expect(found: "Locator") -> Any:
    """Return playwright's assertions, which wait until they hold."""
    # Not above: the tests are collected without playwright too.
    from playwright.sync_api import expect as playwright_expect

    return playwright_expect(found)


class Visit:
    """One person's visit to a page, in a fresh browser profile; a context manager.

    When it ends without an error it asserts that the console showed no error and that nothing was
    asked of another host. `excused` holds patterns of console errors that belong to the test.
    """

    def __init__(self, browser: "Browser", url: str, **options: Any) -> None:
        given = {"locale": "es-CO", "viewport": {"width": 390, "height": 844}}
        self.context = browser.new_context(**(given | options))
        self.context.set_default_timeout(10_000)
        self.url = url
        self.excused: list[str] = []
        self._errors: list[str] = []
        self._asked: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda said: self._note(said.type, said.text))
        self.page.on("pageerror", lambda error: self._errors.append(str(error)))
        self.page.on("request", lambda request: self._asked.append(request.url))

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self._errors.append(text)

    def __enter__(self) -> "Visit":
        return self

    def __exit__(self, kind: object, *_rest: object) -> None:
        self.context.close()
        if kind is None:
            allowed = "|".join(self.excused) or r"(?!)"
            assert [error for error in self._errors if not re.search(allowed, error)] == []
            here = urlsplit(self.url).netloc
            foreign = [
                asked
                for asked in self._asked
                if not asked.startswith("data:") and urlsplit(asked).netloc != here
            ]
            assert foreign == []

    def open(self, path: str = "/") -> None:
        """Open the chat and wait until one can write."""
        self.page.goto(self.url + path)
        self.field.wait_for()

    @property
    def field(self) -> "Locator":
        """The field one writes in."""
        return self.page.locator("#text")

    @property
    def log(self) -> "Locator":
        """The conversation."""
        return self.page.get_by_role("log")

    def say(self, text: str) -> None:
        """Write and press Enter."""
        self.field.fill(text)
        self.field.press("Enter")

    def bubbles(self, kind: str = "theirs") -> "Locator":
        """Bubbles of the assistant ("theirs"), of the person ("mine") or of the page ("note")."""
        return self.log.locator(f".{kind} .bubble")

    def chat_calls(self) -> int:
        """Return how often the page has called the API."""
        return sum(asked.endswith("/api/chat") for asked in self._asked)
