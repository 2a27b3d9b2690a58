"""SPARQL for the faces of the server: rows of terms, over whatever backend there is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox

from kg.serve.backend import Backend
from kg.serve.worker import Query
from ontology.terms import PREFIXES

PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


class Term(NamedTuple):
    """An RDF term of an answer; `kind` is uri, literal or bnode."""

    value: str
    kind: str = "literal"
    language: str = ""
    datatype: str = ""


ABSENT = Term("")
Row = Mapping[str, Term]


async def rows(backend: Backend, text: str) -> list[Row]:
    """Solutions of a SELECT over all graphs; the usual prefixes need no declaration."""
    query = Query(PROLOGUE + text, accept="application/sparql-results+json", union=True)
    answer = json.loads(await (await backend.answer(query)).bytes())
    return [{name: term(cell) for name, cell in row.items()} for row in answer["results"]["bindings"]]


def term(cell: Mapping[str, str]) -> Term:
    kind = "literal" if cell["type"] == "typed-literal" else cell["type"]
    return Term(str(cell["value"]), kind, cell.get("xml:lang", ""), cell.get("datatype", ""))


def cell(row: Row, name: str) -> str:
    """A value as text; an absent one is empty."""
    return row.get(name, ABSENT).value


def iri(value: str) -> str:
    """An IRI as it stands in SPARQL.

    Raises ValueError where it is none.
    """
    return str(ox.NamedNode(value))


@dataclass(frozen=True, slots=True)
class Asked:
    """A backend as `kg.graph.Store`, for code that runs in a thread beside the server's loop."""

    backend: Backend
    loop: asyncio.AbstractEventLoop

    def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean:
        query = Query(PROLOGUE + sparql, accept="application/sparql-results+json", union=True)
        data = asyncio.run_coroutine_threadsafe(self._bytes(query), self.loop).result()
        return ox.parse_query_results(data, ox.QueryResultsFormat.JSON)

    async def _bytes(self, query: Query) -> bytes:
        return await (await self.backend.answer(query)).bytes()
