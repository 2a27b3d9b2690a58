"""A report's text in RDF: NIF context, sections, sentences and the names in them, at their places in the source."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from ontology.entities import Things
from ontology.model import Report, Resolved
from ontology.rdf import A, Statement, confidence, node, zh

_COUNT = node("xsd:nonNegativeInteger")


@dataclass(frozen=True)
class Addresses:
    """IRIs of a report and its stretches; places are characters of the source, by RFC 5147."""

    report: Report
    iri: str  # of the report

    @cached_property
    def context(self) -> NamedNode:
        return NamedNode(f"{self.iri}/text")

    def stretch(self, start: int, end: int) -> NamedNode:
        """The stretch that `report.text[start:end]` is in the source."""
        first, last = self.report.source_span(start, end)
        return NamedNode(f"{self.iri}/text#char={first},{last}")

    def part(self, name: str) -> NamedNode:
        """A part of the report: section/1, note/3, figures."""
        return NamedNode(f"{self.iri}/{name}")

    @cached_property
    def sentences(self) -> tuple[NamedNode, ...]:
        return tuple(self.stretch(s.start, s.end) for s in self.report.sentences)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(sentence.start for sentence in self.report.sentences)

    def sentence_of(self, position: int) -> NamedNode | None:
        """The sentence that holds a position of the cleaned text."""
        index = bisect_right(self._starts, position) - 1
        inside = index >= 0 and position < self.report.sentences[index].end
        return self.sentences[index] if inside else None


def text_triples(resolved: Resolved, things: Things, addresses: Addresses) -> Iterator[Statement]:
    """Text, sections, sentences and mentions of one report."""
    yield from _context(addresses)
    yield from _sections(addresses)
    yield from _sentences(addresses)
    yield from _mentions(resolved, things, addresses)


def _context(addresses: Addresses) -> Iterator[Statement]:
    context, source = addresses.context, addresses.report.source
    yield context, A, node("nif:Context")
    yield context, node("nif:isString"), zh(source)
    yield context, node("nif:beginIndex"), _count(0)
    yield context, node("nif:endIndex"), _count(len(source))


def _sections(addresses: Addresses) -> Iterator[Statement]:
    report = addresses.report
    for number, section in enumerate(report.sections):
        me = addresses.part(f"section/{number}")
        first, last = report.source_span(section.start, section.end)
        yield me, A, node("Section")
        yield me, node("rdfs:label"), zh(section.heading)
        yield me, node("part"), Literal(section.part.value)
        yield me, node("depth"), Literal(section.depth)
        yield me, node("nif:referenceContext"), addresses.context
        yield me, node("nif:beginIndex"), _count(first)
        yield me, node("nif:endIndex"), _count(last)


def _sentences(addresses: Addresses) -> Iterator[Statement]:
    report = addresses.report
    for sentence, me in zip(report.sentences, addresses.sentences, strict=True):
        yield from _string(me, "nif:Sentence", sentence.start, sentence.end, addresses)
        yield me, node("schema:text"), zh(report.text[sentence.start : sentence.end])
        yield me, node("part"), Literal(sentence.part.value)
        if sentence.section >= 0:
            yield me, node("dcterms:isPartOf"), addresses.part(f"section/{sentence.section}")


def _mentions(resolved: Resolved, things: Things, addresses: Addresses) -> Iterator[Statement]:
    for mention in resolved.extraction.mentions:
        me = addresses.stretch(mention.start, mention.end)
        yield from _string(me, "nif:Phrase", mention.start, mention.end, addresses)
        yield me, node("itsrdf:taIdentRef"), things.iri[resolved.links[mention.start, mention.end]]
        yield me, node("itsrdf:taConfidence"), confidence(mention.score)
        if mention.by:
            yield me, node("foundBy"), Literal(mention.by)
        if sentence := addresses.sentence_of(mention.start):
            yield me, node("nif:sentence"), sentence


def _string(me: NamedNode, kind: str, start: int, end: int, addresses: Addresses) -> Iterator[Statement]:
    first, last = addresses.report.source_span(start, end)
    yield me, A, node(kind)
    yield me, A, node("nif:RFC5147String")
    yield me, node("nif:referenceContext"), addresses.context
    yield me, node("nif:beginIndex"), _count(first)
    yield me, node("nif:endIndex"), _count(last)
    yield me, node("nif:anchorOf"), zh(addresses.report.source[first:last])


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=_COUNT)
