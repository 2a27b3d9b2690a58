"""An analyst asks the graph of the Miluo report; the answers were read off the report by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kg


def column(table: kg.Table, name: str) -> list[object]:
    return [row[name] for row in table.records()]


def test_how_far_are_the_energy_projects(miluo: kg.Graph) -> None:
    projects = {row["project"]: row for row in miluo.ask("energy-projects").records()}
    station = projects["汨罗抽水蓄能电站项目"]
    assert "征地2868亩" in str(station["figures"])
    assert "2024年实绩" in str(station["states"])
    assert "征地990亩" in str(projects["陕煤汨罗火电项目"]["figures"])


@pytest.mark.parametrize(
    ("indicator", "result", "change", "target", "target_change"),
    [
        ("地区生产总值", "486.43亿元", "+5%", None, "~+5%"),
        ("规模以上工业增加值", None, "+4.9%", None, "~+7%"),
        ("固定资产投资", None, "+19.7%", None, "~+10%"),
        ("社会消费品零售总额", None, "+5.2%", None, "~+8%"),
        ("一般公共预算收入", "15.63亿元", "-0.2%", None, "~+1%"),
        ("电子商务交易额", "66.4亿元", None, ">=68亿元", None),
        ("城镇新增就业", "7178人", None, ">=5800人", None),
    ],
)
def test_what_was_reached_and_what_is_the_target(
    miluo: kg.Graph, indicator: str, result: str, change: str, target: str, target_change: str
) -> None:
    rows = miluo.ask("results-and-targets", name="汨罗市").records()
    row = next(row for row in rows if row["indicator"] == indicator)
    told = tuple(row[name] or None for name in ("result", "change", "target", "targetChange"))
    assert told == (result, change, target, target_change)


def test_every_footnote_defines_its_term(miluo: kg.Graph) -> None:
    assert column(miluo.ask("definitions"), "number") == list(range(1, 28))
    (meaning,) = miluo.ask("definitions", name="三高四新").records()
    assert "具有核心竞争力的科技创新高地" in str(meaning["definition"])


def test_what_is_in_a_township(miluo: kg.Graph) -> None:
    assert "屈子祠镇光伏发电" in column(miluo.ask("in-township", name="屈子祠镇"), "thing")


def test_a_township_renamed_after_the_official_list_keeps_both_names(miluo: kg.Graph) -> None:
    towns = [thing for thing in miluo.entities() if thing.code == "430681103" or "归义镇" in thing.names]
    assert not towns or {"归义镇", "归义街道"} <= {towns[0].label, *towns[0].names}


def test_who_holds_which_honour(miluo: kg.Graph) -> None:
    honours = {(row["level"], row["honour"], row["holder"]) for row in miluo.ask("honours").records()}
    assert ("国家级", "中华老字号", "长乐街甜酒") in honours
    assert ("国家级", "全国县域商业“领跑县”", "汨罗市") in honours


def test_how_two_things_are_connected(miluo: kg.Graph) -> None:
    (path,) = miluo.ask("paths", **{"from": "屈子祠镇", "to": "汨罗市"}).records()
    assert (path["step1"], path["via1"]) == ("属于", None)


def test_where_a_statement_stands(miluo: kg.Graph, miluo_report: Path) -> None:
    source = miluo_report.read_text(encoding="utf-8")
    for figure in miluo.figures():
        start, end = map(int, figure.sentence_iri.rpartition("#char=")[2].split(","))
        assert re.sub(r"[\s*]", "", source[start:end])[:5] == figure.sentence[:5]


def test_the_graph_goes_into_rdflib_and_networkx(miluo: kg.Graph) -> None:
    assert len(miluo.to_rdflib()) == len({(q.subject, q.predicate, q.object) for q in miluo.quads()})
    network = miluo.to_networkx()
    assert set(network) == {thing.iri for thing in miluo.entities()}
    assert all(data["label"] and data["type"] and data["kind"] for _, data in network.nodes(data=True))
