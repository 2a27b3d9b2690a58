"""A query process: it answers queries over a store that nobody writes, one at a time, and can be killed at any time.

The nursery forks it. It reads QUERY frames and answers each with HEAD, DATA..., END or with FAIL. CLOSE lets go of a
store on disk until the next query, so that an update can be written.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg import lexer
from kg.serve import frames, negotiation

CHUNK = 1 << 16
RESULT_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}


@dataclass(frozen=True, slots=True)
class Query:
    """A query with the dataset and the forms of answer that its request asks for."""

    text: str
    accept: str = "*/*"
    base: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    union: bool = False  # the default graph is the union of all graphs, where the request names none
    prefixes: Mapping[str, str] | None = None  # for the graphs it writes

    def to_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()


class Output(io.BytesIO):
    """Gathers what a serialiser writes into DATA frames of a fair size."""

    def __init__(self, pipe: BinaryIO) -> None:
        super().__init__()
        self.pipe = pipe
        self.buffer = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.buffer += data
        if len(self.buffer) >= CHUNK:
            self.send()
        return len(data)

    def send(self) -> None:
        if self.buffer:
            frames.write(self.pipe, frames.DATA, bytes(self.buffer))
            self.buffer.clear()


def serve(path: str, memory: ox.Store | None, asked: BinaryIO, told: BinaryIO) -> None:
    """Answers until nobody asks any more, from the store in memory or from that on disk."""
    store = memory
    while frame := frames.read(asked):
        tag, payload = frame
        if tag == frames.CLOSE:
            store = memory
            frames.write(told, frames.END)
            continue
        if store is None:
            store = ox.Store.read_only(path)
        answer(store, Query(**json.loads(payload)), told)


def answer(store: ox.Store, query: Query, pipe: BinaryIO) -> None:
    try:
        _answer(store, query, pipe)
    except SyntaxError as error:
        _fail(pipe, 400, lexer.complaint(str(error), query.text))
    except ValueError as error:
        _fail(pipe, 400, f"bad request: {error}")
    except MemoryError:
        _fail(pipe, 503, "the query needs more memory than a query may use: narrow it or add a LIMIT")
    except RuntimeError as error:
        _fail(pipe, 400, f"the query cannot be evaluated: {error}")
    except OSError as error:
        _fail(pipe, 500, f"the query could not be answered: {error}")


def _answer(store: ox.Store, query: Query, pipe: BinaryIO) -> None:
    dataset_given = bool(query.default_graphs or query.named_graphs)
    results = store.query(
        query.text,
        base_iri=query.base,
        use_default_graph_as_union=query.union and not dataset_given,
        default_graph=[ox.NamedNode(iri) for iri in query.default_graphs] if dataset_given else None,
        named_graphs=[ox.NamedNode(iri) for iri in query.named_graphs] if dataset_given else None,
    )
    graph = isinstance(results, ox.QueryTriples)
    offered = negotiation.GRAPH_TYPES if graph else negotiation.RESULT_TYPES
    media_type = negotiation.choose(query.accept, offered)
    if media_type is None:
        return _fail(pipe, 406, f"this query can be answered as {', '.join(offered)}")
    frames.write(pipe, frames.HEAD, json.dumps({"media_type": media_type, "graph": graph}).encode())
    output = Output(pipe)
    if isinstance(results, ox.QueryTriples):
        ox.serialize(results, output, GRAPH_FORMATS[media_type], prefixes=_usable(query.prefixes))
    else:
        results.serialize(output, RESULT_FORMATS[media_type])
    output.send()
    frames.write(pipe, frames.END)


def _usable(prefixes: Mapping[str, str] | None) -> dict[str, str] | None:
    return dict(prefixes) if prefixes else None


def _fail(pipe: BinaryIO, status: int, message: str) -> None:
    frames.write(pipe, frames.FAIL, json.dumps({"status": status, "message": message}).encode())
