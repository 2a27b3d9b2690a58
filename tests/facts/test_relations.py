"""What a reader understands of two names of a report, the program states."""

from __future__ import annotations

from pathlib import Path

import pytest
from states_marked import spoken

from kg.facts import find

FRONT = ("周亦安", "memberOf", "安吉县人民政府")


def said(folder: Path, review: str = "", plan: str = "") -> set[tuple[str, str, str]]:
    report, mentions = spoken(folder, review, plan)
    found = find(report, mentions).relations
    for relation in found:
        words = report.text[relation.start : relation.end]
        assert relation.subject.text in words
        assert relation.object.text in words
        assert report.text[relation.object.start : relation.object.end] == relation.object.text
    return {(r.subject.text, r.predicate.value, r.object.text) for r in found} - {FRONT}


def test_the_speaker_belongs_to_the_government(tmp_path: Path) -> None:
    report, mentions = spoken(tmp_path)
    assert [(r.subject.text, r.predicate, r.object.text) for r in find(report, mentions).relations] == [FRONT]


@pytest.mark.parametrize(
    ("words", "relations"),
    [
        (
            "⟦PRJ|顺华⟧、⟦PRJ|恒业⟧、⟦PRJ|锂汇通⟧等12个项目落户⟦PARK|新能源产业园⟧。",
            {(name, "locatedIn", "新能源产业园") for name in ("顺华", "恒业", "锂汇通")},
        ),
        ("加快建设⟦ADM|梅溪镇⟧⟦PRJ|农旅综合体⟧。", {("农旅综合体", "locatedIn", "梅溪镇")}),
        ("⟦PRJ|安吉抽水蓄能电站项目⟧开工。", {("安吉抽水蓄能电站项目", "locatedIn", "安吉")}),
        ("⟦PRJ|浙江湖综合治理⟧完工。", {("浙江湖综合治理", "locatedIn", "浙江湖")}),  # the lake, not the province
        ("⟦PRJ|天荒坪镇光伏发电⟧并网。", {("天荒坪镇光伏发电", "locatedIn", "天荒坪镇")}),
        (
            "⟦PRJ|京港高铁浙江段⟧通车。",
            {("京港高铁浙江段", "locatedIn", "浙江"), ("京港高铁浙江段", "partOf", "京港高铁")},
        ),
        ("⟦PRJ|国家碳计量中心（浙江）⟧获批。", {("国家碳计量中心（浙江）", "locatedIn", "浙江")}),
        ("与⟦ORG|北京大学湖州研究院⟧合作。", {("北京大学湖州研究院", "locatedIn", "湖州")}),
        ("⟦ADM|梅溪镇⟧⟦ADM|荆湾村⟧换新颜。", {("荆湾村", "partOf", "梅溪镇")}),
        (
            "⟦ADM|梅溪镇⟧、⟦ADM|孝丰镇⟧入选⟦HON|国家农业产业强镇⟧。",
            {("梅溪镇", "awarded", "国家农业产业强镇"), ("孝丰镇", "awarded", "国家农业产业强镇")},
        ),
        ("“⟦PRO|安吉白茶⟧”获评“⟦HON|中华老字号⟧”。", {("安吉白茶", "awarded", "中华老字号")}),
        ("被⟦GOV|农业农村部⟧评为⟦HON|全国典型案例⟧。", {("全国典型案例", "grantedBy", "农业农村部")}),
        ("⟦ENT|比亚迪⟧投资建设⟦PRJ|刀片电池项目⟧。", {("刀片电池项目", "undertakenBy", "比亚迪")}),
        ("⟦PRJ|比亚迪新能源商用车⟧投产。", {("比亚迪新能源商用车", "undertakenBy", "比亚迪")}),
        ("⟦ENT|云溪科技⟧与⟦ORG|浙江工业大学⟧共建实验室。", {("云溪科技", "cooperatesWith", "浙江工业大学")}),
        ("⟦EVT|首届白茶大会⟧在⟦ADM|溪龙乡⟧举办。", {("首届白茶大会", "heldIn", "溪龙乡")}),
        ("⟦PRO|安吉白茶⟧亮相⟦EVT|进博会⟧。", {("安吉白茶", "participatesIn", "进博会")}),
        ("⟦GOV|县政府⟧出台《⟦POL|白茶产业发展意见⟧》。", {("白茶产业发展意见", "issuedBy", "县政府")}),
        (
            "⟦GOV|县政府⟧根据《⟦POL|县委建议⟧》，编制了《⟦POL|规划纲要（草案）⟧》。",
            {("规划纲要（草案）", "issuedBy", "县政府")},
        ),
        ("⟦PARK|梅溪产业园⟧新引进⟦ENT|云溪科技⟧。", {("云溪科技", "locatedIn", "梅溪产业园")}),
        ("在⟦PARK|梅溪产业园⟧落地⟦PRJ|预制菜⟧。", {("预制菜", "locatedIn", "梅溪产业园")}),
        ("办好⟦EVT|农民丰收节⟧⟦ADM|溪龙乡⟧分会场。", {("农民丰收节", "heldIn", "溪龙乡")}),
        ("获⟦ORG|全国妇联⟧“⟦HON|全国巾帼文明岗⟧”。", {("全国巾帼文明岗", "grantedBy", "全国妇联")}),
        ("⟦ORG|绿竹合作社⟧托管6万亩，入选⟦HON|全国典型案例⟧。", {("绿竹合作社", "awarded", "全国典型案例")}),
        ("⟦ORG|县职业中专⟧学生⟦PER|应梦瑶⟧夺冠。", {("应梦瑶", "memberOf", "县职业中专")}),
        (
            "⟦ENT|云溪科技⟧、⟦ENT|锦胜铸件⟧、⟦ENT|恒安纸业⟧分别与⟦ENT|中国移动⟧、⟦ENT|三一重工⟧等开展合作。",
            {("云溪科技", "cooperatesWith", "中国移动"), ("锦胜铸件", "cooperatesWith", "三一重工")},
        ),
        ("⟦ORG|中南大学⟧⟦PER|桂卫华⟧院士来访。", {("桂卫华", "memberOf", "中南大学")}),
    ],
)
def test_a_construction_says_its_relation(tmp_path: Path, words: str, relations: set[tuple[str, str, str]]) -> None:
    assert relations <= said(tmp_path, review=words)


