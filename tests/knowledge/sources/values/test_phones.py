"""Telephone numbers as people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.sources.values.phones import parse_phones, region_of


@pytest.mark.parametrize(
    ("written", "number", "extension"),
    [
        ("305-253-4841", "+13052534841", ""), ("(305) 253 4841", "+13052534841", ""),
        ("305-646-7220 x5427", "+13056467220", "5427"),
        ("305-253-4841 ext. 12", "+13052534841", "12"),
        ("305-891-8850 xOPT2", "+13058918850", "OPT2"), ("1-800-FLA-HELP", "+18003524357", ""),
        ('"+44 1234 234567"', "+441234234567", ""), ("211", "211", ""), ("000-000-0211", "211", ""),
        ("000-074-1741", "741741", ""),
    ],
)  # fmt: skip
def test_phones(written: str, number: str, extension: str) -> None:
    (phone,), fault = parse_phones(written, region="US")
    assert (phone.number, phone.extension, fault) == (number, extension, "")


def test_several_phones_in_one_cell() -> None:
    phones, _ = parse_phones("305-253-4841 / 305-253-4842", region="US")
    assert [phone.number for phone in phones] == ["+13052534841", "+13052534842"]


def test_phones_that_cannot_be_read() -> None:
    (phone,), fault = parse_phones("000-000-*347", region="US")
    assert (phone.number, fault) == ("000-000-*347", "number not understood: 000-000-*347")
    assert parse_phones("call us", region="US") == ([], "no number: call us")
    (phone,), fault = parse_phones("305-253-4841", region=None)
    assert phone.number == "305-253-4841"
    assert fault


@pytest.mark.parametrize(
    ("kind", "written", "description", "expected"),
    [("", "305-253-4841", "", "voice"), ("Fax", "305-253-4841", "", "fax"),
     ("", "305-253-4841 fax", "", "fax"), ("", "305-253-4841", "Our fax line", "fax"),
     ("voice", "305-253-4841", "not the fax", "voice"), ("SMS", "305-253-4841", "", "text"),
     ("TTY", "305-253-4841", "", "tty"), ("whatever", "305-253-4841", "", "voice")],
)  # fmt: skip
def test_types_of_phones(kind: str, written: str, description: str, expected: str) -> None:
    (phone,), _ = parse_phones(written, region="US", kind=kind, description=description)
    assert phone.type == expected


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_phone_cell(written: str) -> None:
    phones, fault = parse_phones(written, region="US")
    assert phones or fault
    assert all(phone.number for phone in phones)


def test_regions() -> None:
    assert [region_of(country) for country in ("us", "HT", "world", None, "")] == [
        "US", "HT", None, None, None,
    ]  # fmt: skip
