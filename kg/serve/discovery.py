"""How machines find the data: its description (DCAT, VoID), the files of the build, robots.txt, health."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from kg.serve import negotiation
from kg.serve.description import RDF_TYPE
from kg.serve.protocol import RequestError, wish
from kg.serve.rows import rows
from kg.serve.site import Site
from kg.serve.worker import GRAPH_FORMATS

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
SIZE = "SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }"
DISALLOWED = ("/sparql", "/graphs", "/query", "/search", "/reconcile", "/explore/data")  # without end, or costly


def manifest(request: Request) -> dict[str, Any]:
    """The build's manifest as it is now; RequestError where no build is served."""
    folder = request.app.state.settings.folder
    if folder is None:
        raise RequestError(404, "this server stands on no build, so it has no files to give")
    try:
        found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RequestError(503, "the build is being replaced: try again in a moment") from error
    return found


async def void(request: Request) -> Response:
    """The well-known address of the VoID description."""
    return RedirectResponse(f"{request.app.state.settings.root}dataset", 303)


async def dataset(request: Request) -> Response:
    """The dataset in the words of DCAT and VoID; a page where a person asks."""
    accept = wish(request, {"html": negotiation.HTML, **negotiation.GRAPH_FORMS})
    media_type = negotiation.choose(accept, (*negotiation.GRAPH_TYPES, negotiation.HTML))
    if media_type is None:
        raise RequestError(406, f"the description is served as {', '.join(negotiation.GRAPH_TYPES)}")
    if media_type == negotiation.HTML:
        return await downloads(request)
    body = ox.serialize(
        await described(request),
        format=GRAPH_FORMATS[media_type],
        prefixes={**request.app.state.settings.prefixes, "void": VOID, "dcat": DCAT},
    )
    return Response(body, media_type=media_type, headers={"Vary": "Accept"})


async def described(request: Request) -> list[ox.Triple]:
    """The build's own description, and where this server answers queries over it."""
    settings = request.app.state.settings
    here = str(request.base_url).rstrip("/") + settings.root
    this = ox.NamedNode(f"{settings.base_iri or here}dataset")
    triples = [
        ox.Triple(this, RDF_TYPE, ox.NamedNode(f"{VOID}Dataset")),
        ox.Triple(this, ox.NamedNode(f"{VOID}sparqlEndpoint"), ox.NamedNode(f"{here}sparql")),
        ox.Triple(this, ox.NamedNode(f"{DCAT}landingPage"), ox.NamedNode(here)),
    ]
    if settings.folder:
        data = (settings.folder / "dataset.ttl").read_bytes()
        return triples + [quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)]
    (row,) = await rows(request.app.state.backend, SIZE)
    return [*triples, ox.Triple(this, ox.NamedNode(f"{VOID}triples"), ox.Literal(int(row["triples"].value)))]


async def downloads(request: Request) -> Response:
    """The files of the build with their sizes and checksums."""
    folder = request.app.state.settings.folder
    found = manifest(request) if folder else {"files": {}}
    return Site(request).page("downloads.html", files=found["files"])


async def download(request: Request) -> Response:
    """One file of the build; only those that its manifest names."""
    files, name = manifest(request)["files"], request.path_params["name"]
    if name not in files:
        raise RequestError(404, f"there is no such file; there are {', '.join(sorted(files))}")
    folder: Path = request.app.state.settings.folder
    checksum = files[name]["sha256"]
    headers = {"ETag": f'"{checksum}"', "Content-Security-Policy": "sandbox allow-scripts"}
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return FileResponse(folder / name, media_type=files[name]["media_type"], headers=headers, filename=name)


async def robots(request: Request) -> Response:
    root = request.app.state.settings.root.rstrip("/")
    lines = ["User-agent: *", *(f"Disallow: {root}{path}" for path in DISALLOWED)]
    return PlainTextResponse("\n".join(lines) + "\n")


async def health(request: Request) -> Response:
    """200 where the store answers and the index stands."""
    await rows(request.app.state.backend, "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1")
    ready = request.app.state.kept.ready.is_set()
    return JSONResponse({"status": "ok" if ready else "starting"}, 200 if ready else 503)
