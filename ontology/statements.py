"""What a report states, in RDF: states, figures, relations, definitions, each with its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from pyoxigraph import Literal, NamedNode

from ontology import iris
from ontology.entities import Things
from ontology.model import Definition, Mention, Observation, ProjectState, Quantity, Relation, Resolved
from ontology.rdf import A, Statement, confidence, date, decimal, node, year, zh
from ontology.schemes import in_base, indicator, unit
from ontology.terms import MKG, classes_of, vocabulary
from ontology.text import Addresses

_WHOLE_AREA = re.compile(r"[全我本](?P<kind>[国省市区州盟县旗镇乡]|街道)")  # 全市, 我县
_FIGURE = node("qb:Observation")


@dataclass(frozen=True, slots=True)
class Telling:
    """One report and what it takes to say what it states."""

    resolved: Resolved
    things: Things
    addresses: Addresses

    def id_of(self, mention: Mention) -> str:
        """Id of the thing that a name stands for."""
        return self.resolved.links[mention.start, mention.end]

    def entity(self, mention: Mention) -> NamedNode:
        """The thing that a name stands for."""
        return self.things.iri[self.id_of(mention)]

    def may_say(self, relation: Relation) -> bool:
        """Whether the vocabulary allows the relation between two such things; nothing is related to itself."""
        term = vocabulary()[relation.predicate]
        ends = (self.id_of(relation.subject), self.id_of(relation.object))
        fit = (self.is_a(end, allowed) for end, allowed in zip(ends, (term.domain, term.range), strict=True))
        return ends[0] != ends[1] and all(fit)

    def is_a(self, entity_id: str, class_iri: str) -> bool:
        """Whether the thing is of the class; no class asks nothing of it."""
        types = classes_of(self.things.by_id[entity_id].type)
        return not class_iri or class_iri.removeprefix(MKG) in types

    def area(self, words: str) -> NamedNode | None:
        """The area that 全市, 全省 and the like mean: the report's own or the nearest above that is called so."""
        if not words:
            return self.things.iri[self.resolved.area] if self.resolved.area else None
        whole = _WHOLE_AREA.fullmatch(words)
        lineage = self.things.lineage(self.resolved.area) if whole else ()
        return next((self.things.iri[e.id] for e in lineage if whole and e.name.endswith(whole["kind"])), None)


def report_triples(telling: Telling) -> Iterator[Statement]:
    """The report itself and everything it states, but for what the vocabulary does not allow to be said.

    A name may stand for a company in one sentence and for its project in another; where they became one thing, what
    only the one can be or do is left out.
    """
    facts = telling.resolved.extraction.facts
    yield from _report(telling)
    for state in facts.states:
        if telling.is_a(telling.id_of(state.project), f"{MKG}Project"):
            yield from _state(state, telling)
    for observation in facts.observations:
        yield from _figure(observation, telling)
    for relation in facts.relations:
        if telling.may_say(relation):
            yield from _relation(relation, telling)
    for definition in facts.definitions:
        yield from _definition(definition, telling)


def _report(telling: Telling) -> Iterator[Statement]:
    addresses = telling.addresses
    report, me = addresses.report, NamedNode(addresses.iri)
    title = zh(report.title or report.name)
    yield me, A, node("Report")
    yield me, node("rdfs:label"), title
    yield me, node("dcterms:title"), title
    yield me, node("dcterms:language"), Literal("zh")
    yield me, node("hasText"), addresses.context
    if telling.resolved.area:
        yield me, node("area"), telling.things.iri[telling.resolved.area]
    if report.date:
        yield me, node("dcterms:date"), date(report.date)
    for name, value in (("reviewedYear", report.reviewed_year), ("comingYear", report.coming_year)):
        if value:
            yield me, node(name), year(value)
    texts = {"speaker": report.speaker, "session": report.session, "fileName": report.name, "sha256": report.sha256}
    for name, text in texts.items():
        if text:
            yield me, node(name), Literal(text)
    for thing in dict.fromkeys(telling.resolved.links.values()):
        yield me, node("schema:mentions"), telling.things.iri[thing]
    figures = addresses.part("figures")
    yield figures, A, node("Figures")
    yield figures, A, node("qb:DataSet")
    yield figures, node("qb:structure"), node("FiguresStructure")
    yield figures, node("prov:wasDerivedFrom"), me


def _state(state: ProjectState, telling: Telling) -> Iterator[Statement]:
    me = _statement_iri("state", state, telling, state.project.text, state.status, str(state.year), state.mode)
    yield telling.entity(state.project), node("hasState"), me
    yield me, A, node("ProjectState")
    yield me, node("status"), node(state.status)
    yield from _time(me, state)
    yield from _evidence(me, state, telling)


