"""Footnotes and glossaries at the end of a report, and the marks in the text that point to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.read.aligned import Aligned, Edit
from kg.read.lines import Line, lines, words
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


@dataclass(frozen=True, slots=True)
class Note:
    """A note's lines while marks are still in the text."""

    number: int
    style: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """The text without marks, where its notes begin and end (at the end of the report where there are none)."""

    aligned: Aligned
    start: int
    tail: int
    footnotes: tuple[Footnote, ...]


def read_notes(aligned: Aligned, tail: int) -> Noted:
    """Find the notes before the place `tail` of the source and cut the marks that point to them."""
    notes = _notes(aligned.text[: aligned.index(tail)])
    places = [aligned.offsets[note.lines[0].start] for note in notes]
    heading = _heading(aligned.text[: aligned.index(tail)]) if notes else None
    begin = aligned.offsets[heading.start if heading else notes[0].lines[0].start] if notes else 0
    marks = list(
        _marks(aligned.text, {note.style for note in notes}, aligned.index(begin) if notes else len(aligned.text))
    )
    pointed: dict[int, list[int]] = {}
    for number, edit in marks:
        pointed.setdefault(number, []).append(aligned.offsets[edit.start])
    ends = [aligned.offsets[note.lines[-1].end - 1] for note in notes]
    aligned = aligned.edit(edit for _, edit in marks)
    made = (
        _footnote(aligned, note.number, aligned.index(place), aligned.index(end) + 1, pointed.get(note.number, []))
        for note, place, end in zip(notes, places, ends, strict=True)
    )
    footnotes = tuple(note for note in made if note.start < note.end)
    end = aligned.index(tail)
    return Noted(aligned, aligned.index(begin) if notes else end, end, footnotes)


def _heading(text: str) -> Line | None:
    """The last line like 注释： or 名词解释 in the second half of the text."""
    pattern = re.compile(words()["parts"]["notes"])
    found = None
    for line in lines(text):
        if 0 < len(line.text) < 25 and line.start > len(text) * 0.4 and pattern.search(line.text):
            found = line
    return found


def _notes(text: str) -> list[Note]:
    """Numbered lines after the heading, or the run of lines numbered [1], [2], … that ends the text."""
    heading = _heading(text)
    notes: list[Note] = []
    for line in lines(text):
        if heading and line.start <= heading.start:
            continue
        found = NUMBER.match(line.text)
        style = found.lastgroup or "" if found else ""
        if found and (heading or style == "square") and _is_next(found, notes):
            notes.append(Note(_value(found[style]), style, (line,)))
        elif notes and line.text:
            notes[-1] = Note(notes[-1].number, notes[-1].style, (*notes[-1].lines, line))
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


def _footnote(aligned: Aligned, number: int, start: int, end: int, pointed: list[int]) -> Footnote:
    """The note in `text[start:end]`, its term and what it says of it."""
    label = NUMBER.match(aligned.text, start)
    start = label.end() if label else start
    while start < end and aligned.text[start] == " ":
        start += 1
    body = aligned.text[start:end]
    found = TERM.match(body)
    term = found[0] if found else ""
    definition = re.sub(r"^(?:[：:，\s]|——)+", "", body[len(term) :]).replace("\n", "")
    return Footnote(
        number, start, end, _name(term), definition if term else body, tuple(aligned.index(p) for p in pointed)
    )


def _name(term: str) -> str:
    """The term without quotes where they hold all of it: “三高四新” but not “智赋万企”行动."""
    term = term.strip()
    quoted = re.fullmatch(r"[“《]([^“”《》]+)[”》]", term)
    return quoted[1] if quoted else term
