"""The named questions: competency questions as SPARQL files, with parameters that a caller may set.

A query file starts with three comment lines (number, title in Chinese, title in English). A line
`VALUES ?name { UNDEF }  # parameter text: 乡镇名称 | name of the township` is a parameter: as it stands the query
asks for all; `bind` puts a value in. Kinds are `text` (a Chinese name) and `year`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from pyoxigraph import Literal

from ontology.terms import XSD

_PARAMETER = re.compile(
    r"(?P<before>VALUES \?(?P<name>\w+) \{ )(?P<default>[^}\n]*)(?P<after> \}  # parameter (?P<kind>text|year)"
    r"(?P<required> required)?: (?P<zh>[^|\n]+) \| (?P<en>[^\n]+))"
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a named query can be narrowed by; `required` where it has no answer without."""

    name: str
    kind: str  # text, year
    label_zh: str
    label_en: str
    required: bool


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A competency question as a SPARQL query over the union of the named graphs."""

    name: str
    number: int
    title_zh: str
    title_en: str
    text: str  # SPARQL, runnable as it stands
    parameters: tuple[Parameter, ...]

    def bind(self, **values: str) -> str:
        """The query narrowed to the values given.

        Raises ValueError, with a line for people, where a parameter is unknown, missing or malformed.

        >>> "VALUES ?name { \\"汨罗市\\"@zh }" in query("results-and-targets").bind(name="汨罗市")
        True
        """
        known = {parameter.name for parameter in self.parameters}
        if unknown := sorted(values.keys() - known):
            takes = ", ".join(sorted(known)) or "no parameters"
            raise ValueError(f"query {self.name}: no parameter {unknown[0]}; it takes {takes}")
        if missing := [p.name for p in self.parameters if p.required and not values.get(p.name)]:
            raise ValueError(f"query {self.name}: {' and '.join(missing)} must be set")

        def replace(match: re.Match[str]) -> str:
            value = values.get(match["name"])
            term = _term(value, match["kind"]) if value else match["default"]
            return match["before"] + term + match["after"]

        return _PARAMETER.sub(replace, self.text)


@cache
def queries() -> tuple[NamedQuery, ...]:
    """All named queries, by the number of their competency question."""
    found = (_read(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for file in _files())
    return tuple(sorted(found, key=lambda named: named.number))


def query(name: str) -> NamedQuery:
    """The named query called so, or with that number.

    Raises ValueError, with a line for people, where there is none.
    """
    for named in queries():
        if name in (named.name, str(named.number)):
            return named
    raise ValueError(f"no named query {name}; there are {', '.join(named.name for named in queries())}")


def _files() -> Iterator[Traversable]:
    return (file for file in (files("ontology") / "queries").iterdir() if file.name.endswith(".rq"))


def _read(name: str, text: str) -> NamedQuery:
    number, title_zh, title_en = (line.removeprefix("# ") for line in text.split("\n", 3)[:3])
    parameters = tuple(
        Parameter(m["name"], m["kind"], m["zh"], m["en"], bool(m["required"])) for m in _PARAMETER.finditer(text)
    )
    return NamedQuery(name, int(number), title_zh, title_en, text, parameters)


def _term(value: str, kind: str) -> str:
    """The value as a SPARQL literal; escaping is Oxigraph's."""
    if kind == "text":
        return str(Literal(value, language="zh"))
    if not re.fullmatch(r"[12]\d{3}", value):
        raise ValueError(f"{value}: not a year; write it like 2025")
    return f'"{value}"^^<{XSD}gYear>'
