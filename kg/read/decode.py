"""Bytes to text: the encodings in which Chinese reports circulate."""

from __future__ import annotations

import codecs
from collections.abc import Iterable

from kg.errors import KgError

# UTF-32's little-endian mark begins with UTF-16's, so the longer marks come first.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 20_000  # bytes
MOST_BROKEN = 0.02  # of the characters: a page cut in the middle of one, stray bytes
# Control characters that no text holds; many of them are the mark of a binary file.
CONTROLS = frozenset(range(9)) | frozenset(range(14, 27))


def decode(data: bytes, name: str) -> str:
    """The text of a file: by its byte-order mark, else by the first encoding that fits.

    >>> decode("政府工作报告".encode("gb18030"), "report.txt")
    '政府工作报告'
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name)
    sample = data[:SAMPLE]
    if sample.count(0) > len(sample) * MOST_BROKEN:
        text = _unmarked_utf16(data)
    elif _is_binary(sample):
        text = ""
    else:
        return _fitting(data, "utf-8") or _fitting(data, "gb18030") or _guess(data, name)
    if not text:
        raise KgError(f"{name}: binary file, not a report; give .txt, .md, .html, .docx or .pdf")
    return text


def _is_binary(codes: Iterable[int]) -> bool:
    kinds = [code in CONTROLS for code in codes]
    return sum(kinds) > len(kinds) * MOST_BROKEN


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise KgError(f"{name}: damaged {encoding} text at byte {error.start}; save the file again as UTF-8") from error


def _unmarked_utf16(data: bytes) -> str:
    """The text, if there is one: line ends and figures are ASCII in Chinese too, their zero bytes tell the order."""
    sample = data[:SAMPLE]
    encoding = "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"
    text = _fitting(data, encoding)
    return "" if _is_binary(map(ord, text[:SAMPLE])) else text


def _fitting(data: bytes, encoding: str) -> str:
    """The text if the encoding fits but for a few broken characters; else nothing."""
    text = data.decode(encoding, errors="replace")
    return text if text.count("\ufffd") <= len(text) * MOST_BROKEN else ""


def _guess(data: bytes, name: str) -> str:
    """A text in a rarer encoding."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    if best is None:
        raise KgError(f"{name}: unknown text encoding; save the file as UTF-8")
    return data.decode(best.encoding, errors="replace")
