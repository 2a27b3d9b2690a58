"""Footnotes and glossaries at the end of a report, and the marks in the text that point to them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.read.aligned import Aligned, Edit
from kg.read.lines import Line, heading_style, lines, words
from ontology.model import Footnote

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
NUMBER = re.compile(
    r"\^?[\[［【〔](?P<square>\d{1,3})[\]］】〕][.、]?"
    rf"|(?P<circle>[{CIRCLED}])"
    r"|[（(](?P<round>\d{1,3})[）)]"
    r"|(?P<plain>\d{1,3})[.、]"
)
TERM = re.compile(r"[^：:。]{1,60}?(?=[：:])|[^：:。]{1,30}?(?=——|，?(?:是指|指的是))|[^：:。，]{2,20}(?=，)")
MARKS = {
    "always": r"\^[\[［]?(?P<caret>\d{1,3})[\]］]?|(?<!\n)[\[［【〔](?P<square>\d{1,3})[\]］】〕]",
    "circle": rf"(?<!\n)(?P<circle>[{CIRCLED}])",
    "round": r"(?<=[”\u3400-\u9fff])[（(](?P<round>\d{1,3})[）)]",
    "super": r"(?<=[”\u3400-\u9fff])(?P<super>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})",
}


EARLIEST = 0.3  # of the text; no notes begin before
LONGEST_HEADING = 25
ATTACHMENT = "第一部分"  # the kind of heading that 附件 is; it ends the notes


@dataclass(frozen=True, slots=True)
class Note:
    """Where a note stands while marks are still in the text."""

    number: int
    style: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Noted:
    """The text without marks, where its notes begin and end (at the end of the report where there are none)."""

    aligned: Aligned
    start: int
    tail: int
    footnotes: tuple[Footnote, ...]


def read_notes(aligned: Aligned, tail: int) -> Noted:
    """Find the notes before the place `tail` of the source and cut the marks that point to them."""
    report = aligned.text[: aligned.index(tail)]
    heading = _heading(report)
    notes = _notes(report, heading)
    begin = len(report) if not notes else heading.start if heading else notes[0].start
    marks = [*_marks(report, {note.style for note in notes}, begin)]
    pointed: dict[int, list[int]] = defaultdict(list)
    for number, edit in marks:
        pointed[number].append(aligned.offsets[edit.start])
    bare = aligned.edit(edit for _, edit in marks)
    cut = len(aligned.text) - len(bare.text)  # all marks stand before the notes, which move as a whole
    marked = {number: tuple(map(bare.index, places)) for number, places in pointed.items()}
    made = (_footnote(bare.text, n.number, n.start - cut, n.end - cut, marked.get(n.number, ())) for n in notes)
    return Noted(bare, begin - cut, len(report) - cut, tuple(note for note in made if note.start < note.end))


def _heading(text: str) -> Line | None:
    """The last line like 注释： or 名词解释 that does not stand early in the text."""
    pattern = re.compile(words()["parts"]["notes"])
    late = (line for line in lines(text) if line.start > len(text) * EARLIEST and 0 < len(line.text) < LONGEST_HEADING)
    found = None
    for line in late:
        found = line if pattern.search(line.text) else found
    return found


def _notes(text: str, heading: Line | None) -> list[Note]:
    """Numbered lines after the heading, or the run of lines numbered [1], [2], … that ends the text."""
    notes: list[Note] = []
    for line in lines(text):
        if heading and line.start <= heading.start:
            continue
        if notes and heading_style(line.text) == ATTACHMENT:
            break
        found = NUMBER.match(line.text)
        style = found.lastgroup or "" if found else ""
        if found and (heading or style == "square") and _is_next(found, notes):
            notes.append(Note(_value(found[style]), style, line.start, line.end))
        elif notes and line.text:
            notes[-1] = replace(notes[-1], end=line.end)
    if not heading and [note.number for note in notes] != list(range(1, len(notes) + 1)):
        return []
    return notes


def _is_next(found: re.Match[str], notes: list[Note]) -> bool:
    """Whether a number opens a note: 21.5+2就业之家 only behind note 20."""
    style = found.lastgroup or ""
    if notes and style != notes[0].style:
        return False
    figure_behind = style == "plain" and found.string[found.end() : found.end() + 1].isdigit()
    return not figure_behind or _value(found[style]) == (notes[-1].number + 1 if notes else 1)


def _value(number: str) -> int:
    return CIRCLED.index(number) + 1 if number in CIRCLED else int(number.translate(SUPERSCRIPT))


def _marks(text: str, styles: set[str], end: int) -> Iterator[tuple[int, Edit]]:
    """The marks before `end` with the numbers they show; ① and （1） are marks only where notes are so numbered."""
    kinds = [MARKS["always"], *(MARKS[style] for style in ("circle", "round") if style in styles)]
    if styles:
        kinds.append(MARKS["super"])
    for found in re.compile("|".join(kinds)).finditer(text, 0, end):
        yield _value(found[found.lastgroup or 0]), Edit(*found.span())


def _footnote(text: str, number: int, start: int, end: int, marks: tuple[int, ...]) -> Footnote:
    """The note in `text[start:end]`, its term and what it says of it."""
    label = NUMBER.match(text, start, end)
    start = label.end() if label else start
    start += len(text[start:end]) - len(text[start:end].lstrip())
    body = text[start:end]
    found = TERM.match(body)
    term = found[0] if found else ""
    definition = re.sub(r"^(?:[：:，\s]|——)+", "", body[len(term) :]) if term else body
    return Footnote(number, start, end, _name(term), definition.replace("\n", ""), marks)


def _name(term: str) -> str:
    """The term without quotes where they hold all of it: “三高四新” but not “智赋万企”行动."""
    term = term.strip()
    quoted = re.fullmatch(r"[“《]([^“”《》]+)[”》]", term)
    return quoted[1] if quoted else term
