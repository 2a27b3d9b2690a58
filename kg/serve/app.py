"""The graph on the web: which path is answered by what, and what holds for every answer."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg.serve import sparql
from kg.serve.backend import Backend, Embedded
from kg.serve.guard import Guard
from kg.serve.pool import Limits, QueryError
from kg.serve.protocol import RequestError

READ = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What is served, and how."""

    store: Path
    union: bool = True  # the default graph is the union of all graphs, as in every build
    token: str | None = None  # what an update must carry; None: no updates
    body_bytes: int = 1 << 20  # that a request may have
    limits: Limits = field(default_factory=Limits)
    prefixes: Mapping[str, str] = field(default_factory=dict)


def app(settings: Settings) -> Starlette:
    """The ASGI application over one store."""

    @contextlib.asynccontextmanager
    async def lifespan(served: Starlette) -> AsyncIterator[None]:
        backend: Backend = Embedded(settings.store, settings.limits)
        await backend.start()
        served.state.backend, served.state.settings = backend, settings
        yield
        await backend.close()

    return Starlette(
        routes=[
            Route("/sparql", sparql.endpoint, methods=[*READ, "POST"]),
            Route("/sparql/", sparql.endpoint, methods=[*READ, "POST"]),
            Route("/graphs", sparql.graph_store, methods=[*READ, "PUT", "POST", "DELETE"]),
        ],
        middleware=[
            Middleware(Guard, body_bytes=settings.body_bytes),
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=[*READ, "POST"], allow_headers=["*"]),
        ],
        exception_handlers={RequestError: refusal, QueryError: refusal},
        lifespan=lifespan,
    )


async def refusal(request: Request, error: Exception) -> Response:
    """One line that says what is wrong, with its status."""
    assert isinstance(error, RequestError | QueryError)
    headers = {503: {"Retry-After": "2"}, 401: {"WWW-Authenticate": "Bearer"}}.get(error.status, {})
    return PlainTextResponse(f"{error}\n", error.status, headers=headers)
