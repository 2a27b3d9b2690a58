"""Pages about things: home, search, entities, reports, the ontology. Each thing is also served as RDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from kg.graph import KINDS, Node
from kg.serve import negotiation, reports, things
from kg.serve.protocol import RequestError, stream, wish
from kg.serve.rows import PROLOGUE, cell, iri, rows
from kg.serve.site import Site
from kg.serve.worker import GRAPH_FORMATS, Query
from ontology import terms
from ontology.questions import queries

ASSETS = Path(__file__).parent / "assets"
PAGE = 50  # things in a list
FORMATS = {"html": negotiation.HTML, **negotiation.GRAPH_FORMS}  # what ?format= may be
REPORTS = """
SELECT ?report ?title ?area ?year ?date WHERE {
  ?report a mkg:Report . OPTIONAL { ?report dcterms:title ?title }
  OPTIONAL { ?report mkg:area/skos:prefLabel ?area }
  OPTIONAL { ?report mkg:comingYear ?year } OPTIONAL { ?report dcterms:date ?date }
} ORDER BY ?report LIMIT 1000"""
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <this> { ?s ?p ?o } }"
TEXT_OF = "SELECT ?text WHERE { <this> mkg:hasText ?text } LIMIT 1"
REPORT_OF = "SELECT ?report WHERE { ?report mkg:hasText <this> } LIMIT 1"
IS_GRAPH = "SELECT (COUNT(*) AS ?count) WHERE { GRAPH <this> { ?s ?p ?o } }"


async def home(request: Request) -> Response:
    index = await request.app.state.kept.index()
    counts = {kind: len(index.by_type.get(kind, ())) for kind in KINDS}
    listed = await rows(request.app.state.backend, REPORTS)
    return Site(request).page(
        "home.html",
        counts={kind: count for kind, count in counts.items() if count},
        reports=[{name: cell(row, name) for name in ("report", "title", "area", "year", "date")} for row in listed],
        questions=queries(),
    )


async def search(request: Request) -> Response:
    index = await request.app.state.kept.index()
    text, kind = request.query_params.get("q", "")[:200], request.query_params.get("type", "")
    hits = index.find(text, [kind] if kind in KINDS else (), limit=100)
    return Site(request).page("search.html", text=text, kind=kind, kinds=KINDS, hits=hits)


async def thing(request: Request) -> Response:
    """The page, or the data, of whatever IRI has this path below the base IRI."""
    base = request.app.state.settings.base_iri
    path = request.scope["raw_path"].decode("ascii", "replace").lstrip("/")
    found = await things.known(request.app.state.backend, things.spellings(base, path)) if base else None
    if found is None:
        raise RequestError(404, "there is nothing at this address")
    return await about(request, found)


async def resource(request: Request) -> Response:
    """The page of any IRI that the graph speaks of: `?iri=`."""
    found = await things.known(request.app.state.backend, [request.query_params.get("iri", "")])
    if found is None:
        raise RequestError(404, "the graph says nothing of this IRI; give one as ?iri=")
    return await about(request, found)


async def about(request: Request, address: str) -> Response:
    """A thing as the client wishes it."""
    wished = wish(request, FORMATS)
    media_type = negotiation.choose(wished, (negotiation.HTML, *negotiation.GRAPH_TYPES))
    if media_type is None:
        raise RequestError(406, f"things are served as {negotiation.HTML}, {', '.join(negotiation.GRAPH_TYPES)}")
    if media_type == negotiation.HTML:
        return await shown(request, address)
    state = request.app.state
    size = await rows(state.backend, IS_GRAPH.replace("<this>", iri(address)))
    text = (GRAPH if cell(size[0], "count") != "0" else things.DESCRIBE).replace("<this>", iri(address))
    query = Query(PROLOGUE + text, accept=media_type, union=True, prefixes=state.settings.prefixes)
    return stream(await state.backend.answer(query))


async def shown(request: Request, address: str) -> Response:
    """A thing for people; a report with its text."""
    backend, this = request.app.state.backend, iri(address)
    of_report = await rows(backend, TEXT_OF.replace("<this>", this))
    if of_report:
        return await report(request, address, cell(of_report[0], "text"))
    of_text = await rows(backend, REPORT_OF.replace("<this>", this))
    if of_text:
        return await report(request, cell(of_text[0], "report"), address)
    found = await things.read(backend, address, Site(request).language)
    return Site(request).page(
        "thing.html", thing=found, jsonld=linked_data(found), formats=negotiation.GRAPH_FORMS, most=things.MOST
    )


async def report(request: Request, address: str, context: str) -> Response:
    backend = request.app.state.backend
    found = await things.read(backend, address, Site(request).language)
    text = await reports.read(backend, context)
    lines, sections = (text.lines, text.sections) if text else ((), ())
    return Site(request).page(
        "report.html",
        thing=found,
        lines=lines,
        sections=sections,
        context=context,
        jsonld=linked_data(found),
        formats=negotiation.GRAPH_FORMS,
    )


def linked_data(thing: things.Thing) -> dict[str, object]:
    """What search engines read: the thing in schema.org's words."""
    types = [address.removeprefix(terms.SCHEMA) for address in thing.types if address.startswith(terms.SCHEMA)]
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": types[0] if types else schema_type(thing.types),
        "@id": thing.iri,
        "name": thing.label,
    }
    if thing.names:
        data["alternateName"] = list(thing.names)
    if thing.meanings:
        data["description"] = thing.meanings[0].text
    return data


