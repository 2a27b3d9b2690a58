"""A clerk matches a table to the graph by the Entity Reconciliation API 0.2, from OpenRefine or any other client."""

from __future__ import annotations

import json
from typing import Any

import httpx
import jsonschema
import pytest

import kg
from tests.serve.conftest import Server

POWER = "汨罗抽水蓄能电站项目"

# What the specification's schemas demand, in our own words.
TEXT = {"type": "string"}
NAMED = {"type": "object", "required": ["id", "name"], "properties": {"id": TEXT, "name": TEXT}}
SUGGEST = {"type": "object", "required": ["service_url", "service_path"],
           "properties": {"service_url": {"type": "string", "pattern": "^https?://"}, "service_path": TEXT,
                          "flyout_service_path": {"type": "string", "pattern": r"\$\{id\}"}}}  # fmt: skip
MANIFEST = {
    "type": "object",
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "properties": {
        "versions": {"type": "array", "contains": {"const": "0.2"}, "items": TEXT},
        "name": TEXT,
        "identifierSpace": {"type": "string", "pattern": "^https?://"},
        "schemaSpace": {"type": "string", "pattern": "^https?://"},
        "defaultTypes": {"type": "array", "items": NAMED},
        "view": {"type": "object", "required": ["url"],
                 "properties": {"url": {"type": "string", "pattern": r"\{\{id\}\}"}}},
        "preview": {"type": "object", "required": ["url", "width", "height"],
                    "properties": {"width": {"type": "integer"}, "height": {"type": "integer"}}},
        "suggest": {"type": "object", "additionalProperties": False,
                    "properties": dict.fromkeys(("entity", "property", "type"), SUGGEST)},
        "extend": {"type": "object", "properties": {"propose_properties": SUGGEST}},
        "batchSize": {"type": "integer"},
    },
}  # fmt: skip
CANDIDATE = {
    "type": "object",
    "required": ["id", "name", "score"],
    "properties": {
        "id": TEXT, "name": TEXT, "description": TEXT, "score": {"type": "number"}, "match": {"type": "boolean"},
        "type": {"type": "array", "items": NAMED},
        "features": {"type": "array", "items": {
            "type": "object", "required": ["id", "value"], "properties": {"id": TEXT, "value": {"type": "number"}}}},
    },
}  # fmt: skip
RESULTS = {"type": "object", "additionalProperties": {
    "type": "object", "required": ["result"],
    "properties": {"result": {"type": "array", "items": CANDIDATE}}}}  # fmt: skip
SUGGESTED = {"type": "object", "required": ["result"], "properties": {"result": {"type": "array", "items": {
    "type": "object", "required": ["id", "name"], "properties": {
        "id": TEXT, "name": TEXT, "description": TEXT,
        "notable": {"type": "array", "items": {"anyOf": [TEXT, NAMED]}}}}}}}  # fmt: skip
EXTENDED = {
    "type": "object",
    "required": ["meta", "rows"],
    "properties": {
        "meta": {"type": "array", "items": NAMED},
        "rows": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": {
            "type": "array", "items": {"anyOf": [NAMED, {"type": "object", "required": ["str"]}]}}}},
    },
}  # fmt: skip


