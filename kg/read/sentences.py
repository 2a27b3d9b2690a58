"""Sentences and the part of the report that each belongs to.

A sentence ends at 。！？ and at ；, as the annotators of the guidelines count them, but not at a ； within quotes or
brackets; closing quotes and brackets stay with it. Headings, lines of the title page and notes are sentences too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.read.lines import about_page, lines, title_page_end
from ontology.model import Part, Section, Sentence

END = re.compile(r"[。！？!?；;]+[”’」』）)】》]*")
CLOSERS = "”’」』）)】》"
GOES_ON = "，、；：的和与等是）"  # behind a closing quote: “……！”的要求
PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("(", ")"))
LONGEST_QUOTED = 400  # characters; an opening mark farther back was never closed
OPENING = re.compile("报告|审议|审查|讨论")


def sentences(text: str, made: Sequence[Section], tail: int, terms: Sequence[int]) -> tuple[Sentence, ...]:
    """Every sentence with the innermost section that holds it; one begins at each term of the notes."""
    breaks = sorted({section.start for section in made}.union(terms))
    starts = [section.start for section in made]
    numbered = frozenset(terms)  # what ends there is the number of a note
    opening = _opening_end(text, starts[0] if starts else tail)
    found: list[Sentence] = []
    for paragraph, line in enumerate(line for line in lines(text) if line.text):
        cuts = breaks[bisect_right(breaks, line.start) : bisect_left(breaks, line.end)]
        for start, end in pairwise([line.start, *cuts, line.end]):
            if end in numbered:
                continue
            section = _innermost(made, bisect_right(starts, start) - 1, start) if start < tail else -1
            part = made[section].part if section >= 0 else Part.FRONT if start < opening else Part.REVIEW
            if start >= tail or (section < 0 and about_page(line.text)):
                part = Part.OTHER
            found += (Sentence(a, b, section, paragraph, part) for a, b in _split(text, start, end))
    return tuple(found)


def _opening_end(text: str, first_section: int) -> int:
    """Where title page, salutation and the request to examine the report end, before the first section."""
    end = start = title_page_end(text)
    for line in lines(text[start:first_section]):
        if "。" in line.text and not OPENING.search(line.text):
            return end
        end = start + line.end
        if "。" in line.text:
            return end
    return end


def _innermost(made: Sequence[Section], at: int, place: int) -> int:
    """The last section from `at` backwards that reaches to `place`; -1 where none does."""
    while at >= 0 and made[at].end <= place:
        at -= 1
    return at


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph without the spaces around them."""
    begin = start
    for found in END.finditer(text, start, end):
        if found.end() == end or _ends_sentence(text, begin, found):
            yield from _trimmed(text, begin, found.end())
            begin = found.end()
    yield from _trimmed(text, begin, end)


def _ends_sentence(text: str, begin: int, found: re.Match[str]) -> bool:
    mark, last = found[0][0], found[0][-1]
    if last in CLOSERS and mark != "。" and text[found.end()] in GOES_ON:
        return False
    if mark in "；;" and found.start() - begin < LONGEST_QUOTED:
        said = text[begin : found.start()]
        return all(said.count(opening) <= said.count(closing) for opening, closing in PAIRS)
    return True


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch without spaces around it, if anything is left."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
