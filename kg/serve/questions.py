"""The query page: named questions and SPARQL of one's own, with the answer as a table, a picture and downloads."""

from __future__ import annotations

import csv
import io
import re
from importlib.util import find_spec
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from kg import lexer
from kg.serve import charts, negotiation
from kg.serve.pool import Answer, QueryError
from kg.serve.protocol import RequestError, stream
from kg.serve.rows import PROLOGUE
from kg.serve.site import Site
from kg.serve.worker import Query
from ontology.questions import NamedQuery, queries, query

SHOWN = 500  # rows on a page
SHOWN_BYTES = 4 << 20  # of an answer that a page reads
FORMS = {form: negotiation.FORMS[form] for form in ("csv", "tsv", "json", "xml", "ttl")}
LINE = re.compile(r"(?<=at line )\d+")
PLACE = re.compile(r"at line (\d+), column (\d+)")
EDITOR = ("ace.js", "mode-sparql.js", "ext-searchbox.js")  # files of the Ace editor, as their package brings them
EXAMPLE = """SELECT ?project ?name WHERE {
  ?project a mkg:EnergyProject ; skos:prefLabel ?name
} ORDER BY ?name"""


async def page(request: Request) -> Response:
    """The list of questions, and the answer to SPARQL in `?query=`."""
    text = request.query_params.get("query", "")
    return await answered(request, text, None, {}) if text else shown(request, EXAMPLE)


async def download(request: Request) -> Response:
    return await downloaded(request, request.query_params.get("query", ""), request.path_params["form"])


async def named(request: Request) -> Response:
    """A named question: asked at once where it needs no value, else with its form."""
    question, values = chosen(request)
    if any(parameter.required and not values.get(parameter.name) for parameter in question.parameters):
        return shown(request, question.text, question, values)
    try:
        text = question.bind(**values)
    except ValueError as error:
        return shown(request, question.text, question, values, str(error), 400)
    return await answered(request, text, question, values)


async def named_download(request: Request) -> Response:
    question, values = chosen(request)
    try:
        return await downloaded(request, question.bind(**values), request.path_params["form"])
    except ValueError as error:
        raise RequestError(400, str(error)) from error


def chosen(request: Request) -> tuple[NamedQuery, dict[str, str]]:
    """The question that the address names and the values for its parameters."""
    try:
        question = query(request.path_params["name"])
    except ValueError as error:
        raise RequestError(404, str(error)) from error
    known = {parameter.name for parameter in question.parameters}
    given = request.query_params
    return question, {name: given[name][:200].strip() for name in known if given.get(name, "").strip()}


async def answered(request: Request, text: str, question: NamedQuery | None, values: dict[str, str]) -> Response:
    try:
        answer = await asked(request, text, "text/csv, application/n-triples;q=0.5")
        data = bytearray()
        async for piece in answer.read():
            data += piece
            if len(data) > SHOWN_BYTES:
                break
    except (QueryError, RequestError) as error:
        return shown(request, text, question, values, str(error), error.status)
    columns, rows = table(bytes(data), answer.graph)
    return shown(request, text, question, values, columns=columns, rows=rows)


async def downloaded(request: Request, text: str, form: str) -> Response:
    if form not in FORMS:
        raise RequestError(404, f"downloads are {', '.join(FORMS)}")
    response = stream(await asked(request, text, FORMS[form]))
    response.headers["Content-Disposition"] = f'attachment; filename="answer.{form}"'
    return response


async def asked(request: Request, text: str, accept: str) -> Answer:
    """The answer over all graphs; the usual prefixes are declared unless the text has its own."""
    before = "" if "PREFIX" in lexer.words(text) else PROLOGUE
    try:
        query = Query(await request.app.state.services.resolved(before + text), accept=accept, union=True)
        answer: Answer = await request.app.state.backend.answer(query)
    except QueryError as error:  # of the lines, those that its author knows
        told = LINE.sub(lambda line: str(int(line[0]) - before.count("\n")), str(error))
        raise QueryError(error.status, told) from None
    return answer


async def editor(request: Request) -> Response:
    """A file of the editor."""
    package = find_spec("django_static_ace_builds")
    if request.path_params["name"] not in EDITOR or package is None or package.origin is None:
        raise RequestError(404, "there is no such file")
    file = Path(package.origin).parent / "static" / "ace-builds" / request.path_params["name"]
    return FileResponse(file, media_type="text/javascript", headers={"Cache-Control": "max-age=86400"})


def table(data: bytes, graph: bool) -> tuple[list[str], list[list[str]]]:
    """Columns and the first rows of an answer."""
    text = data.decode("utf-8", "ignore")
    if graph:
        return ["triple"], [[line] for line in text.splitlines()[:SHOWN]]
    if text.strip() in ("true", "false"):
        return ["answer"], [[text.strip()]]
    lines = list(csv.reader(io.StringIO(text, newline="")))
    columns = lines[0] if lines else []
    return columns, [row for row in lines[1 : SHOWN + 2] if len(row) == len(columns)]


def shown(
    request: Request,
    text: str,
    question: NamedQuery | None = None,
    values: dict[str, str] | None = None,
    error: str = "",
    status: int = 200,
    columns: list[str] | None = None,
    rows: list[list[str]] | None = None,
) -> Response:
    rows = rows or []
    picture = charts.bars_of(columns or [], rows)
    place = PLACE.search(error)
    return Site(request).page(
        "query.html",
        status=status,
        questions=queries(),
        question=question,
        values=values or {},
        text=text,
        highlighted=highlighted(text),
        error=error,
        place=place.groups() if place else (),
        columns=columns,
        rows=rows[:SHOWN],
        cut=len(rows) > SHOWN,
        shown=SHOWN,
        picture=charts.svg(picture) if picture else None,
        measure=picture.measure if picture else "",
        forms=FORMS,
    )


def highlighted(text: str) -> Markup:
    """The query with its words coloured; Pygments escapes it."""
    from pygments import highlight  # type: ignore[import-untyped]
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
    from pygments.lexers import SparqlLexer  # type: ignore[import-untyped]

    return Markup(highlight(text[:20_000], SparqlLexer(), HtmlFormatter(cssclass="sparql")))
