"""Reads the W3C's SPARQL 1.1 test manifests and compares what an endpoint gives with what they expect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
XSD = "http://www.w3.org/2001/XMLSchema#"
# Oxigraph keeps the value of an integer, not which kind of integer it was written as.
NUMBERS = {XSD + name: name for name in ("integer", "decimal", "double", "float")} | {
    XSD + "negativeInteger": "integer"
}
FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
MEDIA_TYPES = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}
RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}


@dataclass(frozen=True)
class Case:
    """One test: what to load, what to ask or do, what is expected; `good` says whether a text of a syntax test is."""

    name: str
    kind: str  # query, update or syntax
    text: Path
    default: Path | None = None
    named: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None
    expected_named: tuple[tuple[str, Path], ...] = ()
    good: bool = True


def cases(manifest: Path) -> Iterator[Case]:
    graph = rdflib.Graph().parse(manifest, format="turtle", publicID=manifest.as_uri())
    for listed in graph.objects(None, MF.entries):
        for test in Collection(graph, listed):
            kind = graph.value(test, RDF.type)
            name = f"{manifest.parent.name}/{str(test).split('#')[-1].split('/')[-1]}"
            if kind == MF.QueryEvaluationTest:
                yield query_case(graph, test, name)
            elif kind == MF.UpdateEvaluationTest:
                yield update_case(graph, test, name)
            elif kind in (MF.PositiveSyntaxTest11, MF.NegativeSyntaxTest11):
                text = path(graph.value(test, MF.action))
                assert text
                yield Case(name, "syntax", text, good=kind == MF.PositiveSyntaxTest11)


def path(node: object) -> Path | None:
    return Path(str(node).removeprefix("file://")) if node else None


def query_case(graph: rdflib.Graph, test: rdflib.term.Node, name: str) -> Case:
    action = graph.value(test, MF.action)
    text = path(graph.value(action, QT.query))
    assert text
    named = tuple((str(node), Path(str(node).removeprefix("file://"))) for node in graph.objects(action, QT.graphData))
    return Case(name, "query", text, path(graph.value(action, QT.data)), named, path(graph.value(test, MF.result)))


def update_case(graph: rdflib.Graph, test: rdflib.term.Node, name: str) -> Case:
    action, result = graph.value(test, MF.action), graph.value(test, MF.result)
    text = path(graph.value(action, UT.request))
    assert text
    return Case(
        name, "update", text, path(graph.value(action, UT.data)), labelled(graph, action),
        path(graph.value(result, UT.data)), labelled(graph, result),
    )  # fmt: skip


def labelled(graph: rdflib.Graph, node: rdflib.term.Node | None) -> tuple[tuple[str, Path], ...]:
    found = []
    for data in graph.objects(node, UT.graphData):
        file = path(graph.value(data, UT.graph))
        assert file
        found.append((str(graph.value(data, rdflib.RDFS.label)), file))
    return tuple(found)


def graph_of(content: bytes, suffix: str, base: str) -> ox.Dataset:
    """A graph in canonical form, so that equal graphs are equal whatever their blank nodes are called."""
    found = ox.Dataset(ox.parse(content, FORMATS[suffix], base_iri=base))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


def same_results(given: bytes, expected: bytes, suffix: str) -> bool:
    """Whether two results are equal in the values of their terms; blank nodes by how often each one occurs."""
    if suffix == ".csv":
        return Counter(lines(given)) == Counter(lines(expected))
    one, other = (ox.parse_query_results(content, RESULTS[suffix]) for content in (given, expected))
    if isinstance(one, ox.QueryBoolean) or isinstance(other, ox.QueryBoolean):
        return bool(one) == bool(other)
    return rows(one) == rows(other)


def lines(content: bytes) -> list[str]:
    return content.decode().replace("\r", "").strip("\n").split("\n")


def rows(solutions: ox.QuerySolutions) -> Counter[tuple[tuple[str, str], ...]]:
    """Solutions by their values; a blank node by the places in its row where it stands."""
    return Counter(
        signature({v.value: solution[v] for v in solutions.variables if solution[v] is not None})
        for solution in solutions
    )


def signature(row: dict[str, object]) -> tuple[tuple[str, str], ...]:
    def value(term: object) -> str:
        if isinstance(term, ox.BlankNode):
            return f"_:{sorted(name for name, other in row.items() if other == term)}"
        if isinstance(term, ox.Literal) and term.datatype.value in NUMBERS:
            return f"{float(term.value):.10g} {NUMBERS[term.datatype.value]}"
        return str(term)

    return tuple(sorted((name, value(term)) for name, term in row.items()))
