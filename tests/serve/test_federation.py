"""SERVICE asks the endpoints that `--allow-service` names and no other, within limits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import kg
from kg.errors import KgError
from kg.serve import federation
from kg.serve.federation import Services, allowed
from kg.serve.pool import QueryError
from tests.serve.conftest import Server, serving

CODES = """
@prefix : <http://codes.example/> .
:a :of "屈子祠镇"@zh ; :post "414400" ; :height 51.5 .
:b :of "三江镇"@zh ; :post "414401" ; :note [ :text "line\\nbreak \\"quoted\\"" ] .
"""
NAMES = "?place <http://www.w3.org/2004/02/skos/core#prefLabel> ?name ."


class Unhelpful(BaseHTTPRequestHandler):
    """An endpoint that answers as its path says: elsewhere, without end, never, or nonsense."""

    def do_POST(self) -> None:
        kind = self.path.removeprefix("/")
        self.send_response(302 if kind == "elsewhere" else 200)
        self.send_header("Location", "/endless")
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        try:
            while kind == "endless":
                self.wfile.write(b" " * 65536)
            if kind == "never":
                self.server.stopped.wait(30)  # type: ignore[attr-defined]
            self.wfile.write(b"nonsense")
        except OSError:
            pass  # nobody listens any more

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def unhelpful() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Unhelpful)
    server.stopped = threading.Event()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.stopped.set()  # type: ignore[attr-defined]
    server.shutdown()


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The endpoint that may be asked."""
    file = tmp_path_factory.mktemp("codes") / "codes.ttl"
    file.write_text(CODES, encoding="utf-8")
    with serving(str(file)) as server:
        yield server


@pytest.fixture(scope="module")
def federated(miluo: kg.Graph, codes: Server, unhelpful: str) -> Iterator[Server]:
    """The Miluo graph, whose queries may ask the codes and the unhelpful ones."""
    assert isinstance(miluo.folder, Path)
    host = unhelpful.removeprefix("http://")
    with serving(str(miluo.folder), "--allow-service", codes.sparql, "--allow-service", host) as server:
        yield server


def test_what_another_endpoint_knows_is_joined(federated: Server, codes: Server) -> None:
    query = f"""PREFIX c: <http://codes.example/>
        SELECT ?name ?post ?height ?text {{ {NAMES}
          SERVICE <{codes.sparql}> {{  # }} SERVICE in a remark
            ?code c:of ?name ; c:post ?post .
            OPTIONAL {{ ?code c:height ?height }} OPTIONAL {{ ?code c:note/c:text ?text }}
          }} }} ORDER BY ?name"""
    answer = federated.get("/sparql", "application/sparql-results+json", query=query)
    assert answer.status_code == 200, answer.text
    first, second = answer.json()["results"]["bindings"]
    assert (first["name"]["value"], first["post"]["value"]) == ("三江镇", "414401")
    assert first["text"]["value"] == 'line\nbreak "quoted"'
    assert second["height"] == {
        "type": "literal", "value": "51.5", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"
    }  # fmt: skip
    assert "414401" in federated.get("/query", "text/html", query=query).text


def test_blank_nodes_of_another_server_are_things_of_their_own(federated: Server, codes: Server) -> None:
    query = f"SELECT * {{ SERVICE <{codes.sparql}> {{ ?code <http://codes.example/note> ?note }} }}"
    (row,) = federated.ask(query).json()["results"]["bindings"]
    assert row["note"]["value"].startswith(f"{codes.url}/.well-known/genid/")


def test_only_what_is_named_may_be_asked(federated: Server, miluo_server: Server, codes: Server) -> None:
    for address in (f"{codes.url}/", f"{codes.sparql}/", "http://example.org/sparql", "file:///etc/passwd", "sparql"):
        answer = federated.ask(f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}")
        assert answer.status_code == 403, address
    assert miluo_server.ask(f"SELECT * {{ SERVICE <{codes.sparql}> {{ ?s ?p ?o }} }}").status_code == 403
    for clause in ("SERVICE ?s { ?s ?p ?o }", f"SERVICE <{codes.sparql}>",
                   f"SERVICE <{codes.sparql}> {{ SERVICE <{codes.sparql}> {{ ?s ?p ?o }} }}",
                   f"SERVICE <{codes.sparql}> {{ ?s ?p ?o }} \\u0053ERVICE <{codes.url}> {{ ?s ?p ?o }}"):  # fmt: skip
        assert federated.ask(f"SELECT * {{ ?s ?p ?o {clause} }}").status_code == 400, clause
    update = federated.client.post(
        federated.sparql, data={"update": f"INSERT {{}} WHERE {{ SERVICE <{codes.sparql}> {{}} }}"}
    )
    assert update.status_code == 403


@pytest.mark.parametrize("kind", ["elsewhere", "endless", "nonsense"])
def test_an_endpoint_that_does_not_answer_well_is_told(federated: Server, unhelpful: str, kind: str) -> None:
    query = f"SELECT ?name {{ {NAMES} SERVICE <{unhelpful}/{kind}> {{ ?s ?p ?o }} }} LIMIT 1"
    answer = federated.ask(query)
    assert answer.status_code == 502
    assert answer.text.startswith(f"SERVICE {unhelpful}/{kind}")
    silent = federated.ask(query.replace("SERVICE", "SERVICE SILENT"))
    assert len(silent.json()["results"]["bindings"]) == 1


def test_an_endpoint_that_never_answers_holds_the_query_for_a_while_only(
    unhelpful: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(federation, "SECONDS", 0.2)
    with pytest.raises(QueryError, match="SERVICE took more than") as caught:
        resolve(f"{unhelpful}/never", unhelpful.removeprefix("http://"))
    assert caught.value.status == 503


def test_another_name_that_leads_to_this_machine_opens_nothing(unhelpful: str) -> None:
    address = unhelpful.replace("127.0.0.1", "127.1")
    with pytest.raises(QueryError, match="is this machine"):
        resolve(address, address)


def resolve(address: str, entry: str) -> str:
    async def story() -> str:
        services = Services((allowed(entry),))
        await services.start()
        try:
            return await services.resolved(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
        finally:
            await services.close()

    found: list[object] = []
    thread = threading.Thread(
        target=lambda: found.append(outcome(story))
    )  # another test's browser has this thread's loop
    thread.start()
    thread.join()
    if isinstance(found[0], Exception):
        raise found[0]
    return str(found[0])


def outcome(story: object) -> object:
    try:
        return asyncio.run(story())  # type: ignore[operator]
    except QueryError as error:
        return error


@pytest.mark.parametrize("entry", ["", "ftp://example.org/", "example.org/sparql", "http://", "a b", "http://[x"])
def test_what_cannot_be_allowed_is_told(entry: str) -> None:
    with pytest.raises(KgError, match="give a host, or the address"):
        allowed(entry)
