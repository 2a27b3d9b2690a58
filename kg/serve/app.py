"""The graph on the web: which path is answered by what, and what holds for every answer."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from kg.serve import changes, discovery, errors, explore, pages, questions, reconcile, sparql
from kg.serve.backend import Backend, Embedded
from kg.serve.federation import Allowed, Services
from kg.serve.guard import Guard
from kg.serve.index import Kept
from kg.serve.pool import Limits, QueryError
from kg.serve.protocol import RequestError
from kg.serve.remote import Remote

READ = ["GET", "HEAD"]
ASK = [*READ, "POST"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What is served, and how."""

    store: Path | None  # an Oxigraph store; None where an endpoint stands in its place
    endpoint: str = ""
    folder: Path | None = None  # of the build, where there is one
    base_iri: str = ""  # what the IRIs of the data begin with; found in the data where it is empty
    union: bool = True  # the default graph is the union of all graphs, as in every build
    services: tuple[Allowed, ...] = ()  # that SERVICE may ask
    token: str | None = None  # what an update must carry; None: no updates
    body_bytes: int = 1 << 20  # that a request may have
    limits: Limits = field(default_factory=Limits)
    prefixes: Mapping[str, str] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The path that the addresses of the data begin with: `/`, or what their IRIs have there."""
        return urlsplit(self.base_iri).path if self.base_iri.endswith("/") else "/"

    def backend(self) -> Backend:
        if self.store is None:
            return Remote(self.endpoint, self.limits)
        return Embedded(self.store, self.limits, written=self.token is not None)


def app(settings: Settings) -> Starlette:
    """The ASGI application over one store or endpoint."""

    @contextlib.asynccontextmanager
    async def lifespan(served: Starlette) -> AsyncIterator[None]:
        backend = settings.backend()
        await backend.start()
        served.state.backend, served.state.settings = backend, settings
        served.state.changes = changes.Feed(settings.folder)
        served.state.kept = Kept(backend, served.state.changes)
        served.state.explorer = explore.Explorer()
        served.state.services = Services(settings.services)
        await served.state.services.start()
        await served.state.kept.start()
        yield
        await served.state.kept.close()
        await served.state.services.close()
        await backend.close()

    return Starlette(
        routes=routes(),
        middleware=[
            Middleware(Guard, body_bytes=settings.body_bytes, root=settings.root),
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=ASK, allow_headers=["*"]),
        ],
        exception_handlers={RequestError: errors.refusal, QueryError: errors.refusal, 404: errors.unknown},
        lifespan=lifespan,
    )


def routes() -> list[Route]:
    return [
        Route("/", pages.home),
        Route("/search", pages.search),
        Route("/resource", pages.resource),
        Route("/ontology", pages.ontology),
        Route("/ontology/{name}", pages.ontology_term),
        Route("/indicator/{name}", pages.indicator),
        Route("/unit/{name}", pages.unit),
        Route("/assets/{name}", pages.asset),
        Route("/assets/ace/{name}", questions.editor),
        Route("/query", questions.page),
        Route("/query.{form}", questions.download),
        Route("/query/{name}", questions.named),
        Route("/query/{name}/{form}", questions.named_download),
        Route("/explore", explore.page),
        Route("/explore/data", explore.data),
        Route("/sparql", sparql.endpoint, methods=ASK),
        Route("/sparql/", sparql.endpoint, methods=ASK),
        Route("/graphs", sparql.graph_store, methods=[*ASK, "PUT", "DELETE"]),
        Route("/reconcile", reconcile.service, methods=ASK),
        Route("/reconcile/suggest/{kind}", reconcile.suggest),
        Route("/reconcile/flyout/{kind}", reconcile.flyout),
        Route("/reconcile/preview", reconcile.preview),
        Route("/reconcile/properties", reconcile.properties),
        Route("/.well-known/void", discovery.void),
        Route("/dataset", discovery.dataset),
        Route("/download", discovery.downloads),
        Route("/download/{name}", discovery.download),
        Route("/changes", changes.page),
        Route("/robots.txt", discovery.robots),
        Route("/health", discovery.health),
        Route("/{path:path}", pages.thing),
    ]
