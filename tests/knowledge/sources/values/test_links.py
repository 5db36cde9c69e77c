"""Web and mail addresses as people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.sources.values.links import clean_email, clean_url


@pytest.mark.parametrize(
    ("written", "url"),
    [("www.x.org", "https://www.x.org"), ("HTTP://X.ORG/Path", "http://x.org/Path"),
     ("https:/www.x.org/a", "https://www.x.org/a"), ("http://http://x.org", "http://x.org"),
     ("x.org, y.org", "https://x.org"), ("niños.org/a?b=c#d", "https://niños.org/a?b=c#d"),
     ("N/A", ""), (" ", "")],
)  # fmt: skip
def test_urls(written: str, url: str) -> None:
    assert clean_url(written) == (url, "")


@pytest.mark.parametrize(
    "written", ["releasethesilence", "x.org\\a\\", "javascript:alert(1)", "me@x.org", "ftp://x.org",
                f"x.org/{'a' * 1000}"],
)  # fmt: skip
def test_what_is_no_url(written: str) -> None:
    url, fault = clean_url(written)
    assert url == ""
    assert fault


def test_emails() -> None:
    assert clean_email("mailto:a@b.org") == ("a@b.org", "")
    assert clean_email("a@b.org; c@d.org") == ("a@b.org", "")
    assert clean_email("") == ("", "")
    assert clean_email("see web") == ("", "not a mail address: see web")


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_link(written: str) -> None:
    url, _ = clean_url(written)
    assert url == "" or url.startswith(("http://", "https://"))
    clean_email(written)