def matched(server: Server, **queries: Any) -> dict[str, list[dict[str, Any]]]:
    answer = server.client.post(f"{server.url}/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    jsonschema.validate(answer.json(), RESULTS)
    return {key: value["result"] for key, value in answer.json().items()}


def test_the_service_says_what_it_can(miluo_server: Server) -> None:
    answer = miluo_server.client.get(f"{miluo_server.url}/reconcile", headers={"Origin": "https://other.example"})
    jsonschema.validate(answer.json(), MANIFEST)
    assert answer.headers["access-control-allow-origin"] == "*"
    example = matched(miluo_server, q={"query": POWER})["q"][0]
    view = answer.json()["view"]["url"].replace("{{id}}", example["id"])
    assert POWER in httpx.get(view, headers={"Accept": "text/html"}).text


def test_a_table_is_matched_in_one_request(miluo: kg.Graph, miluo_server: Server) -> None:
    names = [node.label for node in miluo.entities() if node.kind == "Project"][:40]
    found = matched(miluo_server, **{f"q{i}": {"query": name, "type": "Project"} for i, name in enumerate(names)})
    assert [found[f"q{i}"][0]["name"] for i in range(len(names))] == names
    assert all(found[f"q{i}"][0]["score"] == 100 for i in range(len(names)))


def test_a_sure_name_is_a_match_and_an_unsure_one_is_not(miluo_server: Server) -> None:
    found = matched(
        miluo_server, exact={"query": "屈子祠镇"}, near={"query": "屈子祠镇光伏"}, far={"query": "火星基地"}
    )
    assert found["exact"][0]["match"]
    assert not any(candidate["match"] for candidate in found["near"] + found["far"])


@pytest.mark.parametrize(
    ("written", "least"),
    [("汨罗抽水蓄能电站", 75), ("ＭＩＬＵＯ chou shui xu neng dian zhan xiang mu", 85), ("抽水蓄能电站项目", 70)],
)
def test_other_spellings_score_less_than_the_name_itself(miluo_server: Server, written: str, least: float) -> None:
    best = matched(miluo_server, q={"query": written, "type": "Project"})["q"][0]
    assert best["name"] == POWER
    assert least <= best["score"] < 100


def test_types_narrow_and_properties_decide(miluo_server: Server) -> None:
    found = matched(
        miluo_server,
        place={"query": "汨罗江", "type": "Place"},
        inside={"query": "光伏发电", "properties": [{"pid": "locatedIn", "v": {"id": "place/430681118"}}]},
        called={"query": "光伏发电", "properties": [{"pid": "locatedIn", "v": "屈子祠镇"}]},
    )
    assert all("Place" in [kind["id"] for kind in candidate["type"]] for candidate in found["place"])
    for key in ("inside", "called"):
        assert found[key][0]["name"] == "屈子祠镇光伏发电"
        assert {"id": "locatedIn", "value": 100.0} in found[key][0]["features"]


def test_candidates_are_no_more_than_asked_for(miluo_server: Server) -> None:
    assert len(matched(miluo_server, q={"query": "汨罗", "limit": 2})["q"]) == 2


@pytest.mark.parametrize(
    ("kind", "prefix", "expected"),
    [("entity", "屈子", "屈子祠镇"), ("entity", "qzc", "屈子祠镇"), ("type", "能源", "能源项目 Energy project"),
     ("property", "loc", "位于 located in")],
)  # fmt: skip
def test_names_are_suggested_while_typing(miluo_server: Server, kind: str, prefix: str, expected: str) -> None:
    answer = miluo_server.get(f"/reconcile/suggest/{kind}", prefix=prefix).json()
    jsonschema.validate(answer, SUGGESTED)
    (found,) = [item for item in answer["result"] if item["name"] == expected][:1]
    flyout = miluo_server.get(f"/reconcile/flyout/{kind}", id=found["id"]).json()
    assert flyout["id"] == found["id"]
    assert flyout["html"].startswith("<p>")


def test_a_preview_may_stand_in_a_frame(miluo_server: Server) -> None:
    example = matched(miluo_server, q={"query": POWER})["q"][0]
    answer = miluo_server.get("/reconcile/preview", id=example["id"])
    assert POWER in answer.text
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers


def test_columns_are_added_from_the_graph(miluo_server: Server) -> None:
    proposed = miluo_server.get("/reconcile/properties", type="Project", limit="100").json()
    assert {"locatedIn", "undertakenBy"} <= {item["id"] for item in proposed["properties"]}
    wish = {"ids": ["place/430681118", "no/such"], "properties": [{"id": "code"}, {"id": "partOf"}]}
    answer = miluo_server.client.post(f"{miluo_server.url}/reconcile", data={"extend": json.dumps(wish)}).json()
    jsonschema.validate(answer, EXTENDED)
    assert [column["id"] for column in answer["meta"]] == ["code", "partOf"]
    assert answer["rows"]["place/430681118"] == {
        "code": [{"str": "430681118"}],
        "partOf": [{"id": "place/430681", "name": "汨罗市"}],
    }
    assert answer["rows"]["no/such"] == {"code": [], "partOf": []}


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"queries": "{"}, 400), ({"queries": "[]"}, 400), ({"queries": '{"q": {}}'}, 400),
        ({"queries": '{"q": {"query": "x", "type": "Nothing"}}'}, 400),
        ({"queries": '{"q": {"query": "x", "properties": [7]}}'}, 400),
        ({"queries": json.dumps({str(i): {"query": "x"} for i in range(51)})}, 413),
        ({"queries": "[" * 100_000}, 400),
        ({"extend": '{"ids": 1}'}, 400),
    ],
)  # fmt: skip
def test_bad_requests_are_told(miluo_server: Server, data: dict[str, str], status: int) -> None:
    answer = miluo_server.client.post(f"{miluo_server.url}/reconcile", data=data)
    assert answer.status_code == status
    assert len(answer.text.splitlines()) == 1