def schema_type(types: Sequence[str]) -> str:
    """The schema.org class that the vocabulary puts one of the classes below."""
    for address in types:
        name = address.removeprefix(terms.MKG)
        above = terms.vocabulary()[name].above if name in terms.vocabulary() else ()
        for higher in above:
            if higher.startswith(terms.SCHEMA):
                return higher.removeprefix(terms.SCHEMA)
    return "Thing"


async def ontology(request: Request) -> Response:
    """The vocabulary: every class and property, or its Turtle."""
    wished = wish(request, FORMATS)
    media_type = negotiation.choose(wished, (negotiation.HTML, *negotiation.GRAPH_TYPES))
    if media_type is None:
        raise RequestError(406, f"the ontology is served as {negotiation.HTML}, {', '.join(negotiation.GRAPH_TYPES)}")
    if media_type == negotiation.HTML:
        return Site(request).page("ontology.html", terms=terms.vocabulary(), formats=negotiation.GRAPH_FORMS)
    body = ox.serialize(terms.triples(), format=GRAPH_FORMATS[media_type], prefixes=dict(terms.PREFIXES))
    return Response(body, media_type=media_type, headers={"Vary": "Accept"})


async def ontology_term(request: Request) -> Response:
    """A class with its things, a property, or a concept."""
    name = request.path_params["name"]
    term = terms.vocabulary().get(name)
    wished = wish(request, FORMATS)
    if term is None or negotiation.choose(wished, (negotiation.HTML, *negotiation.GRAPH_TYPES)) != negotiation.HTML:
        return await of_namespace(request, terms.MKG)
    index = await request.app.state.kept.index()
    members: Sequence[Node] = index.by_type.get(name, ())
    start = number(request.query_params.get("start", "0"))
    return Site(request).page(
        "term.html",
        term=term,
        below=[other for other in terms.vocabulary().values() if f"{terms.MKG}{name}" in other.above],
        members=members[start : start + PAGE],
        count=len(members),
        start=start,
        page=PAGE,
        formats=negotiation.GRAPH_FORMS,
    )


async def indicator(request: Request) -> Response:
    return await of_namespace(request, terms.INDICATOR)


async def unit(request: Request) -> Response:
    return await of_namespace(request, terms.UNIT)


async def of_namespace(request: Request, namespace: str) -> Response:
    found = await things.known(request.app.state.backend, [namespace + request.path_params["name"]])
    if found is None:
        raise RequestError(404, "the vocabulary has no such term")
    return await about(request, found)


def number(text: str) -> int:
    return min(int(text), 10**7) if text.isascii() and text.isdigit() and len(text) < 9 else 0


async def asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in {path.name for path in ASSETS.iterdir()}:
        raise RequestError(404, "there is no such file")
    return FileResponse(ASSETS / name, headers={"Cache-Control": "max-age=3600"})
