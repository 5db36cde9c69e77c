"""The page that counts the content says what is really there."""

from pathlib import Path

from amparo.counting import HEADINGS, as_markdown, count_records
from amparo.wiring import App
from knowledge.content import Standing
from knowledge.publishing import live_records
from tests.support.records import make_content, published

PAGE = Path(__file__).parents[2] / "docs" / "content.md"


def test_the_page_counts_the_content_that_comes_with_the_project(app: App) -> None:
    with app.sessions() as session:
        records = list(live_records(session))
    assert all(record.source_id == "starter" for record in records)
    page = as_markdown(count_records(records, app.places), len(records))
    assert PAGE.read_text(encoding="utf-8") == page, (
        "write it anew: bin/amparo export counts --out docs/content.md"
    )


def test_records_are_counted_under_every_heading(app: App) -> None:
    gone = published(make_content("gone", standing=Standing.DEFUNCT, place_id="miami"))
    counts = count_records([gone, published(make_content("here"))], app.places)
    assert counts.keys() == HEADINGS.keys()
    assert counts["status"] == {"defunct": 1, "operating": 1}
    assert counts["country"] == {"United States": 2}
    assert counts["language"] == {"English": 2}
    assert counts["translation"]["Haitian Creole, missing"] == 2
