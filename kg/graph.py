"""The opened graph: SPARQL over a build, and its things, relations, states and figures as typed rows.

`Graph` stands on anything that answers SPARQL (`Store`): the Oxigraph store of a build, or a remote endpoint.
All its rows come from queries, so whatever was built, loaded or served is seen the same way.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyoxigraph as ox

from kg import stated
from kg.errors import KgError
from kg.lexer import complaint, words
from kg.stated import KINDS, Edge, Figure, Meaning, Node, State, amount, local_name
from kg.table import Table, plain
from ontology.terms import PREFIXES

if TYPE_CHECKING:
    import networkx
    import rdflib

    from ontology.shapes import Violation

__all__ = [
    "KINDS",
    "Answer",
    "Edge",
    "Embedded",
    "Figure",
    "Graph",
    "Meaning",
    "Node",
    "State",
    "Store",
    "Table",
    "amount",
    "local_name",
    "open",
]

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Store(Protocol):
    """Whatever answers SPARQL with every named graph in the default graph."""

    def query(self, sparql: str) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Embedded:
    """The Oxigraph store of a build; the default graph is the union of the named graphs."""

    store: ox.Store

    def query(self, sparql: str) -> Answer:
        return self.store.query(sparql, use_default_graph_as_union=True, prefixes=dict(PREFIXES))


class Graph:
    """A built graph.

    >>> import kg
    >>> graph = kg.open("output")  # doctest: +SKIP
    >>> graph.query("SELECT ?p WHERE { ?p a mkg:EnergyProject }").rows  # doctest: +SKIP
    """

    def __init__(self, store: Store, folder: Path | None = None) -> None:
        self.store = store
        self.folder = folder  # of the build, where there is one

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """What the build is made of: inputs, settings, counts, files (its manifest.json)."""
        if self.folder is None:
            return {}
        manifest: Mapping[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return manifest

    def query(self, sparql: str) -> Table:
        """Answer of a SPARQL query; the usual prefixes (mkg, skos, ...) need no declaration.

        ASK gives one cell, `answer`; CONSTRUCT and DESCRIBE give `subject`, `predicate`, `object`.
        Raises KgError with line and column where the query is malformed.
        """
        answer = self.answer(sparql)
        if isinstance(answer, ox.QueryBoolean):
            return Table(("answer",), ((bool(answer),),))
        with evaluating():
            if isinstance(answer, ox.QueryTriples):
                triples = tuple((plain(t.subject), plain(t.predicate), plain(t.object)) for t in answer)
                return Table(("subject", "predicate", "object"), triples)
            columns = tuple(variable.value for variable in answer.variables)
            return Table(columns, tuple(tuple(plain(value) for value in solution) for solution in answer))

    def ask(self, question: str, **values: str) -> Table:
        """Answer of a named question, by its name or number; `values` narrow it.

        >>> import kg
        >>> kg.open("output").ask("in-township", name="桃林寺镇")  # doctest: +SKIP
        """
        return self.query(named_question(question, values))

    def answer(self, sparql: str) -> Answer:
        """The store's own answer, for the standard result formats (`.serialize`). It asks no other host."""
        if "SERVICE" in words(sparql):
            raise KgError("query: SERVICE would ask another host; ask it there, or load its data beside this graph")
        try:
            with evaluating():
                return self.store.query(sparql)
        except SyntaxError as error:
            raise KgError(f"query: {complaint(str(error), sparql, PREFIXES)}") from error

    @cached_property
    def _entities(self) -> tuple[Node, ...]:
        return stated.entities(self.query)

    def entities(self) -> tuple[Node, ...]:
        """Everything that the reports name, in the order of their IRIs."""
        return self._entities

    def relations(self) -> tuple[Edge, ...]:
        """Relations between things: those that reports state, each with its sentence, and what lies in what."""
        return stated.relations(self.query)

    def states(self) -> tuple[State, ...]:
        """Project states, each with its sentence."""
        return stated.states(self.query)

    def figures(self) -> tuple[Figure, ...]:
        """Figures, each with its sentence."""
        return stated.figures(self.query)

    def meanings(self) -> tuple[Meaning, ...]:
        """Terms and what the reports' footnotes say they mean."""
        return stated.meanings(self.query)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Things and their relations as a directed multigraph, keyed by IRI.

        Attributes are strings and numbers only, so that GraphML and GEXF carry them. Of nodes: `label`, `type`,
        `kind`, `names` (joined by " | "), `code`, `level`, `mentions` as in `Node`; `states` (of a project:
        "2024 actual started | 2025 target completed"); `meaning` (of a term, by its footnote). Of edges, keyed by
        predicate: `predicate`, `weight` (how many sentences state it), `confidence`, `sentence` and
        `sentence_iri` (the surest one's).
        """
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        states: dict[str, set[str]] = {}
        for state in self.states():
            states.setdefault(state.project, set()).add(f"{state.year} {state.mode} {state.status}")
        meanings = {meaning.term: meaning.text for meaning in self.meanings()}
        for node in self.entities():
            graph.add_node(
                node.iri,
                label=node.label,
                type=node.type,
                kind=node.kind,
                names=" | ".join(node.names),
                code=node.code,
                level=node.level,
                mentions=node.mentions,
                states=" | ".join(sorted(states.get(node.iri, ()))),
                meaning=meanings.get(node.iri, ""),
            )
        for edge in sorted(self.relations(), key=lambda e: (e.subject, e.predicate, e.object, -e.confidence)):
            add_edge(graph, edge)
        return graph

    def to_rdflib(self) -> rdflib.Dataset:
        """Every statement, in its named graph, as an rdflib dataset."""
        import rdflib

        dataset = rdflib.Dataset(default_union=True)
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace)
        lines = ox.serialize(self.quads(), format=ox.RdfFormat.N_QUADS) or b""
        dataset.parse(data=lines, format="nquads")
        return dataset

    def quads(self) -> Iterator[ox.Quad]:
        """Every statement in its named graph."""
        answer = self.store.query("SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        assert isinstance(answer, ox.QuerySolutions)
        return (ox.Quad(*solution) for solution in answer)

    def validate(self) -> tuple[Violation, ...]:
        """What breaks the ontology's SHACL shapes; empty where the graph is sound."""
        from ontology.shapes import validate

        return validate(self.quads())


def named_question(name: str, values: Mapping[str, str]) -> str:
    """SPARQL of a named question, narrowed to values.

    Raises KgError where the question or a value is unknown.
    """
    from ontology import query

    try:
        return query(name).bind(**values)
    except ValueError as error:
        raise KgError(str(error)) from error


def open(path: str | Path = "output") -> Graph:
    """The graph that `kg build` left in a folder.

    Raises KgError where there is none.
    """
    folder = Path(path)
    if not (folder / "manifest.json").is_file():
        raise KgError(f"{folder}: no graph here yet; build one with: kg build REPORT -o {folder}")
    try:
        return Graph(Embedded(ox.Store.read_only(str(folder / "store"))), folder)
    except OSError as error:
        raise KgError(f"{folder}: the store cannot be opened ({one_line(error)}); build it again") from error


def add_edge(graph: networkx.MultiDiGraph[str], edge: Edge) -> None:
    """Add a relation, or another sentence for one that is there; the surest comes first."""
    if edge.subject not in graph or edge.object not in graph:
        return
    if graph.has_edge(edge.subject, edge.object, key=edge.predicate):
        graph.edges[edge.subject, edge.object, edge.predicate]["weight"] += 1
        return
    graph.add_edge(
        edge.subject,
        edge.object,
        key=edge.predicate,
        predicate=edge.predicate,
        weight=1,
        confidence=float(edge.confidence),
        sentence=edge.sentence,
        sentence_iri=edge.sentence_iri,
    )


def one_line(error: object) -> str:
    """A message without its line breaks."""
    return " ".join(str(error).split())


@contextmanager
def evaluating() -> Iterator[None]:
    """Raises KgError where a query is right but cannot be answered: its SERVICE is away. Rows are found when read."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise KgError(f"query: cannot be answered ({one_line(str(error))})") from error
