"""What the graph says of one thing: its statements, each with the sentence that it rests on."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

from kg.graph import amount, local_name
from kg.serve.backend import Backend
from kg.serve.rows import ABSENT, Row, Term, cell, iri, rows
from ontology.terms import MKG, vocabulary

MOST = 200  # statements of a kind on a page
NAMING = ("prefLabel", "altLabel", "label", "name", "type")  # what the head of a page shows


class Quote(NamedTuple):
    """A sentence of a report, its address, and how sure the statement that rests on it is."""

    text: str
    iri: str
    confidence: str


class State(NamedTuple):
    year: str
    status: str  # local name
    mode: str  # local name
    quote: Quote


class Figure(NamedTuple):
    indicator: str
    value: str
    change: str
    year: str
    mode: str
    quote: Quote


class Relation(NamedTuple):
    """What another thing is to this one; `forward` where this one is the subject."""

    predicate: str  # local name
    other: str  # IRI
    label: str
    forward: bool
    quote: Quote


@dataclass(frozen=True, slots=True)
class Thing:
    """All that a page shows of an IRI."""

    iri: str
    label: str
    names: tuple[str, ...]
    types: tuple[str, ...]  # IRIs, most exact first
    meanings: tuple[Quote, ...] = ()
    states: tuple[State, ...] = ()
    figures: tuple[Figure, ...] = ()
    relations: Mapping[tuple[str, bool], list[Relation]] = field(default_factory=dict)
    mentions: tuple[Quote, ...] = ()
    properties: tuple[tuple[str, Term, str], ...] = ()  # predicate IRI, value, label of the value
    incoming: tuple[tuple[str, str, str], ...] = ()  # subject, predicate, label of the subject
    spoken: tuple[str, ...] = ()  # how the reports' text names it, the longest first


async def known(backend: Backend, candidates: Iterable[str]) -> str | None:
    """The first of the IRIs that the graph speaks of, or that names a graph."""
    values = []
    for candidate in dict.fromkeys(candidates):
        try:
            values.append(iri(candidate))
        except ValueError:
            continue
    if not values:
        return None
    found = {cell(row, "this") for row in await rows(backend, KNOWN % " ".join(values))}
    return next((value[1:-1] for value in values if value[1:-1] in found), None)


def spellings(base: str, raw_path: str) -> list[str]:
    """The IRIs that an address may stand for: IRIs hold 汉字 as they are, addresses percent-encoded.

    >>> spellings("https://a.example/", "id/term/%E6%B1%A8%E7%BD%97%20x")
    ['https://a.example/id/term/汨罗%20x', 'https://a.example/id/term/%E6%B1%A8%E7%BD%97%20x']
    """

    def letters(match: re.Match[str]) -> str:
        text = unquote_to_bytes(match[0]).decode("utf-8", "replace")
        return "".join(character if character.isalnum() else quote(character) for character in text)

    decoded = re.sub(r"(?:%[89A-Fa-f][0-9A-Fa-f])+", letters, raw_path)
    everything = re.sub(
        r"(?:%[89A-Fa-f][0-9A-Fa-f])+", lambda m: unquote_to_bytes(m[0]).decode("utf-8", "replace"), raw_path
    )
    return list(dict.fromkeys(base + path for path in (decoded, everything, raw_path)))


async def read(backend: Backend, address: str, language: str = "zh") -> Thing:
    """Everything that the graph says of an IRI, within what a page in this language can show."""
    this = iri(address)
    texts = (OUT, INCOMING, RELATIONS, STATES, FIGURES, MENTIONS, MEANINGS)
    out, incoming, relations, states, figures, mentions, meanings = await asyncio.gather(
        *(rows(backend, text.replace("<this>", this)) for text in texts)
    )
    names = sorted({cell(row, "value") for row in out if local_name(cell(row, "predicate")) == "altLabel"})
    label = label_of(out, language) or local_name(address) or address
    grouped = by_predicate(address, relations, incoming)
    anchors = {cell(row, "anchor") for row in mentions} | {label, *names}
    return Thing(
        address,
        label,
        tuple(names),
        most_exact_first(cell(row, "value") for row in out if local_name(cell(row, "predicate")) == "type"),
        tuple(Quote(cell(row, "definition"), cell(row, "sentence"), cell(row, "confidence")) for row in meanings),
        tuple(state(row) for row in states),
        tuple(figure(row) for row in figures),
        grouped,
        tuple(Quote(cell(row, "text"), cell(row, "place"), "") for row in mentions),
        properties(out, set(grouped), language),
        tuple((cell(r, "subject"), cell(r, "predicate"), cell(r, "label")) for r in incoming if not known_elsewhere(r)),
        tuple(sorted((name for name in anchors if name), key=lambda name: (-len(name), name))),
    )


def label_of(out: list[Row], language: str) -> str:
    """What the thing is called, in the language if it can be."""
    for wanted in ("prefLabel", "title", "label", "name"):
        found = [row["value"] for row in out if local_name(cell(row, "predicate")) == wanted]
        if found:
            return in_language(found, language)
    return ""


def in_language(names: list[Term], language: str) -> str:
    return min(names, key=lambda name: (name.language != language, name.value)).value


def properties(out: list[Row], grouped: set[tuple[str, bool]], language: str) -> tuple[tuple[str, Term, str], ...]:
    """What else is said of the thing: predicate, value, and what the value is called, if it is a thing."""
    shown = {*NAMING, "hasState", "isString", "mentions", *(name for name, forward in grouped if forward)}
    labels: dict[tuple[str, Term], list[Term]] = {}
    for row in out:
        if local_name(cell(row, "predicate")) not in shown:
            labels.setdefault((cell(row, "predicate"), row["value"]), []).append(row.get("label", ABSENT))
    return tuple((predicate, value, in_language(names, language)) for (predicate, value), names in labels.items())


def known_elsewhere(row: Row) -> bool:
    """Whether a statement about the thing is shown in a section of its own."""
    name = local_name(cell(row, "predicate"))
    evidence = ("subject", "object", "about", "defines", "taIdentRef", "mentions", "referenceContext", "isPartOf")
    return name in evidence or name in between_things()


@cache
def between_things() -> frozenset[str]:
    """Local names of the properties that tie things together."""
    return frozenset(name for name, term in vocabulary().items() if f"{MKG}relatedTo" in term.above)


def by_predicate(this: str, stated: list[Row], incoming: list[Row]) -> dict[tuple[str, bool], list[Relation]]:
    """Relations under what they are, those with a sentence before those of the structure alone."""
    found: dict[tuple[str, bool], dict[str, Relation]] = {}
    for row in [*stated, *incoming]:
        if "object" not in row:  # of the structure: something points here
            row = {**row, "object": Term(this), "other": row.get("subject", Term("")), "from": Term("in")}
            if local_name(cell(row, "predicate")) not in between_things():
                continue
        forward = cell(row, "from") != "in"
        name, other = local_name(cell(row, "predicate")), cell(row, "other")
        relation = Relation(name, other, cell(row, "label") or local_name(other), forward, quote_of(row))
        found.setdefault((name, forward), {}).setdefault(other, relation)
    return {key: list(relations.values()) for key, relations in sorted(found.items(), key=lambda kv: not kv[0][1])}


def state(row: Row) -> State:
    return State(cell(row, "year"), local_name(cell(row, "status")), local_name(cell(row, "mode")), quote_of(row))


def figure(row: Row) -> Figure:
    def number(name: str) -> str:
        parts = (cell(row, key) or None for key in (f"{name}Bound", f"{name}Value", f"{name}High"))
        return amount(*parts) + cell(row, f"{name}Unit")

    years = "–".join(year for year in (cell(row, "since"), cell(row, "year")) if year)
    mode = local_name(cell(row, "mode"))
    return Figure(cell(row, "indicator"), number("stated"), number("change"), years, mode, quote_of(row))


def quote_of(row: Row) -> Quote:
    return Quote(cell(row, "text"), cell(row, "sentence"), cell(row, "confidence"))


def most_exact_first(classes: Iterable[str]) -> tuple[str, ...]:
    from ontology.terms import classes_of

    def depth(address: str) -> int:
        name = address.removeprefix(MKG)
        return len(classes_of(name)) if name in vocabulary() and vocabulary()[name].kind == "class" else 0

    return tuple(sorted(set(classes), key=lambda address: (-depth(address), address)))


KNOWN = """
SELECT DISTINCT ?this WHERE {
  VALUES ?this { %s }
  FILTER(EXISTS { ?this ?p ?o } || EXISTS { ?s ?q ?this } || EXISTS { GRAPH ?this { ?a ?b ?c } })
}"""
EVIDENCE = """
  OPTIONAL { ?statement mkg:confidence ?confidence }
  OPTIONAL { ?statement prov:wasQuotedFrom ?sentence . ?sentence schema:text ?text }"""
OUT = f"""
SELECT DISTINCT ?predicate ?value ?label WHERE {{
  <this> ?predicate ?value . OPTIONAL {{ ?value skos:prefLabel|rdfs:label|dcterms:title ?label }}
  FILTER(?predicate != schema:mentions)
}} ORDER BY ?predicate ?value LIMIT {MOST * 2}"""
INCOMING = f"""
SELECT DISTINCT ?subject ?predicate ?label WHERE {{
  ?subject ?predicate <this> . OPTIONAL {{ ?subject rdfs:label ?label }}
  FILTER(?predicate NOT IN (itsrdf:taIdentRef, nif:referenceContext, nif:sentence, schema:mentions, rdf:type,
                            rdf:subject, rdf:object, mkg:about, mkg:defines))
}} ORDER BY ?subject ?predicate ?label LIMIT {MOST}"""
RELATIONS = f"""
SELECT DISTINCT ?from ?predicate ?object ?other ?label ?text ?sentence ?confidence WHERE {{
  {{ ?statement rdf:subject <this> ; rdf:predicate ?predicate ; rdf:object ?other .
     BIND("out" AS ?from) BIND(?other AS ?object) }} UNION
  {{ ?statement rdf:object <this> ; rdf:predicate ?predicate ; rdf:subject ?other .
     BIND("in" AS ?from) BIND(<this> AS ?object) }} UNION
  {{ VALUES ?predicate {{ mkg:partOf mkg:jurisdiction }} <this> ?predicate ?other .
     BIND("out" AS ?from) BIND(?other AS ?object) }}
  OPTIONAL {{ ?other skos:prefLabel ?label }}
  {EVIDENCE}
}} ORDER BY ?predicate DESC(?confidence) ?label ?sentence LIMIT {MOST}"""
STATES = f"""
SELECT ?year ?status ?mode ?text ?sentence ?confidence WHERE {{
  <this> mkg:hasState ?statement . ?statement mkg:status ?status ; mkg:mode ?mode .
  OPTIONAL {{ ?statement mkg:year ?year }}
  OPTIONAL {{ ?status skos:notation ?order }}
  {EVIDENCE}
}} ORDER BY ?year ?order ?statement LIMIT {MOST}"""
FIGURES = f"""
SELECT ?indicator ?statedBound ?statedValue ?statedHigh ?statedUnit ?changeBound ?changeValue ?changeHigh ?changeUnit
       ?since ?year ?mode ?text ?sentence ?confidence
