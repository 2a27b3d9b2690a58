"""Party and state bodies: 市委 is the committee of the report's own city."""

import pytest
from identity_reports import meant, write

from kg.identity import resolve
from ontology.model import Division


@pytest.mark.parametrize(
    ("area", "name", "body"),
    [
        ("430681", "市委", "中共汨罗市委员会"),
        ("430681", "岳阳市委", "中共岳阳市委员会"),
        ("430681", "市政府", "汨罗市人民政府"),
        ("430681", "市人大", "汨罗市人民代表大会"),
        ("430681", "市人大常委会", "汨罗市人民代表大会常务委员会"),
        ("430681", "市政协", "政协汨罗市委员会"),
        ("430681", "政协", "政协汨罗市委员会"),
        ("430681", "市监委", "汨罗市监察委员会"),
        ("430681", "省委", "中共湖南省委员会"),
        ("430681", "省政府", "湖南省人民政府"),
        ("430681", "市数据局", "汨罗市数据局"),
        ("430681", "市市场监管局", "汨罗市市场监督管理局"),
        ("430681", "市委社会工作部", "中共汨罗市委社会工作部"),
        ("430681", "中共湖南省委", "中共湖南省委员会"),
        ("430621", "县委", "中共岳阳县委员会"),
        ("430621", "市委", "中共岳阳市委员会"),
        ("430602", "区委", "中共岳阳楼区委员会"),
        ("430681118", "镇政府", "屈子祠镇人民政府"),
        ("430681118", "市委", "中共汨罗市委员会"),
        ("50", "市委", "中共重庆市委员会"),
        ("500151", "市委", "中共重庆市委员会"),
        ("45", "自治区党委", "中共广西壮族自治区委员会"),
        ("4228", "州政府", "恩施土家族苗族自治州人民政府"),
        ("150622", "旗委", "中共准格尔旗委员会"),
        ("45", "自治区国资委", "广西壮族自治区国有资产监督管理委员会"),
        ("43", "人社厅", "湖南省人力资源和社会保障厅"),
        ("430681", "党中央", "中共中央"),
        ("430681", "国家发改委", "国家发展和改革委员会"),
        ("430681", "生态环境部", "生态环境部"),
    ],
)
def test_a_body_is_that_of_the_level_which_the_report_means(area: str, name: str, body: str) -> None:
    entity = meant(resolve([write(f"[GOV {name}]", area)]), name)
    assert (entity.name, entity.type) == (body, "GovernmentBody")
    assert name == body or name in entity.names


def test_the_bodies_of_the_whole_country_are_the_national_ones() -> None:
    nation = Division("", "中华人民共和国", "country")
    found = resolve([write("[GOV 政府]、[GOV 政协]、[GOV 人大常委会]、[GOV 全国政协]", nation)])
    expected = ["国务院", "中国人民政治协商会议全国委员会", "全国人民代表大会常务委员会"]
    assert [meant(found, name).name for name in ("政府", "政协", "人大常委会")] == expected
    assert meant(found, "政协").id == meant(found, "全国政协").id


def test_all_names_of_one_government_are_one_body() -> None:
    found = resolve([write("[GOV 市政府]、[GOV 市人民政府]、[GOV 汨罗市人民政府]、[GOV 汨罗市政府]")])
    bodies = [entity for entity in found.entities if entity.type == "GovernmentBody"]
    assert [body.name for body in bodies] == ["汨罗市人民政府"]
    assert bodies[0].division is not None
    assert bodies[0].parent == f"place/{bodies[0].division.code}" == "place/430681"


def test_a_city_and_its_county_report_agree_on_the_body() -> None:
    found = resolve([write("[GOV 岳阳市委]"), write("[GOV 市委]", "4306"), write("[GOV 市委]", "430621")])
    assert len([entity for entity in found.entities if entity.type == "GovernmentBody"]) == 1


def test_the_committee_of_one_city_is_not_that_of_another() -> None:
    found = resolve([write("[GOV 市委]"), write("[GOV 市委]", "430682")])
    assert len([entity for entity in found.entities if entity.type == "GovernmentBody"]) == 2


def test_the_congress_is_not_its_standing_committee_and_the_party_not_the_government() -> None:
    found = resolve([write("[GOV 市人大]、[GOV 市人大常委会]、[GOV 市委]、[GOV 市政府]、[GOV 市政协]")])
    assert len([entity for entity in found.entities if entity.type == "GovernmentBody"]) == 5


def test_whose_the_provincial_committee_is_stays_open_where_the_province_is_not_known() -> None:
    found = resolve([write("[GOV 省委]", Division("", "骊泉县", "county"))])
    assert meant(found, "省委").division is None


def test_a_customs_house_is_no_body_of_the_citys_government() -> None:
    assert meant(resolve([write("[GOV 岳阳海关]")]), "岳阳海关").division is None
