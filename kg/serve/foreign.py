"""What another server answers, read and written again, so that clients get what the standards say whoever answers.

Virtuoso 7 is why: it answers ASK with a row, loses the Chinese of computed values in CSV and the languages of names in
JSON-LD, and makes integers of whole decimals in Turtle. Its JSON results and N-Triples are right.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import IO

import pyoxigraph as ox

from kg import lexer
from kg.serve.worker import CHUNK, GRAPH_FORMATS, RESULT_FORMATS

# What is asked for, by how surely servers write it right.
SOLUTIONS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
GRAPH = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.6"
READ_AS = {**GRAPH_FORMATS, "text/plain": ox.RdfFormat.N_TRIPLES}  # the older name of N-Triples
ANSWER = "__ASK_RETVAL"  # the column of the one row that is Virtuoso's answer to ASK
YES_NO = {truth: f'{{"head":{{}},"boolean":{truth}}}' for truth in ("true", "false")}
ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")


def based(query: str, base: str | None) -> str:
    """The query with the base IRI that its relative IRIs stand on, where it has some.

    >>> based("ASK { <a> ?p <urn:o> }", "http://example.org/sparql")
    'BASE <http://example.org/sparql> ASK { <a> ?p <urn:o> }'
    """
    relative = any(kind == "iri" and not ABSOLUTE.match(token) for kind, token, _ in lexer.tokens(query))
    return f"BASE <{base}> {query}" if base and relative else query


def rewrite(
    answer: IO[bytes], media_type: str, output: io.RawIOBase, wanted: str, prefixes: Mapping[str, str] | None
) -> None:
    """Writes the answer that came as `media_type` in the form that is wanted.

    Raises ValueError (SyntaxError for malformed answers) where it cannot be read.
    """
    writer = io.BufferedWriter(output, CHUNK)
    if wanted in GRAPH_FORMATS and media_type in READ_AS:
        triples = (quad.triple for quad in ox.parse(answer, READ_AS[media_type], lenient=True))
        ox.serialize(triples, writer, GRAPH_FORMATS[wanted], prefixes=dict(prefixes or {}))
    elif wanted in RESULT_FORMATS and media_type in RESULT_FORMATS:
        results(answer, media_type).serialize(writer, RESULT_FORMATS[wanted])
    else:
        raise ValueError(f"it came as {media_type[:60] or 'nothing that is named'}")
    writer.flush()


def results(answer: IO[bytes], media_type: str) -> ox.QuerySolutions | ox.QueryBoolean:
    found = ox.parse_query_results(answer, RESULT_FORMATS[media_type])
    if not isinstance(found, ox.QuerySolutions) or [variable.value for variable in found.variables] != [ANSWER]:
        return found
    yes = any(getattr(row[0], "value", "0") not in ("0", "false") for row in found)
    return ox.parse_query_results(YES_NO["true" if yes else "false"], ox.QueryResultsFormat.JSON)
