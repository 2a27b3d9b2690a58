"""Tags of characters: a name is tagged begin, inside, ..., end, or single if it has one character."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ontology.model import Label

LABELS = tuple(Label)
OUTSIDE = 0
BEGIN, INSIDE, END, SINGLE = 1, 2, 3, 4
COUNT = 1 + 4 * len(LABELS)

Span = tuple[int, int, int]  # start, end, index into LABELS


def tag(label: int, place: int) -> int:
    """Tag of a character that is at `place` in a name of the label."""
    return 4 * label + place


def encode(spans: Iterable[Span], size: int) -> NDArray[np.int64]:
    """Tag of every character of a text of `size` characters."""
    tags = np.zeros(size, np.int64)
    for start, end, label in spans:
        if end - start == 1:
            tags[start] = tag(label, SINGLE)
            continue
        tags[start + 1 : end - 1] = tag(label, INSIDE)
        tags[start], tags[end - 1] = tag(label, BEGIN), tag(label, END)
    return tags
