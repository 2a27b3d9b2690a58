"""Projects, companies, policies, events, honours: one name for one thing, and never two things made one."""

import pytest
from identity_reports import meant, write

from kg.identity import resolve


def same(one: str, other: str, label: str, area: str = "430681") -> bool:
    found = resolve([write(f"[{label} {one}]完成，[{label} {other}]推进。", area)])
    return meant(found, one).id == meant(found, other).id


@pytest.mark.parametrize(
    ("label", "one", "other"),
    [
        ("PRJ", "汨罗抽水蓄能电站项目", "抽水蓄能电站"),
        ("PRJ", "新长乐大桥", "新长乐大桥建设"),
        ("PRJ", "罗水三期治理", "罗水三期治理工程"),
        ("PRJ", "“双百”工程", "双百工程"),
        ("PRJ", "G241 辰川绕城段", "G241辰川绕城段"),
        ("ENT", "汨罗顺锂科技有限公司", "顺锂科技"),
        ("ENT", "湖南顺锂科技股份有限公司", "顺锂科技"),
        ("ORG", "市妇联", "妇联"),
        ("ORG", "汨罗市妇联", "市妇联"),
        ("POL", "“营商清风”101专项行动", "“营商清风101”专项行动"),
        ("EVT", "党的二十届三中全会", "二十届三中全会"),
        ("EVT", "党的二十大", "中国共产党第二十次全国代表大会"),
        ("EVT", "市十三届人大四次会议", "汨罗市第十三届人民代表大会第四次会议"),
        ("EVT", "第三届岳阳市旅游发展大会", "岳阳市第三届旅游发展大会"),
        ("HON", "国家AAA旅游景区", "国家3A级旅游景区"),
        ("HON", "省科技进步奖", "湖南省科技进步奖"),
        ("PRO", "市民热线", "“市民热线”"),
        ("PARK", "汨罗高新技术产业开发区", "汨罗高新区"),
        ("HON", "国家级绿色工厂", "国家绿色工厂"),
    ],
)
def test_two_names_of_one_thing_are_one(label: str, one: str, other: str) -> None:
    assert same(one, other, label)


@pytest.mark.parametrize(
    ("label", "one", "other"),
    [
        ("PRJ", "福缘一期", "福缘二期"),
        ("PRJ", "福缘", "福缘二期"),
        ("PRJ", "第二污水处理厂", "第三污水处理厂"),
        ("PRJ", "陕煤汨罗火电项目", "陕煤汨罗火电项目主体工程"),
        ("PRJ", "人民医院", "新人民医院"),
        ("PRJ", "S313大荆至桃林公路", "S313三江至大荆公路"),
        ("POL", "三高四新", "三高四新美好蓝图"),
        ("POL", "智赋万企", "“智赋万企”行动"),
        ("POL", "优化营商环境条例", "湖南省优化营商环境条例"),
        ("HON", "乡村振兴示范村", "湖南省乡村振兴示范村"),
        ("HON", "国家3A级旅游景区", "国家4A级旅游景区"),
        ("EVT", "二十届三中全会", "二十届四中全会"),
        ("EVT", "市十三届人大三次会议", "市十三届人大四次会议"),
        ("ENT", "中石化", "中国石化销售公司"),
        ("ENT", "恒业", "恒业集团"),
        ("PER", "王伟", "王伟民"),
        ("PARK", "汨罗经济技术开发区", "汨罗经济开发区"),
    ],
)
def test_names_that_may_be_two_things_stay_two(label: str, one: str, other: str) -> None:
    assert not same(one, other, label)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("ENT", "恒业"),
        ("PRJ", "第二污水处理厂"),
        ("PRJ", "老城区燃气管道更新"),
        ("PER", "王伟"),
        ("ORG", "县人民医院"),
        ("POL", "八大行动"),
        ("PARK", "新能源产业园"),
        ("FAC", "人民公园"),
        ("PRO", "12345热线"),
        ("EVT", "县委经济工作会议"),
    ],
)
def test_a_local_name_is_another_thing_in_another_county(label: str, name: str) -> None:
    found = resolve([write(f"[{label} {name}]", "430621"), write(f"[{label} {name}]", "410621")])
    assert meant(found, name, 0).id != meant(found, name, 1).id


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("PER", "习近平"),
        ("ENT", "宁德时代"),
        ("ORG", "中南大学"),
        ("ORG", "全国妇联"),
        ("POL", "习近平新时代中国特色社会主义思想"),
        ("POL", "湖南省优化营商环境条例"),
        ("HON", "全国县域商业“领跑县”"),
        ("EVT", "第三届岳阳市旅游发展大会"),
        ("GOV", "国务院"),
    ],
)
def test_what_the_whole_nation_calls_so_is_one_thing(label: str, name: str) -> None:
    found = resolve([write(f"[{label} {name}]", "430621"), write(f"[{label} {name}]", "410621")])
    assert meant(found, name, 0).id == meant(found, name, 1).id


def test_a_short_name_that_the_text_introduces_is_the_full_one() -> None:
    found = resolve([write("[ENT 岳阳林纸股份公司]（以下简称“林纸”）投产，[ENT 林纸]增资。")])
    assert meant(found, "林纸").id == meant(found, "岳阳林纸股份公司").id


def test_a_project_is_one_over_the_years_and_a_yearly_meeting_is_not() -> None:
    text = "[PRJ 抽水蓄能电站]，[EVT 市委经济工作会议]"
    found = resolve([write(text, year=2023), write(text, year=2024)])
    assert meant(found, "抽水蓄能电站", 0).id == meant(found, "抽水蓄能电站", 1).id
    assert meant(found, "市委经济工作会议", 0).id != meant(found, "市委经济工作会议", 1).id


def test_main_works_are_those_of_the_project_that_the_text_gives() -> None:
    text = "[PRJ 抽水蓄能电站]的[PRJ 主体工程]；另有[PRJ 主体工程]。"
    found = resolve([write(text, partOf=("主体工程", "抽水蓄能电站"))])
    links = found.reports[0].links
    works = {links[m.start, m.end] for m in found.reports[0].extraction.mentions if m.text == "主体工程"}
    assert len(works) == 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("汨罗抽水蓄能电站项目", "EnergyProject"),
        ("屈子祠镇光伏发电", "EnergyProject"),
        ("110千伏白沙变", "EnergyProject"),
        ("S316张敖公路提质工程", "TransportProject"),
        ("沱开高速", "TransportProject"),
        ("罗水三期治理", "WaterProject"),
        ("高家坊自来水厂", "WaterProject"),
        ("第二生活污水处理厂", "EnvironmentProject"),
        ("县中医院康复楼", "SocialProject"),
        ("新人民医院周边道路", "UrbanProject"),
        ("糖厂宿舍", "UrbanProject"),
        ("古培铁路物流园", "LogisticsProject"),
        ("端午文化博物馆", "CulturalTourismProject"),
        ("万头牧场", "AgricultureProject"),
        ("蓝翼算力中心", "DigitalProject"),
        ("年产5万吨铝轮毂生产线", "IndustrialProject"),
        ("屹华", "Project"),
    ],
)
def test_a_projects_class_is_read_off_its_name(name: str, kind: str) -> None:
    assert meant(resolve([write(f"[PRJ {name}]")]), name).type == kind
