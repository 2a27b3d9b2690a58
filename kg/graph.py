"""The opened graph: SPARQL over a build, and its things, relations, states and figures as typed rows.

`Graph` stands on anything that answers SPARQL (`Store`): the Oxigraph store of a build, or a remote endpoint.
All its rows come from queries, so whatever was built, loaded or served is seen the same way.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyoxigraph as ox

from kg.errors import KgError
from ontology.terms import PREFIXES, XSD, classes_of, vocabulary

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib

    from ontology.shapes import Violation

# The classes right below the top; what else the vocabulary has are reports, their parts and what they state.
KINDS = ("Place", "Organization", "Project", "Policy", "Event", "Honour", "Person", "Product", "Term")

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Value = str | int | Decimal | bool | None


class Store(Protocol):
    """Whatever answers SPARQL with every named graph in the default graph."""

    def query(self, sparql: str) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Embedded:
    """The Oxigraph store of a build; the default graph is the union of the named graphs."""

    store: ox.Store

    def query(self, sparql: str) -> Answer:
        return self.store.query(sparql, use_default_graph_as_union=True, prefixes=dict(PREFIXES))


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of the graph, as `Graph.entities` gives it and as the nodes of `Graph.to_networkx` carry it."""

    iri: str
    label: str  # canonical name
    type: str  # local name of the most exact class: EnergyProject
    kind: str  # local name of the class right below the top: Project, Place, Organization, Policy, Event, ...
    names: tuple[str, ...]  # other names, sorted
    code: str  # official division code, or empty
    level: str  # of a division: province, prefecture, county, township, village; else empty
    mentions: int  # places in the reports that name it


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two things that the reports state; one for each sentence that states it."""

    subject: str  # IRI
    predicate: str  # local name: locatedIn, undertakenBy, ...
    object: str  # IRI
    confidence: Decimal
    sentence: str  # its words
    sentence_iri: str


@dataclass(frozen=True, slots=True)
class State:
    """What a sentence says of a project's progress."""

    project: str  # IRI
    status: str  # planned, signed, approved, started, ongoing, milestone, completed, operational, stopped
    year: str
    mode: str  # actual or target
    confidence: Decimal
    sentence: str
    sentence_iri: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a sentence states; `value` and `change` keep their bound as written: ">=68", "~5"."""

    about: str  # IRI, or empty where the text names none that is known
    about_text: str  # as the text names it
    indicator: str
    value: str
    unit: str
    change: str
    change_unit: str
    year: str
    mode: str
    confidence: Decimal
    sentence: str
    sentence_iri: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a term means by the report's own footnote."""

    term: str  # IRI
    text: str
    confidence: Decimal
    sentence: str  # the footnote's words
    sentence_iri: str


