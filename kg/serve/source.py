"""What is served: a build, an Oxigraph store, an RDF file or another endpoint, as the server's settings."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox

from kg.errors import KgError
from kg.serve.app import Settings
from ontology.terms import PREFIXES


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
        yield Settings(checked_store(path), union=False, token=token, prefixes=PREFIXES)
    elif path.is_file():
        with tempfile.TemporaryDirectory(prefix="kg-serve-") as folder:
            yield Settings(loaded(path, Path(folder)), union=False, token=token, prefixes=PREFIXES)
    elif path.is_dir():
        raise KgError(f"{path}: holds neither a build nor a store; build one with: kg build REPORT -o {path}")
    else:
        raise KgError(f"{path}: is not there; build a graph with: kg build REPORT -o {path}")


def remote(endpoint: str) -> Settings:
    address = urlsplit(endpoint)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise KgError(f"{endpoint}: not the address of an endpoint; give one like http://localhost:8890/sparql")
    return Settings(None, endpoint=endpoint, prefixes=PREFIXES)


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
