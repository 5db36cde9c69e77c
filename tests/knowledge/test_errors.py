"""One tree of errors, drawn as it is, with what a person can do in each text."""

import re

import pytest

from knowledge import errors
from knowledge.errors import AmparoError, BadInput, NotInstalled, UnknownPlace
from knowledge.lifecycle.desk import EditConflict
from knowledge.places import Places
from knowledge.validation import InvalidRecord


def _classes(root: type[Exception] = AmparoError) -> list[type[Exception]]:
    """Return the errors of `knowledge`; the rooms above have errors of their own."""
    below = [found for error in root.__subclasses__() for found in _classes(error)]
    return [root, *below] if root.__module__.startswith("knowledge.") else below


def test_every_error_grows_on_the_one_tree() -> None:
    assert {EditConflict, InvalidRecord, NotInstalled} <= set(_classes())
    for error in _classes():
        assert issubclass(error, AmparoError)


def test_the_drawn_tree_shows_every_error_under_its_parent() -> None:
    drawn = {}
    above: dict[int, str] = {-1: ""}
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r"^([│ ]*)(?:[├└]── )?(\w+)", line):
            if not line.startswith(("│", "├", "└", " ", "AmparoError")):
                continue
            depth = 0 if line.startswith("AmparoError") else len(match[1]) // 4 + 1
            drawn[match[2]] = above[depth - 1]
            above[depth] = match[2]
    real = {error.__name__: error.__base__.__name__ for error in _classes() if error.__base__}
    assert drawn == {**real, "AmparoError": ""}


def test_an_unknown_place_lists_near_names(places: Places) -> None:
    with pytest.raises(UnknownPlace) as caught:
        places.by_id_or_raise("Maimi")
    assert isinstance(caught.value, BadInput)
    assert caught.value.name == "Maimi"
    assert "miami" in caught.value.near
    assert all(name in places for name in caught.value.near)
    assert all(name in str(caught.value) for name in ("'Maimi'", *caught.value.near))


def test_a_place_like_no_other_is_unknown_without_near_names(places: Places) -> None:
    with pytest.raises(UnknownPlace) as caught:
        places.by_id_or_raise("###")
    assert caught.value.near == ()
    assert str(caught.value) == "unknown place '###'"


def test_a_missing_extra_names_the_command_that_adds_it() -> None:
    assert "pip install 'amparo[embeddings]'" in str(NotInstalled("it", "embeddings"))


def test_every_error_reads_as_one_line() -> None:
    for error in (UnknownPlace("x", ["a", "b"]), NotInstalled("it", "extra")):
        assert "\n" not in str(error)
