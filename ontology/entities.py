"""What the graph says of a thing whatever the report: its types, names, official code, level and what it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from ontology import iris
from ontology.model import Dataset, Division, Entity
from ontology.rdf import A, Statement, node, zh
from ontology.schemes import honour_level, policy_kind
from ontology.terms import classes_of


@dataclass(frozen=True)
class Things:
    """The entities of a dataset under their ids, with their IRIs."""

    dataset: Dataset
    base: str

    @cached_property
    def by_id(self) -> Mapping[str, Entity]:
        return {entity.id: entity for entity in self.dataset.entities}

    @cached_property
    def iri(self) -> Mapping[str, NamedNode]:
        return {entity.id: iris.thing(self.base, entity.id) for entity in self.dataset.entities}

    @cached_property
    def _places(self) -> Mapping[Division, Entity]:
        return {e.division: e for e in self.dataset.entities if e.division and is_division(e)}

    def place(self, division: Division | None) -> Entity | None:
        """The entity of a division."""
        return self._places.get(division) if division else None

    def lineage(self, entity_id: str) -> Iterator[Entity]:
        """The entity and what is above it, nearest first."""
        seen: set[str] = set()
        while entity_id and entity_id not in seen:
            seen.add(entity_id)
            entity = self.by_id[entity_id]
            yield entity
            entity_id = entity.parent


def is_division(entity: Entity) -> bool:
    """Whether the entity is an administrative division."""
    return "AdministrativeDivision" in classes_of(entity.type)


def is_official(entity: Entity) -> bool:
    """Whether the entity is a division of the official list."""
    return bool(entity.division and entity.division.code) and is_division(entity)


def entity_triples(entity: Entity, things: Things) -> Iterator[Statement]:
    """Types, names and affiliation of one entity; the super-classes in this vocabulary are spelled out."""
    me = things.iri[entity.id]
    for name in classes_of(entity.type):
        yield me, A, node(name)
    label = zh(entity.name)
    for way in ("rdfs:label", "skos:prefLabel", "schema:name"):
        yield me, node(way), label
    for other in entity.names:
        if other != entity.name:
            yield me, node("skos:altLabel"), zh(other)
    yield from _affiliation(entity, things)
    if is_division(entity) and entity.division:
        yield from _official(me, entity.division)
    if entity.type == "Honour" and (level := honour_level(entity.name)):
        yield me, node("level"), node(level)
    if entity.type == "Policy" and (kind := policy_kind(entity.name)):
        yield me, node("kind"), node(kind)


def _affiliation(entity: Entity, things: Things) -> Iterator[Statement]:
    me = things.iri[entity.id]
    governs = "GovernmentBody" in classes_of(entity.type)
    if entity.parent:
        above = things.by_id[entity.parent]
        way = "jurisdiction" if governs and is_division(above) else "partOf"
        yield me, node(way), things.iri[above.id]
    if governs and (place := things.place(entity.division)):
        yield me, node("jurisdiction"), things.iri[place.id]


def _official(me: NamedNode, division: Division) -> Iterator[Statement]:
    if division.code:
        yield me, node("code"), Literal(division.code)
        yield me, node("dcterms:identifier"), Literal(division.code)
    if division.level:
        yield me, node("level"), node(division.level)
