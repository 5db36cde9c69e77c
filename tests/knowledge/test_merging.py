"""What one side changed is taken, what both changed stays ours and is named, and it is valid."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.content import Citation, Kind, Phone, RecordContent, Schedule, Texts, Topic
from knowledge.differences import Path, fields_of
from knowledge.merging import merge
from knowledge.places import Place, Places
from knowledge.topics import load_topics
from knowledge.translations import Status, status_of
from knowledge.validation import check
from tests.support.records import make_content

TOPICS = load_topics()
PLACES = Places(
    Place(id=name, kind="municipality", parent=None, timezone="", at=None, names={"en": name})
    for name in ("miami", "lima")
)
D1, D2, D3 = date(2026, 1, 1), date(2026, 6, 1), date(2026, 12, 1)
VERIFIED, COUPLED = ("verified_on",), {("review_by",), ("kind",), ("legal_kind",)}
"""Of two verifications the later one counts; dates, and kinds, go together."""
ORIGIN = {"provenance", "source_digest"}

_few = st.sampled_from(["", "one", "two"])
_texts = st.builds(
    Texts,
    name=st.sampled_from(["Kitchen", "Soup House", "Pantry"]),
    body=_few,
    steps=st.sampled_from([(), ("go",), ("go", "ask")]),
    provenance=st.sampled_from(["human", "machine"]),
    source_digest=st.sampled_from(["", "aa", "bb"]),
)


@st.composite
def _records(draw: st.DrawFn) -> RecordContent:
    texts = draw(st.dictionaries(st.sampled_from(["en", "fr", "ht"]), _texts, min_size=1))
    kind, legal_kind = draw(
        st.sampled_from([(Kind.SERVICE, ""), (Kind.RIGHT, ""), (Kind.RIGHT, "law")])
    )
    return make_content(
        texts=texts,
        language=draw(st.sampled_from(sorted(texts))),
        kind=kind,
        legal_kind=legal_kind,
        place_id=draw(st.sampled_from(["miami", "lima"])),
        cost=draw(st.sampled_from(["free", "paid", "unknown"])),
        phones=draw(st.sampled_from([(), (Phone(number="305 555"),), (Phone(number="77 77"),)])),
        schedules=draw(
            st.sampled_from([(), (Schedule(weekday="MO", opens_at="09:00", closes_at="10:00"),)])
        ),
        topics=draw(st.sampled_from([(), (Topic(id="food"),), (Topic(id="transport"),)])),
        citation=Citation(title=draw(st.sampled_from(["Book", "List"]))),
        **draw(
            st.sampled_from([
                {"verified_on": verified, "review_by": review}
                for verified in (None, D1, D2, D3) for review in (None, D1, D2, D3)
                if not (verified and review and review < verified)
            ])
        ),
    )  # fmt: skip


def _check(content: RecordContent) -> list[str]:
    return [str(problem) for problem in check(content, places=PLACES, topics=TOPICS)]


def _said(content: RecordContent, path: Path) -> Any:
    return fields_of(content).get(path)


@settings(max_examples=200, deadline=None)
@given(base=_records(), other=_records())
def test_what_only_one_side_changed_is_the_outcome(
    base: RecordContent, other: RecordContent
) -> None:
    assert _check(base) == []
    for merged in (merge(base, other, base), merge(base, base, other), merge(base, other, other)):
        assert (merged.content, merged.kept) == (other, ())


@settings(max_examples=400, deadline=None)
@given(base=_records(), ours=_records(), theirs=_records())
def test_any_three_versions_make_a_valid_one_of_what_was_said(
    base: RecordContent, ours: RecordContent, theirs: RecordContent
) -> None:
    merged = merge(base, ours, theirs)
    assert _check(merged.content) == []
    assert merged.content.language in merged.content.texts
    for path, value in fields_of(merged.content).items():
        assert value in (_said(ours, path), _said(theirs, path)), "nothing comes from nowhere"


@settings(max_examples=400, deadline=None)
@given(base=_records(), ours=_records(), theirs=_records())
def test_exactly_what_both_changed_differently_is_kept_and_named(
    base: RecordContent, ours: RecordContent, theirs: RecordContent
) -> None:
    old, mine, new = fields_of(base), fields_of(ours), fields_of(theirs)
    both = {
        path
        for path in mine.keys() | new.keys()
        if len({repr(side.get(path)) for side in (old, mine, new)}) == 3
    }
    merged = merge(base, ours, theirs)
    kept = {tuple(name.split(".")) for name in merged.kept}
    assert kept - COUPLED == both - COUPLED - {VERIFIED}
    for path in kept - {path for path in kept if path[0] == "texts"}:
        assert _said(merged.content, path) == mine[path]


@settings(max_examples=400, deadline=None)
@given(base=_records(), ours=_records(), theirs=_records())
def test_changes_that_do_not_meet_are_both_taken(
    base: RecordContent, ours: RecordContent, theirs: RecordContent
) -> None:
    old, mine, new = fields_of(base), fields_of(ours), fields_of(theirs)
    merged = fields_of(merge(base, ours, theirs).content)
    for path in old.keys() & mine.keys() & new.keys() - COUPLED:
        if path[-1] in ORIGIN:
            continue  # goes with the words of its translation
        if new[path] == old[path]:
            assert merged[path] == mine[path]
        elif mine[path] == old[path]:
            assert merged[path] == new[path]


def _with(content: RecordContent, language: str, **said: Any) -> RecordContent:
    text = content.texts.get(language) or Texts(name="Kizin")
    texts = {**content.texts, language: text.model_copy(update=said)}
    return content.model_copy(update={"texts": texts})


def test_a_language_that_one_side_added_and_one_that_the_other_added_are_both_there() -> None:
    base = make_content()
    merged = merge(base, _with(base, "ht", body="a"), _with(base, "fr", body="b"))
    assert merged.content.texts.keys() == {"en", "ht", "fr"}
    assert merged.kept == ()


def test_a_translation_that_staff_corrected_is_not_lost_when_the_source_drops_it() -> None:
    base = _with(make_content(), "ht", body="old")
    ours = _with(base, "ht", body="new")
    merged = merge(base, ours, make_content())
    assert merged.content.texts["ht"] == ours.texts["ht"]
    assert merged.kept == ("texts.ht.body",)
    assert "ht" not in merge(base, base, make_content()).content.texts


def test_the_later_of_two_verifications_counts() -> None:
    base, early, late = (make_content(verified_on=day) for day in (D1, D2, D3))
    for ours, theirs in ((early, late), (late, early)):
        merged = merge(base, ours, theirs)
        assert (merged.content.verified_on, merged.kept) == (D3, ())


def test_a_verification_that_staff_took_back_stays_away() -> None:
    base = make_content(verified_on=D2)
    ours = make_content(verified_on=None, cost="free")
    theirs = make_content(verified_on=D2, url="https://kitchen.example.org")
    assert merge(base, ours, theirs).content.verified_on is None


def test_a_review_date_never_lies_before_the_verification() -> None:
    base = make_content(verified_on=D1)
    ours = make_content(verified_on=D1, review_by=D2)
    theirs = make_content(verified_on=D3)
    merged = merge(base, ours, theirs)
    assert (merged.content.verified_on, merged.content.review_by) == (D3, None)


def test_a_translation_that_stays_ours_does_not_claim_to_follow_the_new_source() -> None:
    first = make_content(body="Soup.")
    base = _with(first, "ht", body="Soup.", source_digest=first.source_text().digest())
    ours = _with(base, "ht", body="Soup cho.", provenance="human")
    second = _with(base, "en", body="Soup and bread.")
    digest = second.source_text().digest()
    theirs = _with(second, "ht", body="Soup ak pen.", source_digest=digest, provenance="machine")
    merged = merge(base, ours, theirs)
    assert merged.content.texts["en"].body == "Soup and bread."
    assert merged.content.texts["ht"] == ours.texts["ht"]
    assert status_of(merged.content, "ht") is Status.OUTDATED
    assert status_of(merge(base, base, theirs).content, "ht") is Status.MACHINE


def test_a_legal_kind_that_staff_gave_keeps_its_kind_of_record() -> None:
    base = make_content(kind=Kind.RIGHT)
    ours = make_content(kind=Kind.RIGHT, legal_kind="law")
    merged = merge(base, ours, make_content(kind=Kind.SERVICE))
    assert (merged.content.kind, merged.content.legal_kind) == (Kind.RIGHT, "law")
    assert merged.kept == ("kind",)


def test_an_own_language_that_is_none_of_ours_leaves_with_the_record_it_was_of() -> None:
    german = {"de": Texts(name="Küche"), "en": Texts(name="Kitchen")}
    base = make_content(language="de", texts=german)
    ours = _with(base, "de", body="Suppe")
    theirs = make_content(language="en", texts={"en": Texts(name="Kitchen")})
    merged = merge(base, ours, theirs).content
    assert (merged.language, merged.texts.keys()) == ("en", {"en"})
    assert _check(merged) == []
