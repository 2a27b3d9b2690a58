"""Sections: what the headings open, and whether it looks back or ahead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.read.headings import LEAD, MAIN, Heading
from kg.read.lines import lines, title_page_end
from kg.read.parts import Years, heading_evidence, names_time, opens_plan, tense
from ontology.model import Part, Section

LONGEST_NOTES_HEADING = 25
ANNOUNCED, UNANNOUNCED = 120, 12  # characters within which a paragraph must name the time to come


def sections(text: str, found: Sequence[Heading], notes: int, tail: int, known: Years) -> tuple[Section, ...]:
    """The sections in order, outer before inner; the notes reach from `notes` to `tail`, the end of the report."""
    made: list[Section] = []
    above: list[Section] = []
    found = _with_turn(text, found, notes, known)
    for heading, end in zip(found, _ends(found, notes), strict=True):
        del above[heading.depth - 1 :]
        part = _inner_part(heading, above[-1], known) if above else _main_part(heading, text, end, made, known)
        above.append(Section(heading.text, heading.depth, part, heading.start, end))
        made.append(above[-1])
    if notes < tail:
        first = text[notes : text.find("\n", notes)] if "\n" in text[notes:tail] else ""
        made.append(Section(first if len(first) < LONGEST_NOTES_HEADING else "", 1, Part.NOTES, notes, tail))
    return tuple(made)


def _ends(found: Sequence[Heading], notes: int) -> list[int]:
    """Where each section ends: at the next heading that lies no deeper."""
    ends = [notes] * len(found)
    waiting: list[int] = []
    for at, heading in enumerate(found):
        while waiting and found[waiting[-1]].depth >= heading.depth:
            ends[waiting.pop()] = heading.start
        waiting.append(at)
    return ends


def _main_part(heading: Heading, text: str, end: int, made: Sequence[Section], known: Years) -> Part:
    """What a main heading says; where it says nothing, no review follows a plan, and else the sentences decide."""
    evidence = heading_evidence(heading.text, known)
    if evidence.both:
        return Part.REVIEW
    if evidence.part:
        return evidence.part
    if made and (made[-1].part is Part.PLAN or heading_evidence(made[0].heading, known).both):
        return Part.PLAN
    return tense(text[heading.start : end]).part or Part.REVIEW


def _inner_part(heading: Heading, above: Section, known: Years) -> Part:
    """The part of the section above, unless the heading names a time of its own."""
    told = heading_evidence(heading.text, known)
    return told.part if told.part and heading.style != LEAD and names_time(heading.text, known) else above.part


def _with_turn(text: str, found: Sequence[Heading], notes: int, known: Years) -> tuple[Heading, ...]:
    """The headings, and one more where the review turns to the plan without a heading of its own.

    That is so below a heading that announces both, and where headings are missing: those of all plans, or one so that
    the numbers below a main heading start anew.
    """
    mains = [heading for heading in found if heading.depth == 1]
    ends = [*(heading.start for heading in mains), notes][1:]
    place: int | None = None
    for main, end in zip(mains, ends, strict=True):
        told = heading_evidence(main.text, known)
        if told.part is Part.PLAN and not told.both:
            break
        if told.both or (main is mains[0] and _restarts(found, main, end)):
            place = place or _turn(text, main.end, end, known, ANNOUNCED if told.both else UNANNOUNCED)
    else:
        place = place or _turn(text, title_page_end(text), notes, known, UNANNOUNCED)
    if place is None or any(heading.start == place for heading in found):
        return tuple(found)
    words = re.split("[，。：；]", text[place : place + 40])[0]
    return tuple(sorted([*found, Heading(place, place, words, MAIN)], key=lambda heading: heading.start))


def _restarts(found: Sequence[Heading], main: Heading, end: int) -> bool:
    """Whether the headings right below a main one have two beginnings."""
    return sum(h.depth == 2 and h.number == 1 for h in found if main.start < h.start < end) > 1


def _turn(text: str, start: int, end: int, known: Years, reach: int) -> int | None:
    """The first paragraph behind the one at `start` that opens the plan, by its first `reach` characters."""
    for line in lines(text[start:end]):
        if line.start and opens_plan(line.text, known, reach):
            return start + line.start
    return None
