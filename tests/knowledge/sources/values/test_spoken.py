"""Languages of a service as people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.sources.values.spoken import parse_spoken


@pytest.mark.parametrize(
    ("written", "codes"),
    [("Creole", "ht"), ("Haitian Creole", "ht"), ("hat", "ht"), ("Haitian-Creole", "ht"),
     ("kreyòl ayisyen", "ht"), ("English and Spanish", "en es"), ("eng;spa", "en es"),
     ("Español / Inglés", "es en"), ("ES|EN", "es en"), ("pt-BR", "pt"), ("* English", "en"),
     ("Spanish (limited)", "es"), ("Creole\n\nTax Prep:\nEnglish", "ht en"),
     ("French and Creole. Ask.", "fr ht"),
     ("Some Spanish and some American Sign Language", "es ase"),
     ("Jamaican Creole", "jam"), ("français, créole haïtien", "fr ht"),
     ("Spanish (website)", ""), ("Spanish (Portuguese - publications only)", "es"),
     ("Materials available in: English", ""), ("is available.", ""), ("no", ""), ("all", ""),
     ("as needed for the family", ""), ("", "")],
)  # fmt: skip
def test_languages(written: str, codes: str) -> None:
    assert " ".join(parse_spoken(written).codes) == codes


def test_remarks_on_interpreters_are_kept() -> None:
    spoken = parse_spoken("Spanish\n\nInterpreter services as needed")
    assert (spoken.codes, spoken.note) == (("es",), "Interpreter services as needed")
    assert parse_spoken("Other languages available upon request").codes == ()
    assert parse_spoken("Others upon request").note == ""


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_language_cell(written: str) -> None:
    codes = parse_spoken(written).codes
    assert len(set(codes)) == len(codes)
