"""The words of a SPARQL text outside its strings, IRIs and comments: enough to see what it would do, in linear time;
and what is wrong with a text that Oxigraph does not understand, in a line for people."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

TOKEN = re.compile(
    r"""
      (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<comment> \#[^\n\r]* )
    | (?P<variable> [?$]\w+ )
    | (?P<name> [\w.-]*:(?:[\w.:%-]|\\.)* )          # a prefixed name
    | (?P<word> [A-Za-z]\w* )
    | (?P<mark> [{}();] )
    """,
    re.VERBOSE | re.DOTALL,
)

COMPLAINT = re.compile(r"error at (\d+):(\d+)(?:-\d+:\d+)?: (.*)", re.DOTALL)
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def tokens(text: str) -> Iterator[tuple[str, str, int]]:
    r"""Kind, text and position of every word, mark, name, IRI and string.

    >>> [token for kind, token, _ in tokens('SELECT * { SERVICE <x> { ?s ?p "SERVICE" } }') if kind == "word"]
    ['SELECT', 'SERVICE']
    """
    for match in TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "comment":
            yield match.lastgroup, match.group(), match.start()


def words(text: str) -> set[str]:
    """The keywords of a query or update, in capitals, those in code point escapes (\\u0053) too."""
    unescaped = ESCAPE.sub(lambda match: chr(min(int(match[1] or match[2], 16), 0x10FFFF)), text)
    return {token.upper() for kind, token, _ in tokens(unescaped) if kind == "word"}


def complaint(error: str, text: str, known: Collection[str] = ()) -> str:
    """Oxigraph's complaint about a text with line and column; `known` prefixes need no declaration.

    The cause may stand before the place where Oxigraph gave up: a prefix that nobody declared.

    >>> complaint("error at 1:20: expected OPTIONAL", "SELECT * { ?s foo:p ?o }")
    'unknown prefix `foo:` at line 1, column 15; declare it with PREFIX'
    >>> complaint("error at 2:9: expected one of LATERAL, SERVICE, [_]", "")
    'syntax error at line 2, column 9: expected one of LATERAL, SERVICE, [_]'
    """
    found = COMPLAINT.match(error)
    if not found:
        return f"syntax error: {' '.join(error.split())[:200]}"
    line, column, what = int(found[1]), int(found[2]), " ".join(found[3].split())
    unknown = undeclared(text, known)
    if unknown and unknown[1:] <= (line, column):
        return f"unknown prefix `{unknown[0]}` at line {unknown[1]}, column {unknown[2]}; declare it with PREFIX"
    if len(what) > 160:  # the list of all that a name may start with helps nobody
        what = what[:160].rsplit(",", 1)[0] + ", ..."
    return f"syntax error at line {line}, column {column}: {what}"


def undeclared(text: str, known: Collection[str]) -> tuple[str, int, int] | None:
    """The first prefix that is used without declaration, as `foo:`, with its line and column."""
    declared, before = {"_", *known}, ""
    for kind, token, at in tokens(text):
        if kind == "name":
            prefix = token.partition(":")[0]
            if before == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                return f"{prefix[:60]}:", text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        before = token.upper()
    return None
