"""Scores with known answers."""

from __future__ import annotations

from kg.evaluate import ALL, Score, same_name, score


def name(start: int, end: int, label: str) -> dict[str, object]:
    return {"start": start, "end": end, "label": label, "text": "x"}


def test_a_name_counts_when_place_and_label_are_exact():
    gold = [name(0, 3, "ADM"), name(5, 9, "PRJ"), name(12, 15, "ENT")]
    found = [name(0, 3, "ADM"), name(5, 8, "PRJ"), name(12, 15, "ORG")]
    scores = score(gold, found)
    assert scores["ADM"] == Score(1, 1, 1)
    assert scores["PRJ"] == Score(1, 1, 0)
    assert scores["ORG"] == Score(0, 1, 0)
    assert scores[ALL] == Score(3, 3, 1)
    assert round(scores[ALL].f1, 4) == 0.3333


def test_nothing_found_and_nothing_to_find_is_zero_not_an_error():
    assert score([], [])[ALL].f1 == 0.0
    assert score([name(0, 1, "ADM")], [])[ALL].precision == 0.0


def test_states_agree_in_project_status_and_mode_not_in_year():
    gold = {
        "kind": "status",
        "start": 10,
        "end": 40,
        "project": "“智慧”粮库项目",
        "status": "started",
        "year": "2024",
        "mode": "actual",
    }
    assert score([gold], [gold | {"start": 30, "end": 50, "project": "智慧粮库项目", "year": ""}])["status"].right == 1
    assert score([gold], [gold | {"start": 40, "end": 50}])["status"].right == 0
    assert score([gold], [gold | {"mode": "target"}])["status"].right == 0


def test_cooperation_holds_both_ways_round_other_relations_do_not():
    gold = {
        "kind": "relation",
        "start": 0,
        "end": 20,
        "subject": "锐丰科技",
        "predicate": "cooperatesWith",
        "object": "云岭大学",
    }
    turned = gold | {"subject": "云岭大学", "object": "锐丰科技"}
    assert score([gold], [turned])["relation"].right == 1
    located = gold | {"predicate": "locatedIn"}
    assert score([located], [turned | {"predicate": "locatedIn"}])["relation"].right == 0


def test_figures_agree_in_value_unit_change_and_mode():
    gold = {"kind": "observation", "start": 0, "end": 20, "indicator": "地区生产总值", "value": ">=1,486.40",
            "unit": "亿元", "change": "5", "change_unit": "%", "year": "2024", "mode": "actual"}  # fmt: skip
    assert score([gold], [gold | {"indicator": "全县地区生产总值", "value": ">=1486.4", "change": "5.0"}])[ALL].f1 == 1
    for wrong in ({"value": "1486.4"}, {"unit": "万元"}, {"change": ""}, {"mode": "target"}, {"indicator": "财政收入"}):
        assert score([gold], [gold | wrong])[ALL].right == 0


def test_one_found_fact_answers_one_annotated_fact():
    gold = {"kind": "status", "start": 0, "end": 9, "project": "甲项目", "status": "started", "mode": "actual"}
    assert score([gold, gold], [gold])["status"] == Score(2, 1, 1)


def test_names_are_the_same_when_two_thirds_are():
    assert same_name("《县域规划》", "县域规划")
    assert same_name("长乐水厂", "长乐水厂二期")
    assert not same_name("长乐", "长乐水厂二期")
    assert not same_name("", "长乐")
