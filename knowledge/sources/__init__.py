"""Importers, one room per format; each keeps where every fact came from.

A new kind of source is a room here with a `SourceReader`, and a line in `READERS`.
"""

from collections.abc import Mapping

from knowledge.sources.hsds import read_package
from knowledge.sources.reading import SourceReader
from knowledge.sources.sheet import read_sheet

READERS: Mapping[str, SourceReader] = {"hsds": read_package, "sheet": read_sheet}
"""The reader of each kind of source, by the word that `amparo import` knows it by."""
