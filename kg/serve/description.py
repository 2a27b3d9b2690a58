"""The SPARQL 1.1 service description of the endpoint."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
WRITTEN = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle",
           "JSON-LD", "N-Triples", "RDF_XML", "TriG", "N-Quads")  # fmt: skip


def describe(endpoint: str, dataset: str, union: bool, update: bool, graphs: list[str]) -> Iterator[ox.Triple]:
    """What the endpoint at `endpoint` can do and which named graphs it holds.

    `dataset` is the IRI of the default dataset's description.
    """
    service, default = ox.NamedNode(endpoint), ox.NamedNode(dataset)

    def say(subject: ox.NamedNode, predicate: str, value: ox.NamedNode) -> ox.Triple:
        return ox.Triple(subject, ox.NamedNode(SD + predicate), value)

    yield ox.Triple(service, RDF_TYPE, ox.NamedNode(SD + "Service"))
    yield say(service, "endpoint", service)
    yield say(service, "supportedLanguage", ox.NamedNode(SD + "SPARQL11Query"))
    if update:
        yield say(service, "supportedLanguage", ox.NamedNode(SD + "SPARQL11Update"))
    if union:
        yield say(service, "feature", ox.NamedNode(SD + "UnionDefaultGraph"))
    for name in WRITTEN:
        yield say(service, "resultFormat", ox.NamedNode(FORMATS + name))
    yield say(service, "defaultDataset", default)
    yield ox.Triple(default, RDF_TYPE, ox.NamedNode(SD + "Dataset"))
    default_graph = ox.NamedNode(f"{dataset}-default-graph")
    yield say(default, "defaultGraph", default_graph)
    yield ox.Triple(default_graph, RDF_TYPE, ox.NamedNode(SD + "Graph"))
    for number, iri in enumerate(graphs, 1):
        named = ox.NamedNode(f"{dataset}-graph-{number}")
        yield say(default, "namedGraph", named)
        yield ox.Triple(named, RDF_TYPE, ox.NamedNode(SD + "NamedGraph"))
        yield say(named, "name", ox.NamedNode(iri))
