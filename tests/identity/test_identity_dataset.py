"""What holds for any reports: every name is tied, ids are stable, and the order of reports changes nothing."""

import doctest
import random
import re
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from identity_reports import write

from kg.identity import classes, keys, names, places, resolve
from kg.identity.classes import all_classes
from ontology import divisions
from ontology.model import Extraction, Facts, Label, Mention, Mode, Observation, Predicate, Relation

AREAS = ["430681", "4306", "43", "430621", "500151", "430681118", "45", None]
NAMES = [
    "汨罗",
    "岳阳市",
    "市委",
    "省政府",
    "政协",
    "屈子祠镇",
    "新义村",
    "归义街道",
    "汨罗抽水蓄能电站项目",
    "抽水蓄能电站",
    "主体工程",
    "二期",
    "顺锂科技",
    "汨罗顺锂科技有限公司",
    "三高四新",
    "“三高四新”",
    "市十三届人大四次会议",
    "党的二十大",
    "省级示范站",
    "国家AAA旅游景区",
    "长江",
    "S316",
    "习近平",
    "法国",
    "《》",
    "　",
]

written = st.one_of(st.sampled_from(NAMES), st.text(min_size=1, max_size=12))
marks = st.lists(
    st.tuples(st.sampled_from(list(Label)), written, st.sampled_from(["", "、", "（以下简称“"])), max_size=12
)


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    text, mentions = "", []
    for label, name, glue in draw(marks):
        mentions.append(Mention(len(text), len(text) + len(name), label, name))
        text += name + glue
    found = write(text, draw(st.sampled_from(AREAS)), draw(st.sampled_from([2023, 2024])))
    relations = ()
    if len(mentions) > 1:
        ends = draw(st.tuples(st.sampled_from(mentions), st.sampled_from(mentions)))
        predicate = draw(st.sampled_from([Predicate.PART_OF, Predicate.LOCATED_IN]))
        relations = (Relation(ends[0], predicate, ends[1], 0, len(text), 0),)
    digest = sha256(repr((text, found.report.area, mentions, relations)).encode()).hexdigest()
    return Extraction(replace(found.report, sha256=digest), tuple(mentions), Facts(relations=relations))


wild = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@wild
@given(st.lists(extractions(), max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_reports_changes_nothing(reports: list[Extraction], chance: random.Random) -> None:
    shuffled = list(reports)
    chance.shuffle(shuffled)
    assert resolve(reports) == resolve(shuffled)


@wild
@given(st.lists(extractions(), min_size=1, max_size=3))
def test_every_name_means_an_entity_and_the_same_one_in_every_build(reports: list[Extraction]) -> None:
    together = resolve(reports)
    known = {entity.id for entity in together.entities}
    alone = {each.report.sha256: resolve([each]).reports[0].links for each in reports}
    for resolved in together.reports:
        spans = {(m.start, m.end) for m in resolved.extraction.mentions}
        spans |= {(m.start, m.end) for r in resolved.extraction.facts.relations for m in (r.subject, r.object)}
        assert set(resolved.links) == spans
        assert set(resolved.links.values()) <= known
        assert not resolved.area or resolved.area in known
    if len({each.report.sha256 for each in reports}) == len(reports):
        for resolved in together.reports:
            assert resolved.links == alone[resolved.extraction.report.sha256]


@wild
@given(st.lists(extractions(), max_size=3))
def test_entities_are_sorted_typed_and_have_their_parents(reports: list[Extraction]) -> None:
    found = resolve(reports)
    ids = [entity.id for entity in found.entities]
    assert ids == sorted(set(ids))
    for entity in found.entities:
        assert re.fullmatch(
            r"(place|organization|project|policy|event|honour|person|product)/[a-z0-9-]{1,200}", entity.id
        )
        assert entity.name
        assert entity.name not in entity.names
        assert not entity.parent or entity.parent in set(ids)
        assert entity.type in all_classes()


def test_every_class_stands_in_the_vocabulary() -> None:
    vocabulary = (files("ontology") / "vocabulary.ttl").read_text(encoding="utf-8")
    assert all_classes() <= set(re.findall(r"^mkg:(\w+) a owl:Class", vocabulary, re.MULTILINE))


@pytest.mark.parametrize("module", [classes, keys, names, places])
def test_the_examples_in_the_documentation_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def test_ids_are_readable_and_never_change() -> None:
    found = resolve([write("[GOV 市政府]、[PRJ 抽水蓄能电站]、[ENT 宁德时代]、[ADM 归义街道]、[EVT 党的二十大]")])
    assert [entity.id for entity in found.entities] == [
        "event/zhong-gong-20-da-4e80ed",
        "organization/430681-ren-min-zheng-fu-a230b5",
        "organization/ning-de-shi-dai-613ed5",
        "place/43",
        "place/4306",
        "place/430681",
        "place/430681119",
        "project/430681-chou-shui-xu-neng-dian-zhan-652d1d",
    ]


def test_ends_of_facts_that_stand_inside_a_longer_name_are_tied_too() -> None:
    found = write("[PRJ 屈子祠镇光伏发电]启动，装机188兆瓦。")
    project = found.mentions[0]
    town = Mention(0, 4, Label.ADM, "屈子祠镇")
    relation = Relation(project, Predicate.LOCATED_IN, town, 0, 10, 0)
    figure = Observation(project, "", "装机", None, None, 2024, Mode.ACTUAL, 0, 10, 0)
    resolved = resolve([replace(found, facts=Facts(relations=(relation,), observations=(figure,)))]).reports[0]
    assert resolved.links[0, 4] == "place/430681118"
    assert resolved.links[project.start, project.end].startswith("project/430681-")


def test_a_report_given_twice_counts_once() -> None:
    report = write("[GOV 市委]")
    assert resolve([report, report]) == resolve([report])


def test_two_reports_of_one_area_and_year_keep_apart() -> None:
    found = resolve([write("[GOV 市委]"), write("[GOV 市政府]")])
    assert len({report.id for report in found.reports}) == 2


def test_a_report_goes_by_its_area_and_year() -> None:
    assert resolve([write("[GOV 市委]")]).reports[0].id == "report/430681-2025"


def test_names_of_reports_of_no_known_area_are_never_merged() -> None:
    found = resolve([write("[PRJ 恒业]一", None), write("[PRJ 恒业]二", None)])
    assert [report.area for report in found.reports] == ["", ""]
    assert len(found.entities) == 2


def test_nothing_to_resolve_is_an_empty_dataset() -> None:
    found = resolve([])
    assert (found.reports, found.entities) == ((), ())


def test_the_miluo_report_reads_as_its_people_do() -> None:
    from kg.read import read

    report = read(Path("examples/miluo-2024/report.md"))
    looked_for = {
        Label.ADM: ["汨罗", "岳阳市", "归义街道", "湖南"],
        Label.GOV: ["市委", "市人大", "市政府", "省政府"],
        Label.PRJ: ["汨罗抽水蓄能电站项目", "壹志学校"],
    }
    mentions = [
        Mention(found.start(), found.end(), label, name)
        for label, listed in looked_for.items()
        for name in listed
        for found in re.finditer(name, report.text)
    ]
    found = resolve([Extraction(replace(report, area=divisions.by_code()["430681"]), tuple(sorted(mentions)), Facts())])
    names = {entity.name for entity in found.entities}
    assert {"汨罗市", "归义街道", "中共汨罗市委员会", "汨罗市人民政府", "湖南省人民政府"} <= names
    project = next(entity for entity in found.entities if entity.name == "汨罗抽水蓄能电站项目")
    assert sum(1 for each in found.reports[0].links.values() if each == project.id) == 2
