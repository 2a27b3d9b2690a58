"""The SPARQL endpoint."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from kg.serve import lexer, protocol
from kg.serve.pool import Answer, Pool, QueryError
from kg.serve.worker import Query

ALLOW = {"Allow": "GET, HEAD, POST, OPTIONS"}


async def endpoint(request: Request) -> Response:
    """Answers one request of the SPARQL 1.1 Protocol."""
    try:
        operation = await protocol.operation(request)
        if operation is None:
            return refusal(400, "no query")
        return await query(request, operation)
    except (protocol.RequestError, QueryError) as error:
        return refusal(error.status, str(error))


async def query(request: Request, operation: protocol.Operation) -> Response:
    if "SERVICE" in lexer.words(operation.text):
        raise QueryError(403, "SERVICE is not allowed here: this endpoint asks no other")
    pool: Pool = request.app.state.pool
    settings = request.app.state.settings
    answer = await pool.answer(
        Query(
            operation.text,
            accept=request.headers.get("accept", "*/*"),
            base=str(request.url.replace(query="")),
            default_graphs=operation.default_graphs,
            named_graphs=operation.named_graphs,
            union=settings.union,
            prefixes=settings.prefixes,
        )
    )
    return stream(answer)


def stream(answer: Answer) -> Response:
    charset = "; charset=utf-8" if answer.media_type.startswith("text/") else ""
    return StreamingResponse(answer.read(), headers={"Content-Type": answer.media_type + charset, "Vary": "Accept"})


def refusal(status: int, message: str) -> Response:
    headers = {"Retry-After": "2"} if status == 503 else {}
    return PlainTextResponse(message + "\n", status, headers=headers)
