"""Compact JSON-LD: one object a subject, in the words of the project's context, which the file carries with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from ontology.terms import RDF, XSD


def write(triples: Iterable[ox.Triple], path: Path) -> None:
    """Write triples, which come sorted by subject, a subject a line."""
    context = project_context()
    words = Words(context)
    subjects = groupby(triples, key=lambda triple: iri_of(triple.subject))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"@context": ' + json.dumps(context, ensure_ascii=False) + ',\n"@graph": [\n')
        for index, (subject, said) in enumerate(subjects):
            file.write(",\n" if index else "")
            file.write(json.dumps(words.thing(subject, said), ensure_ascii=False))
        file.write("\n]}\n")


def iri_of(node: object) -> str:
    """The IRI of a node; a dataset has no blank nodes."""
    return node.value if isinstance(node, ox.NamedNode) else ""


@cache
def project_context() -> Mapping[str, Any]:
    """The context that the ontology publishes."""
    text = (files("ontology") / "context.jsonld").read_text(encoding="utf-8")
    context: Mapping[str, Any] = json.loads(text)["@context"]
    return context


class Words:
    """A context turned around: from IRIs to its words."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self.prefixes = {name: iri for name, iri in context.items() if str(iri)[-1:] in ("#", "/")}
        self.types: dict[str, str] = {}
        self.properties: dict[tuple[str, str, str], str] = {}  # by IRI, datatype and language
        for name, definition in context.items():
            if name.startswith("@") or name in self.prefixes:
                continue
            if isinstance(definition, str):
                self.types[self.expand(definition)] = name
                definition = {"@id": definition}
            key = self.expand(definition.get("@type", "")), definition.get("@language") or ""
            self.properties[self.expand(definition["@id"]), *key] = name

    def expand(self, name: str) -> str:
        """A prefixed name in full."""
        prefix, colon, local = name.partition(":")
        return self.prefixes[prefix] + local if colon and prefix in self.prefixes else name

    def prefixed(self, iri: str) -> str:
        """An IRI as a prefixed name, where there is a prefix for it."""
        for prefix, namespace in self.prefixes.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri

    def thing(self, subject: str, said: Iterable[ox.Triple]) -> Mapping[str, Any]:
        """A subject and all that is said of it."""
        values: dict[str, list[Any]] = {}
        for triple in said:
            word, value = self.statement(triple.predicate.value, triple.object)
            values.setdefault(word, []).append(value)
        return {"@id": subject} | {word: v[0] if len(v) == 1 else v for word, v in values.items()}

    def statement(self, predicate: str, value: Any) -> tuple[str, Any]:
        """The word and the value of a statement, as short as the context allows."""
        if isinstance(value, ox.NamedNode):
            if predicate == RDF + "type":
                return "@type", self.types.get(value.value) or self.prefixed(value.value)
            word = self.properties.get((predicate, "@id", ""))
            return (word, value.value) if word else (self.prefixed(predicate), {"@id": value.value})
        if value.language:
            word = self.properties.get((predicate, "", value.language))
            expanded = {"@value": value.value, "@language": value.language}
        elif value.datatype.value == XSD + "string":
            word = self.properties.get((predicate, "", ""))
            expanded = {"@value": value.value}
        else:
            word = self.properties.get((predicate, value.datatype.value, ""))
            expanded = {"@value": value.value, "@type": self.prefixed(value.datatype.value)}
        return (word, value.value) if word else (self.prefixed(predicate), expanded)
