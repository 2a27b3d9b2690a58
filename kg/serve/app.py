"""The graph on the web: which path is answered by what, and what holds for every answer."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from kg.serve import sparql
from kg.serve.pool import Limits, Pool


@dataclass(frozen=True, slots=True)
class Settings:
    """What is served, and how."""

    store: Path
    union: bool = True  # the default graph is the union of all graphs, as in every build
    limits: Limits = field(default_factory=Limits)
    prefixes: Mapping[str, str] = field(default_factory=dict)


def app(settings: Settings) -> Starlette:
    """The ASGI application over one store."""

    @contextlib.asynccontextmanager
    async def lifespan(served: Starlette) -> AsyncIterator[None]:
        pool = Pool(settings.store, settings.limits)
        await pool.start()
        served.state.pool, served.state.settings = pool, settings
        yield
        await pool.close()

    return Starlette(
        routes=[Route("/sparql", sparql.endpoint, methods=["GET", "HEAD", "POST"])],
        middleware=[Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "POST", "OPTIONS"])],
        lifespan=lifespan,
    )
