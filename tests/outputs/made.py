"""A small report, read by hand: what the rooms before the outputs would give for it."""

from __future__ import annotations

import re
from array import array
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from kg import outputs
from kg.graph import Graph
from kg.graph import open as open_graph
from ontology.divisions import by_code
from ontology.model import (
    Dataset,
    Definition,
    Entity,
    Extraction,
    Facts,
    Label,
    Mention,
    Mode,
    Observation,
    Part,
    Predicate,
    ProjectState,
    Quantity,
    Relation,
    Report,
    Resolved,
    Section,
    Sentence,
    Status,
)

BASE = "https://data.example.gov.cn/"
TEXT = (
    "桃林寺镇光伏发电项目开工建设。"
    "顺华公司落户新能源产业园。"
    "一般公共预算地方收入15.63亿元，下降0.2%。"
    "=2+5公司与桃林寺镇合作<script>alert(1)</script>。"
)
ENTITIES = {
    "桃林寺镇光伏发电项目": ("project/taolinsizhen-guangfu", "EnergyProject", Label.PRJ),
    "顺华公司": ("organization/shunhua", "Enterprise", Label.ENT),
    "新能源产业园": ("place/xinnengyuan", "Park", Label.PARK),
    "=2+5公司": ("organization/2-5", "Enterprise", Label.ENT),
}
TOWN = "place/430681112"


def build(folder: Path, text: str = TEXT) -> Graph:
    """A build of the report made by hand."""
    with outputs.taking_place_of(folder) as new:
        outputs.write(dataset(text), new, BASE, 0.5)
    return open_graph(folder)


def dataset(text: str = TEXT, name: str = "县.md") -> Dataset:
    """The resolved report."""
    extraction = Extraction(report(text, name), tuple(sorted(mentions(text).values())), facts(text))
    links = {(m.start, m.end): ENTITIES[n][0] for n, m in mentions(text).items()}
    town = mention(text, "桃林寺镇", Label.ADM)
    links[town.start, town.end] = TOWN
    return Dataset((Resolved(extraction, "report/xian-2024", "place/430681", links),), entities())


def report(text: str, name: str) -> Report:
    return Report(
        name=name,
        sha256=sha256(text.encode()).hexdigest(),
        source=text,
        text=text,
        offsets=array("I", range(len(text))),
        title="政府工作报告",
        area=by_code()["430681"],
        date="2024-12-17",
        reviewed_year=2024,
        coming_year=2025,
        sections=(Section("一、回顾", 1, Part.REVIEW, 0, len(text)),),
        sentences=tuple(
            Sentence(start, end, 0, index, Part.REVIEW) for index, (start, end) in enumerate(sentences(text))
        ),
    )


def sentences(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer("[^。]*。", text)]


def mentions(text: str) -> dict[str, Mention]:
    return {name: mention(text, name, label) for name, (_, _, label) in ENTITIES.items()}


def mention(text: str, name: str, label: Label) -> Mention:
    start = text.index(name)
    return Mention(start, start + len(name), label, name, 0.9, "tagger")


def facts(text: str) -> Facts:
    found = mentions(text)
    project, town = found["桃林寺镇光伏发电项目"], mention(text, "桃林寺镇", Label.ADM)
    where = sentences(text)
    return Facts(
        states=(ProjectState(project, Status.STARTED, 2024, Mode.ACTUAL, *where[0], 0, 0.9, "states"),),
        relations=(
            Relation(project, Predicate.LOCATED_IN, town, *where[0], 0, 0.8, "inside"),
            Relation(found["顺华公司"], Predicate.LOCATED_IN, found["新能源产业园"], *where[1], 1, 0.9, "rule"),
            Relation(found["=2+5公司"], Predicate.COOPERATES_WITH, town, *where[3], 3, 0.9, "rule"),
        ),
        observations=(
            Observation(
                None,
                "全市",
                "一般公共预算地方收入",
                Quantity(Decimal("15.63"), "亿元"),
                Quantity(Decimal("-0.2"), "%"),
                2024,
                Mode.ACTUAL,
                *where[2],
                2,
                0.95,
                "figures",
            ),
        ),
        definitions=(Definition("新能源产业园", "市里的园区。", 1, found["新能源产业园"], 1),),
    )


def entities() -> tuple[Entity, ...]:
    divisions = [by_code()[code] for code in ("43", "4306", "430681", "430681112")]
    places = [
        Entity(
            id=f"place/{division.code}",
            type="AdministrativeDivision",
            label=Label.ADM,
            name=division.name,
            division=division,
            parent=f"place/{division.parent}" if division.parent else "",
        )
        for division in divisions
    ]
    things = [Entity(id_, type_, label, name) for name, (id_, type_, label) in ENTITIES.items()]
    return tuple(sorted([*places, *things], key=lambda entity: entity.id))
