"""How large a sheet may be: far above a directory's size, far below what stops a server."""

from typing import Final

MAX_FILE_BYTES: Final = 30 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 300 * 1024 * 1024
MAX_MEMBERS: Final = 2_000
"""Files inside a workbook, which is a zip archive."""
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 500
MAX_BLANKS: Final = 20_000_000
"""Empty cells that are passed over before a workbook is taken for a bomb."""
MAX_DIGITS: Final = 15
"""Figures that a number of a spreadsheet keeps; what is longer has lost its end."""
