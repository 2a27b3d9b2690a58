"""The server can stand on the open internet: no query, no client and no rebuild harms it or its other clients."""

from __future__ import annotations

import asyncio
import shutil
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from tests.serve.conftest import Server, serving, until

BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GOOD = "SELECT (COUNT(*) AS ?n) { ?project a <https://w3id.org/municipal-kg/ontology#Project> }"


def test_bombs_are_stopped_and_their_neighbours_do_not_notice(miluo: kg.Graph, miluo_server: Server) -> None:
    projects = str(sum(node.kind == "Project" for node in miluo.entities()))

    async def story() -> tuple[list[httpx.Response], list[str]]:
        async with httpx.AsyncClient(timeout=60) as client:

            def ask(query: str) -> asyncio.Future[httpx.Response]:
                request = client.get(miluo_server.sparql, params={"query": query}, headers={"Accept": "text/csv"})
                return asyncio.ensure_future(request)

            bombs = [ask(BOMB) for _ in range(3)]
            await asyncio.sleep(0.5)
            good = [(await ask(GOOD)).text.split()[-1] for _ in range(20)]
            return await asyncio.gather(*bombs), good

    started = time.monotonic()
    with ThreadPoolExecutor(1) as apart:  # the browser of other tests keeps a loop in this thread
        bombs, good = apart.submit(asyncio.run, story()).result()
    assert set(good) == {projects}
    assert time.monotonic() - started < 30
    for bomb in bombs:
        assert bomb.status_code == 503
        assert bomb.text.startswith("stopped: the query took more than 10 seconds")


def test_an_answer_without_end_is_cut_off_and_the_server_lives(miluo_server: Server) -> None:
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with (
        pytest.raises(httpx.RemoteProtocolError),
        httpx.stream("GET", miluo_server.sparql, params={"query": endless}, timeout=60) as answer,
    ):
        for _ in answer.iter_bytes():
            pass
    assert miluo_server.get("/health").status_code == 200


def test_what_is_too_large_is_refused(miluo_server: Server) -> None:
    body = b"query=" + b"x" * (2 << 20)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert miluo_server.client.post(miluo_server.sparql, content=body, headers=headers).status_code == 413


@pytest.mark.parametrize(
    "sent",
    [b"GET /health", b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
     b"Content-Length: 100\r\n\r\nASK", b"\x00\xff\r\n\r\n",
     b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"],
)  # fmt: skip
def test_half_sent_and_broken_requests_hold_nobody(miluo_server: Server, sent: bytes) -> None:
    address = urlsplit(miluo_server.url)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(sent)
        assert miluo_server.get("/health").status_code == 200


def test_a_slow_reader_holds_no_query_process(miluo_server: Server) -> None:
    address = urlsplit(miluo_server.url)
    request = f"GET /sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 8000')} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    sockets = [socket.create_connection((address.hostname, address.port)) for _ in range(6)]
    for connection in sockets:
        connection.sendall(request)
    assert miluo_server.ask("ASK {}").json()["boolean"]
    for connection in sockets:
        connection.close()


def test_a_rebuilt_graph_is_taken_up_without_a_wrong_answer(tmp_path: Path) -> None:
    served = tmp_path / "output"

    def build(number: int) -> Path:
        folder = tmp_path / f"build-{number}"
        store = ox.Store(str(folder))
        graph = ox.NamedNode("urn:g")
        subjects = (ox.NamedNode(f"urn:{i}") for i in range(50))
        store.extend(ox.Quad(subject, ox.NamedNode("urn:p"), ox.Literal(number), graph) for subject in subjects)
        store.flush()
        return folder

    shutil.move(build(0), served)
    question = "SELECT ?n (COUNT(*) AS ?c) { GRAPH ?g { ?s ?p ?n } } GROUP BY ?n"
    with serving(str(served)) as server:

        def seen() -> str:
            answer = server.client.get(server.sparql, params={"query": question}, headers={"Accept": "text/csv"})
            assert answer.status_code == 200
            number, count = answer.text.split()[1].split(",")
            assert count == "50"
            return number

        assert seen() == "0"
        fresh = build(1)
        served.rename(tmp_path / "old")
        fresh.rename(served)
        until(lambda: seen() == "1")


PATHS = st.sampled_from(["/sparql", "/query", "/search", "/resource", "/reconcile", "/changes", "/graphs", "/dataset"])
NAMES = st.sampled_from(["query", "update", "q", "iri", "queries", "extend", "graph", "default-graph-uri", "format",
                         "lang", "since", "id", "type", "start", "version"])  # fmt: skip
LIKELY = ["SELECT * { ?s ?p ?o } LIMIT 1", "ASK {}", "{}", "[]", "\\u0053ERVICE", "<"]
ACCEPTED = st.sampled_from(["*/*", "text/html", "x"])


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=PATHS,
    parameters=st.lists(st.tuples(NAMES, st.text(max_size=60) | st.sampled_from(LIKELY)), max_size=3),
    accept=ACCEPTED,
)
def test_wild_requests_are_answered_or_refused_but_never_break_it(
    miluo_server: Server, path: str, parameters: list[tuple[str, str]], accept: str
) -> None:
    encoded = "&".join(f"{name}={quote(text.encode('utf-8', 'surrogatepass'))}" for name, text in parameters)
    answer = miluo_server.client.get(f"{miluo_server.url}{path}?{encoded}", headers={"Accept": accept})
    assert answer.status_code < 500, answer.text


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.binary(max_size=40))
def test_wild_paths_lead_nowhere(miluo_server: Server, path: bytes) -> None:
    answer = miluo_server.client.get(f"{miluo_server.url}/id/{quote(path)}")
    assert answer.status_code in (200, 404, 405)


TYPES = [
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
    "text/turtle",
    "",
]
PIECES = st.sampled_from(
    [b"query=", b"queries=", b"extend=", b"update=", b"&", b"%", b"{", b"}", b"[", b"ASK {}", b'"', b"SERVICE",
     b"\\u0053ERVICE", b"PREFIX a:", b"<", b">", b"\x00", b"\xff", b"#", b"SELECT *"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "x"]),
    path=PATHS,
    media_type=st.sampled_from(TYPES),
    body=st.lists(PIECES | st.binary(max_size=20), max_size=12).map(b"".join),
)
def test_wild_bodies_are_answered_or_refused_but_never_break_it(
    miluo_server: Server, method: str, path: str, media_type: str, body: bytes
) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    answer = miluo_server.client.request(method, f"{miluo_server.url}{path}", content=body, headers=headers)
    assert answer.status_code < 500, answer.text
