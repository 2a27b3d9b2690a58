"""Text whose every character knows where it stands in the source."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """Put `new` (at most one character) in the place of `text[start:end]`."""

    start: int
    end: int
    new: str = ""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A text and, for each of its characters, the place in the source it came from; places never decrease."""

    text: str
    offsets: array[int]

    @classmethod
    def of(cls, source: str) -> Aligned:
        """The source itself, before any edit."""
        return cls(source, array("I", range(len(source))))

    def edit(self, edits: Iterable[Edit]) -> Aligned:
        """Apply edits given in order and without overlap; a new character stands where its edit starts.

        >>> cleaned = Aligned.of("1 9 年").edit([Edit(1, 2), Edit(3, 4)])
        >>> cleaned.text, cleaned.offsets.tolist()
        ('19年', [0, 2, 4])
        """
        pieces: list[str] = []
        offsets: array[int] = array("I")
        done = 0
        for start, end, new in edits:
            pieces += (self.text[done:start], new)
            offsets.extend(self.offsets[done:start])
            if new:
                offsets.append(self.offsets[start] if start < len(self.offsets) else self.offsets[-1])
            done = end
        if not done and not pieces:
            return self
        pieces.append(self.text[done:])
        offsets.extend(self.offsets[done:])
        return Aligned("".join(pieces), offsets)

    def translate(self, table: dict[int, int]) -> Aligned:
        """Exchange characters one for one."""
        return Aligned(self.text.translate(table), self.offsets)

    def index(self, place: int) -> int:
        """The first character that comes from `place` in the source or from behind it."""
        return bisect_left(self.offsets, place)