@dataclass(frozen=True, slots=True)
class Table:
    """A query's answer: columns and rows of plain values (IRIs and texts are str, absent values None)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def records(self) -> list[dict[str, Value]]:
        """Rows as mappings from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self) -> pandas.DataFrame:
        """The same as a pandas frame; pandas comes with the `notebooks` extra."""
        import pandas

        return pandas.DataFrame(self.rows, columns=list(self.columns))

    def _repr_html_(self) -> str:
        """Notebooks show an answer as a table."""
        from html import escape

        def line(cells: Sequence[Value], tag: str) -> str:
            shown = ("" if cell is None else escape(str(cell)) for cell in cells)
            return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in shown) + "</tr>"

        return f"<table>{line(self.columns, 'th')}{''.join(line(row, 'td') for row in self.rows)}</table>"


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
        """The store's own answer, for the standard result formats (`.serialize`)."""
        try:
            return self.store.query(sparql)
        except SyntaxError as error:
            raise KgError(syntax_message(str(error))) from error

    def entities(self) -> tuple[Node, ...]:
        """Everything that the reports name, in the order of their IRIs."""
        return self._entities

    @cached_property
    def _entities(self) -> tuple[Node, ...]:
        names = self._grouped(NAMES)
        types = self._grouped(TYPES % " ".join(f"mkg:{name}" for name in entity_classes()))
        mentions = Counter({str(iri): int(str(count)) for iri, count in self.query(MENTIONS)})
        return tuple(
            Node(
                iri=str(iri),
                label=str(label),
                type=most_exact(types[str(iri)]),
                kind=classes_of(most_exact(types[str(iri)]))[-1],
                names=tuple(sorted(set(names.get(str(iri), ())) - {str(label)})),
                code=text(code),
                level=local_name(text(level)),
                mentions=mentions[str(iri)],
            )
            for iri, label, code, level in self.query(ENTITIES)
            if str(iri) in types
        )

    def _grouped(self, sparql: str) -> Mapping[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for key, value in self.query(sparql):
            groups.setdefault(str(key), []).append(str(value))
        return groups

    def relations(self) -> tuple[Edge, ...]:
        """Relations between things: those that reports state, each with its sentence, and what lies in what."""
        stated = tuple(
            Edge(str(s), local_name(str(p)), str(o), decimal(sure), text(words), text(sentence))
            for s, p, o, sure, words, sentence in self.query(RELATIONS)
        )
        known = {(edge.subject, edge.predicate, edge.object) for edge in stated}
        structure = (Edge(str(s), local_name(str(p)), str(o), Decimal(1), "", "") for s, p, o in self.query(STRUCTURE))
        return stated + tuple(e for e in structure if (e.subject, e.predicate, e.object) not in known)

    def states(self) -> tuple[State, ...]:
        """Project states, each with its sentence."""
        return tuple(
            State(
                project=str(project),
                status=local_name(str(status)),
                year=text(year),
                mode=local_name(str(mode)),
                confidence=decimal(sure),
                sentence=text(words),
                sentence_iri=text(sentence),
            )
            for project, status, year, mode, sure, words, sentence in self.query(STATES)
        )

    def figures(self) -> tuple[Figure, ...]:
        """Figures, each with its sentence."""
        return tuple(
            Figure(
                about=text(row["about"]),
                about_text=text(row["aboutText"]),
                indicator=text(row["indicator"]),
                value=amount(row["bound"], row["value"], row["high"]),
                unit=text(row["unit"]),
                change=amount(row["changeBound"], row["change"], row["changeHigh"]),
                change_unit=text(row["changeUnit"]),
                year=text(row["year"]),
                mode=local_name(text(row["mode"])),
                confidence=decimal(row["confidence"]),
                sentence=text(row["text"]),
                sentence_iri=text(row["sentence"]),
            )
            for row in self.query(FIGURES).records()
        )

    def meanings(self) -> tuple[Meaning, ...]:
        """Terms and what the reports' footnotes say they mean."""
        return tuple(
            Meaning(str(term), str(definition), decimal(sure), text(words), text(sentence))
            for term, definition, sure, words, sentence in self.query(MEANINGS)
        )

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


def entity_classes() -> Iterator[str]:
    """Local names of the classes that things have."""
    for name, term in vocabulary().items():
        if term.kind == "class" and classes_of(name)[-1] in KINDS:
            yield name


def most_exact(classes: Iterable[str]) -> str:
    """Local name of the class that is below the others.

    >>> most_exact([f"{MKG}Project", f"{MKG}EnergyProject"])
    'EnergyProject'
    """
    return max((local_name(iri) for iri in classes), key=lambda name: (len(classes_of(name)), name))


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


def plain(term: Any) -> Value:
    """An RDF term as a Python value."""
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return str(term.value) if isinstance(term, ox.NamedNode) else str(term)
    datatype = term.datatype.value
    if datatype == XSD + "integer":
        return int(term.value)
    if datatype == XSD + "decimal":
        return Decimal(term.value)
    if datatype == XSD + "boolean":
        return term.value in ("true", "1")
    return term.value


def text(value: Value) -> str:
    """A cell as text; an absent one is empty."""
    return "" if value is None else str(value)


def amount(bound: Value, value: Value, high: Value) -> str:
    """A number with its bound or as a range, as reports are annotated: >=68, 10-12; empty where there is none.

    >>> amount(">=", 68, None), amount(None, Decimal("10"), Decimal("12"))
    ('>=68', '10-12')
    """
    return text(bound) + text(value) + ("" if high is None else f"-{high}")


def decimal(value: Value) -> Decimal:
    """A confidence; a statement that carries none is certain."""
    return Decimal(1) if value is None else Decimal(str(value))


def local_name(iri: str) -> str:
    """The last part of an IRI.

    >>> local_name("https://w3id.org/municipal-kg/ontology#EnergyProject")
    'EnergyProject'
    """
    return re.split(r"[#/]", iri)[-1]


def one_line(error: object) -> str:
    """A message without its line breaks."""
    return " ".join(str(error).split())


def syntax_message(message: str) -> str:
    """Oxigraph's complaint as one line for people, with line and column.

    >>> syntax_message("error at 2:9: expected one of LATERAL, SERVICE, [_]")
    'query: syntax error at line 2, column 9: expected one of LATERAL, SERVICE, [_]'
    """
    place = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not place:
        return f"query: syntax error: {one_line(message)}"
    what = one_line(place[3])
    if len(what) > 160:  # the list of all that a name may start with helps nobody
        what = what[:160].rsplit(",", 1)[0] + ", ..."
    return f"query: syntax error at line {place[1]}, column {place[2]}: {what}"


# What a statement rests on.
EVIDENCE = """
  OPTIONAL { ?statement mkg:confidence ?confidence }
  OPTIONAL { ?statement prov:wasQuotedFrom ?sentence . ?sentence schema:text ?text }
"""
TYPES = """
SELECT ?entity ?class WHERE { VALUES ?class { %s } ?entity a ?class }
"""
ENTITIES = """
SELECT ?entity ?label ?code ?level WHERE {
  ?entity skos:prefLabel ?label .
  OPTIONAL { ?entity mkg:code ?code }
  OPTIONAL { ?entity mkg:level ?level }
} ORDER BY ?entity
"""
NAMES = "SELECT ?entity ?name WHERE { ?entity skos:altLabel ?name }"
MENTIONS = """
SELECT ?entity (COUNT(?mention) AS ?mentions) WHERE { ?mention itsrdf:taIdentRef ?entity } GROUP BY ?entity
"""
STRUCTURE = """
SELECT ?subject ?predicate ?object WHERE {
  VALUES ?predicate { mkg:partOf mkg:jurisdiction }
  ?subject ?predicate ?object
} ORDER BY ?subject ?predicate ?object
"""
RELATIONS = f"""
SELECT ?subject ?predicate ?object ?confidence ?text ?sentence WHERE {{
  ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
  {EVIDENCE}
}} ORDER BY ?subject ?predicate ?object ?statement
"""
STATES = f"""
SELECT ?project ?status ?year ?mode ?confidence ?text ?sentence WHERE {{
  ?project mkg:hasState ?statement .
  ?statement mkg:status ?status ; mkg:mode ?mode .
  OPTIONAL {{ ?statement mkg:year ?year }}
  {EVIDENCE}
}} ORDER BY ?project ?statement
"""
FIGURES = f"""
SELECT ?about ?aboutText ?indicator ?value ?high ?bound ?unit ?change ?changeHigh ?changeBound ?changeUnit
       ?year ?mode ?confidence ?text ?sentence
WHERE {{
  ?statement a qb:Observation ; mkg:indicatorText ?indicator ; mkg:mode ?mode .
  OPTIONAL {{ ?statement mkg:about ?about }}
  OPTIONAL {{ ?statement mkg:aboutText ?aboutText }}
  OPTIONAL {{ ?statement mkg:value ?value }}
  OPTIONAL {{ ?statement mkg:high ?high }}
  OPTIONAL {{ ?statement mkg:bound ?bound }}
  OPTIONAL {{ ?statement mkg:unitText ?unit }}
  OPTIONAL {{ ?statement mkg:change ?change }}
  OPTIONAL {{ ?statement mkg:changeHigh ?changeHigh }}
  OPTIONAL {{ ?statement mkg:changeBound ?changeBound }}
  OPTIONAL {{ ?statement mkg:changeUnitText ?changeUnit }}
  OPTIONAL {{ ?statement mkg:year ?year }}
  {EVIDENCE}
}} ORDER BY ?statement
"""
MEANINGS = f"""
SELECT ?term ?definition ?confidence ?text ?sentence WHERE {{
  ?statement mkg:defines ?term ; skos:definition ?definition .
  {EVIDENCE}
}} ORDER BY ?term ?definition
"""
