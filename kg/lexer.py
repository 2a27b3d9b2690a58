"""The words of a SPARQL text outside its strings, IRIs and comments: enough to see what it would do, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
