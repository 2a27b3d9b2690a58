"""The Entity Reconciliation API 0.2: match names in a table to the things of the graph.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.graph import KINDS, Node, local_name
from kg.serve import matching
from kg.serve.protocol import RequestError
from kg.serve.rows import Row, cell, iri, rows
from kg.serve.site import Site
from ontology.terms import MKG, Term, classes_of, vocabulary

BATCH = 50  # queries in a request
ROWS = 1000  # things whose data are asked for at once
LIMIT = 100  # candidates for a query
VALUES = """
SELECT ?thing ?property ?value ?label WHERE {
  VALUES ?thing { %s } VALUES ?property { %s }
  ?thing ?property ?value . OPTIONAL { ?value skos:prefLabel ?label FILTER(!LANGMATCHES(LANG(?label), "en")) }
} ORDER BY ?thing ?property ?value LIMIT 20000"""


async def service(request: Request) -> Response:
    """The manifest; the answers to `queries`; the data that `extend` asks for."""
    form = await parameters(request)
    if "queries" in form:
        return JSONResponse(await reconciled(request, parsed(form["queries"], "queries")))
    if "extend" in form:
        return JSONResponse(await extended(request, parsed(form["extend"], "extend")))
    return JSONResponse(manifest(request))


async def parameters(request: Request) -> Mapping[str, str]:
    if request.method != "POST":
        return dict(request.query_params)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise RequestError(415, "send the queries as application/x-www-form-urlencoded")
    try:
        found = parse_qs((await request.body()).decode(), errors="strict", max_num_fields=100)
    except ValueError:
        raise RequestError(400, "the form must be in UTF-8") from None
    return {name: values[0] for name, values in found.items()}


def parsed(text: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise RequestError(400, f"{name} is not JSON") from None
    if not isinstance(found, dict):
        raise RequestError(400, f"{name} must be a JSON object")
    return found


def space(request: Request) -> str:
    """What the ids are short for: the base of the things' IRIs, or nothing where the data tell none."""
    base: str = request.app.state.settings.base_iri
    return f"{base}id/" if base else ""


def manifest(request: Request) -> dict[str, Any]:
    site, here = Site(request), str(request.base_url).rstrip("/")
    root = here + request.app.state.settings.root
    prefix = space(request)

    def suggest(kind: str) -> dict[str, str]:
        flyout = f"reconcile/flyout/{kind}?id=${{id}}"
        return {"service_url": root, "service_path": f"reconcile/suggest/{kind}", "flyout_service_path": flyout}

    return {
        "versions": ["0.1", "0.2"],
        "name": site.say("site"),
        "identifierSpace": prefix or root,
        "schemaSpace": MKG,
        "documentation": root,
        "defaultTypes": [named(name) for name in KINDS],
        "view": {"url": f"{root}id/{{{{id}}}}" if prefix else f"{root}resource?iri={{{{id}}}}"},
        "preview": {"url": f"{root}reconcile/preview?id={{{{id}}}}", "width": 420, "height": 220},
        "suggest": {kind: suggest(kind) for kind in ("entity", "property", "type")},
        "extend": {"propose_properties": {"service_url": root, "service_path": "reconcile/properties"}},
        "batchSize": BATCH,
    }


def named(name: str) -> dict[str, str]:
    """A class or property of the vocabulary as the API writes it."""
    term = vocabulary()[name]
    return {"id": name, "name": f"{term.label_zh} {term.label_en}"}


async def reconciled(request: Request, queries: dict[str, Any]) -> dict[str, Any]:
    if len(queries) > BATCH:
        raise RequestError(413, f"send at most {BATCH} queries at a time")
    asked = {key: matching.question(key, query) for key, query in queries.items()}
    index = await request.app.state.kept.index()
    properties = {p.pid for question in asked.values() for p in question.properties}
    first = {key: await asyncio.to_thread(matching.by_name, index, question) for key, question in asked.items()}
    things = {hit.thing.iri for hits in first.values() for hit in hits}
    facts = await values(request, things, properties) if properties else []
    return {
        key: {"result": [candidate(request, c) for c in matching.ranked(first[key], question, facts)]}
        for key, question in asked.items()
    }


async def values(request: Request, things: Iterable[str], properties: Iterable[str]) -> list[Row]:
    """What the graph says of things under some properties, by their ids."""
    predicates = [iri(MKG + name) for name in properties if name in vocabulary()]
    subjects = [iri(thing) for thing in sorted(things)]
    if not (predicates and subjects):
        return []
    return await rows(request.app.state.backend, VALUES % (" ".join(subjects), " ".join(predicates)))


def candidate(request: Request, found: matching.Candidate) -> dict[str, Any]:
    thing = found.thing
    return {
        "id": identifier(request, thing.iri),
        "name": thing.label,
        "description": description(thing),
        "type": [named(name) for name in classes_of(thing.type)],
        "score": found.score,
        "match": found.match,
        "features": [{"id": name, "value": value} for name, value in found.features],
    }


def identifier(request: Request, address: str) -> str:
    return address.removeprefix(space(request))


