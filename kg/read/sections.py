"""Headings, the parts they open, and sentences.

A sentence ends at 。！？ and at ；, as the annotators count them, but not at a ； within quotes or brackets; closing
quotes and brackets stay with it. Headings and the lines of the title page are sentences too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.read.lines import STYLES, Line, body_start, heading_number, heading_style, lines, words
from kg.read.years import period, years
from ontology.model import Part, Section, Sentence

LONGEST_HEADING = 60
LONGEST_BARE = 32  # a heading without a number
LONGEST_LEAD = 45
RANK = {name: rank for rank, (name, _) in enumerate(STYLES, start=1)}
BARE_MAIN, BARE = 0, 3.5  # a heading without a number stands above 一、 if it tells a part, else below （一）
LEAD = 9
HAN = re.compile(r"[\u3400-\u9fff]")
LEAD_SENTENCE = re.compile(r"[^。！？；]{2,%d}[。！？]" % LONGEST_LEAD)
OPENING = re.compile("报告|审议|审查|讨论")
END = re.compile(r"[。！？!?；;]+[”’」』）)】》]*")
GOES_ON = "，、；：的和与等是）"  # after a closing quote: the sentence goes on


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, how high it stands (a lower rank is higher) and the paragraph it opens."""

    line: Line
    text: str
    rank: float


@dataclass(frozen=True, slots=True)
class Years:
    """What a report looks back on and ahead to."""

    reviewed: int | None
    coming: int | None


def headings(text: str, bold: Sequence[tuple[int, int]], notes: int) -> tuple[Heading, ...]:
    """The headings before `notes`, in order."""
    bolds = [(start, end) for start, end in bold if start < notes]
    starts = [start for start, _ in bolds]
    body = body_start(text) or 0
    found: list[Heading] = []
    before: Line | None = None
    for line in lines(text):
        if line.start >= notes:
            break
        if line.text and line.start >= body:
            inside = bolds[bisect_right(starts, line.start - 1) : bisect_right(starts, line.end)]
            found += _in_line(line, before, inside)
        before = line
    return tuple(found)


def _in_line(line: Line, before: Line | None, bolds: Sequence[tuple[int, int]]) -> Iterator[Heading]:
    style = heading_style(line.text)
    rank: float | None = RANK[style] if style else None
    whole = _is_title(line.text, style, before)
    if whole:
        if rank is None:
            rank = BARE_MAIN if _tells_part(line.text) else BARE
        yield Heading(line, line.text.rstrip("：:"), rank)
        return
    lead = LEAD_SENTENCE.match(line.text) if rank is not None else None
    if lead and rank is not None:
        yield Heading(Line(line.start, line.start + lead.end(), lead[0]), lead[0].rstrip("。！？"), rank)
    for start, end in bolds:
        at = start - line.start
        lead_text = line.text[at : end - line.start]
        if (
            not (lead and at < lead.end())
            and 2 <= len(lead_text) <= LONGEST_LEAD
            and line.text[at - 1 : at] in "。—；"
            and lead_text[-1:] in "。：！"
        ):
            yield Heading(Line(start, end, lead_text), lead_text.rstrip("。：！"), LEAD)


def _is_title(text: str, style: str, before: Line | None) -> bool:
    """Whether a line is nothing but a heading."""
    if any(mark in text for mark in "。；？?") or text[-1] in "，、：:；！!":
        return False
    if style:
        return len(text) <= LONGEST_HEADING
    closed = before is None or before.text[-1:] in "。！？；：”）" or len(before.text) <= LONGEST_BARE
    return closed and len(text) <= LONGEST_BARE and len(HAN.findall(text)) >= 4 and not about_page(text)


def about_page(text: str) -> bool:
    """Whether a line speaks of the page and not of the report: its source, time, photographs."""
    return bool(_about_page().match(text)) and len(text) < 120


def _about_page() -> re.Pattern[str]:
    return re.compile("|".join(words()["furniture"]["about_page"]))


def _tells_part(text: str) -> bool:
    parts = words()["parts"]
    return bool(re.search(parts["review"], text) or re.search(parts["plan"], text))


def sections(text: str, found: Sequence[Heading], notes: int, known: Years) -> tuple[Section, ...]:
    """The stretches that the headings open, each with its part."""
    made: list[Section] = []
    open_ranks: list[float] = []
    parts: list[Part] = []
    depths: list[int] = []
    ends = _ends(found, notes)
    for heading, end in zip(found, ends, strict=True):
        while open_ranks and open_ranks[-1] >= heading.rank:
            open_ranks.pop()
            parts.pop()
        told = part_of(heading.text, known)
        if not open_ranks:
            above = made[-1].part if made else None
            part = told or _main_part(text[heading.line.end : end], above)
        else:
            part = (told if heading.rank < LEAD and _names_year(heading.text, known) else None) or parts[-1]
        open_ranks.append(heading.rank)
        parts.append(part)
        depths.append(len(open_ranks))
        made.append(Section(heading.text, len(open_ranks), part, heading.line.start, end))
    if notes < len(text):
        first = text[notes : text.find("\n", notes) if "\n" in text[notes:] else len(text)]
        made.append(Section(first if len(first) < 25 else "", 1, Part.NOTES, notes, len(text)))
    return tuple(made)


