"""The graph on the web: SPARQL endpoint, entity pages, explorer, reconciliation, downloads."""

from __future__ import annotations

from pathlib import Path

__all__ = ["run"]


def run(
    path: str | Path = "output",
    host: str = "127.0.0.1",
    port: int = 8000,
    endpoint: str | None = None,
    allow_update: bool = False,
) -> None:
    """Serve a build's folder, an RDF file, an Oxigraph store, or with `endpoint` a SPARQL endpoint, until stopped.

    Updates need the token that the environment variable KG_TOKEN holds.
    Raises KgError where there is nothing to serve or the port cannot be had.
    """
    from kg.serve.running import start  # not for query processes, which import this package too

    start(Path(path), host, port, endpoint, allow_update)
