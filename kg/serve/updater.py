"""The one process that writes: it opens the store, does one job in one transaction, and ends.

Started as `python -m kg.serve.updater STORE` with the job as JSON on the first line of its standard input and the body
after it; prints `{"status": ..., "message": ...}`.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from typing import Literal

import pyoxigraph as ox

from kg import lexer
from kg.serve.worker import GRAPH_FORMATS


@dataclass(frozen=True, slots=True)
class Job:
    """A SPARQL update, or a write of the Graph Store Protocol to `graph` (empty: the default graph)."""

    kind: Literal["update", "put", "post", "delete"]
    graph: str = ""
    media_type: str = ""
    base: str | None = None

    def to_json(self) -> bytes:
        return json.dumps(asdict(self)).encode()


def main(path: str) -> None:
    job = Job(**json.loads(sys.stdin.buffer.readline()))
    body = sys.stdin.buffer.read()
    try:
        status, message = run(ox.Store(path), job, body)
    except SyntaxError as error:
        text = body.decode("utf-8", "replace") if job.kind == "update" else ""
        status, message = 400, lexer.complaint(str(error), text)
    except (ValueError, OSError, RuntimeError) as error:
        status, message = 400, f"the update failed: {error}"
    print(json.dumps({"status": status, "message": message}))  # noqa: T201 the answer to the server


def run(store: ox.Store, job: Job, body: bytes) -> tuple[int, str]:
    """HTTP status and message of a job done."""
    if job.kind == "update":
        store.update(body.decode("utf-8"), base_iri=job.base)
        return 204, ""
    graph = ox.NamedNode(job.graph) if job.graph else ox.DefaultGraph()
    there = isinstance(graph, ox.DefaultGraph) or store.contains_named_graph(graph)
    if job.kind == "delete":
        if not there:
            return 404, "there is no such graph"
        store.remove_graph(graph)
        return 204, ""
    quads = list(ox.parse(body, GRAPH_FORMATS[job.media_type], base_iri=job.base, without_named_graphs=True))
    if job.kind == "put":
        store.remove_graph(graph)
    if isinstance(graph, ox.NamedNode):
        store.add_graph(graph)
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)
    return (204, "") if there else (201, "")


if __name__ == "__main__":
    main(sys.argv[1])
