"""The dataset as RDF: files in the standard syntaxes and the store that answers queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox

from kg.outputs import jsonld
from kg.outputs.xml import writable
from ontology import iris
from ontology.terms import PREFIXES


def in_order(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """The quads, each once, by graph, subject, predicate and object."""
    lines = (ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    sorted_quads = ox.parse(b"".join(sorted(set(lines))), ox.RdfFormat.N_QUADS)
    return sorted(sorted_quads, key=lambda quad: str(quad.graph_name))


def write(quads: Sequence[ox.Quad], folder: Path, base_iri: str) -> None:
    """Write graph.trig with everything, and what the reports state as graph.ttl, .nt, .rdf and .jsonld."""
    facts = statements(quads, base_iri)
    prefixes = {**data_prefixes(facts, base_iri), **PREFIXES}
    ox.serialize(quads, str(folder / "graph.trig"), ox.RdfFormat.TRIG, prefixes=prefixes)
    ox.serialize(facts, str(folder / "graph.ttl"), ox.RdfFormat.TURTLE, prefixes=prefixes)
    ox.serialize(facts, str(folder / "graph.nt"), ox.RdfFormat.N_TRIPLES)
    ox.serialize(for_xml(facts), str(folder / "graph.rdf"), ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES))
    jsonld.write(facts, folder / "graph.jsonld")


def for_xml(facts: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples, without the characters in texts that XML cannot hold."""
    for fact in facts:
        text = fact.object
        if isinstance(text, ox.Literal) and (clean := writable(text.value)) != text.value:
            yield ox.Triple(fact.subject, fact.predicate, same_kind(clean, text))
        else:
            yield fact


def same_kind(text: str, like: ox.Literal) -> ox.Literal:
    """A literal of the language or datatype of another."""
    if like.language:
        return ox.Literal(text, language=like.language)
    return ox.Literal(text, datatype=like.datatype)


def data_prefixes(facts: Iterable[ox.Triple], base_iri: str) -> dict[str, str]:
    """A prefix for each kind of thing, so that people can read place:430681."""
    things = f"{base_iri}id/"
    subjects = {jsonld.iri_of(fact.subject) for fact in facts}
    kinds = {iri[len(things) :].split("/")[0] for iri in subjects if iri.startswith(things)}
    return {kind: f"{things}{kind}/" for kind in kinds if kind.isalpha()}


def statements(quads: Sequence[ox.Quad], base_iri: str) -> list[ox.Triple]:
    """Things and what is stated of them, without the reports' texts and the vocabulary; each triple once."""
    vocabulary = iris.graph(base_iri, "ontology")
    graphs = {quad.graph_name for quad in quads} - {vocabulary}
    stated = {graph for graph in graphs if not iris.is_text_graph(jsonld.iri_of(graph))}
    return sorted({quad.triple for quad in quads if quad.graph_name in stated}, key=str)


def store(quads: Iterable[ox.Quad], folder: Path) -> ox.Store:
    """A new store that holds the quads, opened for reading."""
    filled = ox.Store(str(folder))
    filled.bulk_extend(quads)
    filled.optimize()
    filled.flush()
    del filled
    return ox.Store.read_only(str(folder))
