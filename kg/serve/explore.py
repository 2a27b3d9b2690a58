"""The explorer as a page of the server: it opens with the most important things and asks for the others."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from kg.errors import KgError
from kg.graph import Graph
from kg.serve.backend import Backend
from kg.serve.protocol import RequestError
from kg.serve.rows import Asked

if TYPE_CHECKING:
    from kg.explorer.batches import Batches


@dataclass(slots=True)
class Explorer:
    """The graph in batches, made in a thread when somebody first asks and again when the content has changed."""

    _version: int = -1
    _made: tuple[Batches, str] | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of(self, backend: Backend, endpoint: str) -> tuple[Batches, str]:
        """The batches and the page that opens with the first."""
        async with self._lock:
            version = backend.version
            if self._made is None or version != self._version:
                asked = Asked(backend, asyncio.get_running_loop())
                self._made = await asyncio.to_thread(make, asked, endpoint)
                self._version = version
            return self._made


def make(asked: Asked, endpoint: str) -> tuple[Batches, str]:
    from kg import explorer

    served = explorer.batches(Graph(asked))
    return served, explorer.page_of(served, endpoint)


async def made(request: Request) -> tuple[Batches, str]:
    state = request.app.state
    explorer: Explorer = state.explorer
    try:
        return await explorer.of(state.backend, f"{state.settings.root}explore/data")
    except KgError as error:
        raise RequestError(503, f"the explorer cannot read the graph: {error}") from error


async def page(request: Request) -> Response:
    """The page brings its own content security policy, with a hash for each script."""
    _, html = await made(request)
    return HTMLResponse(html)


async def data(request: Request) -> Response:
    """A thing with its neighbours (`?id=`), or what a text finds (`?q=`)."""
    batches, _ = await made(request)
    if "id" in request.query_params:
        return JSONResponse(await asyncio.to_thread(batches.around, request.query_params["id"]))
    return JSONResponse(await asyncio.to_thread(batches.found, request.query_params.get("q", "")[:200]))
