"""Validation finds what is wrong and says it in words for people, in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyoxigraph as ox
import pytest
from ontology_fiction import BASE

from ontology import validate
from ontology.rdf import A, node

Quads = tuple[ox.Quad, ...]
Damage = Callable[[Quads], Iterable[ox.Quad]]
GRAPH = ox.NamedNode(f"{BASE}graph/report/linjiang-2025")
BRIDGE = ox.NamedNode(f"{BASE}id/project/ming-yue-qiao")


def test_a_sound_graph_has_no_complaints(quads: Quads) -> None:
    assert validate(quads) == ()


def without(predicate: str) -> Damage:
    """Damage: the first statement with the property lost."""

    def damage(quads: Quads) -> Iterable[ox.Quad]:
        lost = next(q for q in quads if q.predicate == node(predicate) and q.graph_name == GRAPH)
        return (q for q in quads if q != lost)

    return damage


def changed(predicate: str, value: ox.NamedNode | ox.Literal) -> Damage:
    """Damage: the first statement with the property has another value."""

    def damage(quads: Quads) -> Iterable[ox.Quad]:
        old = next(q for q in quads if q.predicate == node(predicate) and q.graph_name == GRAPH)
        return (*(q for q in quads if q != old), ox.Quad(old.subject, old.predicate, value, GRAPH))

    return damage


def added(subject: ox.NamedNode, predicate: str, value: ox.NamedNode | ox.Literal) -> Damage:
    """Damage: a statement more."""
    return lambda quads: (*quads, ox.Quad(subject, node(predicate), value, GRAPH))


PERSON = ox.NamedNode(f"{BASE}id/person/li-ming")
TOWN = ox.NamedNode(f"{BASE}id/place/430699101")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (without("prov:wasQuotedFrom"), "出自报告的哪一句"),
        (changed("prov:wasQuotedFrom", BRIDGE), "出自报告的哪一句"),
        (without("confidence"), "可信度"),
        (changed("confidence", ox.Literal("1.5", datatype=node("xsd:decimal"))), "可信度"),
        (without("status"), "项目进展"),
        (changed("status", node("actual")), "项目进展"),
        (without("mode"), "实绩还是目标"),
        (without("hasState"), "属于一个项目"),
        (changed("year", ox.Literal("2024")), "年份"),
        (without("indicatorText"), "指标"),
        (changed("value", ox.Literal("许多")), "数字"),
        (added(BRIDGE, "skos:prefLabel", ox.Literal("又名", language="zh")), "一个名称"),
        (added(TOWN, "code", ox.Literal("43")), "区划代码"),
        (added(BRIDGE, "locatedIn", PERSON), "所在地"),
        (added(BRIDGE, "awarded", TOWN), "荣誉"),
        (added(BRIDGE, "undertakenBy", TOWN), "机构"),
        (added(TOWN, "undertakenBy", TOWN), "项目"),
        (added(BRIDGE, "heldIn", TOWN), "活动"),
        (added(BRIDGE, "memberOf", TOWN), "人物"),
        (without("rdf:object"), "客体"),
        (without("defines"), "名词"),
        (without("hasText"), "全文"),
    ],
)
def test_each_kind_of_damage_is_told_in_two_languages(quads: Quads, damage: Damage, words: str) -> None:
    complaints = validate(damage(quads))
    assert any(words in complaint.message_zh for complaint in complaints)
    assert all(complaint.message_en and complaint.focus for complaint in complaints)


def test_a_complaint_says_which_thing_by_its_name(quads: Quads) -> None:
    (complaint,) = validate((*quads, ox.Quad(BRIDGE, node("skos:prefLabel"), ox.Literal("又名", language="zh"), GRAPH)))
    assert complaint.label == "明月桥"
    assert complaint.focus == BRIDGE.value


def test_a_thing_without_a_name_is_told(quads: Quads) -> None:
    nameless = ox.NamedNode(f"{BASE}id/project/x")
    (complaint,) = validate((*quads, ox.Quad(nameless, A, node("Project"), GRAPH)))
    assert (complaint.focus, complaint.message_en) == (nameless.value, "Each thing must have one name, and only one.")
