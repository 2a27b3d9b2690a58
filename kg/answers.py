"""Answers of queries in the standard forms: SPARQL results for rows, RDF syntaxes for graphs."""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph import Answer, evaluating
from ontology.terms import PREFIXES

ROWS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
TRIPLES = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}


def serialise(answer: Answer, form: str) -> bytes:
    """An answer in a form of ROWS, or of TRIPLES for CONSTRUCT and DESCRIBE."""
    graph = isinstance(answer, ox.QueryTriples)
    if form not in (TRIPLES if graph else ROWS):
        what, forms = ("a graph", TRIPLES) if graph else ("rows", ROWS)
        raise KgError(f"query: the answer is {what}, which has no form {form}; give one of {', '.join(forms)}")
    with evaluating():
        if isinstance(answer, ox.QueryTriples):
            return ox.serialize(answer, format=TRIPLES[form], prefixes=dict(PREFIXES)) or b""
        rows = answer.serialize(format=ROWS[form]) or b""
    return rows if rows.endswith(b"\n") else rows + b"\n"
