"""Names and words known beforehand, matched against a text at all places and lengths at once.

An entry is the hash of a string and a mask of the classes it belongs to. Matching is arithmetic on whole arrays
(a rolling hash for each length, a bitmap that sorts out nearly everything, a search for the rest), some thirty
times faster than walking a trie in Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.model import Label

Codes = NDArray[np.uint64]
Masks = NDArray[np.uint64]

# Bits of a mask. The first group says what kind of word a general dictionary holds, the second what the official
# divisions hold, the third what the annotated reports call by this name, the fourth the lists in kg/ner/names (both in
# the order of ontology.model.Label).
WORD_CLASSES = ("word2", "word3", "word4", "word5", "noun", "verb", "place", "person", "body", "other_name")
DIVISION_CLASSES = ("province", "prefecture", "county", "township", "county_short", "township_short")
NAME_SHIFT = len(WORD_CLASSES) + len(DIVISION_CLASSES)
LIST_SHIFT = NAME_SHIFT + len(Label)
MASK_BITS = 48  # whole bytes

SHORTEST, LONGEST = 2, 20
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_FINISH = np.uint64(0xD6E8FEB86659FD93)
_FILTER_BITS = 23


def codes(text: str) -> Codes:
    """The characters of `text` as numbers."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


def _finish(rolling: Codes) -> NDArray[np.uint32]:
    mixed = (rolling ^ (rolling >> np.uint64(29))) * _FINISH
    return (mixed >> np.uint64(32)).astype(np.uint32)


def hashes_by_length(characters: Codes, longest: int = LONGEST) -> list[NDArray[np.uint32]]:
    """For each length from 1 to `longest`: the hash of the string of that length at every place."""
    rolling = characters.copy()
    found = [_finish(rolling)]
    for length in range(2, min(longest, len(characters)) + 1):
        rolling = rolling[:-1] * _MULTIPLIER + characters[length - 1 :]
        found.append(_finish(rolling))
    return found


def hashes(names: Sequence[str]) -> NDArray[np.uint32]:
    """The hashes under which the names are entries."""
    found = np.zeros(len(names), np.uint32)
    lengths = np.array([len(name) for name in names])
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        table = codes("".join(names[row] for row in rows.tolist())).reshape(len(rows), length)
        rolling = table[:, 0]
        for column in range(1, length):
            rolling = rolling * _MULTIPLIER + table[:, column]
        found[rows] = _finish(rolling)
    return found


@dataclass(frozen=True, slots=True)
class Matches:
    """Places where an entry stands in a text: `start[i]` to `start[i] + length[i]`, of classes `mask[i]`."""

    start: NDArray[np.int64]
    length: NDArray[np.int64]
    mask: Masks


class Lexicon:
    """Entries sorted by hash."""

    def __init__(self, keys: NDArray[np.uint32], masks: Masks) -> None:
        order = np.argsort(keys, kind="stable")
        self.keys, self.masks = keys[order], masks[order]
        self._filter = np.zeros(1 << _FILTER_BITS, np.bool_)
        self._filter[self.keys >> np.uint32(32 - _FILTER_BITS)] = True

    def with_masks(self, masks: Masks) -> Lexicon:
        """The same entries in other classes."""
        other = copy(self)
        other.masks = masks
        return other

    def find(self, characters: Codes) -> Matches:
        """Every entry at every place, shorter ones first."""
        starts, lengths, rows = [], [], []
        for index, hashed in enumerate(hashes_by_length(characters)):
            if index + 1 < SHORTEST:
                continue
            likely = np.flatnonzero(self._filter[hashed >> np.uint32(32 - _FILTER_BITS)])
            row = np.searchsorted(self.keys, hashed[likely])
            row[row == len(self.keys)] = 0
            true = self.keys[row] == hashed[likely]
            starts.append(likely[true])
            rows.append(row[true])
            lengths.append(np.full(len(starts[-1]), index + 1))
        if not starts:
            nothing = np.zeros(0, np.int64)
            return Matches(nothing, nothing, np.zeros(0, np.uint64))
        return Matches(np.concatenate(starts), np.concatenate(lengths), self.masks[np.concatenate(rows)])
