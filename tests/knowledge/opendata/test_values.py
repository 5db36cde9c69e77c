"""Web addresses become URIs, mail addresses are kept or dropped, moments are UTC."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rfc3986_validator import validate_rfc3986

from knowledge.opendata.values import email, items, moment, text, uri


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("https://example.org/a?b=1#c", "https://example.org/a?b=1#c"),
        ("https://example.org/niños", "https://example.org/ni%C3%B1os"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/?id={7}", "https://example.org/?id=%7B7%7D"),
        ("https://example.org:8080/x", "https://example.org:8080/x"),
        ("ftp://example.org", ""),
        ("example.org", ""),
        ("https://", ""),
        ("https://[bad", ""),
        ("", ""),
    ],
)
def test_uri(written: str, made: str) -> None:
    assert uri(written) == made


@given(st.text() | st.text().map(lambda text: f"https://example.org/{text}"))
def test_a_uri_is_one_or_nothing(written: str) -> None:
    made = uri(written)
    assert not made or validate_rfc3986(made, rule="URI")
    assert uri(made) == made


@pytest.mark.parametrize("written", ["a@b", "a b@example.org", "a@example.org\n", "", "niño@x.org"])
def test_what_is_no_mail_address(written: str) -> None:
    assert email(written) == ""


def test_a_mail_address_is_kept() -> None:
    assert email("help+es@casa.example.org") == "help+es@casa.example.org"


def test_a_moment_is_utc_with_milliseconds() -> None:
    at = datetime(2026, 3, 4, 1, 2, 3, 456789, tzinfo=timezone(timedelta(hours=-3)))
    assert moment(at) == "2026-03-04T04:02:03.456Z"
    assert moment(datetime(2026, 3, 4, tzinfo=UTC)) == "2026-03-04T00:00:00.000Z"


def test_values_of_another_type_are_named() -> None:
    assert (text(None, "x"), items(None, "x")) == ("", [])
    with pytest.raises(ValueError, match="fees is not a text"):
        text(3, "fees")
    for wrong in ("x", ["x"], {"a": 1}):
        with pytest.raises(ValueError, match="phones is not a list of objects"):
            items(wrong, "phones")
