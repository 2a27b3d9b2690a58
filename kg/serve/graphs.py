"""The SPARQL 1.1 Graph Store HTTP Protocol over the named graphs."""

from __future__ import annotations

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.serve import negotiation
from kg.serve.protocol import RequestError, stream, wish
from kg.serve.updater import Job
from kg.serve.worker import GRAPH_FORMATS, Query

ASK = "ASK { GRAPH <%s> { ?s ?p ?o } }"
ALL = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <%s> { ?s ?p ?o } }"
DEFAULT = "CONSTRUCT WHERE { ?s ?p ?o }"


def graph_of(request: Request) -> str:
    """The IRI of the graph that the request names; empty for the default graph."""
    named, default = request.query_params.getlist("graph"), "default" in request.query_params
    if len(named) + default != 1:
        raise RequestError(400, "name one graph: ?graph=IRI or ?default")
    if default:
        return ""
    try:
        iri = str(ox.NamedNode(named[0]).value)
    except ValueError:
        raise RequestError(400, f"not an absolute IRI: {named[0][:200]}") from None
    return iri


async def read(request: Request) -> Response:
    """GET and HEAD."""
    graph, state = graph_of(request), request.app.state
    accept = wish(request, negotiation.GRAPH_FORMS)
    if negotiation.choose(accept, negotiation.GRAPH_TYPES) is None:
        raise RequestError(406, f"graphs are served as {', '.join(negotiation.GRAPH_TYPES)}")
    if graph and (await (await state.backend.answer(Query(ASK % graph, accept="text/csv"))).bytes()) != b"true":
        raise RequestError(404, "there is no such graph")
    text = ALL % graph if graph else DEFAULT
    query = Query(text, accept=accept, union=state.settings.union, prefixes=state.settings.prefixes)
    return stream(await state.backend.answer(query))


async def write(request: Request) -> Response:
    """PUT, POST and DELETE, where updates are allowed."""
    graph = graph_of(request)
    kind = {"PUT": "put", "POST": "post", "DELETE": "delete"}[request.method]
    media_type = request.headers.get("content-type", "text/turtle").partition(";")[0].strip().lower()
    if kind != "delete" and media_type not in GRAPH_FORMATS:
        raise RequestError(415, f"Content-Type must be one of {', '.join(sorted(GRAPH_FORMATS))}")
    job = Job(kind, graph, media_type, base=graph or str(request.url.replace(query="")))  # type: ignore[arg-type]
    return Response(status_code=await request.app.state.backend.write(job, await request.body()))