WHERE {{
  ?statement mkg:about <this> ; mkg:indicatorText ?indicator ; mkg:mode ?mode .
  OPTIONAL {{ ?statement mkg:value ?statedValue }} OPTIONAL {{ ?statement mkg:high ?statedHigh }}
  OPTIONAL {{ ?statement mkg:bound ?statedBound }} OPTIONAL {{ ?statement mkg:unitText ?statedUnit }}
  OPTIONAL {{ ?statement mkg:change ?changeValue }} OPTIONAL {{ ?statement mkg:changeHigh ?changeHigh }}
  OPTIONAL {{ ?statement mkg:changeBound ?changeBound }} OPTIONAL {{ ?statement mkg:changeUnitText ?changeUnit }}
  OPTIONAL {{ ?statement mkg:year ?year }} OPTIONAL {{ ?statement mkg:since ?since }}
  {EVIDENCE}
}} ORDER BY ?year ?mode ?sentence ?indicator ?statement LIMIT {MOST * 2}"""
MENTIONS = f"""
SELECT ?anchor ?text ?place ?start WHERE {{
  ?place itsrdf:taIdentRef <this> ; nif:anchorOf ?anchor ; nif:beginIndex ?start ; nif:sentence ?sentence .
  ?sentence schema:text ?text .
}} ORDER BY ?sentence ?start LIMIT {MOST}"""
MEANINGS = f"""
SELECT ?definition ?sentence ?confidence WHERE {{
  ?statement mkg:defines <this> ; skos:definition ?definition .
  {EVIDENCE}
}} ORDER BY ?definition LIMIT {MOST}"""
# For programs: what the thing says, what is said of it, and the statements that rest on sentences.
DESCRIBE = """
CONSTRUCT { ?s ?p ?o } WHERE {
  { VALUES ?s { <this> } ?s ?p ?o } UNION
  { VALUES ?o { <this> } ?s ?p ?o } UNION
  { <this> mkg:hasState|dcterms:isPartOf ?s . ?s ?p ?o } UNION
  { ?s rdf:subject|rdf:object|mkg:about|mkg:defines|nif:referenceContext|qb:dataSet <this> . ?s ?p ?o }
}"""
