"""What the graph of a report promises to those who ask it."""

from __future__ import annotations

import re
from dataclasses import replace

import ontology_fiction
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ontology_fiction import BASE, dataset

import ontology
from ontology import iris
from ontology.model import Dataset, Entity, Label
from ontology.terms import PREFIXES


def rows(store: ox.Store, sparql: str) -> list[tuple[str, ...]]:
    answer = store.query(sparql, use_default_graph_as_union=True, prefixes=dict(PREFIXES))
    assert isinstance(answer, ox.QuerySolutions)
    return [tuple("" if cell is None else cell.value for cell in row) for row in answer]  # type: ignore[union-attr]


def test_projects_are_found_by_class_without_reasoning(store: ox.Store) -> None:
    found = rows(store, "SELECT ?name { ?p a mkg:Project ; rdfs:label ?name } ORDER BY ?name")
    assert found == [("明月桥",), ("青峰抽水蓄能电站项目",)]


def test_a_system_that_knows_only_schema_org_finds_names(store: ox.Store) -> None:
    assert ("蓝海集团",) in rows(store, "SELECT ?name { ?thing schema:name ?name }")


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ("https://schema.org/Place", "临江经开区"),
        ("https://schema.org/AdministrativeArea", "临江县"),
        ("https://schema.org/GovernmentOrganization", "交通运输部"),
        ("https://schema.org/Event", "首届竹笛节"),
        ("http://www.w3.org/ns/org#Organization", "蓝海集团"),
        ("http://www.w3.org/ns/prov#Activity", "明月桥"),
        ("http://www.opengis.net/ont/geosparql#Feature", "青峰镇"),
        ("http://xmlns.com/foaf/0.1/Person", "李明"),
    ],
)
def test_a_system_that_follows_subclasses_finds_things_by_the_classes_it_knows(
    store: ox.Store, known: str, name: str
) -> None:
    assert (name,) in rows(store, f"SELECT ?name {{ ?x a/rdfs:subClassOf* <{known}> ; rdfs:label ?name }}")


def test_every_statement_names_one_sentence_that_holds_its_words(store: ox.Store) -> None:
    said = rows(
        store,
        """SELECT ?statement (COUNT(DISTINCT ?s) AS ?n) (SAMPLE(?words) AS ?w) (SAMPLE(?text) AS ?t) {
             ?statement prov:wasQuotedFrom ?s ; rdfs:label ?words . ?s a nif:Sentence ; schema:text ?text
           } GROUP BY ?statement""",
    )
    facts = ontology_fiction.Telling("x").resolved().extraction.facts
    count = len(facts.states) + len(facts.relations) + len(facts.observations) + len(facts.definitions)
    assert len(said) == count
    assert all(n == "1" and words.strip("“”") in text for _, n, words, text in said)


def test_places_in_the_text_are_characters_of_the_file(store: ox.Store) -> None:
    (source,) = rows(store, "SELECT ?text { ?c a nif:Context ; nif:isString ?text }")
    places = rows(store, "SELECT ?s ?words ?b ?e { ?s nif:anchorOf ?words ; nif:beginIndex ?b ; nif:endIndex ?e }")
    assert len(places) > 20
    for address, words, begin, end in places:
        assert source[0][int(begin) : int(end)] == words
        assert address.endswith(f"#char={begin},{end}")


def test_a_sentence_across_a_page_break_reads_without_it(store: ox.Store) -> None:
    ((anchor, text),) = rows(store, "SELECT ?a ?t { ?s nif:anchorOf ?a ; schema:text ?t FILTER(CONTAINS(?t, '承建')) }")
    assert "主体\f工程" in anchor
    assert "主体工程" in text


def test_mentions_point_to_the_thing_and_its_sentence(store: ox.Store) -> None:
    found = rows(
        store,
        """SELECT ?name ?text { ?m a nif:Phrase ; itsrdf:taIdentRef/rdfs:label ?name ; nif:sentence/schema:text ?text .
             ?m nif:anchorOf "县公路局"@zh }""",
    )
    assert found == [("临江县公路局", ontology_fiction.REVIEW[4])]


def test_a_figure_keeps_its_words_and_gives_a_comparable_number(store: ox.Store) -> None:
    found = rows(
        store,
        """SELECT ?i ?value ?u ?n ?base ?change ?year {
             ?o a qb:Observation ; mkg:indicator ?i ; mkg:value ?value ; mkg:unit ?u ; mkg:normalisedValue ?n ;
                mkg:baseUnit ?base ; mkg:change ?change ; mkg:year ?year ; mkg:mode mkg:actual }""",
    )
    mkgi, mkgu = PREFIXES["mkgi"], PREFIXES["mkgu"]
    assert found == [(f"{mkgi}GDP", "128.6", f"{mkgu}YiYuan", "12860000000", f"{mkgu}Yuan", "6.1", "2024")]


def test_the_whole_county_is_the_reporting_area_and_the_whole_province_the_one_above(store: ox.Store) -> None:
    found = rows(
        store, "SELECT ?text ?name { ?o mkg:aboutText ?text ; mkg:about/rdfs:label ?name . ?o mkg:unitText ?u }"
    )
    assert {(text, name) for text, name in found if text.startswith("全")} == {("全县", "临江县"), ("全省", "湖南省")}


