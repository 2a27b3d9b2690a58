"""Indicators and units are known by the names that reports use, and never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontology import indicator, normalise
from ontology.model import Quantity
from ontology.schemes import _concepts, honour_level, policy_kind, unit
from ontology.terms import INDICATOR, UNIT


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("地区生产总值", "GDP"),
        ("GDP", "GDP"),
        ("ＧＤＰ", "GDP"),
        ("规上工业增加值", "IndustrialValueAdded"),
        ("规模工业增加值", "IndustrialValueAdded"),
        ("一般公共预算地方收入", "BudgetRevenue"),
        ("新增城镇就业", "UrbanJobs"),
        ("国家级专精特新小巨人企业", "LittleGiants"),
        ("货物 进出口 总额", "ForeignTrade"),
        ("（下同）地区生产总值", "GDP"),
    ],
)
def test_an_indicator_is_known_by_its_many_names(words: str, name: str) -> None:
    assert indicator(words) == name


@pytest.mark.parametrize("words", ["", "世界顶尖龙舟队", "地区生产总值占全省比重", "工业", "非税收入占比"])
def test_what_only_looks_like_an_indicator_is_none(words: str) -> None:
    assert indicator(words) == ""


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_words_are_looked_up_without_harm(words: str) -> None:
    assert isinstance(indicator(words), str)
    assert isinstance(honour_level(words), str)
    assert isinstance(policy_kind(words), str)
    unit(words)


@pytest.mark.parametrize(
    ("value", "written", "expected"),
    [
        ("486.43", "亿元", ("48643000000", "元")),
        ("98.7", "万亩", ("658000000", "平方米")),
        ("270.5", "兆瓦", ("270500", "千瓦")),
        ("5.5", "亿斤", ("275000", "吨")),
        ("7178", "人", ("7178", "人")),
        ("47", "万人", ("470000", "人")),
        ("15", "万人次", ("150000", "人次")),
        ("130", "万株", ("1300000", "株")),
        ("3", "千公里", ("3000000", "米")),
        ("99.96", "%", ("99.96", "%")),
        ("-2.5", "个百分点", ("-2.5", "个百分点")),
        ("30", "微克/立方米", ("30", "微克/立方米")),
        ("2", "小时", ("120", "分钟")),
    ],
)
def test_amounts_become_comparable_in_a_base_unit(value: str, written: str, expected: tuple[str, str]) -> None:
    number, symbol = expected
    assert normalise(Quantity(Decimal(value), written)) == (Decimal(number), symbol)


@pytest.mark.parametrize("written", ["", "万", "番", "元/吨", "亿亿"])
def test_an_unknown_unit_has_no_base(written: str) -> None:
    assert normalise(Quantity(Decimal(3), written)) is None


def test_yuan_and_dollars_households_and_firms_are_never_mixed() -> None:
    bases = {normalise(Quantity(Decimal(1), written))[1] for written in ("亿元", "亿美元", "户", "家", "个", "人次")}  # type: ignore[index]
    assert len(bases) == 6


@settings(deadline=None)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_normalising_keeps_order_and_sign(value: Decimal) -> None:
    result = normalise(Quantity(value, "万元"))
    assert result is not None
    assert result[0] == value * 10000


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("全国文明城市", "country"),
        ("“全国文明城市”", "country"),
        ("2024年全国城乡社区高质量发展典型案例", "country"),
        ("国家AAA旅游景区", "country"),
        ("第二批省文旅消费新场景", "province"),
        ("湖南省文明村", "province"),
        ("世界技能大赛金奖", "international"),
        ("湖南省长沙市文明村", ""),
        ("三湘群星奖", ""),
        ("中国食博会金奖", ""),
    ],
)
def test_an_honour_has_the_level_that_its_name_tells(name: str, level: str) -> None:
    assert honour_level(name) == level


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("湖南省优化营商环境条例", "law"),
        ("“营商清风”101专项行动", "campaign"),
        ("安全设施“三同时”制度", "mechanism"),
        ("“群英断是非”工作法", "mechanism"),
        ("国土空间总体规划", "plan"),
        ("三高四新", ""),
    ],
)
def test_a_policy_has_the_kind_that_its_name_tells(name: str, kind: str) -> None:
    assert policy_kind(name) == kind


def test_no_two_indicators_share_a_name_and_all_they_refer_to_is_there() -> None:
    named: dict[str, str] = {}
    concepts = _concepts(INDICATOR)
    for name, values in concepts.items():
        for words in (*values["prefLabel"], *values["altLabel"]):
            assert named.setdefault(words, name) == name, words
        assert {*values["broader"], *values["addsUpTo"]} <= concepts.keys()
        assert all(unit_iri.removeprefix(UNIT) in _concepts(UNIT) for unit_iri in values["canonicalUnit"])
    assert len(concepts) > 100
