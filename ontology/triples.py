"""From typed values to RDF: every statement of a dataset as a quad in its named graph (see `ontology.iris`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from ontology import iris, terms
from ontology.entities import Things, entity_triples, is_official
from ontology.model import Dataset, Resolved
from ontology.rdf import Statement
from ontology.statements import Telling, report_triples
from ontology.text import Addresses, text_triples


def quads(dataset: Dataset, base_iri: str) -> Iterator[Quad]:
    """Everything that a dataset says, with the vocabulary to read it by.

    What a report's own two graphs hold depends on that report and the things it names, not on what other reports say.
    Statements that a report makes twice come twice.
    Raises ValueError where the base IRI cannot be one.
    """
    base = iris.base(base_iri)
    things = Things(dataset, base)
    yield from ontology_quads(base)
    yield from entity_quads(things)
    for resolved in dataset.reports:
        yield from report_quads(resolved, things)


def ontology_quads(base: str) -> Iterator[Quad]:
    """The vocabulary and the schemes."""
    graph = iris.graph(base, "ontology")
    return (Quad(t.subject, t.predicate, t.object, graph) for t in terms.triples())


def entity_quads(things: Things) -> Iterator[Quad]:
    """Things with their names, each in one graph: official divisions are reference data."""
    entities, reference = iris.graph(things.base, "entities"), iris.graph(things.base, "reference")
    for entity in things.dataset.entities:
        graph = reference if is_official(entity) else entities
        yield from _in_graph(entity_triples(entity, things), graph)


def report_quads(resolved: Resolved, things: Things) -> Iterator[Quad]:
    """What one report states, and its text."""
    addresses = Addresses(resolved.extraction.report, iris.thing(things.base, resolved.id).value)
    facts, text = iris.graph(things.base, resolved.id), iris.graph(things.base, f"{resolved.id}/text")
    yield from _in_graph(report_triples(Telling(resolved, things, addresses)), facts)
    yield from _in_graph(text_triples(resolved, things, addresses), text)


def _in_graph(statements: Iterable[Statement], graph: NamedNode) -> Iterator[Quad]:
    for subject, predicate, object_ in statements:
        yield Quad(subject, predicate, object_, graph)
