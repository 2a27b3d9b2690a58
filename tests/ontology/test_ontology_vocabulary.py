"""The vocabulary is complete, in two languages, and tied to the standards."""

from __future__ import annotations

import doctest
import json
import re
from importlib.resources import files

import pyoxigraph as ox
import pytest

from ontology import divisions, iris, model, questions, rdf, reference, schemes, terms
from ontology.terms import MKG, PREFIXES, RDF, SKOS, Term, classes_of, vocabulary

CONTRACT = {
    "class": "Place AdministrativeDivision NaturalFeature Park Facility Organization GovernmentBody Enterprise Project "
    "EnergyProject TransportProject WaterProject IndustrialProject AgricultureProject EnvironmentProject "
    "CulturalTourismProject SocialProject Policy Event Honour Person Product Report ProjectState",
    "object property": "locatedIn partOf undertakenBy cooperatesWith awarded grantedBy heldIn participatesIn memberOf "
    "issuedBy hasState status mode about indicator unit",
    "datatype property": "year value change",
}


@pytest.mark.parametrize("term", vocabulary().values(), ids=lambda term: term.name)
def test_every_term_is_labelled_and_explained_in_chinese_and_english(term: Term) -> None:
    assert all((term.label_zh, term.label_en, term.comment_zh, term.comment_en))


def test_the_names_that_others_rely_on_are_there() -> None:
    for kind, names in CONTRACT.items():
        assert {name: vocabulary()[name].kind for name in names.split()} == dict.fromkeys(names.split(), kind)


def test_every_entity_label_has_its_classes() -> None:
    assert classes_of("GovernmentBody") == ("GovernmentBody", "Organization")
    assert classes_of("AdministrativeDivision") == ("AdministrativeDivision", "Place")


def test_every_relation_and_state_that_rooms_may_give_is_in_the_vocabulary() -> None:
    concepts = {terms.local_name(t.subject) for t in terms.triples()}
    assert {predicate.value for predicate in model.Predicate} <= vocabulary().keys()
    assert {status.value for status in model.Status} | {mode.value for mode in model.Mode} <= concepts


@pytest.mark.parametrize(
    "standard",
    [
        "https://schema.org/",
        "http://www.w3.org/ns/org#",
        "http://www.w3.org/ns/prov#",
        "http://purl.org/dc/terms/",
        "http://www.opengis.net/ont/geosparql#",
        "http://www.w3.org/2006/time#",
        "http://qudt.org/schema/qudt/",
        "http://qudt.org/vocab/unit/",
        "http://purl.org/linked-data/cube#",
        "http://purl.org/linked-data/sdmx/2009/measure#",
        "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
        "http://www.w3.org/2005/11/its/rdf#",
    ],
)
def test_the_vocabulary_is_tied_to_the_standards(standard: str) -> None:
    assert any(getattr(t.object, "value", "").startswith(standard) for t in terms.triples())


def test_data_and_questions_use_only_declared_terms(quads: tuple[ox.Quad, ...]) -> None:
    declared = {t.subject.value for t in terms.triples() if isinstance(t.subject, ox.NamedNode)}
    nodes = {node.value for q in quads for node in (q.predicate, q.object) if isinstance(node, ox.NamedNode)}
    ours = tuple(PREFIXES[prefix] for prefix in ("mkg", "mkgi", "mkgu"))
    assert {node for node in nodes if node.startswith(ours)} <= declared
    asked = {f"{MKG}{name}" for q in questions.queries() for name in re.findall(r"\bmkg:(\w+)", q.text)}
    shapes = (files("ontology") / "shapes.ttl").read_text(encoding="utf-8")
    asked |= {f"{MKG}{name}" for name in re.findall(r"\bmkg:(\w+)", shapes)}
    assert asked <= declared


def test_every_concept_stands_in_a_scheme_with_names_in_two_languages() -> None:
    said: dict[ox.NamedNode, set[str]] = {}
    for triple in terms.triples():
        language = getattr(triple.object, "language", None) or ""
        said.setdefault(triple.subject, set()).add(triple.predicate.value + language)  # type: ignore[arg-type]
    typed = ox.NamedNode(f"{RDF}type"), ox.NamedNode(f"{SKOS}Concept")
    concepts = [t.subject for t in terms.triples() if (t.predicate, t.object) == typed]
    needed = {f"{SKOS}inScheme", f"{SKOS}prefLabelzh", f"{SKOS}prefLabelen"}
    assert len(concepts) > 200
    assert [c for c in concepts if not needed <= said[c]] == []  # type: ignore[index]


def test_rdflib_reads_every_file_as_we_do() -> None:
    import rdflib

    graph = rdflib.Graph()
    for path in ("vocabulary.ttl", *(f"schemes/{name}.ttl" for name in terms.SCHEMES)):
        graph.parse(data=(files("ontology") / path).read_bytes(), format="turtle")
    assert len(graph) == len(set(terms.triples()))


def test_the_reference_page_and_the_context_are_what_the_vocabulary_says_now() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "run python -m ontology.reference"
    assert reference.CONTEXT.read_text(encoding="utf-8") == reference.context(), "run python -m ontology.reference"


def test_the_context_turns_short_json_into_the_same_triples() -> None:
    import rdflib

    context = json.loads(reference.context())["@context"]
    state = {"@id": "https://x.org/1", "@type": "ProjectState", "year": "2025", "status": f"{MKG}completed"}
    graph = rdflib.Graph().parse(data=json.dumps({"@context": context, **state}), format="json-ld")
    subject = rdflib.URIRef("https://x.org/1")
    assert graph.value(subject, rdflib.URIRef(f"{MKG}status")) == rdflib.URIRef(f"{MKG}completed")
    year = graph.value(subject, rdflib.URIRef(f"{MKG}year"))
    assert isinstance(year, rdflib.Literal)
    assert year.datatype == rdflib.XSD.gYear


@pytest.mark.parametrize("module", [divisions, iris, model, questions, rdf, schemes, terms], ids=lambda m: m.__name__)
def test_examples_in_the_documentation_run(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
