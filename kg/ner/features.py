"""What the tagger sees of a text: for each character its row in the embedding tables, and what is known about it.

Known are the dictionary entries that begin, continue and end at a character, and where it stands: inside quotation
marks, in a list that ends in 等…项目, and the like. Training and use share this module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.ner.lexicon import MASK_BITS, Codes, Lexicon, Masks, Matches, codes

BIGRAM_BITS = 17
CONTEXTS = (
    "quoted", "titled", "bracketed", "digit", "latin", "newline", "list_project", "list_enterprise", "list_other",
    "quote_ahead", "front",
)  # fmt: skip

_PAIRS = {"quoted": re.compile(r"“[^”\n]{0,60}”"), "titled": re.compile(r"《[^》\n]{0,60}》"),
          "bracketed": re.compile(r"（[^）\n]{0,80}）")}  # fmt: skip
_CLASSES = {
    "digit": re.compile(r"[0-9０-９.%]+"),
    "latin": re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]+"),
    "newline": re.compile(r"\n"),
}
# The tail of a row of names, as in A、B、C等15个重大项目, or the end of a sentence
_LIST = re.compile(r"(?P<end>[。；！？\n])|等(?P<tail>[^、，。；！？\n]{0,16})")
_LONGEST_LIST = 150
_TAILS = {"list_project": re.compile("项目|工程"), "list_enterprise": re.compile("企业|公司|集团")}


@dataclass(frozen=True, slots=True)
class Features:
    """One row a character."""

    character: NDArray[np.int32]  # row of the character table
    bigram: NDArray[np.int32]  # row of the table of this character and the next
    known: NDArray[np.uint8]  # 0 or 1 in each of KNOWN columns


_CONTEXT_BITS = 16
KNOWN = 3 * MASK_BITS + _CONTEXT_BITS


def contexts(text: str) -> NDArray[np.uint16]:
    """Where each character stands, a bit for each of CONTEXTS."""
    bits = np.zeros(len(text), "<u2")

    def mark(name: str, start: int, end: int) -> None:
        bits[start:end] |= np.uint16(1 << CONTEXTS.index(name))

    for name, pattern in (_PAIRS | _CLASSES).items():
        for hit in pattern.finditer(text):
            mark(name, *hit.span())
    for hit in _PAIRS["quoted"].finditer(text):
        mark("quote_ahead", hit.end(), hit.end() + 6)
    start = 0
    for hit in _LIST.finditer(text):
        low = max(start, hit.start() - _LONGEST_LIST)
        if not hit["end"] and low < hit.start():
            kind = next((k for k, tail in _TAILS.items() if tail.search(hit["tail"])), "list_other")
            mark(kind, low, hit.end())
        if hit["end"] or low < hit.start():
            start = hit.end()
    mark("front", 0, min(len(text), 200))
    return bits


def spread(matches: Matches, size: int) -> Masks:
    """Masks of the entries that begin at, run through and end at each place: three columns."""
    columns = np.zeros((size, 3), "<u8")
    for length in np.unique(matches.length):
        chosen = matches.length == length
        start, mask = matches.start[chosen], matches.mask[chosen]
        columns[start, 0] |= mask
        columns[start + length - 1, 2] |= mask
        for inner in range(1, int(length) - 1):
            columns[start + inner, 1] |= mask
    return columns


def bigrams(characters: Codes) -> NDArray[np.int32]:
    """Row of each character and the next in a table of hashed pairs; all digits count as one."""
    plain = characters.copy()
    plain[(plain >= 48) & (plain <= 57)] = 48
    following = np.append(plain[1:], np.uint64(10)) if len(plain) else plain
    mixed = (plain * np.uint64(0x9E3779B97F4A7C15) + following) * np.uint64(0xD6E8FEB86659FD93)
    return (mixed >> np.uint64(64 - BIGRAM_BITS)).astype(np.int32)


class Vocabulary:
    """Rows of the character table: 0 for characters never seen."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        self._row = np.zeros(0x110000, np.int32)
        self._row[codes(characters).astype(np.int64)] = np.arange(1, len(characters) + 1)

    def rows(self, characters: Codes) -> NDArray[np.int32]:
        return self._row[characters.astype(np.int64)]


def features(text: str, vocabulary: Vocabulary, lexicon: Lexicon) -> Features:
    """What the tagger sees of `text`."""
    characters = codes(text)
    return assemble(text, characters, vocabulary, lexicon.find(characters))


def assemble(text: str, characters: Codes, vocabulary: Vocabulary, matches: Matches) -> Features:
    """Features with the dictionary matches given (training leaves some out)."""
    size = len(text)
    names = spread(matches, size).view(np.uint8).reshape(size, 3, 8)[:, :, : MASK_BITS // 8].reshape(size, -1)
    places = contexts(text).view(np.uint8).reshape(size, -1)
    known = np.unpackbits(np.concatenate((names, places), axis=1), axis=1, bitorder="little")
    return Features(vocabulary.rows(characters), bigrams(characters), known)