def _relation(relation: Relation, telling: Telling) -> Iterator[Statement]:
    subject, predicate, object_ = relation.subject, relation.predicate, relation.object
    me = _statement_iri("relation", relation, telling, subject.text, predicate, object_.text)
    triple = telling.entity(subject), node(predicate), telling.entity(object_)
    yield triple
    yield me, A, node("rdf:Statement")
    for way, term in zip(("rdf:subject", "rdf:predicate", "rdf:object"), triple, strict=True):
        yield me, node(way), term
    yield from _evidence(me, relation, telling)


def _figure(figure: Observation, telling: Telling) -> Iterator[Statement]:
    written = (_written(figure.quantity), _written(figure.change), str(figure.since), str(figure.year), figure.mode)
    me = _statement_iri("figure", figure, telling, figure.about, figure.indicator, *written)
    about = telling.entity(figure.subject) if figure.subject else telling.area(figure.about)
    words = figure.subject.text if figure.subject else figure.about
    yield me, A, _FIGURE
    yield me, node("qb:dataSet"), telling.addresses.part("figures")
    if about:
        yield me, node("about"), about
    if words:
        yield me, node("aboutText"), Literal(words)
    yield me, node("indicatorText"), Literal(figure.indicator)
    if known := indicator(figure.indicator):
        yield me, node("indicator"), node(f"mkgi:{known}")
    if figure.since:
        yield me, node("since"), year(figure.since)
    if figure.quantity:
        yield from _value(me, figure.quantity)
    if figure.change:
        yield from _number(me, figure.change, "change", "changeHigh", "changeBound", "changeUnitText")
    yield from _time(me, figure)
    yield from _evidence(me, figure, telling)


def _value(me: NamedNode, quantity: Quantity) -> Iterator[Statement]:
    yield from _number(me, quantity, "value", "high", "bound", "unitText")
    if known := unit(quantity.unit):
        if known.name:
            yield me, node("unit"), node(f"mkgu:{known.name}")
        yield me, node("normalisedValue"), decimal(in_base(quantity.value, known))
        yield me, node("baseUnit"), node(f"mkgu:{known.base}")


def _number(
    me: NamedNode, quantity: Quantity, value: str, high: str, bound: str, unit_text: str
) -> Iterator[Statement]:
    yield me, node(value), decimal(quantity.value)
    if quantity.high is not None:
        yield me, node(high), decimal(quantity.high)
    if quantity.bound:
        yield me, node(bound), Literal(quantity.bound)
    if quantity.unit:
        yield me, node(unit_text), Literal(quantity.unit)


def _definition(definition: Definition, telling: Telling) -> Iterator[Statement]:
    me = telling.addresses.part(f"note/{definition.footnote}")
    if definition.term:
        term = telling.entity(definition.term)
    else:
        term = iris.term(telling.things.base, definition.name)
        yield term, A, node("Term")
        for way in ("rdfs:label", "skos:prefLabel"):
            yield term, node(way), zh(definition.name)
    yield term, node("skos:definition"), zh(definition.text)
    yield me, A, node("Footnote")
    yield me, node("rdfs:label"), zh(definition.name)
    yield me, node("number"), Literal(definition.footnote)
    yield me, node("defines"), term
    yield me, node("skos:definition"), zh(definition.text)
    yield from _source(me, definition, telling)


def _time(me: NamedNode, said: ProjectState | Observation) -> Iterator[Statement]:
    if said.year:
        yield me, node("year"), year(said.year)
    yield me, node("mode"), node(said.mode)


def _evidence(me: NamedNode, said: ProjectState | Relation | Observation, telling: Telling) -> Iterator[Statement]:
    """The words that say it, and where from."""
    yield me, node("rdfs:label"), zh(telling.addresses.report.text[said.start : said.end])
    yield from _source(me, said, telling)


def _source(
    me: NamedNode, said: ProjectState | Relation | Observation | Definition, telling: Telling
) -> Iterator[Statement]:
    yield me, node("prov:wasQuotedFrom"), telling.addresses.sentences[said.sentence]
    yield me, node("confidence"), confidence(said.score)
    if said.by:
        yield me, node("foundBy"), Literal(said.by)


def _statement_iri(
    kind: str, said: ProjectState | Relation | Observation, telling: Telling, *content: str
) -> NamedNode:
    """Where the sentence starts in the source, and a digest of what is said: the same in every build."""
    report = telling.addresses.report
    first, last = report.source_span(said.start, said.end)
    start = report.source_span(report.sentences[said.sentence].start, said.end)[0]
    digest = blake2b("\x1f".join((str(first), str(last), *content)).encode(), digest_size=5).hexdigest()
    return telling.addresses.part(f"{kind}/{start}-{digest}")


def _written(quantity: Quantity | None) -> str:
    return f"{quantity.amount}{quantity.unit}" if quantity else ""
