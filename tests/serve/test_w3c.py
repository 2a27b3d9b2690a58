"""The W3C's own SPARQL 1.1 evaluation and syntax tests, over HTTP.

rdflib's source distribution carries them. To run these tests:
    pip download --no-deps --no-binary rdflib rdflib==7.6.0 && tar xf rdflib-7.6.0.tar.gz
    KG_W3C_SUITES=rdflib-7.6.0/test/data/suites/w3c/sparql11 pytest tests/serve/test_w3c.py
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.serve import w3c
from tests.serve.conftest import Server, serving

SUITES = Path(os.environ.get("KG_W3C_SUITES", "")).resolve()
NOT_OURS = {"entailment", "service", "syntax-fed"}  # inference, and queries that ask other hosts
OUTDATED = {  # rdflib's copy is older than the W3C's corrections of these
    "aggregates/agg-empty-group": "GROUP BY over nothing has no group",
    "functions/strdt03": "RDF 1.1: a plain literal is an xsd:string",
    "functions/strlang03": "RDF 1.1: a plain literal is an xsd:string",
}
BASE = "http://base.example/file"  # of data and results that speak of themselves
pytestmark = pytest.mark.skipif("KG_W3C_SUITES" not in os.environ, reason="KG_W3C_SUITES names no folder of tests")


def cases(kind: str) -> list[w3c.Case]:
    if "KG_W3C_SUITES" not in os.environ:
        return []
    folders = [manifest for manifest in sorted(SUITES.glob("*/manifest.ttl")) if manifest.parent.name not in NOT_OURS]
    return [case for manifest in folders for case in w3c.cases(manifest) if case.kind == kind]


def named(case: w3c.Case) -> str:
    return case.name


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that holds every file of the tests as a graph of its own."""
    folder = tmp_path_factory.mktemp("library")
    store = ox.Store(str(folder))
    for case in cases("query"):
        for file in [case.default, *(file for _, file in case.named)]:
            if file and not store.contains_named_graph(ox.NamedNode(file.as_uri())):
                graph = ox.NamedNode(file.as_uri())
                store.load(path=str(file), format=w3c.FORMATS[file.suffix], base_iri=file.as_uri(), to_graph=graph)
    store.flush()
    del store
    with serving(str(folder)) as running:
        yield running


@pytest.mark.parametrize("case", cases("query"), ids=named)
def test_queries(library: Server, case: w3c.Case) -> None:
    if case.name in OUTDATED:
        pytest.skip(OUTDATED[case.name])
    assert case.result
    dataset = {
        "default-graph-uri": [case.default.as_uri()] if case.default else [],
        "named-graph-uri": [file.as_uri() for _, file in case.named],
    }
    accept = w3c.MEDIA_TYPES.get(case.result.suffix, "text/turtle")
    answer = library.client.post(
        library.sparql,
        params=dataset,
        content=f"BASE <{case.text.as_uri()}> {case.text.read_text()}".encode(),
        headers={"Content-Type": "application/sparql-query", "Accept": accept},
    )
    assert answer.status_code == 200, answer.text
    expected = case.result.read_bytes()
    if case.result.suffix in w3c.MEDIA_TYPES:
        assert w3c.same_results(answer.content, expected, case.result.suffix), answer.text
    else:
        base = case.result.as_uri()
        assert w3c.graph_of(answer.content, ".ttl", base) == w3c.graph_of(expected, case.result.suffix, base)


@pytest.mark.parametrize("case", [case for case in cases("syntax") if case.text.suffix == ".rq"], ids=named)
def test_syntax_of_queries(library: Server, case: w3c.Case) -> None:
    answer = library.client.post(
        library.sparql,
        params={"default-graph-uri": "urn:nothing"},
        content=case.text.read_bytes(),
        headers={"Content-Type": "application/sparql-query"},
    )
    unknown_function = "custom function" in answer.text  # well written, but nobody can say what it means
    assert answer.status_code == (200 if case.good and not unknown_function else 400), answer.text


@pytest.mark.parametrize("case", [case for case in cases("syntax") if case.text.suffix == ".ru"], ids=named)
def test_syntax_of_updates(server: Server, case: w3c.Case) -> None:
    answer = do(server, case)
    assert answer in ((204, 403, 404) if case.good else (400,))  # what is good may still be refused, or find nothing


@pytest.mark.parametrize("case", cases("update"), ids=named)
def test_updates(server: Server, case: w3c.Case) -> None:
    server.update("DROP ALL")
    for graph, file in ((None, case.default), *case.named):
        if file:
            triples = ox.parse(path=str(file), format=w3c.FORMATS[file.suffix], base_iri=BASE)
            server.put(graph, ox.serialize(triples, format=ox.RdfFormat.N_QUADS) or b"", "application/n-triples")
    assert do(server, case) == 204
    for graph, file in ((None, case.result), *case.expected_named):
        answer = server.get("/graphs", "text/turtle", **({"graph": graph} if graph else {"default": ""}))
        expected = w3c.graph_of(file.read_bytes(), file.suffix, BASE) if file else ox.Dataset()
        given = w3c.graph_of(answer.content if answer.status_code == 200 else b"", ".ttl", BASE)
        assert given == expected, answer.text


def do(server: Server, case: w3c.Case) -> int:
    headers = {"Content-Type": "application/sparql-update"}
    return server.client.post(server.sparql, content=case.text.read_bytes(), headers=headers).status_code
