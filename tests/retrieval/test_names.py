"""A record is called by a word that stands in its name in every language."""

from retrieval.names import MOST_RECORDS, ProperNames

CARD = {
    "es": "IDNYC, la tarjeta de Nueva York",
    "en": "IDNYC, the card of New York",
    "fr": "IDNYC, la carte de New York",
    "ht": "IDNYC, kat vil New York",
    "pt": "IDNYC, o cartão de Nova York",
}


def test_a_proper_name_calls_its_record_in_any_spelling() -> None:
    names = ProperNames()
    names.put("card", CARD)
    assert names.called("q es el idnyc") == {"card": 1.0}
    assert names.called("la tarjeta de la ciudad") == {}, "ordinary words differ by language"
    assert names.called("york", aside={"york"}) == {}, "a place is no name of a service"


def test_a_record_in_one_language_has_no_proper_name() -> None:
    names = ProperNames()
    names.put("clinic", {"en": "Zebra Clinic"})
    assert names.called("zebra clinic") == {}


def test_a_word_that_many_records_share_calls_none_of_them() -> None:
    names = ProperNames()
    for number in range(MOST_RECORDS):
        names.put(f"r{number}", CARD)
    assert set(names.called("IDNYC").values()) == {0.5}
    names.put("one-more", CARD)
    assert names.called("IDNYC") == {}


def test_a_record_is_forgotten_or_renamed() -> None:
    names = ProperNames()
    names.put("card", CARD)
    names.put("card", dict.fromkeys(CARD, "SEDEREC"))
    assert names.called("idnyc") == {}
    assert names.called("sederec") == {"card": 1.0}
    names.drop("card")
    names.drop("card")
    assert names.called("sederec") == {}
