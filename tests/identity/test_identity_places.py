"""Places: one entity for each, by the official code wherever the text leaves no doubt."""

import pytest
from identity_reports import meant, write

from kg.identity import resolve
from ontology.model import Division


def test_short_and_full_names_of_a_place_are_one() -> None:
    found = resolve([write("[ADM 汨罗]发展更快。[ADM 汨罗市]在[ADM 湖南]，属[ADM 湖南省][ADM 岳阳市]。")])
    assert meant(found, "汨罗").id == meant(found, "汨罗市").id == "place/430681"
    assert meant(found, "湖南").id == meant(found, "湖南省").id == "place/43"
    city = meant(found, "汨罗")
    assert (city.name, city.names, city.type) == ("汨罗市", ("汨罗",), "AdministrativeDivision")
    assert city.division is not None
    assert city.division.code == "430681"


def test_divisions_above_are_there_up_to_the_province() -> None:
    found = resolve([write("[ADM 屈子祠镇]")])
    parents = {entity.id: entity.parent for entity in found.entities}
    assert parents == {
        "place/430681118": "place/430681",
        "place/430681": "place/4306",
        "place/4306": "place/43",
        "place/43": "",
    }


@pytest.mark.parametrize(
    ("area", "name", "code"),
    [
        ("430681", "岳阳", "4306"),
        ("430681", "岳阳县", "430621"),
        ("430621", "岳阳", "4306"),  # in 岳阳县, too, it is the city
        ("430681", "湘阴", "430624"),
        ("430681", "长沙", "4301"),
        ("430681", "深圳", "4403"),
        ("430681", "义乌市", "330782"),
        ("430681", "恩施州", "4228"),
        ("430681", "内蒙古", "15"),
        ("430681", "新疆", "65"),
        ("430681", "湘", "43"),
        ("430681", "香港", "81"),
        ("430681", "东莞市", "4419"),
        ("430681", "吉林", "22"),
        ("22", "吉林市", "2202"),
        ("63", "海西", "6328"),
        ("11", "朝阳", "110105"),
        ("21", "朝阳", "2113"),
        ("150622", "鄂尔多斯", "1506"),
        ("500151", "重庆", "50"),
    ],
)
def test_a_name_is_the_place_that_a_report_of_this_area_means(area: str, name: str, code: str) -> None:
    assert meant(resolve([write(f"[ADM {name}]", area)]), name).id == f"place/{code}"


def test_a_township_is_the_one_of_the_reports_own_county() -> None:
    reports = [write("[ADM 城关镇]", "410621"), write("[ADM 城关镇]", "410622")]
    found = resolve(reports)
    places = {meant(found, "城关镇", each).id for each in (0, 1)}
    assert len(places) == 2
    assert {each[:12] for each in places} <= {"place/410621", "place/410622"}


@pytest.mark.parametrize("name", ["城关镇", "长安镇", "朝阳", "老城区", "义乌"])
def test_a_name_of_many_places_gets_no_code_elsewhere(name: str) -> None:
    place = meant(resolve([write(f"[ADM {name}]")]), name)
    assert place.division is None or not place.division.code


def test_in_qinghai_hainan_may_be_the_prefecture_or_the_province() -> None:
    assert meant(resolve([write("[ADM 海南]", "63")]), "海南").division is None


def test_a_township_of_the_next_county_is_known_only_where_the_text_says_which() -> None:
    assert meant(resolve([write("[ADM 新开镇]")]), "新开镇").division.code == ""  # type: ignore[union-attr]
    assert meant(resolve([write("[ADM 岳阳县][ADM 新开镇]")]), "新开镇").id == "place/430621112"
    assert meant(resolve([write("[ADM 新开镇]", "4306")]), "新开镇").id == "place/430621112"


def test_an_unlisted_township_is_another_one_in_another_county() -> None:
    found = resolve([write("[ADM 星火镇]", "430681"), write("[ADM 星火镇]", "430682")])
    assert meant(found, "星火镇", 0).id != meant(found, "星火镇", 1).id


def test_a_town_that_became_a_subdistrict_keeps_both_names() -> None:
    place = meant(resolve([write("[ADM 归义街道]挂牌运行。")]), "归义街道")
    assert (place.id, place.name, place.names) == ("place/430681119", "归义街道", ("归义镇",))


def test_a_village_belongs_to_the_township_that_the_text_gives() -> None:
    found = resolve([write("[ADM 屈子祠镇][ADM 新义村]入选。后来[ADM 新义村]又获奖。[ADM 长乐镇][ADM 青狮村]。")])
    village = meant(found, "新义村")
    assert village.parent == "place/430681118"
    resolved = found.reports[0]
    ids = {resolved.links[m.start, m.end] for m in resolved.extraction.mentions if m.text == "新义村"}
    assert ids == {village.id}


def test_villages_of_one_name_in_two_townships_are_two() -> None:
    found = resolve([write("[ADM 屈子祠镇][ADM 新塘村]、[ADM 长乐镇][ADM 新塘村]，还有[ADM 新塘村]。")])
    links = found.reports[0].links
    ids = [links[m.start, m.end] for m in found.reports[0].extraction.mentions if m.text == "新塘村"]
    assert len(set(ids)) == 3


def test_a_village_is_also_placed_by_a_stated_relation() -> None:
    found = resolve([write("[ADM 罗江镇]的[ADM 天井村]。", partOf=("天井村", "罗江镇"))])
    assert meant(found, "天井村").parent == "place/430681121"


def test_countries_are_the_same_everywhere() -> None:
    found = resolve([write("[ADM 法国]"), write("[ADM 法国]", "11")])
    assert meant(found, "法国", 0).id == meant(found, "法国", 1).id == "place/fr"


def test_the_reports_area_is_an_entity_even_if_it_is_in_no_list() -> None:
    area = Division("", "骊泉县", "county", "6209")
    found = resolve([write("[ADM 骊泉]与[ADM 骊泉县]，[ADM 酒泉]。", area)])
    county = meant(found, "骊泉")
    assert county.id == meant(found, "骊泉县").id == found.reports[0].area
    assert (county.name, county.parent) == ("骊泉县", "place/6209")
    assert meant(found, "酒泉").id == "place/6209"


def test_rivers_known_to_all_are_one_and_little_ones_stay_apart() -> None:
    found = resolve([write("[LOC 长江]、[LOC 汨罗江]、[LOC 双溪河]"), write("[LOC 长江]、[LOC 双溪河]", "3301")])
    (one, other) = (0, 1) if found.reports[0].area == "place/430681" else (1, 0)
    assert meant(found, "长江", 0).id == meant(found, "长江", 1).id
    assert meant(found, "双溪河", 0).id != meant(found, "双溪河", 1).id
    assert meant(found, "汨罗江", one).type == "NaturalFeature"
    assert other != one


def test_a_park_of_the_own_area_goes_by_its_bare_name_too() -> None:
    found = resolve([write("[PARK 汨罗高新区]扩区，[PARK 高新区]入驻。"), write("[PARK 汨罗高新区]", "4306")])
    assert len({e.id for e in found.entities if e.type == "Park"}) == 1