def test_what_a_phrase_is_about_is_not_guessed() -> None:
    report = ontology_fiction.Telling("x.md").resolved()
    odd = tuple(replace(f, subject=None, about="全部企业") for f in report.extraction.facts.observations)
    facts = replace(report.extraction.facts, observations=odd)
    changed = replace(report, extraction=replace(report.extraction, facts=facts))
    found = ontology.quads(Dataset((changed,), dataset().entities), BASE)
    assert not [q for q in found if q.predicate.value.endswith("#about")]


def test_a_relation_stands_as_a_triple_and_with_its_evidence(store: ox.Store) -> None:
    assert rows(store, "SELECT ?n { ?x rdfs:label '李明'@zh ; mkg:memberOf/rdfs:label ?n }") == [("临江县发改局",)]
    ((confidence, by),) = rows(
        store,
        "SELECT ?c ?by { ?s rdf:predicate mkg:memberOf ; mkg:confidence ?c ; mkg:foundBy ?by }",
    )
    assert (confidence, by) == ("0.8", "relations")


def test_official_places_carry_code_level_and_what_they_are_part_of(store: ox.Store) -> None:
    found = rows(
        store,
        """SELECT ?code ?level ?above { GRAPH ?g { ?p rdfs:label "青峰镇"@zh ; mkg:code ?code ; mkg:level ?l ;
             mkg:partOf ?a } ?l skos:prefLabel ?level . ?a rdfs:label ?above
             FILTER(STRENDS(STR(?g), "graph/reference") && LANG(?level) = "en") }""",
    )
    assert found == [("430699101", "township", "临江县")]


def test_government_bodies_know_their_area(store: ox.Store) -> None:
    found = rows(store, "SELECT ?body { ?b mkg:jurisdiction/rdfs:label '临江县'@zh ; rdfs:label ?body } ORDER BY ?body")
    assert found == [("临江县公路局",), ("临江县发改局",), ("临江县政府",)]


def test_a_footnote_defines_its_term_even_where_the_text_never_names_it(store: ox.Store) -> None:
    found = rows(
        store, "SELECT ?name ?d ?class { ?n mkg:defines ?t . ?t rdfs:label ?name ; skos:definition ?d ; a ?class }"
    )
    assert {(name, cls.split("#")[1]) for name, _, cls in found} == {("“暖心”行动", "Policy"), ("两山", "Term")}
    assert all(definition for _, definition, _ in found)


def test_the_graph_has_no_blank_nodes_and_each_statement_a_named_graph(quads: tuple[ox.Quad, ...]) -> None:
    assert not [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]
    assert {q.graph_name.value.removeprefix(f"{BASE}graph/") for q in quads} == {  # type: ignore[union-attr]
        "entities",
        "reference",
        "ontology",
        "report/linjiang-2025",
        "report/linjiang-2025/text",
    }


def test_the_same_report_gives_the_same_graphs_whatever_stands_beside_it(quads: tuple[ox.Quad, ...]) -> None:
    def own(found: object) -> set[ox.Quad]:
        return {q for q in found if "report/linjiang-2025" in str(q.graph_name)}  # type: ignore[attr-defined]

    beside = ontology.quads(dataset("other-2025.md", "linjiang-2025.md"), BASE)
    assert own(quads) == own(beside)


def test_two_reports_describe_a_thing_once() -> None:
    store = ox.Store()
    store.bulk_extend(ontology.quads(dataset("a.md", "b.md"), BASE))
    assert rows(store, "SELECT (COUNT(?p) AS ?n) { ?p a mkg:Project ; rdfs:label ?name }") == [("2",)]


@pytest.mark.parametrize("base", ["", "data", "ftp://x.org/", "https://data.example.org", "https://a b.org/", "urn:x:"])
def test_a_base_that_data_cannot_start_with_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="base IRI"):
        list(ontology.quads(dataset(), base))


def test_an_unknown_class_is_an_error_not_a_silent_gap() -> None:
    odd = Entity("thing/1", "Spaceship", Label.PRO, "飞船")
    with pytest.raises(ValueError, match="Spaceship"):
        list(ontology.quads(Dataset((), (odd,)), BASE))


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_term_has_an_iri_that_survives_the_files(name: str) -> None:
    if any(0xD800 <= ord(c) < 0xE000 for c in name):
        return  # lone surrogates never come out of a decoded file
    term = iris.term(BASE, name)
    line = ox.serialize([ox.Triple(term, term, ox.Literal(name))], format=ox.RdfFormat.N_TRIPLES)
    assert line is not None
    assert [t.subject for t in ox.parse(line, format=ox.RdfFormat.N_TRIPLES)] == [term]
    assert re.fullmatch(re.escape(BASE) + r"id/term/[^/?#\s]+", term.value)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_different_terms_have_different_iris(one: str, other: str) -> None:
    surrogates = any(0xD800 <= ord(c) < 0xE000 for c in one + other)
    assert surrogates or (iris.term(BASE, one) == iris.term(BASE, other)) == (one == other)


def test_what_the_vocabulary_does_not_allow_is_not_said() -> None:
    report = ontology_fiction.Telling("x.md").resolved()
    things = {**ontology_fiction.THINGS}
    company = replace(things["临江能源公司"], type="IndustrialProject")  # one name, once a firm and once its project
    bridge = replace(things["明月桥"], type="Facility")
    entities = tuple({**things, "临江能源公司": company, "明月桥": bridge}.values())
    found = tuple(ontology.quads(Dataset((report,), entities), BASE))
    assert ontology.validate(found) == ()
    said = [q for q in found if q.predicate.value.endswith(("#undertakenBy", "#hasState"))]
    assert [q.predicate.value.split("#")[1] for q in said] == ["hasState", "hasState"]
