"""What is served: a build, an Oxigraph store, an RDF file or another endpoint, as the server's settings."""

from __future__ import annotations

import contextlib
import json
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pyoxigraph as ox

from kg.errors import KgError
from kg.serve.app import Settings
from ontology.terms import MKG, PREFIXES

REPORT = f"SELECT ?report WHERE {{ ?report a <{MKG}Report> }} LIMIT 1"
HELLO = 5.0  # seconds that an endpoint may take to answer when the server starts

log = logging.getLogger("kg")


@contextlib.contextmanager
def served(path: Path, endpoint: str | None = None, token: str | None = None) -> Iterator[Settings]:
    """Settings for what stands at a path or an endpoint; what had to be made for it is gone when the block ends.

    Raises KgError where there is nothing that can be served.
    """
    if endpoint:
        yield remote(endpoint)
    elif (path / "manifest.json").is_file():
        yield build(path, token)
    elif (path / "CURRENT").is_file():
        yield store(checked_store(path), token)
    elif path.is_file():
        with tempfile.TemporaryDirectory(prefix="kg-serve-") as folder:
            yield store(loaded(path, Path(folder)), token)
    elif path.is_dir():
        raise KgError(f"{path}: holds neither a build nor a store; build one with: kg build REPORT -o {path}")
    else:
        raise KgError(f"{path}: is not there; build a graph with: kg build REPORT -o {path}")


def remote(endpoint: str) -> Settings:
    address = urlsplit(endpoint)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise KgError(f"{endpoint}: not the address of an endpoint; give one like http://localhost:8890/sparql")
    try:
        answer = httpx.post(
            endpoint, data={"query": REPORT}, headers={"Accept": "application/sparql-results+json"}, timeout=HELLO
        )
        rows = answer.raise_for_status().json()["results"]["bindings"]
        report = str(rows[0]["report"]["value"]) if rows else ""
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, LookupError, TypeError) as error:
        told = "the endpoint does not answer yet (%s): until this is started anew, things have pages at /resource alone"
        log.warning(told, type(error).__name__)
        report = ""
    return Settings(None, endpoint=endpoint, base_iri=base_of(report), prefixes=PREFIXES)


def store(path: Path, token: str | None) -> Settings:
    found = ox.Store.read_only(str(path)).query(REPORT, use_default_graph_as_union=True)
    report = next((row[0].value for row in found), "")  # type: ignore[union-attr]
    return Settings(path, base_iri=base_of(report), union=False, token=token, prefixes=PREFIXES)


def base_of(report: str) -> str:
    """What the IRIs of a build begin with, by that of one of its reports; empty where it is none.

    >>> base_of("https://data.example.gov.cn/kg/id/report/430681-2025")
    'https://data.example.gov.cn/kg/'
    """
    base, found, _ = report.partition("id/report/")
    return base if found and base.startswith(("http://", "https://")) and base.endswith("/") else ""


def build(folder: Path, token: str | None) -> Settings:
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        base = str(manifest["settings"]["base_iri"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KgError(f"{folder}: its manifest.json cannot be read; build it again") from error
    store = checked_store(folder / "store")
    return Settings(store, folder=folder, base_iri=base, token=token, prefixes=PREFIXES)


def checked_store(path: Path) -> Path:
    try:
        ox.Store.read_only(str(path))
    except OSError as error:
        raise KgError(f"{path}: the store cannot be opened ({' '.join(str(error).split())})") from error
    return path


def loaded(file: Path, folder: Path) -> Path:
    """A store in `folder` that holds an RDF file."""
    form = ox.RdfFormat.from_extension(file.suffix.removeprefix("."))
    if form is None:
        raise KgError(f"{file}: not a build, a store or an RDF file (.ttl, .nt, .nq, .trig, .rdf, .jsonld)")
    store = ox.Store(str(folder))
    try:
        store.bulk_load(path=str(file), format=form, base_iri=file.resolve().as_uri())
    except (SyntaxError, ValueError, OSError) as error:
        raise KgError(f"{file}: cannot be read as {form.name} ({' '.join(str(error).split())[:200]})") from error
    store.flush()
    return folder
