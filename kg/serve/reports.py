"""A report's text as a page: paragraphs and headings, its sentences as anchors, its names as links."""

from __future__ import annotations

import asyncio
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.serve.backend import Backend
from kg.serve.rows import cell, iri, rows

MARKS = re.compile(r"[\r\n]+$|\*\*|^#{1,6} ")  # of Markdown, and the end of the line
AROUND = 10  # characters beside its words that a heading's line may have: a number, marks
LEAD = 3  # depth of a section that begins with bold words instead of a heading


class Stretch(NamedTuple):
    """A sentence, name or heading by its place in the text; `target` is what a name stands for."""

    start: int
    end: int
    target: str = ""
    depth: int = 0
    label: str = ""


class Piece(NamedTuple):
    """A name, with the IRI that it stands for, or the text between names."""

    text: str
    anchor: str
    target: str


class Sentence(NamedTuple):
    """A sentence, or the text between sentences where `anchor` is empty."""

    anchor: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a heading where `depth` is not 0."""

    depth: int
    anchor: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A report's text with what is found in it."""

    lines: tuple[Line, ...]
    sections: tuple[Stretch, ...]  # of the depths 1 and 2, for the table of contents


async def read(backend: Backend, context: str) -> Text | None:
    """The text with this IRI, None where the graph holds none."""
    this = iri(context)
    found, sections, sentences, names = await asyncio.gather(
        *(rows(backend, text.replace("<this>", this)) for text in (SOURCE, SECTIONS, SENTENCES, NAMES))
    )
    if not found:
        return None
    headings = tuple(
        Stretch(int(cell(r, "start")), int(cell(r, "end")), "", int(cell(r, "depth")), cell(r, "label"))
        for r in sections
    )
    source = cell(found[0], "source")
    spans = [Stretch(int(cell(r, "start")), int(cell(r, "end"))) for r in sentences]
    mentions = [Stretch(int(cell(r, "start")), int(cell(r, "end")), cell(r, "target")) for r in names]
    return Text(tuple(lines(source, headings, spans, mentions)), tuple(h for h in headings if h.depth < LEAD))


def lines(
    source: str, headings: Sequence[Stretch], sentences: Sequence[Stretch], names: Sequence[Stretch]
) -> Iterator[Line]:
    """The text's lines, cut into sentences and those into names and what is between them."""
    begins = {heading.start: heading for heading in headings if heading.depth < LEAD}
    whole = {(sentence.start, sentence.end) for sentence in sentences}

    def piece(first: int, last: int, name: Stretch | None) -> Piece:
        doubled = name is None or (name.start, name.end) in whole  # its sentence has the anchor
        anchor = "" if name is None or doubled else address(name, first)
        return Piece(MARKS.sub("", source[first:last]), anchor, name.target if name else "")

    start = 0
    for line in source.splitlines(keepends=True):
        end = start + len(line)
        if line.strip():
            parts = (
                Sentence(address(sentence, first), tuple(piece(*part) for part in cut(names, first, last)))
                for first, last, sentence in cut(sentences, start, end)
            )
            heading = next((begins[at] for at in range(start, end) if at in begins), None)
            alone = heading is not None and end - start < len(heading.label) + AROUND
            yield Line(
                heading.depth if heading and alone else 0, f"at-{heading.start if heading else start}", tuple(parts)
            )
        start = end


def address(stretch: Stretch | None, position: int) -> str:
    """The anchor of a stretch (RFC 5147), where it begins at this position."""
    return f"char={stretch.start},{stretch.end}" if stretch and stretch.start == position else ""


def cut(stretches: Sequence[Stretch], first: int, last: int) -> Iterator[tuple[int, int, Stretch | None]]:
    """Consecutive parts of the text from `first` to `last`: those that a stretch covers, and those between."""
    position = first
    for at in range(bisect_right(stretches, first, key=lambda stretch: stretch.end), len(stretches)):
        stretch = stretches[at]
        if stretch.start >= last:
            break
        if stretch.start > position:
            yield position, stretch.start, None
            position = stretch.start
        end = min(stretch.end, last)
        if end > position:
            yield position, end, stretch
            position = end
    if position < last:
        yield position, last, None


SOURCE = "SELECT ?source WHERE { <this> nif:isString ?source } LIMIT 1"
SECTIONS = """
SELECT ?start ?end ?depth ?label WHERE {
  ?section nif:referenceContext <this> ; mkg:depth ?depth ; rdfs:label ?label .
  ?section nif:beginIndex ?start ; nif:endIndex ?end .
} ORDER BY ?start ?depth"""
SENTENCES = """
SELECT ?start ?end WHERE {
  ?sentence nif:referenceContext <this> ; a nif:Sentence ; nif:beginIndex ?start ; nif:endIndex ?end .
} ORDER BY ?start"""
NAMES = """
SELECT ?start ?end ?target WHERE {
  ?name nif:referenceContext <this> ; itsrdf:taIdentRef ?target ; nif:beginIndex ?start ; nif:endIndex ?end .
} ORDER BY ?start"""
