"""The vocabulary as Python sees it: namespaces, and every class and property with its labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

MKG = "https://w3id.org/municipal-kg/ontology#"
INDICATOR = "https://w3id.org/municipal-kg/indicator#"
UNIT = "https://w3id.org/municipal-kg/unit#"
DCTERMS = "http://purl.org/dc/terms/"
ITSRDF = "http://www.w3.org/2005/11/its/rdf#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
QB = "http://purl.org/linked-data/cube#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Mapping[str, str] = {
    "mkg": MKG,
    "mkgi": INDICATOR,
    "mkgu": UNIT,
    "dcterms": DCTERMS,
    "itsrdf": ITSRDF,
    "nif": NIF,
    "owl": OWL,
    "prov": PROV,
    "qb": QB,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}

SCHEMES = ("concepts", "indicators", "units")  # files in schemes/
_KINDS = {"Class": "class", "ObjectProperty": "object property", "DatatypeProperty": "datatype property"}


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property of the vocabulary, by its local name."""

    name: str
    kind: str  # class, object property, datatype property
    label_zh: str
    label_en: str
    comment_zh: str
    comment_en: str
    above: tuple[str, ...]  # IRIs of its direct super-classes or super-properties
    domain: str = ""  # IRI
    range: str = ""  # IRI


@cache
def triples() -> tuple[Triple, ...]:
    """The vocabulary and the schemes, as they stand in their Turtle files."""
    folder = files("ontology")
    sources = [folder / "vocabulary.ttl", *(folder / "schemes" / f"{name}.ttl" for name in SCHEMES)]
    return tuple(quad.triple for source in sources for quad in parse(source.read_bytes(), format=RdfFormat.TURTLE))


@cache
def vocabulary() -> Mapping[str, Term]:
    """Every class and property under its local name.

    >>> vocabulary()["EnergyProject"].label_zh
    '能源项目'
    """
    found: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for triple in triples():
        name = local_name(triple.subject)
        if name and isinstance(triple.object, NamedNode | Literal):
            found.setdefault(name, {}).setdefault(triple.predicate.value, []).append(triple.object)
    return {name: term for name, values in found.items() for term in _terms(name, values)}


def _terms(name: str, values: Mapping[str, list[NamedNode | Literal]]) -> Iterator[Term]:
    types = {node.value.removeprefix(OWL) for node in values.get(f"{RDF}type", ())}
    kind = next((words for type_, words in _KINDS.items() if type_ in types), "")
    if not kind:
        return

    def first(predicate: str, language: str | None = None) -> str:
        return next((v.value for v in values.get(predicate, ()) if getattr(v, "language", None) == language), "")

    yield Term(
        name,
        kind,
        first(f"{RDFS}label", "zh"),
        first(f"{RDFS}label", "en"),
        first(f"{RDFS}comment", "zh"),
        first(f"{RDFS}comment", "en"),
        tuple(v.value for way in ("subClassOf", "subPropertyOf") for v in values.get(f"{RDFS}{way}", ())),
        first(f"{RDFS}domain"),
        first(f"{RDFS}range"),
    )


@cache
def classes_of(name: str) -> tuple[str, ...]:
    """The class and its super-classes in this vocabulary, most exact first.

    >>> classes_of("EnergyProject")
    ('EnergyProject', 'Project')
    """
    if name not in vocabulary() or vocabulary()[name].kind != "class":
        raise ValueError(f"{name} is no class of the vocabulary")
    found = [name]
    for current in found:
        found += [n for iri in vocabulary()[current].above if (n := iri.removeprefix(MKG)) != iri and n not in found]
    return tuple(found)


def local_name(node: object) -> str:
    """Local name of a term of this vocabulary; empty for any other node."""
    iri = node.value if isinstance(node, NamedNode) else ""
    return iri[len(MKG) :] if iri.startswith(MKG) else ""
