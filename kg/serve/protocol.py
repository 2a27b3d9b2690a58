"""The SPARQL Protocol, 1.1 and what 1.2 adds: from an HTTP request to its query or update, or why it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kg.serve.pool import Answer

FORM = "application/x-www-form-urlencoded"
DIRECT: dict[str, Literal["query", "update"]] = {
    "application/sparql-query": "query",
    "application/sparql-update": "update",
}
VERSIONS = ("1.0", "1.1", "1.2", "1.2-basic")  # of SPARQL that a request may say it is written in
GRAPH_PARAMETERS = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}


class RequestError(Exception):
    """A request that the protocol does not allow: its HTTP status and one line for its sender."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Operation:
    """What a request asks for."""

    kind: Literal["query", "update"]
    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


async def operation(request: Request) -> Operation | None:
    """The request's query or update; None where it asks for neither, which is to ask for the service description."""
    in_url = _pairs(request.scope["query_string"])
    _check_version(in_url)
    if request.method != "POST":
        if await request.body():
            raise RequestError(400, "a GET request has no body: send the query by POST or in the URL")
        if any(name == "update" for name, _ in in_url):
            raise RequestError(400, "an update must be sent by POST")
        return _from_pairs(in_url, []) if any(name == "query" for name, _ in in_url) else None
    if any(name in ("query", "update") for name, _ in in_url):
        raise RequestError(400, "a POST request has its query or update in the body, not in the URL")
    content_type, _, parameters = request.headers.get("content-type", "").partition(";")
    media_type = content_type.strip().lower()
    if not media_type:
        raise RequestError(400, f"the request has no Content-Type: use {FORM} or application/sparql-query")
    if media_type != FORM and media_type not in DIRECT:
        raise RequestError(415, f"Content-Type must be {FORM}, application/sparql-query or application/sparql-update")
    charset = parameters.lower().partition("charset=")[2].strip(' "')
    if charset not in ("", "utf-8", "utf8"):
        raise RequestError(415, "the request must be in UTF-8")
    body = await request.body()
    if media_type == FORM:
        pairs = _pairs(body)
        _check_version(pairs)
        return _from_pairs(pairs, in_url)
    kind = DIRECT[media_type]
    return _with_graphs(kind, _utf8(body), in_url)


def _check_version(pairs: list[tuple[str, str]]) -> None:
    asked = [value for name, value in pairs if name == "version"]
    if any(value not in VERSIONS for value in asked):
        raise RequestError(400, f"this endpoint speaks SPARQL {', '.join(VERSIONS)}")


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        raise RequestError(400, "the request must be in UTF-8, percent-encoded") from None
    except ValueError:
        raise RequestError(400, "the request has too many parameters") from None


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise RequestError(400, "the request must be in UTF-8") from None


def _from_pairs(pairs: list[tuple[str, str]], in_url: list[tuple[str, str]]) -> Operation:
    """The text stands in `pairs`; graphs may stand in the URL of a form too, as the W3C's own tests have it."""
    texts = [(name, value) for name, value in pairs if name in ("query", "update")]
    if len(texts) != 1:
        raise RequestError(400, "the request must have exactly one 'query' or 'update' parameter")
    name, text = texts[0]
    return _with_graphs("query" if name == "query" else "update", text, [*pairs, *in_url])


def _with_graphs(kind: Literal["query", "update"], text: str, pairs: list[tuple[str, str]]) -> Operation:
    default, named = GRAPH_PARAMETERS[kind]
    return Operation(
        kind,
        text,
        tuple(value for name, value in pairs if name == default),
        tuple(value for name, value in pairs if name == named),
    )


def wish(request: Request, forms: Mapping[str, str]) -> str:
    """The media types that the client wishes: by `?format=`, else by its Accept."""
    wanted = request.query_params.get("format", "").replace(" ", "+")
    if "/" in wanted:
        return wanted  # a media type
    if wanted and wanted not in forms:
        raise RequestError(406, f"format {wanted[:40]!r}: there are {', '.join(forms)}")
    return forms[wanted] if wanted else request.headers.get("accept", "*/*")


def stream(answer: Answer) -> Response:
    """The answer as it arrives."""
    charset = "; charset=utf-8" if answer.media_type.startswith("text/") else ""
    return StreamingResponse(answer.read(), headers={"Content-Type": answer.media_type + charset, "Vary": "Accept"})
