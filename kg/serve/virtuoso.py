"""Queries as Virtuoso 7 understands them.

Two of its errors would make answers wrong without a word. A text of the query that is not ASCII spoils what CONCAT and
GROUP_CONCAT make of it and fits nothing in REGEX, unless it has a language; so `"年"` in an expression is sent as
`STR("年"@zh)`, which is the same. And `VALUES ?x { UNDEF }`, which changes nothing, makes it find nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg import lexer

Token = tuple[str, str, int]
UNDEFINED = ["VALUES", "variable", "{", "UNDEF", "}"]


def dialect(query: str) -> str:
    """The query in other words that mean the same.

    >>> dialect('SELECT (CONCAT(?x, "年") AS ?y) { VALUES ?z { UNDEF } ?s ?p "年" }')
    'SELECT (CONCAT(?x, STR("年"@zh)) AS ?y) {  ?s ?p "年" }'
    """
    parts, done = [], 0
    for start, end, words in sorted(changes(query)):
        parts += [query[done:start], words]
        done = end
    return "".join([*parts, query[done:]])


def changes(query: str) -> Iterator[tuple[int, int, str]]:
    """Where the query must be other words, and which."""
    tokens = list(lexer.tokens(query))
    inside: list[bool] = []  # for each open bracket, whether it holds an expression
    for number, (kind, text, start) in enumerate(tokens):
        end = start + len(text)
        if text in ("{", "("):
            inside.append(text == "(" and expects_expression(tokens[number - 1] if number else None, inside))
        elif text in ("}", ")"):
            inside = inside[:-1]
        elif kind == "string" and not text.isascii() and query[end : end + 1] not in ("@", "^"):
            if number and tokens[number - 1][1].upper() == "SEPARATOR":  # must be a literal: the bytes of its UTF-8
                yield start, end, "".join(c if c.isascii() else escaped(c) for c in text)
            elif inside and inside[-1]:
                yield start, end, f"STR({text}@zh)"
        elif text.upper() == "VALUES":
            following = tokens[number : number + len(UNDEFINED)]
            if [kind if kind == "variable" else text.upper() for kind, text, _ in following] == UNDEFINED:
                yield start, following[-1][2] + 1, ""


def expects_expression(before: Token | None, inside: list[bool]) -> bool:
    """Whether what a parenthesis encloses is an expression, rather than a list of values or of things."""
    if inside and inside[-1]:
        return True
    return before is not None and before[0] == "word" and before[1].upper() not in ("A", "VALUES")


def escaped(character: str) -> str:
    return "".join(f"\\u{byte:04X}" for byte in character.encode())
