"""The SPARQL endpoint keeps the SPARQL Protocol, so that any client can ask it. The cases are the W3C's."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

import httpx
import pytest

from tests.serve.conftest import Server

DATA = "http://data.example/"
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
BOTH = f"ASK {{ <{DATA}1> a ?one . <{DATA}2> a ?two }}"
BOTH_NAMED = f"ASK {{ GRAPH ?g {{ <{DATA}1> a ?one }} GRAPH ?h {{ <{DATA}2> a ?two }} }}"
ALL = f"ASK {{ <{DATA}3> a ?three GRAPH ?g {{ <{DATA}1> a ?one }} GRAPH ?h {{ <{DATA}2> a ?two }} }}"
FROM_OTHER = f"ASK FROM <{DATA}3> {{ <{DATA}1> a ?one . <{DATA}2> a ?two }}"


@pytest.fixture(scope="module", autouse=True)
def three_graphs(server: Server) -> None:
    server.update("DROP ALL")
    for number in "123":
        server.put(f"{DATA}{number}", f"<{DATA}{number}> a <{DATA}Document> .".encode())


def graphs(default: str = "", named: str = "", kind: str = "query") -> list[tuple[str, str]]:
    names = {"query": ("default-graph-uri", "named-graph-uri"), "update": ("using-graph-uri", "using-named-graph-uri")}
    pairs = zip(names[kind], (default, named), strict=True)
    return [(name, DATA + number) for name, numbers in pairs for number in numbers]


def send(
    server: Server, method: str, parameters: list[tuple[str, str]], body: bytes = b"", media_type: str = ""
) -> httpx.Response:
    headers = {"Content-Type": media_type} if media_type else {}
    query = f"?{urlencode(parameters)}" if parameters else ""
    return server.client.request(method, f"{server.sparql}/{query}", content=body or None, headers=headers)


@pytest.mark.parametrize(
    ("text", "dataset"),
    [
        (BOTH, graphs("12")),
        (BOTH_NAMED, graphs(named="12")),
        (ALL, graphs("3", "12")),
        (FROM_OTHER, graphs("12")),  # what the request says goes before what the query says
    ],
)
@pytest.mark.parametrize("way", ["get", "form", "form with graphs in the URL", "direct"])
def test_a_query_is_answered_over_the_graphs_of_its_request(
    server: Server, text: str, dataset: list[tuple[str, str]], way: str
) -> None:
    answer = {
        "get": lambda: send(server, "GET", [("query", text), *dataset]),
        "form": lambda: send(server, "POST", [], urlencode([("query", text), *dataset]).encode(), FORM),
        "form with graphs in the URL": lambda: send(
            server, "POST", dataset, urlencode({"query": text}).encode(), f"{FORM}; charset=UTF-8"
        ),
        "direct": lambda: send(server, "POST", dataset, text.encode(), QUERY),
    }[way]()
    assert (answer.status_code, answer.json()["boolean"]) == (200, True)


def test_a_query_sees_no_graph_but_those_of_its_request(server: Server) -> None:
    assert not send(server, "GET", [("query", BOTH), *graphs("1", "2")]).json()["boolean"]


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        ("SELECT (1 AS ?x) {}", "*/*", "application/sparql-results+json"),
        ("SELECT (1 AS ?x) {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT (1 AS ?x) {}", "text/csv;q=0.2, text/tab-separated-values", "text/tab-separated-values"),
        ("ASK {}", "application/sparql-results+xml;q=0.9, text/*;q=0.5", "application/sparql-results+xml"),
        ("CONSTRUCT { <urn:a> <urn:b> 1 } {}", "*/*", "text/turtle"),
        ("DESCRIBE <urn:a>", "application/sparql-results+json;q=0.9, application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE <urn:a>", "application/ld+json", "application/ld+json"),
        ("DESCRIBE <urn:a>", "application/n-quads", "application/n-quads"),
    ],
)
def test_the_answer_has_the_form_that_its_client_likes_best(
    server: Server, query: str, accept: str, media_type: str
) -> None:
    headers = {"Accept": accept, "Origin": "https://other.example"}
    answer = server.client.get(server.sparql, params={"query": query}, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Accept" in answer.headers["vary"]


BAD: Mapping[str, tuple[int, str, list[tuple[str, str]], bytes, str]] = {
    "a method that asks nothing": (405, "PUT", [("query", "ASK {}")], b"", ""),
    "two queries": (400, "GET", [("query", "ASK {}"), ("query", "SELECT * {}")], b"", ""),
    "two queries in a form": (400, "POST", [], b"query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM),
    "a query and an update": (400, "POST", [], b"query=ASK%20%7B%7D&update=CLEAR%20ALL", FORM),
    "an empty form": (400, "POST", [], b"", FORM),
    "a type that is none of the protocol's": (415, "POST", [], b"ASK {}", "text/plain"),
    "a form without its type": (400, "POST", [], b"query=ASK%20%7B%7D", ""),
    "a query without its type": (400, "POST", [], b"ASK {}", ""),
    "a query in UTF-16": (415, "POST", [], "ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16"),
    "bytes that are no UTF-8": (400, "POST", [], b"SELECT * { ?s ?p '\xe9' }", QUERY),
    "a query that is none": (400, "GET", [("query", "ASK {")], b"", ""),
    "a query by GET with a body": (400, "GET", [("query", "ASK {}")], b"ASK {}", QUERY),
    "a form with its query in the URL": (400, "POST", [("query", "ASK {}")], b"x=1", FORM),
    "a version of SPARQL to come": (400, "GET", [("query", "ASK {}"), ("version", "7")], b"", ""),
    "a graph that is no IRI": (400, "GET", [("query", "ASK {}"), ("default-graph-uri", "not an IRI")], b"", ""),
    "an update by GET": (400, "GET", [("update", "CLEAR ALL")], b"", ""),
    "an update in the URL": (400, "POST", [("update", "CLEAR ALL")], b"", FORM),
    "two updates": (400, "POST", [], b"update=CLEAR%20ALL&update=CLEAR%20ALL", FORM),
    "an update as text": (415, "POST", [], b"CLEAR ALL", "text/plain"),
    "an update without its type": (400, "POST", [], b"update=CLEAR%20ALL", ""),
    "an update in UTF-16": (415, "POST", [], "CLEAR ALL".encode("utf-16"), f"{UPDATE}; charset=UTF-16"),
    "an update that is none": (400, "POST", [], b"CLEAR XYZ", UPDATE),
    "graphs in the request and USING": (
        400, "POST", graphs(named="1", kind="update"),
        b"DELETE { ?s ?p ?o } USING <urn:g> WHERE { ?s ?p ?o }", UPDATE,
    ),
    "graphs in the request and WITH": (
        400, "POST", graphs("1", kind="update"), b"WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", UPDATE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_request_is_told_in_one_line_and_changes_nothing(server: Server, case: str) -> None:
    status, method, parameters, body, media_type = BAD[case]
    before = server.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").text
    answer = send(server, method, parameters, body, media_type)
    assert answer.status_code == status, answer.text
    assert len(answer.text.strip().splitlines()) == 1
    assert server.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").text == before


def test_a_malformed_query_is_told_with_line_and_column(server: Server) -> None:
    assert server.ask("SELECT *\n{ ?s ?p }").text.startswith("syntax error at line 2, column ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ASK {\n  ?s foo:bar ?o }", "unknown prefix `foo:` at line 2, column 6; declare it with PREFIX"),
        ("PREFIX foo: <urn:> SELECT * { ?s fo:b 'foo2:x' }", "unknown prefix `fo:` at line 1, column 34"),
        ("SELECT (foo:f(?x) AS ?y) {}", "unknown prefix `foo:` at line 1, column 9"),
        ("INSERT DATA { foo:a <urn:b> 1 }", "syntax error at line 1"),  # an update is no query, whatever else is wrong
    ],
)
def test_a_prefix_that_nobody_declared_is_named(server: Server, text: str, said: str) -> None:
    answer = server.ask(text)
    assert answer.status_code == 400
    assert answer.text.startswith(said)


def test_a_prefix_that_no_update_declared_is_named(server: Server) -> None:
    answer = server.client.post(server.sparql, data={"update": "INSERT DATA { foo:a <urn:b> 1 }"})
    assert answer.text.startswith("unknown prefix `foo:` at line 1, column 15")


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_query_may_say_its_version(server: Server, version: str) -> None:
    assert server.ask("ASK {}", version=version).json() == {"head": {}, "boolean": True}


@pytest.mark.parametrize("way", ["form", "direct"])
def test_updates_see_the_graphs_of_their_request(server: Server, way: str) -> None:
    text = f"INSERT {{ GRAPH <{DATA}seen> {{ ?s a ?o }} }} WHERE {{ ?s a ?o }}"
    dataset = graphs("12", kind="update")
    server.update(f"DROP SILENT GRAPH <{DATA}seen>")
    if way == "form":
        answer = send(server, "POST", [], urlencode([("update", text), *dataset]).encode(), FORM)
    else:
        answer = send(server, "POST", dataset, text.encode(), UPDATE)
    assert answer.status_code == 204
    found = server.ask(f"SELECT ?s {{ GRAPH <{DATA}seen> {{ ?s ?p ?o }} }} ORDER BY ?s").json()["results"]["bindings"]
    assert [row["s"]["value"] for row in found] == [f"{DATA}1", f"{DATA}2"]
    server.update(f"DROP GRAPH <{DATA}seen>")


def test_relative_iris_of_an_update_are_of_the_endpoint(server: Server) -> None:
    server.update(f"INSERT DATA {{ GRAPH <{DATA}relative> {{ <urn:s> <urn:p> <thing> }} }}")
    found = server.ask(f"SELECT ?o {{ GRAPH <{DATA}relative> {{ ?s ?p ?o }} }}").json()["results"]["bindings"]
    assert [row["o"]["value"] for row in found] == [f"{server.url}/thing"]
    server.update(f"DROP GRAPH <{DATA}relative>")


def test_without_a_query_the_endpoint_describes_itself(server: Server) -> None:
    answer = server.get("/sparql", "text/turtle")
    assert answer.headers["content-type"].startswith("text/turtle")
    for said in ("sd:Service", "sd:endpoint", "sd:supportedLanguage", "sd:resultFormat", "sd:defaultDataset"):
        assert said in answer.text
    assert f"<{DATA}1>" in answer.text
    assert server.get("/sparql", "image/png").status_code == 406


def test_updates_need_the_token_and_the_permission(server: Server, miluo_server: Server) -> None:
    without = httpx.post(server.sparql, data={"update": "CLEAR ALL"})
    assert (without.status_code, without.headers["www-authenticate"]) == (401, "Bearer")
    assert miluo_server.client.post(miluo_server.sparql, data={"update": "CLEAR ALL"}).status_code == 403
    assert miluo_server.client.put(f"{miluo_server.url}/graphs?default", content=b"").status_code == 403


@pytest.mark.parametrize("text", ["SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
                                  "SELECT * { SER\\u0056ICE <http://127.0.0.1:1/> { ?s ?p ?o } }"])  # fmt: skip
def test_no_query_reaches_another_host(server: Server, text: str) -> None:
    assert server.ask(text).status_code in (400, 403)


def test_no_update_reaches_another_host(server: Server) -> None:
    answer = server.client.post(server.sparql, data={"update": "LOAD <http://127.0.0.1:1/x.ttl>"})
    assert answer.status_code == 403
    server.update("LOAD SILENT <http://127.0.0.1:1/x.ttl>")  # SILENT: what fails is nobody's concern


def test_named_graphs_are_read_and_written_by_the_graph_store_protocol(server: Server) -> None:
    at = f"{server.url}/graphs?graph={quote(DATA, safe='')}own"
    turtle = {"Content-Type": "text/turtle"}
    assert server.client.get(at).status_code == 404
    assert server.client.put(at, content=b"<urn:a> <urn:b> 1 .", headers=turtle).status_code == 201
    assert server.client.post(at, content=b"<urn:a> <urn:b> 2 .", headers=turtle).status_code == 204
    lines = server.client.get(at, headers={"Accept": "application/n-triples"}).text.splitlines()
    assert len(lines) == 2
    assert server.client.head(at).status_code == 200
    assert server.client.put(at, content=b"<urn:a> <urn:b> 3 .", headers=turtle).status_code == 204
    assert server.client.post(at, content=b"<urn:a> <urn:b> ", headers=turtle).status_code == 400
    assert server.client.put(at, content=b"", headers={"Content-Type": "image/png"}).status_code == 415
    assert server.client.get(at, headers={"Accept": "image/png"}).status_code == 406
    assert server.client.delete(at).status_code == 204
    assert server.client.delete(at).status_code == 404
    assert server.client.get(f"{server.url}/graphs").status_code == 400
