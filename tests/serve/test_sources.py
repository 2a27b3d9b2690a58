"""`kg serve` serves builds, stores, RDF files and other endpoints, to the clients that people really use."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, TURTLE, XML, SPARQLWrapper

import kg
from kg.serve.changes import Feed
from tests.serve.conftest import Server, serving

PROJECTS = "SELECT ?name { ?p a <https://w3id.org/municipal-kg/ontology#EnergyProject> ; " \
    "<http://www.w3.org/2004/02/skos/core#prefLabel> ?name } ORDER BY ?name"  # fmt: skip
HTML = "text/html"


def refused(*arguments: str, **environment: str) -> str:
    """The one line that `kg serve` says when it cannot serve."""
    command = [sys.executable, "-m", "kg", "serve", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, **environment})
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    return line


def test_what_cannot_be_served_is_told_in_one_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a> <b")
    assert "is not there; build a graph" in refused(str(tmp_path / "nothing"))
    assert "holds neither a build nor a store" in refused(str(tmp_path))
    assert "cannot be read as Turtle" in refused(str(broken))
    assert "not the address of an endpoint" in refused("--endpoint", "file:///etc/passwd")


def test_a_taken_port_and_a_missing_token_are_told(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<urn:a> <urn:b> 1 .")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"port {port} is taken" in refused(str(file), "--port", port)
    assert "KG_TOKEN" in refused(str(file), "--allow-update", KG_TOKEN="")


def test_a_file_is_a_dataset_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "two.trig"
    file.write_text("<urn:a> <urn:b> 1 . <urn:g> { <urn:c> <urn:d> 2 }")
    with serving(str(file)) as server:
        count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
        assert server.ask(count).json()["results"]["bindings"][0]["n"]["value"] == "1"
        assert "urn:d" in server.get("/resource", HTML, iri="urn:c").text
        assert server.get("/", HTML).status_code == 200


def test_another_endpoint_has_the_same_faces(miluo: kg.Graph, miluo_server: Server) -> None:
    with serving("--endpoint", miluo_server.sparql) as server:
        assert server.ask(PROJECTS).json() == miluo_server.ask(PROJECTS).json()
        assert "汨罗抽水蓄能电站项目" in server.get("/search", HTML, q="mlcsxn").text
        (iri,) = (node.iri for node in miluo.entities() if node.label == "屈子祠镇")
        assert "屈子祠镇光伏发电" in server.get("/resource", HTML, iri=iri).text
        assert server.get("/resource", "text/turtle", iri=iri).headers["content-type"].startswith("text/turtle")
        assert server.get("/query/energy-projects", HTML).status_code == 200
        assert server.ask("SELECT * { ?s ?p ").status_code == 400


@pytest.mark.parametrize("form", [JSON, XML, CSV])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_asks_it(miluo: kg.Graph, miluo_server: Server, form: str, method: str) -> None:
    client = SPARQLWrapper(miluo_server.sparql, returnFormat=form)
    client.setMethod(method)
    client.setQuery(PROJECTS)
    answer = client.query().convert()
    text = (
        answer.toxml() if form == XML else json.dumps(answer, ensure_ascii=False) if form == JSON else answer.decode()
    )
    for (name,) in miluo.query(PROJECTS):
        assert str(name) in text


def test_sparqlwrapper_takes_graphs(miluo_server: Server) -> None:
    client = SPARQLWrapper(miluo_server.sparql, returnFormat=TURTLE)
    client.setQuery("DESCRIBE <https://municipal-kg.example/id/place/430681118>")
    assert "屈子祠镇" in client.query().convert().decode()


def test_rdflib_uses_it_as_a_store(miluo: kg.Graph, miluo_server: Server) -> None:
    graph = rdflib.Graph(SPARQLStore(miluo_server.sparql))
    assert [str(name) for (name,) in graph.query(PROJECTS)] == [str(name) for (name,) in miluo.query(PROJECTS)]


def test_every_file_of_the_build_can_be_had_and_checked(miluo: kg.Graph, miluo_server: Server) -> None:
    page = miluo_server.get("/download", HTML).text
    for name, file in miluo.manifest["files"].items():
        answer = miluo_server.get(f"/download/{name}")
        assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
        assert file["sha256"] in page
        tag = {"If-None-Match": answer.headers["etag"]}
        assert miluo_server.client.get(f"{miluo_server.url}/download/{name}", headers=tag).status_code == 304


def test_machines_find_the_description(miluo_server: Server) -> None:
    answer = miluo_server.client.get(
        f"{miluo_server.url}/.well-known/void", headers={"Accept": "text/turtle"}, follow_redirects=True
    )
    found = rdflib.Graph().parse(data=answer.text, format="turtle")
    endpoint = rdflib.URIRef("http://rdfs.org/ns/void#sparqlEndpoint")
    (dataset, _, where) = next(iter(found.triples((None, endpoint, None))))
    assert str(where) == miluo_server.sparql
    assert (dataset, rdflib.RDF.type, rdflib.DCAT.Dataset) in found
    assert "Disallow: /sparql" in miluo_server.get("/robots.txt").text
    assert miluo_server.get("/health").json() == {"status": "ok"}


def test_the_change_feed_says_what_a_build_added_changed_and_removed(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    feed = Feed(folder)
    feed.look({"urn:a": "1", "urn:b": "1"})
    assert feed.changes == []
    later = Feed(folder)  # another run of the server
    later.look({"urn:b": "2", "urn:c": "1"})
    (change,) = later.changes
    assert (change.added, change.changed, change.removed) == (("urn:c",), ("urn:b",), ("urn:a",))


def test_the_change_feed_can_be_polled(miluo_server: Server) -> None:
    answer = miluo_server.get("/changes", "application/json")
    assert answer.json() == {"changes": []}
    tag = {"If-None-Match": answer.headers["etag"]}
    assert httpx.get(f"{miluo_server.url}/changes", headers=tag).status_code == 304
    assert miluo_server.get("/changes?since=2025-01-31T08:00:00+00:00", "application/json").json() == {"changes": []}
    assert miluo_server.get("/changes?since=yesterday", "application/json").status_code == 400


def test_the_default_graph_of_a_build_is_all_of_it(miluo: kg.Graph, miluo_server: Server) -> None:
    assert miluo_server.get("/graphs?default", "application/n-triples").text.count("\n") == len(
        miluo.query("SELECT DISTINCT ?s ?p ?o { ?s ?p ?o }").rows
    )


def test_data_of_another_base_are_served_at_their_own_paths_and_from_here(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("政府工作报告\n\n过去一年，甲县屈原镇光伏发电项目建成投产。\n", encoding="utf-8")
    built = kg.build(report, tmp_path / "output", base_iri="https://data.example.gov.cn/kg/")
    assert isinstance(built.folder, Path)
    (first, *_) = (node.iri for node in built.entities())
    path = first.removeprefix("https://data.example.gov.cn")
    with serving(str(built.folder)) as server:
        page = server.get(path, HTML)
        assert page.status_code == 200
        assert 'href="/kg/assets/style.css"' in page.text
        assert server.get("/kg/assets/style.css").status_code == 200
        assert server.get(path.removeprefix("/kg"), HTML).status_code == 200
        assert server.get(path, "text/turtle").status_code == 200


def test_a_store_is_served_as_it_is(tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "store"))
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("x")))
    store.flush()
    del store
    with serving(str(tmp_path / "store")) as server:
        assert server.ask("ASK { <urn:a> ?p ?o }").json()["boolean"]
