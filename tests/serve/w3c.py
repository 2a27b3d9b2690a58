"""Reads the W3C's SPARQL 1.1 test manifests and compares what an endpoint gives with what they expect."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Case:
    """One evaluation test: what to load, what to ask or do, what is expected."""

    name: str
    kind: str  # query or update
    text: Path
    default: Path | None
    named: tuple[tuple[str, Path], ...]
    result: Path | None
    expected_named: tuple[tuple[str, Path], ...] = ()


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


def path(node: object) -> Path | None:
    return Path(rdflib.URIRef(str(node)).removeprefix("file://")) if node else None


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


FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES,
           ".n3": ox.RdfFormat.N3}  # fmt: skip


def triples(content: bytes, suffix: str, base: str) -> ox.Dataset:
    """A graph in canonical form, so that equal graphs are equal whatever their blank nodes are called."""
    found = ox.Dataset(ox.parse(content, FORMATS[suffix], base_iri=base))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found
