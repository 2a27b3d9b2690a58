"""The SPARQL endpoint and the graph store: who may ask what, and how the answer goes out."""

from __future__ import annotations

import hmac
import json

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.serve import description, graphs, negotiation, protocol, updates
from kg.serve.protocol import Operation, RequestError
from kg.serve.updater import Job
from kg.serve.worker import GRAPH_FORMATS, Query

GRAPHS = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } } ORDER BY ?graph"


async def endpoint(request: Request) -> Response:
    """Answers one request of the SPARQL 1.1 Protocol."""
    operation = await protocol.operation(request)
    if operation is None:
        return await describe(request)
    if operation.kind == "update":
        return await update(request, operation)
    return await query(request, operation)


async def graph_store(request: Request) -> Response:
    """Answers one request of the Graph Store HTTP Protocol."""
    if request.method in ("GET", "HEAD"):
        return await graphs.read(request)
    may_write(request)
    return await graphs.write(request)


async def query(request: Request, operation: Operation) -> Response:
    settings = request.app.state.settings
    answer = await request.app.state.backend.answer(
        Query(
            await request.app.state.services.resolved(operation.text),
            accept=wish(request),
            base=str(request.url.replace(query="")),
            default_graphs=operation.default_graphs,
            named_graphs=operation.named_graphs,
            union=settings.union,
            prefixes=settings.prefixes,
        )
    )
    return protocol.stream(answer)


def wish(request: Request) -> str:
    """The media types that the client wishes. Clients that say it by Accept send a `format` of other servers beside."""
    accept = request.headers.get("accept", "*/*")
    return protocol.wish(request, negotiation.FORMS) if accept == "*/*" or negotiation.HTML in accept else accept


async def update(request: Request, operation: Operation) -> Response:
    may_write(request)
    job = Job("update", base=str(request.url.replace(query="")))
    status = await request.app.state.backend.write(job, updates.checked(operation).encode())
    return Response(status_code=status)


async def describe(request: Request) -> Response:
    media_type = negotiation.choose(wish(request), negotiation.GRAPH_TYPES)
    if media_type is None:
        raise RequestError(406, f"the service description is served as {', '.join(negotiation.GRAPH_TYPES)}")
    state = request.app.state
    rows = json.loads(await (await state.backend.answer(Query(GRAPHS))).bytes())["results"]["bindings"]
    here = str(request.url.replace(query=""))
    triples = description.describe(
        here, f"{here}#dataset", state.settings.union, state.settings.token is not None,
        [row["graph"]["value"] for row in rows],
    )  # fmt: skip
    prefixes = {"sd": description.SD, "formats": description.FORMATS}
    body = ox.serialize(triples, format=GRAPH_FORMATS[media_type], prefixes=prefixes)
    return Response(body, media_type=media_type, headers={"Vary": "Accept"})


def may_write(request: Request) -> None:
    """Raises RequestError unless updates are allowed and the request carries their token."""
    token = request.app.state.settings.token
    if token is None:
        raise RequestError(403, "updates are off: start the server with --allow-update and KG_TOKEN")
    sent = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(sent.encode(), token.encode()):
        raise RequestError(401, "updates need the header Authorization: Bearer with the server's token")
