"""`kg serve --endpoint` shows over OpenLink Virtuoso, a server of quite another make, what it shows over its own store.

Debian has it: apt-get install virtuoso-opensource-7-bin
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator

import httpx
import pyoxigraph as ox
import pytest

import kg
from ontology.questions import queries
from tests.serve.conftest import Server, serving, until

HTML = "text/html"
BASE = "https://municipal-kg.example/"
POWER = "汨罗抽水蓄能电站项目"
MOST = 10_000  # rows that it gives, as Debian sets it up
CONFIGURATION = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {most}
"""
TOO_HARD = {"promises-kept"}  # its compiler gives up, and says so
pytestmark = pytest.mark.skipif(not shutil.which("virtuoso-t"), reason="virtuoso-t is not installed")


def free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return int(any_port.getsockname()[1])


@pytest.fixture(scope="module")
def virtuoso(miluo: kg.Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso that holds the Miluo graph."""
    folder, sql, http = tmp_path_factory.mktemp("virtuoso"), free_port(), free_port()
    (folder / "virtuoso.ini").write_text(CONFIGURATION.format(sql=sql, http=http, most=MOST))
    (folder / "graph.nq").write_bytes(ox.serialize(miluo.quads(), format=ox.RdfFormat.N_QUADS) or b"")
    process = subprocess.Popen(
        ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], cwd=folder,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: answers(f"http://127.0.0.1:{http}/sparql"))
        load = f"ld_dir('{folder}', 'graph.nq', 'urn:default'); rdf_loader_run();"
        subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"], check=True, capture_output=True)
        yield f"http://127.0.0.1:{http}/sparql"
    finally:
        process.kill()
        process.wait()


def answers(address: str) -> bool:
    try:
        return httpx.get(address, params={"query": "ASK {}"}).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def over_virtuoso(virtuoso: str) -> Iterator[Server]:
    with serving("--endpoint", virtuoso) as server:
        yield server


def shown(server: Server, path: str, **parameters: str) -> str:
    """What a page says."""
    answer = server.get(path, HTML, **parameters)
    assert answer.status_code == 200, answer.text
    return re.sub(r"(?s).*<main>(.*)</main>.*", r"\1", answer.text)


def path_of(miluo: kg.Graph, name: str) -> str:
    return next("/" + node.iri.removeprefix(BASE) for node in miluo.entities() if node.label == name)


def test_named_questions_have_the_same_answers(miluo_server: Server, over_virtuoso: Server) -> None:
    for question in queries():
        if any(parameter.required for parameter in question.parameters):
            continue
        here, there = (s.get(f"/query/{question.name}/csv") for s in (miluo_server, over_virtuoso))
        if there.status_code == 502 and question.name in TOO_HARD:
            assert len(there.text.splitlines()) == 1
        else:
            assert sorted(there.text.splitlines()) == sorted(here.text.splitlines()), question.name


def test_things_have_the_same_pages_at_the_same_paths(
    miluo: kg.Graph, miluo_server: Server, over_virtuoso: Server
) -> None:
    paths = [path_of(miluo, POWER), *("/" + node.iri.removeprefix(BASE) for node in miluo.entities()[::40])]
    for path in [*paths, "/id/report/430681-2025", "/ontology/EnergyProject", "/ontology/completed"]:
        assert shown(over_virtuoso, path) == shown(miluo_server, path), path


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_the_data_of_a_thing_are_the_same_in_every_form(
    miluo: kg.Graph, miluo_server: Server, over_virtuoso: Server, media_type: str, form: ox.RdfFormat
) -> None:
    def triples(server: Server, path: str) -> set[str]:
        answer = server.get(path, media_type)
        assert answer.headers["content-type"].partition(";")[0] == media_type
        return set(map(str, ox.parse(answer.content, form)))

    for path in (path_of(miluo, POWER), "/id/place/430681118"):
        assert triples(over_virtuoso, path) == triples(miluo_server, path)


def test_search_and_reconciliation_find_the_same(miluo_server: Server, over_virtuoso: Server) -> None:
    asked = {"a": {"query": "屈原镇", "type": "Place"}, "b": {"query": POWER}, "c": {"query": "mlcsxn"}}
    for text in ("mlcsxn", "抽水蓄能"):
        assert shown(over_virtuoso, "/search", q=text) == shown(miluo_server, "/search", q=text)
    form = {"queries": json.dumps(asked)}
    here, there = (s.client.post(f"{s.url}/reconcile", data=form).json() for s in (miluo_server, over_virtuoso))
    assert there == here
    assert there["b"]["result"][0]["name"] == POWER


def test_the_protocol_is_spoken_as_the_standard_has_it(miluo_server: Server, over_virtuoso: Server) -> None:
    assert over_virtuoso.ask("ASK { ?s ?p ?o }").json()["boolean"] is True
    assert over_virtuoso.ask("ASK { ?s <urn:nothing> ?o }").json()["boolean"] is False
    query = (
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        f'SELECT ?name (CONCAT(STR(?name), "。") AS ?said) {{ <{BASE}id/place/430681118> rdfs:label ?name }}'
    )
    for accept in ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"):
        here, there = (s.get("/sparql", accept, query=query) for s in (miluo_server, over_virtuoso))
        assert there.text == here.text
        assert there.headers["content-type"] == here.headers["content-type"]
    wrong = over_virtuoso.ask("SELECT * { ?s ?p ")
    assert wrong.status_code == 400
    assert len(wrong.text.splitlines()) == 1
    relative = over_virtuoso.ask("SELECT (<a> AS ?iri) { ?s ?p ?o } LIMIT 1").json()
    assert relative["results"]["bindings"][0]["iri"]["value"] == f"{over_virtuoso.url}/a"


def test_an_answer_that_it_cuts_off_is_not_given_out_as_whole(over_virtuoso: Server) -> None:
    answer = over_virtuoso.ask("SELECT * { ?s ?p ?o }")
    assert answer.status_code == 502
    assert f"no more than {MOST} rows" in answer.text


def test_a_graph_can_be_chosen_and_read(miluo_server: Server, over_virtuoso: Server) -> None:
    graph = f"{BASE}graph/entities"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    here, there = (s.ask(count, **{"default-graph-uri": graph}).json() for s in (miluo_server, over_virtuoso))
    assert there == here
    here, there = (s.get("/graphs", "application/n-triples", graph=graph).text for s in (miluo_server, over_virtuoso))
    assert sorted(there.splitlines()) == sorted(here.splitlines())
