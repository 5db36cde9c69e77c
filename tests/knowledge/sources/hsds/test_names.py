"""Names in capitals become readable; names in ordinary case stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.sources.hsds.names import learn_acronyms, readable_name


@pytest.mark.parametrize(
    ("name", "readable"),
    [
        ("OFFICE OF THE ATTORNEY GENERAL", "Office of the Attorney General"),
        ("YMCA OF GREATER MIAMI, INC.", "YMCA of Greater Miami, Inc."),
        ("HIV/AIDS TESTING AND LGBT CARE", "HIV/AIDS Testing and LGBT Care"),
        ("WIC AND USCIS AT FIU AND UM", "WIC and USCIS at FIU and UM"),
        ("PHASE II - KING HENRY VIII", "Phase II - King Henry VIII"),
        ("O'NEIL AND MCDONALD HOUSE", "O'Neil and McDonald House"),
        ("ST. MARY'S CHILDREN'S CENTER", "St. Mary's Children's Center"),
        ("CENTRO DE LA MUJER LATINA", "Centro de la Mujer Latina"),
        ("HOMELESS OF MIAMI-DADE: THE SHELTER", "Homeless of Miami-Dade: The Shelter"),
        ("WILLIAM A. CHAPMAN ELEMENTARY K-8", "William A. Chapman Elementary K-8"),
        ("CARE FOR THE ELDERLY (CE)", "Care for the Elderly (CE)"),
        ("16th CIRCUIT, NW 7TH AVENUE", "16th Circuit, NW 7th Avenue"),
        ("U.S. H.O.P.E. MDCPS", "U.S. H.O.P.E. MDCPS"),
        ("ÉCOLE DES ENFANTS", "École des Enfants"),
        ("Already Readable NASA Name", "Already Readable NASA Name"),
        ("lower case", "lower case"),
        ("2-1-1", "2-1-1"),
        ("", ""),
    ],
)
def test_readable_names(name: str, readable: str) -> None:
    assert readable_name(name) == readable


def test_acronyms_are_learned_from_running_text() -> None:
    texts = [
        "At JCS we help. JCS is for all; a fast help.",
        "The FAST way, fast.",
        "SHOUTED AGENCY",
    ]
    learned = learn_acronyms(texts)
    assert learned == {"JCS"}
    assert readable_name("JACK OF JAC", frozenset({"JAC"})) == "Jack of JAC"


@settings(deadline=None)
@given(st.text("ABCDEIOMN abcdeio'’.-/(),&:0123456789Éñ", max_size=40))
def test_idempotent_and_only_case_is_changed(name: str) -> None:
    once = readable_name(name)
    assert readable_name(once) == once
    assert once.casefold() == name.casefold()


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_name_survives(name: str) -> None:
    assert len(readable_name(name)) >= 0