def _ends(found: Sequence[Heading], notes: int) -> list[int]:
    """Where each section ends: at the next heading that is as high."""
    ends = [notes] * len(found)
    waiting: list[int] = []
    for at, heading in enumerate(found):
        while waiting and found[waiting[-1]].rank >= heading.rank:
            ends[waiting.pop()] = heading.line.start
        waiting.append(at)
    return ends


def part_of(heading: str, known: Years) -> Part | None:
    """What a heading says of its part; None where it says nothing or both.

    >>> part_of("一、2024年工作回顾", Years(2024, 2025)), part_of("第二部分2025年工作安排", Years(2024, 2025))
    (<Part.REVIEW: 'review'>, <Part.PLAN: 'plan'>)
    """
    review, plan = _evidence(heading, known)
    return Part.REVIEW if review > plan else Part.PLAN if plan > review else None


def _evidence(heading: str, known: Years) -> tuple[int, int]:
    parts = words()["parts"]
    review, plan = len(re.findall(parts["review"], heading)), len(re.findall(parts["plan"], heading))
    for year in years(heading):
        review += 2 * (year == known.reviewed)
        plan += 2 * (year == known.coming)
    for first, last in period(heading):
        review += bool(known.coming and last < known.coming)
        plan += bool(known.reviewed and first > known.reviewed)
    return review, plan


def _names_year(heading: str, known: Years) -> bool:
    told = {known.reviewed, known.coming}
    return any(year in told for year in years(heading)) or any(True for _ in period(heading))


def _main_part(body: str, above: Part | None) -> Part:
    """The part of a main section whose heading tells nothing: plans follow reviews and never the other way."""
    if above is Part.PLAN:
        return Part.PLAN
    done, ahead = _tense(body)
    return Part.REVIEW if done >= ahead else Part.PLAN


def _tense(body: str) -> tuple[int, int]:
    parts = words()["parts"]
    sample = body[:20_000]
    return len(re.findall(parts["done"], sample)), len(re.findall(parts["ahead"], sample))


def sentences(text: str, made: Sequence[Section], notes: int, starts: Sequence[int]) -> tuple[Sentence, ...]:
    """Every sentence with the innermost section that holds it; `starts` are the places where a note's term begins."""
    found: list[Sentence] = []
    body = body_start(text) or 0
    at = -1
    breaks = sorted({section.start for section in made} | set(starts))
    opening = True
    first_heading = made[0].start if made else notes
    for paragraph, line in enumerate(lines(text)):
        if not line.text:
            continue
        cuts = [b for b in breaks[bisect_right(breaks, line.start) : bisect_right(breaks, line.end - 1)]]
        for start, end in pairwise([line.start, *cuts, line.end]):
            for a, b in _split(text, start, end):
                while at + 1 < len(made) and made[at + 1].start <= a:
                    at += 1
                section = _innermost(made, at, a)
                if section >= 0:
                    part = made[section].part
                elif a < body or (opening and a < first_heading):
                    part = Part.OTHER if about_page(line.text) else Part.FRONT
                else:
                    part = Part.REVIEW
                found.append(Sentence(a, b, section, paragraph, part))
        if line.start > body and OPENING.search(line.text):
            opening = False
    return tuple(found)


def _innermost(made: Sequence[Section], at: int, place: int) -> int:
    while at >= 0 and made[at].end <= place:
        at -= 1
    return at


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of one paragraph without the spaces around them."""
    begin = start
    for found in END.finditer(text, start, end):
        stop = found.end()
        if stop < end and not _ends_sentence(text, begin, found):
            continue
        yield from _trimmed(text, begin, stop)
        begin = stop
    yield from _trimmed(text, begin, end)


def _ends_sentence(text: str, begin: int, found: re.Match[str]) -> bool:
    mark, stop = found[0][0], found.end()
    closed = len(found[0]) > 1 and found[0][-1] not in "。！？!?；;"
    if closed and mark != "。" and text[stop] in GOES_ON:
        return False
    if mark in "；;" and stop - begin < 400:
        said = text[begin : found.start()]
        return all(said.count(a) <= said.count(b) for a, b in ("“”", "（）", "《》", "()"))
    return True


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
