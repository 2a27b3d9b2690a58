"""Things and what is stated of them, as typed rows, and the queries that give them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kg.table import Table, Value
from ontology.terms import classes_of, vocabulary

# The classes right below the top; what else the vocabulary has are reports, their parts and what they state.
KINDS = ("Place", "Organization", "Project", "Policy", "Event", "Honour", "Person", "Product", "Term")

Query = Callable[[str], Table]


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
    year: str  # 2025, or 2021-2025 where the figure is of several years
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


def entities(query: Query) -> tuple[Node, ...]:
    """Everything that the reports name, in the order of their IRIs."""
    names = grouped(query, NAMES)
    types = grouped(query, TYPES % " ".join(f"mkg:{name}" for name in entity_classes()))
    mentions = Counter({str(iri): int(str(count)) for iri, count in query(MENTIONS)})
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
        for iri, label, code, level in query(ENTITIES)
        if str(iri) in types
    )


def grouped(query: Query, sparql: str) -> Mapping[str, list[str]]:
    """Values of the second column under those of the first."""
    groups: dict[str, list[str]] = {}
    for key, value in query(sparql):
        groups.setdefault(str(key), []).append(str(value))
    return groups


def relations(query: Query) -> tuple[Edge, ...]:
    """Relations between things: those that reports state, each with its sentence, and what lies in what."""
    stated = tuple(
        Edge(str(s), local_name(str(p)), str(o), decimal(sure), text(words), text(sentence))
        for s, p, o, sure, words, sentence in query(RELATIONS)
    )
    known = {(edge.subject, edge.predicate, edge.object) for edge in stated}
    structure = (Edge(str(s), local_name(str(p)), str(o), Decimal(1), "", "") for s, p, o in query(STRUCTURE))
    return stated + tuple(e for e in structure if (e.subject, e.predicate, e.object) not in known)


def states(query: Query) -> tuple[State, ...]:
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
        for project, status, year, mode, sure, words, sentence in query(STATES)
    )


def figures(query: Query) -> tuple[Figure, ...]:
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
            year="-".join(filter(None, (text(row["since"]), text(row["year"])))),
            mode=local_name(text(row["mode"])),
            confidence=decimal(row["confidence"]),
            sentence=text(row["text"]),
            sentence_iri=text(row["sentence"]),
        )
        for row in query(FIGURES).records()
    )


def meanings(query: Query) -> tuple[Meaning, ...]:
    """Terms and what the reports' footnotes say they mean."""
    return tuple(
        Meaning(str(term), str(definition), decimal(sure), text(words), text(sentence))
        for term, definition, sure, words, sentence in query(MEANINGS)
    )


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


# What a statement rests on.
EVIDENCE = """
  OPTIONAL { ?statement mkg:confidence ?confidence }
  OPTIONAL { ?statement prov:wasQuotedFrom ?sentence . ?sentence schema:text ?text }
"""
TYPES = """
SELECT ?entity ?class WHERE { VALUES ?class { %s } ?entity a ?class }
"""
# A term that two reports explain is named in both their graphs.
ENTITIES = """
SELECT DISTINCT ?entity ?label ?code ?level WHERE {
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
       ?since ?year ?mode ?confidence ?text ?sentence
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
  OPTIONAL {{ ?statement mkg:since ?since }}
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
