"""What an update may do, and the dataset that its request gives it (SPARQL 1.1 Protocol, section 2.2.3)."""

from __future__ import annotations

from kg import lexer
from kg.serve.protocol import Operation, RequestError


def checked(operation: Operation) -> str:
    """The update's text with its request's dataset written into it.

    Raises RequestError for what is not allowed: LOAD and SERVICE, which would reach other hosts, and a dataset given
    both by the request and by the text. LOAD SILENT asks that its failure make no difference, so it does nothing.
    """
    text = without_silent_loads(operation.text)
    words = lexer.words(text)
    if words & {"LOAD", "SERVICE"}:
        raise RequestError(403, "LOAD and SERVICE are not allowed here: this endpoint asks no other")
    clauses = " ".join(
        [f"USING {_iri(graph)}" for graph in operation.default_graphs]
        + [f"USING NAMED {_iri(graph)}" for graph in operation.named_graphs]
    )
    if not clauses:
        return text
    if words & {"USING", "WITH"}:
        raise RequestError(400, "the update has USING or WITH, so its request must not give it graphs too")
    return with_clauses(text, clauses)


def _iri(graph: str) -> str:
    if any(character in '<>"{}|^`\\' or character <= " " for character in graph) or ":" not in graph:
        raise RequestError(400, "a graph of the request is no absolute IRI")
    return f"<{graph}>"


def without_silent_loads(update: str) -> str:
    """The update with something that does nothing in the place of each LOAD SILENT.

    >>> without_silent_loads("LOAD SILENT <a> INTO GRAPH <b> ; CLEAR ALL")
    'INSERT DATA {} ; CLEAR ALL'
    """
    words = [
        (token.upper() if kind == "word" else kind, at, at + len(token)) for kind, token, at in lexer.tokens(update)
    ]
    for number in reversed(range(len(words))):
        kinds = [kind for kind, _, _ in words[number : number + 6]]
        if kinds[:2] == ["LOAD", "SILENT"] and len(kinds) > 2:
            into = kinds[3:5] == ["INTO", "GRAPH"] and len(kinds) == 6
            _, _, end = words[number + (5 if into else 2)]
            update = f"{update[: words[number][1]]}INSERT DATA {{}}{update[end:]}"
    return update


def with_clauses(update: str, clauses: str) -> str:
    """The update with USING clauses before each WHERE that they may stand at.

    >>> with_clauses("DELETE WHERE { ?s ?p ?o }", "USING <g>")
    'DELETE { ?s ?p ?o } USING <g> WHERE { ?s ?p ?o }'
    """
    parts: list[str] = []
    done, depth, previous = 0, 0, ""
    shorthand = -1  # where the pattern of a DELETE WHERE begins
    for kind, token, position in lexer.tokens(update):
        word = token.upper() if kind == "word" else token
        if depth == 0 and word == "WHERE":
            parts.append(update[done:position])
            done = position + len("WHERE")
            shorthand = done if previous == "DELETE" else -1
            if shorthand < 0:
                parts.append(f"{clauses} WHERE")
        depth += {"{": 1, "}": -1}.get(token, 0) if kind == "mark" else 0
        if depth == 0 and token == "}" and shorthand >= 0:
            pattern = update[shorthand : position + 1].strip()
            parts.append(f"{pattern} {clauses} WHERE {pattern}")
            done, shorthand = position + 1, -1
        previous = word
    return "".join(parts) + update[done:]
