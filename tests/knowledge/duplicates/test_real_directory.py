"""Altered copies of real services are found again, and hardly anything else is proposed."""

import random
from pathlib import Path

import pytest

from knowledge.content import Location, RecordContent
from knowledge.duplicates.likeness import card_of, pairs
from knowledge.places import Places
from knowledge.sources.hsds import read_package
from knowledge.topics import load_topics
from tests.support.records import published

pytestmark = [pytest.mark.shared, pytest.mark.slow]


def _alter(content: RecordContent, dice: random.Random) -> RecordContent:
    """Return what another clerk would have written of the same service."""
    texts = content.source_text()
    name = texts.name
    way = dice.randrange(4)
    if way == 0:
        name = name.upper()
    elif way == 1:
        words = name.split()
        name = ", ".join([words[-1], " ".join(words[:-1])]) if len(words) > 1 else name
    elif way == 2 and len(name) > 6:
        spot = dice.randrange(2, len(name) - 2)
        name = name[:spot] + name[spot + 1 :]
    spots: tuple[Location, ...] = tuple(
        spot.model_copy(
            update={
                "external_id": f"other-{number}",
                "latitude": spot.latitude + dice.uniform(-4e-4, 4e-4),
                "longitude": (spot.longitude or 0.0) + dice.uniform(-4e-4, 4e-4),
                "address": spot.address.replace("Street", "St").replace("Avenue", "Ave"),
            }
        )
        if spot.latitude is not None
        else spot
        for number, spot in enumerate(content.locations)
    )
    return content.model_copy(
        update={
            "texts": {content.language: texts.model_copy(update={"name": name})},
            "locations": spots,
            "phones": content.phones if dice.random() < 0.7 else (),
            "url": content.url if dice.random() < 0.5 else "",
            "email": "",
            "terms": (),
        }
    )


def test_copies_written_by_another_clerk_are_proposed(shared_data: Path, places: Places) -> None:
    reading = read_package(
        shared_data / "miami_hsds.zip",
        place_id="miami",
        places=places,
        topics=load_topics(),
        options={},
    )
    dice = random.Random(5)
    some = dice.sample(reading.contents, 400)
    real = [card_of(published(content, "miami")) for content in reading.contents]
    copies = [card_of(published(_alter(content, dice), "city")) for content in some]
    found = {(one.record_id, other.record_id) for one, other, _ in pairs([*real, *copies])}
    wanted = {(f"miami:{content.external_id}", f"city:{content.external_id}") for content in some}
    names = {card.record_id: card for card in (*real, *copies)}
    # The directory lists some services several times itself: such a pair is no mistake.
    wrong = {
        pair
        for pair in found - wanted
        if names[pair[0]].names != names[f"miami:{pair[1].split(':')[1]}"].names
    }
    recall, precision = len(found & wanted) / len(wanted), 1 - len(wrong) / len(found)
    assert recall >= 0.9, f"recall {recall:.3f}"
    assert precision >= 0.85, f"precision {precision:.3f}, {len(found)} pairs"
