"""The address of a record: which answer, in which language, with which headers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from admin.pages.router import KEPT_SECONDS, page_path
from bot.phrases import phrases
from knowledge.content import Texts
from knowledge.ingest import apply
from knowledge.languages import LANGUAGES
from knowledge.lifecycle.ending import archive, delete, restore, stand_aside
from knowledge.models import Record
from tests.support.office import Office
from tests.support.record_page import read_page
from tests.support.records import INVENTED, make_content

Visit = Callable[..., Any]
CLOSED = {
    "default-src 'none'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
}
FIVE = {code: Texts(name=f"Kitchen in {code}") for code in LANGUAGES}


@pytest.mark.parametrize(
    ("query", "accepted", "own", "shown"),
    [
        ("?lang=ht", "fr", "en", "ht"),
        ("?lang=pt-BR", "", "en", "pt"),
        ("?lang=de", "fr;q=0.4, ht-HT;q=0.9", "en", "ht"),
        ("", "de, pt;q=0.1", "en", "pt"),
        ("", "de, es;q=0", "fr", "fr"),  # none of the five: the record's own
        ("", "", "fr", "fr"),
    ],
)
def test_the_language_is_asked_for_or_accepted_or_the_records_own(
    visit: Visit, office: Office, query: str, accepted: str, own: str, shown: str
) -> None:
    path = page_path(office.publish(language=own, texts=FIVE))
    answer = visit(path + query, accept_language=accepted)
    assert answer.status_code == 200
    assert answer.headers["content-language"] == shown
    assert answer.headers["vary"] == "Accept-Language"
    page = read_page(answer.text)
    assert page.attributes["lang"] == shown
    assert page.one("h1").text == f"Kitchen in {shown}"


def test_the_five_languages_know_of_each_other(visit: Visit, office: Office) -> None:
    path = page_path(office.publish(texts=FIVE))
    page = read_page(visit(f"{path}?lang=fr").text)
    address = f"https://amparo.example.org{path}"
    links = page.one("head").all("link")
    (canonical,) = [link for link in links if link.attributes["rel"] == "canonical"]
    assert canonical.attributes["href"] == f"{address}?lang=fr"
    others = {
        link.attributes["hreflang"]: link.attributes["href"]
        for link in links
        if link.attributes["rel"] == "alternate"
    }
    wanted = {code: f"{address}?lang={code}" for code in LANGUAGES}
    assert others == {**wanted, "x-default": address}
    shown = page.one("nav").all("a")
    assert [(link.attributes["hreflang"], link.attributes["lang"]) for link in shown] == [
        (code, code) for code in LANGUAGES
    ]
    assert [link.attributes["href"] for link in shown if "aria-current" in link.attributes] == [
        "?lang=fr"
    ]


def test_without_a_public_address_the_one_that_was_called(visit: Visit, office: Office) -> None:
    path = page_path(office.publish())
    assert f'href="http://test{path}?lang=en"' in visit(f"{path}?lang=en", public_url="").text
    hostile = visit(path, public_url="", host='x"><script>alert(1)</script>')
    assert "<script>alert" not in hostile.text


@pytest.mark.parametrize(
    "foreign",
    ["a/b", "a//b/", "50%", "two words", "línea-ñ", "?x#y", "a:b", "%2F", "line\nbreak", "../up",
     "雪", "+"],
)  # fmt: skip
def test_any_sign_of_a_foreign_id(
    visit: Visit, sessions: sessionmaker[Session], foreign: str
) -> None:
    with sessions.begin() as session:
        content = make_content("placeholder", name="Invented Soup")
        other = content.model_copy(update={"external_id": foreign})
        apply(session, INVENTED, [content, other], author="test")
    answer = visit(page_path(f"invented:{foreign}"))
    assert answer.status_code == 200
    assert read_page(answer.text).one("h1").text == "Invented Soup"
    assert f"https://amparo.example.org{page_path(f'invented:{foreign}')}?lang=en" in answer.text


@pytest.mark.parametrize(
    "path", ["/r/", "/r/nobody", "/r/%00", "/r/%FF%FE", "/r/" + "x" * 500, "/r/a/b/c", "/r/%27--"]
)
def test_what_never_was_is_not_found_in_the_persons_language(visit: Visit, path: str) -> None:
    answer = visit(path, accept_language="ht")
    assert answer.status_code == 404
    page = read_page(answer.text)
    assert page.attributes["lang"] == "ht"
    assert page.one("h1").text == phrases("ht")("This page does not exist")
    assert page.one("main").one("a").attributes["href"] == "/?lang=ht"
    assert page.all("script") == []


def test_what_was_withdrawn_is_gone(visit: Visit, office: Office) -> None:
    name = office.publish(name="Secret Soup")
    office.do(archive, name)
    answer = visit(f"{page_path(name)}?lang=pt")
    assert answer.status_code == 410
    assert answer.headers["cache-control"] == "no-cache"
    page = read_page(answer.text)
    assert page.one("h1").text == phrases("pt")("This page was taken down")
    assert "Secret Soup" not in answer.text
    office.do(restore, name)
    assert visit(page_path(name)).status_code == 200
    office.do(delete, name)
    assert visit(page_path(name)).status_code == 410


def test_what_has_expired_is_gone_before_the_clock_takes_it_out(
    visit: Visit, office: Office
) -> None:
    name = office.publish(expires_at=office.now + timedelta(days=1))  # long ago by now
    assert office.live(name) is not None
    assert visit(page_path(name)).status_code == 410


def test_a_draft_is_nobodys_business(visit: Visit, office: Office) -> None:
    written = office.write("soup", name="Draft Soup")
    unknown, draft = visit("/r/local:nobody"), visit(page_path(written))
    assert (draft.status_code, draft.text) == (404, unknown.text)
    name = office.publish(name="Open Kitchen", summary="As it was.")
    office.edit(name, texts={"en": Texts(name="Draft Kitchen")})
    page = visit(page_path(name))
    assert page.status_code == 200
    assert "Draft Kitchen" not in page.text
    assert "As it was." in page.text


def test_a_merged_record_leads_to_the_other(visit: Visit, office: Office) -> None:
    first, second, third = office.publish("a"), office.publish("b"), office.publish("c/d é")
    office.do(stand_aside, first, other=second)
    office.do(stand_aside, second, other=third)
    answer = visit(f"{page_path(first)}?lang=fr")
    assert answer.status_code == 301
    assert answer.headers["location"] == f"https://amparo.example.org{page_path(third)}?lang=fr"
    assert answer.headers["cache-control"] == f"max-age={KEPT_SECONDS}"
    assert visit(page_path(first)).headers["location"].endswith(page_path(third))
    office.do(archive, third)
    assert visit(page_path(first)).status_code == 410


def test_records_that_stand_for_each_other_are_no_endless_way(
    visit: Visit, office: Office, sessions: sessionmaker[Session]
) -> None:
    first, second = office.publish("a"), office.publish("b")
    office.do(stand_aside, first, other=second)
    office.do(archive, second)
    with sessions.begin() as session:  # the desk would refuse it
        session.get_one(Record, second).merged_into = first
    assert visit(page_path(first)).status_code == 410


def test_an_unchanged_page_is_not_sent_again(visit: Visit, office: Office) -> None:
    path = page_path(office.publish(texts=FIVE))
    first = visit(f"{path}?lang=es")
    tag = first.headers["etag"]
    assert first.headers["last-modified"] == "Wed, 04 Mar 2026 12:00:00 GMT"
    assert first.headers["cache-control"] == f"public, max-age={KEPT_SECONDS}"
    for known in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        again = visit(f"{path}?lang=es", if_none_match=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["vary"] == "Accept-Language"
    assert visit(f"{path}?lang=fr", if_none_match=tag).status_code == 200


def test_head_has_the_headers(visit: Visit, office: Office) -> None:
    path = page_path(office.publish())
    assert visit(path, method="HEAD").headers["etag"] == visit(path).headers["etag"]
    assert visit(path, method="POST").status_code == 405


def test_nothing_runs_nothing_is_told_nothing_is_kept(visit: Visit, office: Office) -> None:
    shown, gone = office.publish("a"), office.publish("b")
    moved = office.publish("c")
    office.do(archive, gone)
    office.do(stand_aside, moved, other=shown)
    for name in (shown, gone, moved, "nobody"):
        headers = visit(page_path(name)).headers
        policy = set(headers["content-security-policy"].split("; "))
        (style,) = policy - CLOSED
        assert policy >= CLOSED
        assert style.startswith("style-src 'sha256-")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in headers
