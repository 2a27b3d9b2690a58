"""What is said where something cannot be answered: one line with its status; a page where a person asks."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.serve import negotiation
from kg.serve.pool import QueryError
from kg.serve.protocol import RequestError
from kg.serve.site import Site

HEADERS = {503: {"Retry-After": "2"}, 401: {"WWW-Authenticate": "Bearer"}}


async def refusal(request: Request, error: Exception) -> Response:
    """One line that says what is wrong, with its status."""
    assert isinstance(error, RequestError | QueryError)
    return said(request, error.status, str(error))


async def unknown(request: Request, error: Exception) -> Response:
    return said(request, 404, "there is nothing at this address")


def said(request: Request, status: int, message: str) -> Response:
    headers = HEADERS.get(status, {})
    accept = request.headers.get("accept", "*/*")
    if "text/html" in accept and negotiation.choose(accept, ("text/plain", negotiation.HTML)) == negotiation.HTML:
        return Site(request).page("error.html", status=status, headers=headers, message=message)
    return PlainTextResponse(f"{message}\n", status, headers=headers)
