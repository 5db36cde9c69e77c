"""From the bytes of a text file to its text: known encodings only, nothing is guessed."""

import codecs
import re
from typing import Final

from knowledge.errors import UnusablePackage

STRAY: Final = re.compile("[\udc80-\udcff]")
"""What a byte that is no UTF-8 becomes where a file is read leniently."""


def decode(name: str, data: bytes, *, strict: bool = False) -> str:
    """Return the text of a file.

    UTF-8 with or without a byte order mark, and UTF-16 or UTF-32 with one. A file that is UTF-8
    but for a few bytes comes with those bytes as lone surrogates, for the reader to reject their
    rows, unless `strict` refuses it. Raises UnusablePackage for anything else: what cannot be told
    apart is not guessed.
    """
    # UTF-32's little-endian mark begins with UTF-16's, so it is looked for first.
    for mark, encoding in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnusablePackage(f"{name} is damaged {encoding.upper()} text") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        lenient = data.decode("utf-8-sig", errors="surrogateescape")
        stray = len(STRAY.findall(lenient))
        sound = sum(1 for sign in lenient if sign > "\x7f") - stray
        if sound > stray and not strict:
            return lenient
        raise UnusablePackage(
            f"{name} is not UTF-8 text (byte 0x{data[error.start]:02x} in line {line}): "
            "save it as UTF-8"
        ) from error
