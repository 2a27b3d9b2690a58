"""The graph on the web: SPARQL endpoint, entity pages, explorer, reconciliation, downloads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

__all__ = ["run"]


def run(
    path: str | Path = "output",
    host: str = "127.0.0.1",
    port: int = 8000,
    endpoint: str | None = None,
    allow_update: bool = False,
    allow_service: Sequence[str] = (),
) -> None:
    """Serve a build's folder, an RDF file, an Oxigraph store, or with `endpoint` a SPARQL endpoint, until stopped.

    Updates need the token that the environment variable KG_TOKEN holds. `allow_service` are the hosts, or addresses of
    endpoints, that a query may ask by SERVICE.
    Raises KgError where there is nothing to serve or the port cannot be had.
    """
    from kg.serve.running import start  # not for query processes, which import this package too

    start(Path(path), host, port, endpoint, allow_update, allow_service)
