"""Made-up graphs of any size for the explorer: a county that does not exist, its report and all that it states."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

import pyoxigraph as ox

import ontology
from kg.graph import Embedded, Graph
from ontology.model import (
    Dataset,
    Definition,
    Division,
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

BASE = "https://municipal-kg.example/"
AREA = Division("990101", "云溪县", "county")
SYLLABLES = "安白长丹恩方高和吉康兰明南平清如山泰文新兴永云正中竹子石龙凤金银铜桥渡口湾岭坪塘"
PROJECTS = {
    "EnergyProject": "光伏电站项目",
    "TransportProject": "公路提质工程",
    "WaterProject": "水库除险加固工程",
    "SocialProject": "中学新建项目",
}


@dataclass
class Writer:
    """A report being written, sentence by sentence; `[name]` in a sentence is a mention."""

    text: str = ""
    sentences: list[Sentence] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    links: dict[tuple[int, int], str] = field(default_factory=dict)

    def say(self, part: Part, *pieces: str | Entity) -> list[Mention]:
        """Write one sentence; entities in it become mentions, which are returned."""
        start, found = len(self.text), []
        for piece in pieces:
            if isinstance(piece, Entity):
                mention = Mention(len(self.text), len(self.text) + len(piece.name), piece.label, piece.name, 0.9)
                self.links[mention.start, mention.end] = piece.id
                found.append(mention)
            self.text += piece if isinstance(piece, str) else piece.name
        section = 0 if part is Part.REVIEW else 1
        self.sentences.append(Sentence(start, len(self.text), section, len(self.sentences), part))
        self.mentions += found
        return found

    def stretch(self) -> tuple[int, int, int]:
        """Start, end and number of the sentence just written."""
        last = self.sentences[-1]
        return last.start, last.end, len(self.sentences) - 1


def graph(count: int, seed: int = 1) -> Graph:
    """A graph of about `count` things: townships, and in them projects, firms, honours and policies."""
    chance = random.Random(seed)
    writer, facts = Writer(), _Facts()
    county = Entity("place/yunxi", "AdministrativeDivision", Label.ADM, "云溪县", ("云溪",), AREA)
    townships = [
        Entity(f"place/town-{i}", "AdministrativeDivision", Label.ADM, f"{_name(chance)}镇", (), None, county.id)
        for i in range(max(2, count // 60))
    ]
    entities = [county, *townships]
    while len(entities) < count:
        entities += _story(len(entities), chance.choice(townships), chance, writer, facts)
    _county_figures(county, writer, facts)
    return build(county, entities, writer, facts.done())


@dataclass
class _Facts:
    states: list[ProjectState] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)

    def done(self) -> Facts:
        return Facts(tuple(self.states), tuple(self.relations), tuple(self.observations), tuple(self.definitions))


def _story(number: int, town: Entity, chance: random.Random, writer: Writer, facts: _Facts) -> list[Entity]:
    """A project in a township with its builder, at times an honour and a policy beside it."""
    kind, tail = chance.choice(list(PROJECTS.items()))
    project = Entity(f"project/p{number}", kind, Label.PRJ, f"{_name(chance)}{tail}")
    firm = Entity(f"organization/f{number}", "Enterprise", Label.ENT, f"{_name(chance)}科技")
    done = chance.random() < 0.6
    part, mode, year = (Part.REVIEW, Mode.ACTUAL, 2024) if done else (Part.PLAN, Mode.TARGET, 2025)
    p, t, f = writer.say(part, project, "在", town, "推进，由", firm, "承建，完成投资3.5亿元。")
    where = writer.stretch()
    status = chance.choice(list(Status))
    facts.states.append(ProjectState(p, status, year, mode, *where, score=0.8))
    facts.relations.append(Relation(p, Predicate.LOCATED_IN, t, *where, score=0.9))
    facts.relations.append(Relation(p, Predicate.UNDERTAKEN_BY, f, *where, score=round(chance.uniform(0.5, 1), 2)))
    spent = Quantity(Decimal("3.5"), "亿元")
    facts.observations.append(Observation(p, p.text, "完成投资", spent, None, year, mode, *where, score=0.8))
    made = [project, firm]
    if chance.random() < 0.5:
        honour = Entity(f"honour/h{number}", "Honour", Label.HON, f"省级{_name(chance)}示范镇")
        holder, held = writer.say(Part.REVIEW, town, "获评", honour, "。")
        facts.relations.append(Relation(holder, Predicate.AWARDED, held, *writer.stretch(), score=0.9))
        made.append(honour)
    if chance.random() < 0.5:
        policy = Entity(f"policy/l{number}", "Policy", Label.POL, f"“{_name(chance)}”行动")
        writer.say(Part.PLAN, town, "深入实施", policy, "。")
        made.append(policy)
    return made


def _county_figures(county: Entity, writer: Writer, facts: _Facts) -> None:
    for part, mode, year, growth in ((Part.REVIEW, Mode.ACTUAL, 2024, "5.0"), (Part.PLAN, Mode.TARGET, 2025, "5.5")):
        (mention,) = writer.say(part, county, f"地区生产总值增长{growth}%。")
        change = Quantity(Decimal(growth), "%")
        figure = Observation(mention, mention.text, "地区生产总值", None, change, year, mode, *writer.stretch())
        facts.observations.append(figure)


def named(names: Iterable[str]) -> Graph:
    """A graph of projects with these names, all in one township, for names that no one should have."""
    writer, facts = Writer(), _Facts()
    town = Entity("place/town", "AdministrativeDivision", Label.ADM, "长桥镇")
    entities = [town]
    writer.say(Part.REVIEW, town, "一年来稳中有进。")
    for number, name in enumerate(names):
        project = Entity(f"project/p{number}", "SocialProject", Label.PRJ, name)
        p, t = writer.say(Part.REVIEW, project, "在", town, "开工。")
        facts.states.append(ProjectState(p, Status.STARTED, 2024, Mode.ACTUAL, *writer.stretch()))
        facts.relations.append(Relation(p, Predicate.LOCATED_IN, t, *writer.stretch()))
        entities.append(project)
    return build(town, entities, writer, facts.done())


def build(area: Entity, entities: list[Entity], writer: Writer, facts: Facts) -> Graph:
    """The graph of one report."""
    parts = [[s for s in writer.sentences if s.section == number] for number in (0, 1)]
    sections = tuple(
        Section(heading, 1, part, stretch[0].start, stretch[-1].end)
        for heading, part, stretch in zip(
            ("2024年工作回顾", "2025年工作安排"), (Part.REVIEW, Part.PLAN), parts, strict=True
        )
        if stretch
    )
    report = Report(
        name="yunxi-2025.md",
        sha256="0" * 64,
        source=writer.text,
        text=writer.text,
        offsets=array("i", range(len(writer.text))),
        title=f"{area.name}2025年政府工作报告",
        area=area.division,
        reviewed_year=2024,
        coming_year=2025,
        sections=sections,
        sentences=tuple(writer.sentences),
    )
    resolved = Resolved(Extraction(report, tuple(writer.mentions), facts), "report/yunxi-2025", area.id, writer.links)
    store = ox.Store()
    store.extend(ontology.quads(Dataset((resolved,), tuple(sorted(entities, key=lambda e: e.id))), BASE))
    return Graph(Embedded(store))


def _name(chance: random.Random) -> str:
    return "".join(chance.sample(SYLLABLES, 3))