@pytest.mark.parametrize(
    "words",
    [
        "⟦PRJ|恒力轴业⟧竣工。",  # not of the well-known company
        "⟦PRJ|信义光能二期⟧竣工。",
        "⟦PRJ|渝西高铁⟧开工。",
        "⟦PRJ|皖北运河公园⟧建成。",
        "⟦ENT|云溪科技⟧、⟦ENT|锦胜铸件⟧分别与⟦ENT|中国移动⟧开展合作。",  # which of the two?
        "“十载同心筑⟦POL|平安县城⟧”入选⟦HON|全国典型案例⟧。",  # the end of a quotation
        "⟦PRJ|安吉路雨污分流⟧完工。",  # a street named after a place
        "⟦PRJ|西宁至成都铁路⟧开工。",  # a line lies in neither of its ends alone
        "支持⟦ADM|梅溪镇⟧创建⟦HON|国家卫生镇⟧。",  # an aim
        "⟦ADM|梅溪镇⟧获批创建⟦HON|国家卫生镇⟧。",
        "⟦ADM|梅溪镇⟧、⟦ADM|孝丰镇⟧受益。",
        "⟦PRJ|美丽乡村示范带⟧建成。",
        "加快⟦PRJ|小洋山北作业区⟧建设。",
        "加快⟦PRJ|浙南⟧、⟦PRJ|浙西⟧产业园建设。",
        "⟦ADM|余村社区⟧⟦HON|文明实践站⟧揭牌。",
        "⟦FAC|龙王山遗址⟧入选⟦HON|全国十大考古⟧发现。",  # a part of the name was not seen
        "⟦FAC|龙王山景区⟧通过⟦HON|国家5A级旅游景区⟧景观质量评审。",  # a step on the way
        "支持⟦ENT|云溪科技⟧实施智能制造、⟦PRJ|锦胜铸件⟧建设产线。",  # of two companies
    ],
)
def test_what_the_text_does_not_say_is_not_stated(tmp_path: Path, words: str) -> None:
    assert said(tmp_path, review=words) == set()


def test_each_has_its_own_where_the_text_says_so(tmp_path: Path) -> None:
    words = "⟦ADM|梅溪镇⟧、⟦ADM|孝丰镇⟧分别入选⟦HON|国家卫生镇⟧、⟦HON|国家园林镇⟧。"
    expected = {("梅溪镇", "awarded", "国家卫生镇"), ("孝丰镇", "awarded", "国家园林镇")}
    assert said(tmp_path, review=words) == expected


def test_an_honour_that_is_only_planned_is_not_awarded(tmp_path: Path) -> None:
    assert said(tmp_path, plan="推动⟦ADM|梅溪镇⟧入选⟦HON|国家农业产业强镇⟧。") == set()


def test_a_village_is_part_of_its_own_town_alone(tmp_path: Path) -> None:
    words = "办好⟦ADM|梅溪镇⟧⟦ADM|荆湾村⟧、⟦ADM|孝丰镇⟧⟦ADM|赋石村⟧示范点。"
    assert said(tmp_path, plan=words) == {("荆湾村", "partOf", "梅溪镇"), ("赋石村", "partOf", "孝丰镇")}


def test_a_list_makes_no_division_part_of_another_province(tmp_path: Path) -> None:
    words = "与⟦ADM|上海市⟧⟦ADM|嘉定区⟧、⟦ADM|苏州市⟧⟦ADM|相城区⟧共建示范区。"
    assert said(tmp_path, plan=words) == {("嘉定区", "partOf", "上海市"), ("相城区", "partOf", "苏州市")}


def test_what_is_about_a_river_is_not_said_to_lie_there(tmp_path: Path) -> None:
    words = "⟦LOC|苕溪河⟧畔⟦FAC|苕溪河文化博物馆⟧开放，⟦PRJ|苕溪河大桥⟧通车。"
    report, mentions = spoken(tmp_path, review=words)
    located = {r.subject.text for r in find(report, mentions).relations}
    assert "苕溪河大桥" in located
    assert "苕溪河文化博物馆" not in located
