"""Headings: where they stand, how they are numbered and which lies within which."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.read.lines import Line, about_page, heading_number, heading_style, lines, title_page_end
from kg.read.parts import tells_part

LONGEST_NUMBERED = 60
LONGEST_BARE = 32  # a heading without a number
HAN = re.compile(r"[\u3400-\u9fff]")
LEAD_SENTENCE = re.compile(r"[^。！？；]{2,45}[。！？]")
LEAD_BEFORE, LEAD_AFTER = "。！？；—\n", "。！？："
MAIN, BARE, LEAD = "main", "bare", "lead"  # unnumbered: tells a part, does not, bold at the start of a sentence
ORDER = ("第一部分", MAIN, "一、", "（一）", BARE, "1.", "（1）", "一是", LEAD)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its words, the way it is numbered and its number, how deep it lies (1 for a main part)."""

    start: int
    end: int
    text: str
    style: str
    number: int = 0
    depth: int = 1


def headings(text: str, bold: Sequence[tuple[int, int]], end: int) -> tuple[Heading, ...]:
    """The headings between the title page and `end`, in order, each with its depth."""
    starts = [start for start, _ in bold]
    body = title_page_end(text)
    found: list[Heading] = []
    before = ""
    for line in lines(text):
        if line.start >= end:
            break
        if line.text and line.start >= body:
            inside = bold[bisect_left(starts, line.start) : bisect_right(starts, line.end)]
            found += _in_line(line, before, inside)
        before = line.text
    return tuple(_nested(_main_if_alone(found)))


def _in_line(line: Line, before: str, bold: Sequence[tuple[int, int]]) -> Iterator[Heading]:
    """A line that is a heading, or the headings that begin a paragraph or stand bold in it."""
    style = heading_style(line.text)
    number = heading_number(line.text) if style else 0
    if _is_heading(line.text, style, before):
        words = line.text.rstrip("：:")
        yield Heading(line.start, line.end, words, style or (MAIN if tells_part(words) else BARE), number)
        return
    lead = LEAD_SENTENCE.match(line.text) if style else None
    if lead:
        yield Heading(line.start, line.start + lead.end(), lead[0].rstrip("。！？"), style, number)
    for start, end in bold:
        words, left = line.text[start - line.start : end - line.start], line.text[: start - line.start]
        behind_lead = not lead or len(left) >= lead.end()
        if behind_lead and left[-1:] in LEAD_BEFORE and _is_lead(words):
            begin = start if left.strip("—") else line.start
            yield Heading(begin, end, words.rstrip(LEAD_AFTER), LEAD)


def _is_lead(words: str) -> bool:
    return bool(LEAD_SENTENCE.fullmatch(words)) or (2 < len(words) < LONGEST_BARE and words[-1] in LEAD_AFTER)


def _is_heading(words: str, style: str, before: str) -> bool:
    """Whether a line is nothing but a heading."""
    if any(mark in words for mark in "。；？?") or words[-1] in "，、；！!" or about_page(words):
        return False
    if style:
        return len(words) <= LONGEST_NUMBERED and words[-1] not in "：:"
    closed = not before or before[-1] in "。！？；：”）" or len(before) <= LONGEST_BARE
    return closed and words[-1] not in "：:" and len(words) <= LONGEST_BARE and len(HAN.findall(words)) >= 4


def _main_if_alone(found: Sequence[Heading]) -> list[Heading]:
    """In a report that numbers no parts every heading that stands bare opens one."""
    numbered = any(heading.style in ("第一部分", "一、", "（一）") for heading in found)
    return list(found) if numbered else [replace(h, style=MAIN) if h.style == BARE else h for h in found]


def _nested(found: Sequence[Heading]) -> Iterator[Heading]:
    """Give each heading its depth.

    A number that goes on from an open heading of its kind (二 after 一) closes what lies between: from the highest such
    heading if it tells a part, else from the deepest. One that starts anew below an open heading of its kind opens a
    list within it. Else the usual order of kinds decides.
    """
    rank = {style: place for place, style in enumerate(_order(found))}
    above: list[Heading] = []
    for heading in found:
        same = [at for at, up in enumerate(above) if up.style == heading.style]
        goes_on = [at for at in same if 0 < above[at].number == heading.number - 1]
        if goes_on:
            del above[goes_on[0 if tells_part(heading.text) else -1] :]
        elif len(same) == 1 and heading.number == 1 and (heading.style == "一、" or same[-1] < len(above) - 1):
            pass
        elif same:
            del above[same[-1] :]
        else:
            while above and rank[above[-1].style] >= rank[heading.style]:
                above.pop()
        above.append(heading)
        yield replace(heading, depth=len(above))


def _order(found: Sequence[Heading]) -> tuple[str, ...]:
    """The kinds from the highest to the lowest: the usual order, but （一） above 一、 where it comes first."""
    first = next((heading.style for heading in found if heading.style in ("一、", "（一）")), "")
    if first == "（一）" and not any(heading.style in ("第一部分", MAIN) for heading in found):
        return tuple({"一、": "（一）", "（一）": "一、"}.get(style, style) for style in ORDER)
    return ORDER
