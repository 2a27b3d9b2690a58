"""The named questions answer for any report, and take values from strangers safely."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ontology_fiction import BASE, dataset

import ontology
from ontology import NamedQuery, queries, query
from ontology.model import Dataset
from ontology.terms import PREFIXES

STATION = "青峰抽水蓄能电站项目"


def ask(store: ox.Store, question: str, /, **values: str) -> list[dict[str, str]]:
    answer = store.query(query(question).bind(**values), use_default_graph_as_union=True)
    assert isinstance(answer, ox.QuerySolutions)
    names = [variable.value for variable in answer.variables]
    return [
        {n: cell.value for n, cell in zip(names, row, strict=True) if cell is not None}  # type: ignore[union-attr]
        for row in answer
    ]


def test_every_competency_question_has_a_query_with_titles() -> None:
    assert [q.number for q in queries()] == list(range(1, 17))
    assert all(q.title_zh and q.title_en for q in queries())


@pytest.mark.parametrize("named", queries(), ids=lambda q: q.name)
def test_every_question_has_an_answer(store: ox.Store, named: NamedQuery) -> None:
    values = {"from": STATION, "to": "青峰镇"} if named.name == "paths" else {}
    assert ask(store, named.name, **values)


def test_energy_projects_with_size_and_progress(store: ox.Store) -> None:
    (found,) = ask(store, "energy-projects")
    assert found["project"] == STATION
    assert found["states"] == "2024年实绩开工；2025年目标投用"
    assert found["figures"] == "争取资金2亿元；征地1500亩"


def test_done_and_promised_for_one_project(store: ox.Store) -> None:
    (found,) = ask(store, "done-and-promised", name=STATION)
    assert (found["done"], found["promised"]) == ("2024年开工", "2025年投用")


def test_results_stand_beside_targets_though_worded_otherwise(store: ox.Store) -> None:
    gdp, jobs = ask(store, "results-and-targets", name="临江")
    assert (gdp["indicator"], gdp["result"], gdp["change"], gdp["targetChange"]) == (
        "地区生产总值",
        "128.6亿元",
        "+6.1%",
        "~+6%",
    )
    assert (jobs["indicator"], jobs["result"], jobs["target"]) == ("城镇新增就业", "3200人", ">=3000人")


def test_projects_planned_for_a_year(store: ox.Store) -> None:
    (found,) = ask(store, "planned-projects", year="2025")
    assert (found["status"], found["project"]) == ("投用", STATION)
    assert ask(store, "planned-projects", year="2030") == []


def test_what_is_in_a_township(store: ox.Store) -> None:
    found = ask(store, "in-township", name="青峰镇")
    assert {(row["kind"], row["thing"]) for row in found} == {("能源项目", STATION), ("活动", "首届竹笛节")}


def test_who_is_in_a_park(store: ox.Store) -> None:
    assert [row["thing"] for row in ask(store, "in-park")] == ["鼎新材料"]


def test_partners(store: ox.Store) -> None:
    assert [row["partner"] for row in ask(store, "partners", who="鼎新材料")] == ["蓝海集团"]


def test_honours_with_level_holder_and_granter(store: ox.Store) -> None:
    (found,) = ask(store, "honours", level="国家级")
    assert (found["honour"], found["holder"], found["granter"]) == ("全国交通先进集体", "临江县公路局", "交通运输部")
    assert ask(store, "honours", level="省级") == []


def test_what_a_term_means_and_who_put_it_forward(store: ox.Store) -> None:
    first, second = ask(store, "definitions")
    assert (first["term"], first["by"]) == ("“暖心”行动", "临江县政府")
    assert second["definition"] == "绿水青山就是金山银山。"


def test_money(store: ox.Store) -> None:
    (found,) = ask(store, "money")
    assert (found["amount"], found["unit"], found["about"]) == ("2", "亿元", STATION)


def test_where_a_statement_stands(store: ox.Store) -> None:
    found = ask(store, "sources", name="李明")
    assert [(row["sentence"], row["file"]) for row in found] == [("李明任县发改局局长。", "linjiang-2025.md")]


def test_a_path_between_two_things(store: ox.Store) -> None:
    found = ask(store, "paths", **{"from": "百姓乐团", "to": "临江县"})
    assert [(row["via1"], row["via2"]) for row in found] == [("首届竹笛节", "青峰镇")]


def test_promises_of_one_year_are_held_against_results_of_the_next() -> None:
    store = ox.Store()
    store.bulk_extend(ontology.quads(dataset(), BASE))
    later = ontology.quads(dataset("linjiang-2026.md"), BASE)
    year = {'"2024"': '"2025"', '"2025"': '"2026"'}
    for quad in later:
        value = quad.object
        if isinstance(value, ox.Literal) and value.datatype.value.endswith("#gYear"):
            moved = year.get(f'"{value.value}"', "").strip('"')
            quad = ox.Quad(quad.subject, quad.predicate, ox.Literal(moved, datatype=value.datatype), quad.graph_name)
        store.add(quad)
    found = {(row["indicator"], row["year"]): row.get("met") for row in ask(store, "promises-kept")}
    assert found["地区生产总值", "2025"] == "是"
    assert found["城镇新增就业", "2025"] == "是"
    assert found["地区生产总值", "2024"] is None


@pytest.mark.parametrize(
    ("indicator", "target", "result", "met"),
    [
        ("UrbanJobs", 'mkg:value 5 ; mkg:bound ">="', "mkg:value 5", "是"),
        ("UrbanJobs", 'mkg:value 5 ; mkg:bound ">="', "mkg:value 4", "否"),
        ("UnemploymentRate", 'mkg:value 5.5 ; mkg:bound "<="', "mkg:value 5.2", "是"),
        ("UnemploymentRate", "mkg:value 5.5", "mkg:value 5.6", "否"),
        ("GDP", 'mkg:change 5 ; mkg:changeBound "~"', "mkg:change 5.1", "是"),
        ("GDP", 'mkg:change 5 ; mkg:changeBound "~"', "mkg:change 4.9", None),
        ("EnergyIntensity", "mkg:change -3", "mkg:change -3.4", "是"),
        ("EnergyIntensity", "mkg:change -3", "mkg:change -2", "否"),
        ("GDP", "mkg:change 5", "mkg:value 128", None),
        (  # what is newly fostered is not held against all that there are
            "ProvincialSpecialisedSMEs",
            "mkg:value 10 ; mkg:indicatorText '中小企业' ; rdfs:label '培育中小企业10家'",
            "mkg:value 46 ; mkg:indicatorText '中小企业' ; rdfs:label '累计认定中小企业46家'",
            None,
        ),
    ],
)
def test_a_promise_is_judged_as_people_would(indicator: str, target: str, result: str, met: str | None) -> None:
    store = ox.Store()
    store.bulk_extend(ontology.quads(Dataset((), dataset().entities), BASE))
    prefixes = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items())
    common = f"mkg:about ?place ; mkg:indicator mkgi:{indicator} ; mkg:year '2025'^^xsd:gYear"
    units = {"value": "mkg:unitText '个' ; mkg:baseUnit mkgu:Item", "change": "mkg:changeUnitText '%'"}
    for name, mode, said in (("t", "target", target), ("r", "actual", result)):
        number = said.split()[1]
        more = units["change"] if "change" in said else f"{units['value']} ; mkg:normalisedValue {number}"
        store.update(
            f"{prefixes} INSERT {{ GRAPH <x:g> {{ <x:{name}> {common} ; mkg:mode mkg:{mode} ; {said} ; {more} ."
            "<x:report> mkg:area ?place }} WHERE { GRAPH ?g { ?place mkg:code '430699' } }"
        )
    (found,) = ask(store, "promises-kept")
    assert found.get("met") == met


def test_areas_side_by_side_by_any_name_of_the_indicator(store: ox.Store) -> None:
    found = ask(store, "areas-compared", called="GDP", year="2024")
    assert [(row["area"], row["amount"], row["change"]) for row in found] == [("临江县", "128.6亿元", "+6.1%")]


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("honours", {"place": "x"}, "no parameter place; it takes level"),
        ("most-connected", {"place": "x"}, "it takes no parameters"),
        ("paths", {"from": "x"}, "to must be set"),
        ("planned-projects", {"year": "明年"}, "not a year"),
    ],
)
def test_wrong_values_are_refused_in_one_line(name: str, values: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message) as error:
        query(name).bind(**values)
    assert "\n" not in str(error.value)


def test_an_unknown_question_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="energy-projects"):
        query("nonsense")
    assert query("5").name == "in-township"


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_value_never_becomes_part_of_the_query(store: ox.Store, value: str) -> None:
    if any(0xD800 <= ord(c) < 0xE000 for c in value):
        return
    found = ask(store, "done-and-promised", name=value)
    assert not value or all(value in row["project"] for row in found)


def test_an_attack_by_quotes_finds_nothing(store: ox.Store) -> None:
    assert ask(store, "done-and-promised", name='"@zh } ?s ?p ?o . VALUES ?x { "\\') == []
