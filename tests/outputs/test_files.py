"""The files of a build: what each promises to those who open it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from made import BASE, TEXT, build
from rdflib import Namespace
from rdflib.compare import isomorphic

from kg.graph import Graph
from kg.outputs.tables import safe

DCAT, SPDX = Namespace("http://www.w3.org/ns/dcat#"), Namespace("http://spdx.org/rdf/terms#")
SYNTAXES = {"graph.ttl": "turtle", "graph.nt": "nt", "graph.rdf": "xml", "graph.jsonld": "json-ld"}


OWN_NAMES = (
    *("graph.trig", "graph.ttl", "graph.nt", "graph.jsonld", "graph.rdf", "entities.csv", "facts.csv"),
    *("graph.graphml", "graph.gexf", "graph.html", "store", "dataset.ttl", "manifest.json"),
)


def test_a_build_holds_every_output(folder: Path) -> None:
    assert {entry.name for entry in folder.iterdir()} == set(OWN_NAMES)


@pytest.mark.parametrize("name", SYNTAXES)
def test_every_rdf_file_holds_the_same_graph(folder: Path, name: str) -> None:
    reference = rdflib.Graph().parse(folder / "graph.nt", format="nt")
    assert len(reference) > 100
    assert isomorphic(rdflib.Graph().parse(folder / name, format=SYNTAXES[name]), reference)


def test_trig_holds_the_facts_the_texts_and_the_vocabulary_in_graphs_of_their_own(folder: Path) -> None:
    dataset = rdflib.Dataset().parse(folder / "graph.trig", format="trig")
    graphs = {str(graph.identifier) for graph in dataset.graphs() if len(graph)}
    report = f"{BASE}graph/report/xian-2024"
    assert graphs == {report, f"{report}/text", *(f"{BASE}graph/{n}" for n in ("entities", "reference", "ontology"))}


def test_the_store_holds_what_the_trig_file_holds(folder: Path, graph: Graph) -> None:
    loaded = ox.Store()  # stores write numbers in their shortest form
    loaded.bulk_load(path=folder / "graph.trig")
    assert set(graph.quads()) == set(loaded)


def test_json_ld_is_compact(folder: Path) -> None:
    document = json.loads((folder / "graph.jsonld").read_text(encoding="utf-8"))
    town = next(node for node in document["@graph"] if node["@id"] == f"{BASE}id/place/430681112")
    assert town["code"] == "430681112"
    assert "AdministrativeDivision" in town["@type"]


def test_spreadsheets_open_as_utf8_and_hold_no_formula(folder: Path) -> None:
    for name in ("entities.csv", "facts.csv"):
        assert (folder / name).read_bytes().startswith(b"\xef\xbb\xbf")
        with (folder / name).open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        cells = [cell for row in rows for cell in row.values()]
        assert "'=2+5公司" in cells
        assert not [cell for cell in cells if cell[:1] in ("=", "+", "@")]


def test_a_falling_figure_stays_a_number_in_the_spreadsheet(folder: Path) -> None:
    with (folder / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        figure = next(row for row in csv.DictReader(file) if row["fact"] == "figure")
    assert (figure["subject"], figure["predicate"]) == ("全市", "一般公共预算地方收入")
    assert (figure["value"], figure["unit"], figure["change"], figure["change_unit"]) == ("15.63", "亿元", "-0.2", "%")


@given(st.text())
def test_no_text_becomes_a_formula(text: str) -> None:
    cell = safe(text)
    assert cell.lstrip("'") == text.lstrip("'")
    assert cell[:1] not in tuple("=+-@\t\r＝＋－＠") or cell.lstrip("-").replace(".", "", 1).isdigit()


@pytest.mark.parametrize("name", ["graph.graphml", "graph.gexf"])
def test_network_tools_read_things_and_relations(folder: Path, graph: Graph, name: str) -> None:
    read = networkx.read_graphml if name.endswith("graphml") else networkx.read_gexf
    network, original = read(folder / name), graph.to_networkx()
    assert set(network) == set(original)
    assert network.number_of_edges() == original.number_of_edges()
    project = network.nodes[f"{BASE}id/project/taolinsizhen-guangfu"]
    assert project["states"] == "2024 actual started"
    assert project["type"] == "EnergyProject"


def test_characters_that_xml_cannot_hold_break_nothing(tmp_path: Path) -> None:
    build(tmp_path / "output", TEXT.replace("建设", "\x0b\x01建\ufffe设"))
    for name in ("graph.graphml", "graph.gexf", "graph.rdf"):
        ElementTree.parse(tmp_path / "output" / name)


def test_the_manifest_tells_inputs_counts_and_checksums(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"][0]["sha256"] == sha256(TEXT.encode()).hexdigest()
    assert manifest["counts"]["facts"] == {"states": 1, "relations": 6, "figures": 1, "meanings": 1}
    assert set(manifest["files"]) == set(OWN_NAMES) - {"store", "manifest.json"}
    for name, said in manifest["files"].items():
        content = (folder / name).read_bytes()
        assert (said["sha256"], said["bytes"]) == (sha256(content).hexdigest(), len(content))


def test_data_portals_learn_where_every_file_is(folder: Path) -> None:
    dataset = rdflib.Graph().parse(folder / "dataset.ttl")
    found = {
        str(dataset.value(node, DCAT.downloadURL)): str(
            dataset.value(dataset.value(node, SPDX.checksum), SPDX.checksumValue)
        )
        for node in dataset.objects(rdflib.URIRef(f"{BASE}dataset"), DCAT.distribution)
    }
    names = set(OWN_NAMES) - {"store", "manifest.json", "dataset.ttl"}
    assert found == {f"{BASE}download/{name}": sha256((folder / name).read_bytes()).hexdigest() for name in names}


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_same_dataset_gives_the_same_bytes(folder: Path, tmp_path: Path, seed: str) -> None:
    here = str(Path(__file__).parent)
    code = "import sys; from pathlib import Path; from made import build; build(Path('output'))"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": here, "TZ": "Asia/Shanghai"}
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, check=True)
    for name in sorted(set(OWN_NAMES) - {"store"}):
        assert (tmp_path / "output" / name).read_bytes() == (folder / name).read_bytes(), name
