"""Is a graph sound? SHACL validation of what the reports state, with complaints in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ontology import iris
from ontology.terms import NIF, RDF, RDFS, XSD

if TYPE_CHECKING:
    import rdflib

_TYPE = ox.NamedNode(f"{RDF}type")
_LABEL = ox.NamedNode(f"{RDFS}label")
_SENTENCE = ox.NamedNode(f"{NIF}Sentence")


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One complaint: what it is about, what is wrong."""

    focus: str  # IRI of the thing or statement
    label: str  # its name or the words that state it, where it has any
    path: str  # the property, as in SHACL; empty where the thing itself is wrong
    value: str  # the value that is wrong, where there is one
    message_zh: str
    message_en: str


def validate(quads: Iterable[ox.Quad]) -> tuple[Violation, ...]:
    """What is wrong with the statements of a graph, sorted; empty where it is sound.

    Texts and mentions are not looked at, but for the sentences that statements come from.
    """
    from pyshacl import validate as run_shacl

    data, labels = _to_rdflib(quads)
    _, report, _ = run_shacl(data, shacl_graph=_shapes(), inplace=True, inference="none")
    return tuple(sorted(set(_violations(report, labels))))


def triples() -> tuple[ox.Triple, ...]:
    """The shapes, as they stand in their Turtle file."""
    return tuple(quad.triple for quad in ox.parse(_source(), format=ox.RdfFormat.TURTLE))


def _shapes() -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(data=_source(), format="turtle")


def _source() -> bytes:
    return (files("ontology") / "shapes.ttl").read_bytes()


@cache
def _looked_at() -> frozenset[ox.NamedNode]:
    """The properties that shapes speak of; the rest of a graph need not be copied for them."""
    objects = (triple.object for triple in triples())
    return frozenset(node for node in objects if isinstance(node, ox.NamedNode)) | {_TYPE}


def _to_rdflib(quads: Iterable[ox.Quad]) -> tuple[rdflib.Graph, Mapping[str, str]]:
    """What the shapes look at, and the labels of everything."""
    import rdflib

    graph, labels, terms = rdflib.Graph(), {}, _Terms()
    for quad in quads:
        if quad.predicate == _LABEL:
            labels[str(quad.subject)] = str(getattr(quad.object, "value", ""))
        if quad.predicate in _looked_at() and _matters(quad):
            graph.add((terms[quad.subject], terms[quad.predicate], terms[quad.object]))
    return graph, labels


def _matters(quad: ox.Quad) -> bool:
    name = getattr(quad.graph_name, "value", "")
    if iris.is_text_graph(name):
        return quad.object == _SENTENCE
    return not name.endswith("/graph/ontology")


class _Terms(dict[object, "rdflib.term.Node"]):
    """Oxigraph's terms as rdflib's, each made once."""

    def __missing__(self, term: object) -> rdflib.term.Node:
        from rdflib import BNode, Literal, URIRef

        made: rdflib.term.Node
        if isinstance(term, ox.NamedNode):
            made = URIRef(term.value)
        elif isinstance(term, ox.Literal):
            plain = term.language or term.datatype.value == f"{XSD}string"
            made = Literal(term.value, term.language, None if plain else URIRef(term.datatype.value))
        else:
            made = BNode(str(term))
        self[term] = made
        return made


def _violations(report: rdflib.Graph, labels: Mapping[str, str]) -> Iterator[Violation]:
    from rdflib import SH, URIRef

    for result in report.subjects(URIRef(f"{RDF}type"), SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        messages = {getattr(m, "language", None): str(m) for m in report.objects(result, SH.resultMessage)}
        yield Violation(
            str(focus),
            labels.get(f"<{focus}>", ""),
            str(report.value(result, SH.resultPath) or ""),
            str(report.value(result, SH.value) or ""),
            messages.get("zh", ""),
            messages.get("en", ""),
        )