def description(thing: Node) -> str:
    """What tells a thing from others of its name: its class, code and other names."""
    return " · ".join(part for part in (vocabulary()[thing.type].label_zh, thing.code, *thing.names[:3]) if part)


async def suggest(request: Request) -> Response:
    """Names that begin so, while somebody types: of things, classes or properties."""
    prefix = request.query_params.get("prefix", "")[:200]
    kind, start = request.path_params["kind"], request.query_params.get("cursor", "0")
    offset = int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 0
    if kind == "entity":
        hits = (await request.app.state.kept.index()).find(prefix, limit=LIMIT)
        result: list[dict[str, Any]] = [
            {
                "id": identifier(request, hit.thing.iri),
                "name": hit.thing.label,
                "description": description(hit.thing),
                "notable": [named(name) for name in classes_of(hit.thing.type)],
            }
            for hit in hits
        ]
    elif kind in ("type", "property"):
        result = [{**named(t.name), "description": t.comment_zh} for t in terms(kind) if begins(t, prefix)]
    else:
        raise RequestError(404, "suggestions are for entity, type and property")
    return JSONResponse({"result": result[offset : offset + 20]})


def terms(kind: str) -> list[Term]:
    """Classes that things have, or properties that say something of them."""
    every = vocabulary().values()
    if kind == "type":
        return [term for term in every if term.kind == "class" and classes_of(term.name)[-1] in KINDS]
    return [term for term in every if term.kind != "class" and offered(term)]


def offered(term: Term) -> bool:
    of = local_name(term.domain)
    return not of or of not in vocabulary() or classes_of(of)[-1] in KINDS


def begins(term: Term, prefix: str) -> bool:
    wanted = prefix.casefold()
    return any(wanted in name.casefold() for name in (term.name, term.label_zh, term.label_en))


async def flyout(request: Request) -> Response:
    """A few words of HTML about a suggestion."""
    name, kind = request.query_params.get("id", ""), request.path_params["kind"]
    if kind == "entity":
        thing = await wanted(request)
        head, text = thing.label, description(thing)
    elif name in vocabulary():
        head, text = vocabulary()[name].label_zh, vocabulary()[name].comment_zh
    else:
        raise RequestError(404, "there is no such id")
    from markupsafe import escape

    return JSONResponse({"id": name, "html": f"<p><b>{escape(head)}</b></p><p>{escape(text)}</p>"})


async def preview(request: Request) -> Response:
    """A small page about a thing, to stand in a frame of the client's."""
    thing = await wanted(request)
    response = Site(request).page("preview.html", thing=thing, description=description(thing))
    policy = response.headers["Content-Security-Policy"].replace("frame-ancestors 'none'", "frame-ancestors *")
    response.headers["Content-Security-Policy"] = policy
    return response


async def wanted(request: Request) -> Node:
    index = await request.app.state.kept.index()
    thing: Node | None = index.by_iri.get(space(request) + request.query_params.get("id", ""))
    if thing is None:
        raise RequestError(404, "there is no such id")
    return thing


async def properties(request: Request) -> Response:
    """What can be asked of the things of a class, for data extension."""
    kind = request.query_params.get("type", "")
    line = set(classes_of(kind)) if kind in vocabulary() and vocabulary()[kind].kind == "class" else set()
    found = [t for t in terms("property") if not line or not t.domain or local_name(t.domain) in line]
    limit = request.query_params.get("limit", "")
    most = int(limit) if limit.isascii() and limit.isdigit() and int(limit[:4]) > 0 else len(found)
    return JSONResponse({"type": kind, "limit": most, "properties": [named(term.name) for term in found[:most]]})


async def extended(request: Request, wish: dict[str, Any]) -> dict[str, Any]:
    """The values that some things have under some properties."""
    ids, listed = wish.get("ids"), wish.get("properties")
    if not isinstance(ids, list) or not isinstance(listed, list) or len(ids) > ROWS or len(listed) > LIMIT:
        raise RequestError(400, f"extend needs ids (at most {ROWS}) and properties")
    names = [p["id"] for p in listed if isinstance(p, dict) and p.get("id") in vocabulary()]
    index = await request.app.state.kept.index()
    known = {i: space(request) + i for i in ids if isinstance(i, str) and space(request) + i in index.by_iri}
    found = await values(request, known.values(), names)
    table: dict[str, dict[str, list[Any]]] = {str(i): {name: [] for name in names} for i in ids}
    for row in found:
        cells = table[identifier(request, cell(row, "thing"))][local_name(cell(row, "property"))]
        cells.append(value(request, row))
    return {"meta": [named(name) for name in names], "rows": table}


def value(request: Request, row: Row) -> dict[str, Any]:
    """A value as the API writes it: a thing, a number or a text."""
    stated = row["value"]
    if stated.kind == "uri":
        prefix = space(request)
        if prefix and stated.value.startswith(prefix):
            return {"id": identifier(request, stated.value), "name": cell(row, "label") or stated.value}
        return {"str": cell(row, "label") or local_name(stated.value)}
    return {"str": stated.value}
