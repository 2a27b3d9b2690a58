"""From scores of tags to names: the best sequence of tags in which every name begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from kg.ner.tags import BEGIN, COUNT, END, LABELS, OUTSIDE, SINGLE, Span
from ontology.model import Label

Scores = NDArray[np.float32]

_BEGINS = np.arange(BEGIN, COUNT, 4)
_ENDS = np.arange(END, COUNT, 4)
_OPEN = np.zeros(COUNT, np.bool_)  # tags after which a name goes on
_OPEN[_BEGINS] = _OPEN[_BEGINS + 1] = True
_CLOSED = np.flatnonzero(~_OPEN)
_LABEL = (np.arange(COUNT) - 1) // 4
PAIRS = (("“", "”"), ("《", "》"), ("（", "）"))
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LONGEST_QUOTATION = 30
_NEAR = 20
_SURE = np.log(0.99)
_STARTS = np.zeros(COUNT, np.bool_)  # tags that cannot go on with a name
_STARTS[OUTSIDE] = _STARTS[_BEGINS] = _STARTS[np.arange(SINGLE, COUNT, 4)] = True


def names(log_scores: Scores, text: str) -> list[Span]:
    """The names in a text with these scores of tags."""
    return mended(spans(best_tags(log_scores)), text)


def best_tags(log_scores: Scores) -> NDArray[np.int64]:
    """The best sequence of tags that is one of whole names.

    Where the best tag of each character by itself makes whole names, that is it; elsewhere the stretch between two
    characters that are surely outside is searched.
    """
    tags: NDArray[np.int64] = log_scores.argmax(1)
    for start, end in _broken(log_scores, tags):
        tags[start:end] = _search(log_scores[start:end])
    return tags


def _broken(log_scores: Scores, tags: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Stretches between characters that are surely outside, in which the tags are no whole names."""
    padded = np.concatenate(([OUTSIDE], tags, [OUTSIDE]))
    before, after = padded[:-1], padded[1:]
    goes_on = ~_STARTS[after] & (_LABEL[before] == _LABEL[after])
    fits = np.where(_OPEN[before], goes_on, _STARTS[after])
    sure = np.concatenate(([-1], np.flatnonzero(log_scores[:, OUTSIDE] > _SURE), [len(tags)]))
    done = 0
    for place in np.flatnonzero(~fits):
        if place < done:
            continue
        right = int(np.searchsorted(sure[1:], place)) + 1
        done = int(sure[right])
        yield int(sure[right - 1]) + 1, done


def _search(log_scores: Scores) -> NDArray[np.int64]:
    """Viterbi over whole names: `closed` is the best score so far with no name open, `open_` with each label open."""
    size = len(log_scores)
    closed, came_from = 0.0, np.zeros((size, len(LABELS)), np.bool_)  # True: the name began here
    open_ = np.full(len(LABELS), -np.inf, np.float32)
    last = np.zeros(size, np.int64)
    for place, scores in enumerate(log_scores):
        finish = open_ + scores[_ENDS]
        single = closed + scores[_ENDS + 1]
        outside = closed + scores[OUTSIDE]
        begin, inside = closed + scores[_BEGINS], open_ + scores[_BEGINS + 1]
        choices = (outside, single.max(), finish.max())
        pick = int(np.argmax(choices))
        last[place] = (OUTSIDE, _ENDS[single.argmax()] + 1, _ENDS[finish.argmax()])[pick]
        closed = choices[pick]
        came_from[place] = begin >= inside
        open_ = np.maximum(begin, inside)
    return _trace(last, came_from)


def _trace(last: NDArray[np.int64], came_from: NDArray[np.bool_]) -> NDArray[np.int64]:
    tags = np.zeros(len(last), np.int64)
    place = len(last) - 1
    while place >= 0:
        tags[place] = last[place]
        if last[place] % 4 == END:
            label = int(_LABEL[last[place]])
            place -= 1
            while not came_from[place, label]:
                tags[place] = _BEGINS[label] + 1
                place -= 1
            tags[place] = _BEGINS[label]
        place -= 1
    return tags


def mended(found: list[Span], text: str) -> list[Span]:
    """Names with their pairs of marks made whole, and without those that no name can be.

    A half pair is completed if its other half is near, else the name is cut at it. A name does not run over a line's
    end, and it stands in Chinese.
    """
    whole: list[Span] = []
    for number, (start, end, label) in enumerate(found):
        floor = whole[-1][1] if whole else 0
        limit = found[number + 1][0] if number + 1 < len(found) else len(text)
        for pair in PAIRS:
            start, end = _paired(text, start, end, pair, (floor, limit))
        name = text[start:end]
        if name.strip() and "\n" not in name and _is_chinese(text, start, end):
            whole += _members(text, start, end, label)
    return whole


def is_paired(name: str) -> bool:
    """Whether a name has both marks of each pair or none."""
    return all(name.count(left) == name.count(right) for left, right in PAIRS)


def _members(text: str, start: int, end: int, label: int) -> Iterator[Span]:
    """The names of a row A、B that was taken for one; names with 、 are nearly all policies."""
    commas = [place for place in range(start, end) if text[place] == "、"]
    if LABELS[label] is Label.POL or any(not is_paired(text[start:place]) for place in commas):
        commas = []
    for left, right in pairwise((start - 1, *commas, end)):
        if right > left + 1:
            yield left + 1, right, label


def _is_chinese(text: str, start: int, end: int) -> bool:
    """Whether a name has a Chinese character, or is one word (S316) with such a character near it."""
    if _CHINESE.search(text, start, end):
        return True
    return " " not in text[start:end] and bool(_CHINESE.search(text, max(start - _NEAR, 0), end + _NEAR))


def _paired(text: str, start: int, end: int, pair: tuple[str, str], limits: tuple[int, int]) -> tuple[int, int]:
    """The name at `start` with both marks of each pair or none."""
    left, right = pair
    opened = -1
    for place in range(start, end):
        if text[place] == left and opened < 0:
            opened = place
        elif text[place] == right and opened >= 0:
            opened = -1
        elif text[place] == right:
            before = text.rfind(left, max(limits[0], start - _LONGEST_QUOTATION), start)
            if before < 0 or right in text[before:place]:
                return (place + 1, end) if place - start < end - place else (start, place)
            start = before
    if opened < 0:
        return start, end
    if opened > start and text[end : end + 1] == right and end < limits[1]:
        return start, end + 1
    return (start + 1, end) if opened == start else (start, opened)


def spans(tags: NDArray[np.int64]) -> list[Span]:
    """The names in a sequence of tags that is one of whole names."""
    starts = np.flatnonzero((tags % 4 == BEGIN) | ((tags % 4 == SINGLE % 4) & (tags != OUTSIDE)))
    ends = np.flatnonzero((tags % 4 == END) | ((tags % 4 == SINGLE % 4) & (tags != OUTSIDE))) + 1
    return [(int(s), int(e), int(_LABEL[tags[s]])) for s, e in zip(starts, ends, strict=True)]
