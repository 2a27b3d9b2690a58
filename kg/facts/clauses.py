"""How a sentence is put together: its clauses, and the lists of names in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ontology.model import Mention


class Span(NamedTuple):
    """A stretch of the report's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Names in a row (桑龙、城龙、醴娄 in 桑龙、城龙、醴娄等7条高速公路); one name alone is a row too."""

    members: tuple[Mention, ...]
    start: int  # with the opening mark of the first name: “智赋万企”、“湘易办”
    end: int  # with the closing mark of the last
    tail: int  # where the common noun begins, after 等 and its count; equals `end` where there is no 等
    open: bool  # whether 等 follows


_STOP = re.compile(
    r"""
      “[^“”\n]{0,80}” | （[^（）\n]{0,120}） | 《[^《》\n]{0,80}》  # marks inside a pair part nothing
    | (?P<stop> [，；。！？：\n] | (?<!\d), | ,(?!\d) )             # nor does the comma of 1,327
    """,
    re.VERBOSE,
)
_OPENING = "“‘《"
_CLOSING = "”’》"
# 与 joins partners rather than a row: 汨罗与岳阳合作
_JOINT = re.compile(r"[”’》]?(?:[、和及]|以及)?[“‘《]?")
_ET_CETERA = re.compile(r"等(?:\d{1,4}[个家条项座所处件批户名]|多[个家条项])?(?:重点|重大)?")


def clauses(text: str, start: int, end: int) -> Iterator[Span]:
    """Stretches between commas: 主体完工，年内投用。 -> 主体完工 | 年内投用.

    >>> [text[a:b] for text in ["桥“一主，一副”通车，总长1,327米。"] for a, b in clauses(text, 0, len(text))]
    ['桥“一主，一副”通车', '总长1,327米']
    """
    begin = start
    for mark in _STOP.finditer(text, start, end):
        if mark["stop"] is None:
            continue
        if mark.start() > begin:
            yield Span(begin, mark.start())
        begin = mark.end()
    if begin < end:
        yield Span(begin, end)


def listings(text: str, mentions: Sequence[Mention]) -> Iterator[Listing]:
    """Rows of names among the mentions of one sentence (or clause), in order."""
    row: list[Mention] = []
    for mention in mentions:
        if row and not _JOINT.fullmatch(text, row[-1].end, mention.start):
            yield _listing(text, row)
            row = []
        row.append(mention)
    if row:
        yield _listing(text, row)


def _listing(text: str, row: Sequence[Mention]) -> Listing:
    start, end = row[0].start, row[-1].end
    if start and text[start - 1] in _OPENING:
        start -= 1
    if text[end : end + 1] and text[end] in _CLOSING:
        end += 1
    et_cetera = _ET_CETERA.match(text, end)
    return Listing(tuple(row), start, end, et_cetera.end() if et_cetera else end, et_cetera is not None)
