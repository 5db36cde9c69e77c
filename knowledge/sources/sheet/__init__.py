"""The importer of spreadsheets, CSV and XLSX: our own columns, or foreign ones by a mapping."""

from knowledge.sources.sheet.reading import read_sheet

__all__ = ["read_sheet"]
